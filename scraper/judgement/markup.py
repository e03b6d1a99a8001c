"""What acts on a page: scripts, frames, forms, handlers, hidden links and the like, each as a mark (kind, value).

A mark's value is what two answers of one unchanged page have in common, and says no more of the page than that: hosts,
paths and digests, no words of its text.
"""

from __future__ import annotations

import functools
import html as html_lib
import re
from collections.abc import Iterator
from typing import Any, cast
from urllib.parse import urljoin

from lxml import etree, html

from scraper.judgement.code import Code, code_of, digest_of
from scraper.judgement.hosts import host_of, is_familiar_frame, is_familiar_script, is_platform, place_of
from scraper.judgement.styles import hiding_names, marks_in
from scraper.platforms.blogger.hidden import hiding, is_dot
from scraper.platforms.blogger.markup import parse_html
from scraper.platforms.blogger.widget import take_archive

Mark = tuple[str, str]
Element = etree._Element

_JAVASCRIPT = re.compile(r"(?:text|application)/(?:x-)?(?:java|ecma|j|live)script|module|$", re.I)
# Handlers, and what may be an address that acts; whether it does is seen without case and white space, as in browsers.
_ACTING = etree.XPath(
    "//@*[starts-with(name(), 'on') or (contains(., ':') and not(starts-with(., 'http')) and name() != 'style'"
    " and name() != 'class' and name() != 'content')]"
)
_HANDLED = re.compile(r"[\s/\"']on[a-z]{2,20}\s{0,9}=")
_ENTITY = re.compile(r"&(?:#[xX]?[0-9a-fA-F]{1,7}|[a-zA-Z]{3,10});?")
_SPELLS = frozenset(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ:\t\n\r"
)  # by a number or a name: to hide what acts
_STYLED = etree.XPath("//*[@style or @hidden]")
_CLASSED = etree.XPath("//*[@class or @id]")
_REFRESH = re.compile(r"url\s{0,9}=\s{0,9}[\"']?([^\"']{0,2000})", re.I)
_ACTIVE_TAG = re.compile(r"<\s{0,3}(script|iframe|frame|object|embed|form|meta|base|svg|a|img|link|style)\b", re.I)
_END = re.compile(r"</html\s{0,9}>", re.I)
_INERT = r"(?!(?:script|style|iframe|frame|object|embed|applet|form|a|svg)\b)[a-z][a-z0-9:-]{0,20}\b"
_OPENING = re.compile(rf"<(?!(?:meta|base|link|input|button|area|video|audio|source|html|head|body)\b){_INERT}", re.I)
_CLOSING = re.compile(rf"</{_INERT}[^<>]{{0,50}}>", re.I)
_META = re.compile(r"<meta\b[^>]{0,300}>", re.I)
_GENERATOR = re.compile(r"name\s{0,5}=\s{0,5}[\"']?generator", re.I)
_CONTENT = re.compile(r"content\s{0,5}=\s{0,5}[\"']([^\"']{0,100})", re.I)
# What Dynamic Views leaves of its template: expr:dir="data:blog.languageDirection".
_OF_TEMPLATE = re.compile(r"data:[a-z]+(?:\.[a-z]+){1,4}")
_HARMLESS = frozenset(f"javascript:{code}" for code in ("", "void(0)", "void0", "void()", "returnfalse", "//"))
_BAIT = frozenset(("script", "style", "iframe", "object", "embed", "form", "meta", "base", "link", "applet", "frame",
                   "input", "button", "video", "audio", "source", "portal", "a", "area", "svg"))  # fmt: skip
MOST_MARKS = 3000  # on one page; a page of the blog has a tenth of it
_ACTING_LINKS = ("import", "preload", "modulepreload", "prefetch", "prerender", "manifest", "serviceworker")


def marks_of(text: str, page: str) -> frozenset[Mark]:
    """Return the marks of an HTML page at an address."""
    rest, archive = take_archive(text)
    tree, whole, _ = parse_html(rest)
    found = set(_of_archive(archive, urljoin(page, "/"))) if archive else set[Mark]()
    for mark in (*_of_tree(tree, page, rest), *_tail(rest)):
        found.add(mark)
        if len(found) >= MOST_MARKS:
            return frozenset((*found, ("unseen", "more marks than any page has")))
    if not whole:  # the parser drops what lies too deep: laid flat, nothing does
        found.update(_of_tree(parse_html(_flat(rest))[0], page, rest))
    return frozenset(found)


@functools.lru_cache(maxsize=128)  # pages of one month have the same one
def _of_archive(markup: str, home: str) -> frozenset[Mark]:
    return frozenset(_of_tree(html.fragment_fromstring(markup, create_parent="div"), home, markup))


def _of_tree(tree: Element, page: str, text: str) -> Iterator[Mark]:
    for source in (_elements, _hidden, _links, *((_attributes,) if _may_act(text) else ())):
        yield from source(tree, page)


def generator_of(text: str) -> str:
    """Return the program that a page says it was made by, in lower case; "" for none."""
    named = (tag for tag in _META.findall(text[:200_000]) if _GENERATOR.search(tag))
    found = (_CONTENT.search(tag) for tag in named)
    return next((match[1].strip().lower() for match in found if match), "")


def marks_of_script(text: str, page: str) -> frozenset[Mark]:
    """Return the marks of a script file."""
    return frozenset(_of_code(code_of(text), page))


def marks_of_style(text: str, page: str) -> frozenset[Mark]:
    """Return the marks of a style sheet."""
    return frozenset(marks_in(text, page))


# ------------------------------------------------------------------ elements
def _elements(tree: Element, page: str) -> Iterator[Mark]:
    for element in tree.iter(*_BAIT - {"a", "area", "svg"}):
        handler = _HANDLERS.get(str(element.tag))
        if handler:
            yield from handler(element, page)


def _script(element: Element, page: str) -> Iterator[Mark]:
    in_svg = any(above.tag == "svg" for above in element.iterancestors())
    if in_svg:
        yield "svg-script", digest_of(element.text or "")
    # svg has href, and so had others by another name
    source = element.get("src") or element.get("href") or element.get("xlink:href")
    if source is not None:
        place = place_of(source, page)
        kind = "familiar-script" if is_familiar_script(place) else "script"
        integrity = element.get("integrity")
        yield kind, f"{place} {integrity}" if integrity else place
    if _JAVASCRIPT.match((element.get("type") or element.get("language") or "").strip()) and element.text:
        yield from _of_code(code_of(element.text), page)


def _of_code(code: Code, page: str) -> Iterator[Mark]:
    yield from (("code", digest) for digest in code.statements)
    for kind, hosts in (("code-host", code.hosts), ("data-host", code.data_hosts)):
        named = (host_of(f"http://{host}/", page) for host in hosts)
        yield from ((kind, host) for host in named if host and not is_platform(host))
    if code.packed:
        yield "packed", digest_of(" ".join(sorted(code.statements)))


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
    if (element.get("http-equiv") or "").strip().lower() == "refresh":
        target = _REFRESH.search(element.get("content") or "")
        yield "refresh", place_of(target[1], page) if target else ""


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


_HANDLERS = {
    "script": _script,
    "style": _style,
    **dict.fromkeys(("iframe", "frame", "object", "embed", "applet", "portal"), _frame),
    "form": _form,
    **dict.fromkeys(("input", "button"), _field),
    "meta": _meta,
    "base": _base,
    "link": _link,
    **dict.fromkeys(("video", "audio", "source"), _media),
}


# ------------------------------------------------------------------ attributes
def _may_act(text: str) -> bool:
    """Say whether any attribute of a page may act: most pages have none, and to ask each of them takes long."""
    lower = text.lower()
    joined = lower.replace("\n", "").replace("\t", "").replace("\r", "")  # as browsers read an address
    if "script:" in joined or "data:" in joined or _HANDLED.search(lower):
        return True
    return any(html_lib.unescape(entity) in _SPELLS for entity in set(_ENTITY.findall(text)))


def _attributes(tree: Element, page: str) -> Iterator[Mark]:
    for value in cast(list[Any], _ACTING(tree)):  # strings that know their element
        name, text = str(value.attrname or ""), str(value)
        plain = "".join(text.split()).lower()
        if name.lower().startswith("on"):
            code = code_of(text)
            yield "handler", f"{name.lower()} {_joined(code)}"
            yield from (mark for mark in _of_code(code, page) if mark[0] in ("code-host", "packed"))
        elif plain.startswith(("javascript:", "vbscript:", "livescript:")):
            if plain.rstrip(";") not in _HARMLESS:
                yield "script-link", _joined(code_of(text))
        elif (
            plain.startswith("data:")
            and not _OF_TEMPLATE.fullmatch(plain)
            and not plain.startswith(
                (
                    "data:image/png",
                    "data:image/gif",
                    "data:image/jpeg",
                    "data:image/webp",
                    "data:font",
                    "data:image/svg",
                )
            )
        ):
            yield "data-url", f"{name.lower()} {plain[5:40].partition(',')[0]}"
        elif plain.startswith("data:image/svg") and value.getparent().tag != "img":
            yield "data-url", f"{name.lower()} {digest_of(plain)}"


def _joined(code: Code) -> str:
    return digest_of(" ".join(sorted(code.statements)))


# ------------------------------------------------------------------ links
def _links(tree: Element, page: str) -> Iterator[Mark]:
    for element in tree.iter("a", "area"):
        href = element.get("href")
        if href is not None and (host := host_of(href, page)):
            yield "link-host", host
        if ping := element.get("ping"):
            yield "preload", place_of(ping, page)


def _hidden(tree: Element, page: str) -> Iterator[Mark]:
    for element in cast(list[Element], _STYLED(tree)):
        style = element.get("style")
        if element.get("hidden") is not None or (style and hiding(style)):
            yield from (("hidden-link", host) for host in _led_to(element, page))
    names = hiding_names("".join(style.text or "" for style in tree.iter("style")))
    if names:
        for element in cast(list[Element], _CLASSED(tree)):
            own = {f".{name}" for name in (element.get("class") or "").split()} | {f"#{element.get('id')}"}
            if own & names:
                yield from (("folded-link", host) for host in _led_to(element, page))


def _led_to(element: Element, page: str) -> set[str]:
    hrefs = (link.get("href") for link in element.iter("a", "area"))
    hosts = (host_of(href, page) for href in hrefs if href)
    return {host for host in hosts if host and not is_platform(host)}


def _is_unseen(element: Element) -> bool:
    above = (element, *element.iterancestors())
    return any(each.get("hidden") is not None or hiding(each.get("style") or "") == "whole" for each in above)


# ------------------------------------------------------------------ beyond the tree
def _tail(text: str) -> Iterator[Mark]:
    """Yield what acts behind the page's first end."""
    end = _END.search(text)
    names = sorted({name.lower() for name in _ACTIVE_TAG.findall(text, end.end())}) if end else []
    if names:
        yield "tail", " ".join(names)


def _flat(text: str) -> str:
    """Return a page in which only what may act has content; all other elements keep their attributes alone."""
    return _OPENING.sub("<br ", _CLOSING.sub("", text))
