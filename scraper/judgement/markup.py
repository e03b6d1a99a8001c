"""What acts on a page: scripts, frames, forms, handlers, hidden links and the like, each as a mark (kind, value).

A mark's value is what two answers of one unchanged page have in common, and says no more of the page than that: hosts,
paths and digests, no words of its text.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from typing import cast
from urllib.parse import urljoin

from lxml import etree, html

from scraper.judgement.attributes import may_act, of_attributes
from scraper.judgement.code import code_of, digest_of
from scraper.judgement.elements import Element, Mark, likeness, of_code, of_elements, words_of
from scraper.judgement.hosts import host_of, is_platform, place_of
from scraper.judgement.styles import hiding_names, is_pale, marks_in, marks_in_attribute
from scraper.platforms.blogger.hidden import hiding
from scraper.platforms.blogger.markup import parse_html
from scraper.platforms.blogger.widget import take_archive

# One attribute each: that is searched several times as fast as either of two.
_STYLED, _HIDDEN = etree.XPath("/descendant::*[@style]"), etree.XPath("/descendant::*[@hidden]")
_COUNTERS = etree.XPath("/descendant::*[contains(@id, '_totalCount')]")
_CLASSED = etree.XPath("/descendant::*[@class or @id]")
_ACTIVE_TAG = re.compile(r"<\s{0,3}(script|iframe|frame|object|embed|form|meta|base|svg|a|img|link|style)\b", re.I)
_END = re.compile(r"</html\s{0,9}>", re.I)
_INERT = r"(?!(?:script|style|iframe|frame|object|embed|applet|form|a|svg|s|strike|del)\b)[a-z][a-z0-9:-]{0,20}\b"
_OPENING = re.compile(
    rf"<(?!(?:meta|base|link|input|button|area|img|video|audio|source|html|head|body)\b){_INERT}", re.I
)
_CLOSING = re.compile(rf"</{_INERT}[^<>]{{0,50}}>", re.I)
_META = re.compile(r"<[mM][eE][tT][aA]\b[^>]{0,300}>")  # its first character is looked for fast
_GENERATOR = re.compile(r"name\s{0,5}=\s{0,5}[\"']?generator", re.I)
_CONTENT = re.compile(r"content\s{0,5}=\s{0,5}[\"']([^\"']{0,100})", re.I)
# How a person can be reached or paid: numbers of eight digits and more, and addresses of mail.
_NUMBER = re.compile(r"\d(?:[ .()-]{0,2}\d){7,40}")
_COUNTER = re.compile(r"Stats\d{1,3}_totalCount")  # the element of Blogger's gadget that counts visits
_COUNTED = re.compile(r"\d{1,3}(?:[,. ]?\d{3}){0,3}")
_DATE = re.compile(r"(?:19|20)\d\d[ .-]{1,2}\d\d?[ .-]{1,2}\d\d?(?:[ .-]{1,2}\d{1,2}){0,3}")
_MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
_REACHED = ("mailto:", "tel:", "sms:", "bitcoin:", "ethereum:", "monero:", "skype:", "whatsapp:", "tg:", "weixin:")
_LEAST_PALE = 20  # characters
MOST_MARKS = 3000  # on one page; a page of the blog has a tenth of it


def marks_of(text: str, page: str) -> frozenset[Mark]:
    """Return the marks of an HTML page at an address."""
    rest, archive = take_archive(text)
    tree, whole, _ = parse_html(rest)
    found = set(_of_archive(archive, urljoin(page, "/"))) if archive else set[Mark]()
    for mark in (*_of_tree(tree, page, rest), *_contacts(tree), *_tail(rest)):
        found.add(mark)
        if len(found) >= MOST_MARKS:
            return frozenset((*found, ("unseen", "more marks than any page has")))
    if not whole:  # the parser drops what lies too deep: laid flat, nothing does
        flat = parse_html(_flat(rest))[0]
        found.update((*_of_tree(flat, page, rest), *_contacts(flat)))
    return frozenset(found)


@functools.lru_cache(maxsize=128)  # pages of one month have the same one
def _of_archive(markup: str, home: str) -> frozenset[Mark]:
    return frozenset(_of_tree(html.fragment_fromstring(markup, create_parent="div"), home, markup))


def _of_tree(tree: Element, page: str, text: str) -> Iterator[Mark]:
    for source in (of_elements, _styled, _links, *((of_attributes,) if may_act(text) else ())):
        yield from source(tree, page)


def generator_of(text: str) -> str:
    """Return the program that a page says it was made by, in lower case; "" for none."""
    named = (tag for tag in _META.findall(text[:200_000]) if _GENERATOR.search(tag))
    found = (_CONTENT.search(tag) for tag in named)
    return next((match[1].strip().lower() for match in found if match), "")


def marks_of_script(text: str, page: str) -> frozenset[Mark]:
    """Return the marks of a script file."""
    return frozenset(of_code(code_of(text), page))


def marks_of_style(text: str, page: str) -> frozenset[Mark]:
    """Return the marks of a style sheet."""
    return frozenset(marks_in(text, page))


# ------------------------------------------------------------------ links
def _links(tree: Element, page: str) -> Iterator[Mark]:
    for element in tree.iter("a", "area"):
        href = element.get("href") or ""
        host = host_of(href, page)
        if host:
            yield "link-host", host
            if not is_platform(host):
                yield from likeness(host, page)
                if element.tag == "area":
                    yield "area-link", host
        elif ":" in href and href.strip().lower().startswith(_REACHED):
            yield "contact", digest_of(href.strip())
        if drawn := element.get("xlink:href"):
            yield from _drawn(drawn, page)
        if ping := element.get("ping"):
            yield "preload", place_of(ping, page)


def _drawn(href: str, page: str) -> Iterator[Mark]:
    """Yield the marks of a link in a drawing."""
    if host := host_of(href, page):
        yield "link-host", host
        if not is_platform(host):
            yield "svg-link", host


# ------------------------------------------------------------------ what is not seen
def _styled(tree: Element, page: str) -> Iterator[Mark]:
    for element in cast(list[Element], _HIDDEN(tree)):
        yield from (("hidden-link", host) for host in _led_to(element, page))
    for element in cast(list[Element], _STYLED(tree)):
        if style := element.get("style"):
            if hiding(style):
                yield from (("hidden-link", host) for host in _led_to(element, page))
            yield from marks_in_attribute(style, page)
            if is_pale(style) and len(words := words_of(element).strip()) >= _LEAST_PALE:
                yield "pale-text", digest_of(words)
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


# ------------------------------------------------------------------ how people are reached
def _contacts(tree: Element) -> Iterator[Mark]:
    """Yield a mark for each number and address in a page's words by which money or mail could go astray."""
    words = words_of(tree)
    for script in tree.iter("script", "style"):
        if script.text:
            words = words.replace(script.text, " ", 1)
    for counter in cast(list[Element], _COUNTERS(tree)):
        if _COUNTER.fullmatch(counter.get("id") or "") and _COUNTED.fullmatch(words_of(counter).strip()):
            words = words.replace(words_of(counter), " ", 1)
    for match in _NUMBER.finditer(words):
        if not _DATE.fullmatch(match[0]):
            yield "contact", digest_of("".join(letter for letter in match[0] if letter.isdigit()))
    if "@" in words:
        yield from (("contact", digest_of(address)) for address in _MAIL.findall(words))


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
