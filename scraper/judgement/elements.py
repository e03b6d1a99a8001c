"""What elements do that act, load, ask, or tell machines something: marks of scripts, frames, forms, and the like."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from lxml import etree

from scraper.judgement.code import Code, code_of, digest_of, hosts_in
from scraper.judgement.hosts import host_of, is_familiar_frame, is_familiar_script, is_platform, own_host, place_of
from scraper.judgement.likeness import is_lookalike
from scraper.judgement.styles import marks_in
from scraper.platforms.blogger.hidden import hiding, is_dot

Mark = tuple[str, str]
Element = etree._Element

_JAVASCRIPT = re.compile(r"(?:text|application)/(?:x-)?(?:java|ecma|j|live)script|module|$", re.I)
_RULES = frozenset(("speculationrules", "importmap"))
_REFRESH = re.compile(r"url\s{0,9}=\s{0,9}[\"']?([^\"']{0,2000})", re.I)
_ACTING_LINKS = ("import", "preload", "modulepreload", "prefetch", "prerender", "manifest", "serviceworker")
# What a page tells a browser to allow, or asks it to keep (HTML section 4.2.5.3, and what browsers take besides).
_POLICIES = frozenset(("content-security-policy", "set-cookie", "origin-trial", "x-dns-prefetch-control"))
_TOLD = frozenset(("og:url", "twitter:url", "al:web:url", "al:ios:url", "al:android:url"))  # where sharing leads
_PICTURES = frozenset(("og:image", "twitter:image", "og:video", "og:audio"))
# Hosts that structured data names without leading anybody there.
_VOCABULARIES = ("schema.org", "w3.org", "purl.org", "data-vocabulary.org", "ogp.me", "xmlns.com")


def of_elements(tree: Element, page: str) -> Iterator[Mark]:
    """Yield the marks of a tree's elements, on a page at an address."""
    for element in tree.iter(*_TAGS):
        yield from _HANDLERS[str(element.tag)](element, page)


def of_code(code: Code, page: str) -> Iterator[Mark]:
    """Yield the marks of a script."""
    yield from (("code", digest) for digest in code.statements)
    for kind, hosts in (("code-host", code.hosts), ("data-host", code.data_hosts)):
        for host in _foreign(hosts, page):
            yield kind, host
            yield from likeness(host, page)
    if code.packed:
        yield "packed", digest_of(" ".join(sorted(code.statements)))


def words_of(element: Element) -> str:
    """Return the text in an element."""
    return str(etree.tostring(element, method="text", encoding="unicode", with_tail=False))


def likeness(host: str, page: str) -> Iterator[Mark]:
    """Yield the mark of a foreign host that is made to be taken for the blog's or the platform's."""
    if is_lookalike(host, own_host(page)):
        yield "lookalike", host


def _foreign(hosts: Iterable[str], page: str) -> Iterator[str]:
    named = (host_of(f"http://{host}/", page) for host in hosts)
    return (host for host in named if host and not is_platform(host))


def _script(element: Element, page: str) -> Iterator[Mark]:
    text = element.text or ""
    if any(above.tag == "svg" for above in element.iterancestors("svg")):
        yield "svg-script", digest_of(text)
    # svg has href, and so had others by another name
    source = element.get("src") or element.get("href") or element.get("xlink:href")
    if source is not None:
        place = place_of(source, page)
        kind = "familiar-script" if is_familiar_script(place) else "script"
        integrity = element.get("integrity")
        yield kind, f"{place} {integrity}" if integrity else place
    language = (element.get("type") or element.get("language") or "").strip()
    if text and _JAVASCRIPT.match(language):
        yield from of_code(code_of(text), page)
    elif text and language.lower() in _RULES:
        yield "preload", f"{language.lower()} {digest_of(text)}"
    elif text and "json" in language.lower():
        told = {host for host in hosts_in(text) if not host.endswith(_VOCABULARIES)}
        yield from (("canonical", host) for host in _foreign(told, page))


def _style(element: Element, page: str) -> Iterator[Mark]:
    yield from marks_in(element.text or "", page)


def _frame(element: Element, page: str) -> Iterator[Mark]:
    source = element.get("src") or element.get("data") or element.get("code") or element.get("archive") or ""
    if document := element.get("srcdoc"):
        yield "frame", f"srcdoc {digest_of(document)}"
    place = place_of(source, page).partition("?")[0] if source else ""
    unseen = is_dot(element.get("width"), element.get("height")) or _is_unseen(element)
    if unseen and not is_platform(place.partition("/")[0]) and place:
        yield "hidden-frame", place
    elif place and is_familiar_frame(place):
        yield "familiar-frame", place.partition("/")[0]
    elif place:
        yield "frame" if element.tag in ("iframe", "frame") else "object", place


def _is_unseen(element: Element) -> bool:
    above = (element, *element.iterancestors())
    return any(each.get("hidden") is not None or hiding(each.get("style") or "") == "whole" for each in above)


def _form(element: Element, page: str) -> Iterator[Mark]:
    action = element.get("action")
    yield "form", place_of(action, page).partition("?")[0] if action else ""


def _field(element: Element, page: str) -> Iterator[Mark]:
    if (element.get("type") or "").strip().lower() == "password":
        form = next((above for above in element.iterancestors() if above.tag == "form"), None)
        yield "password", host_of((form.get("action") or "") if form is not None else "", page)
    if action := element.get("formaction"):
        yield "form", place_of(action, page)


def _meta(element: Element, page: str) -> Iterator[Mark]:
    directive = element.get("http-equiv")
    if directive is not None and (directive := directive.strip().lower()) == "refresh":
        target = _REFRESH.search(element.get("content") or "")
        yield "refresh", place_of(target[1], page) if target else ""
    elif directive in _POLICIES:
        yield "policy", f"{directive} {digest_of(element.get('content') or '')}"
    name = element.get("property") or element.get("name")
    if name in _TOLD or name in _PICTURES:
        host = host_of(element.get("content") or "", page)
        if host and not is_platform(host):
            yield "canonical" if name in _TOLD else "media-host", host


def _base(element: Element, page: str) -> Iterator[Mark]:
    if href := element.get("href"):
        yield "base", place_of(href, page)


def _link(element: Element, page: str) -> Iterator[Mark]:
    relation, href = (element.get("rel") or "").lower(), element.get("href")
    if not href:
        return
    if "stylesheet" in relation:
        yield "stylesheet", place_of(href, page)
    elif any(name in relation for name in _ACTING_LINKS):
        yield "preload", place_of(href, page)
    elif "canonical" in relation or "alternate" in relation or "amphtml" in relation:
        host = host_of(href, page)
        if host and not is_platform(host):
            yield "canonical", host
    elif "dns-prefetch" in relation or "preconnect" in relation:
        host = host_of(href, page)
        if host and not is_platform(host):
            yield "preload", host


def _media(element: Element, page: str) -> Iterator[Mark]:
    host = host_of(element.get("src") or "", page)
    if host and not is_platform(host):
        yield "media-host", host
        yield from likeness(host, page)
    if (listed := element.get("srcset")) is not None:
        yield from (("picture-set", other) for other in _foreign(_hosts_of(listed), page) if other != host)


def _picture(element: Element, page: str) -> Iterator[Mark]:
    yield from _media(element, page)
    if (width := element.get("width")) in ("0", "1") and is_dot(width, element.get("height")):
        host = host_of(element.get("src") or "", page)
        if host and not is_platform(host):
            yield "beacon", host


def _hosts_of(srcset: str) -> set[str]:
    """Return the hosts in a list of pictures for screens of several sizes (HTML section 2.5.11)."""
    return {host for part in srcset[:20_000].split(",") for host in hosts_in(part)}


def _struck(element: Element, _: str) -> Iterator[Mark]:
    yield "struck", digest_of(words_of(element))


_HANDLERS = {
    "script": _script,
    "style": _style,
    **dict.fromkeys(("iframe", "frame", "object", "embed", "applet", "portal"), _frame),
    "form": _form,
    **dict.fromkeys(("input", "button"), _field),
    "meta": _meta,
    "base": _base,
    "link": _link,
    "img": _picture,
    **dict.fromkeys(("video", "audio", "source"), _media),
    **dict.fromkeys(("s", "strike", "del"), _struck),
}
_TAGS = tuple(_HANDLERS)
