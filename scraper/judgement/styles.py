"""What a style sheet does beyond looks: it loads, acts, takes things away from a page, or writes on it."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from scraper.judgement.code import digest_of
from scraper.judgement.hosts import host_of, is_platform, place_of
from scraper.platforms.blogger.hidden import hiding

_NAMED = re.compile(r"[.#][\w-]{1,100}")
_WRITTEN = re.compile(r"content\s{0,5}:\s{0,5}[\"']([^\"']{12,2000})")  # words that a style sheet writes on a page
_IMPORT = re.compile(r"@import\s{0,20}(?:url\(\s{0,20})?[\"']?([^\"')\s;]{1,2000})", re.I)
_URL = re.compile(r"(?i:url)\(\s{0,9}[\"']?((?:https?:)?//[^\"')\s]{1,2000})")
_COLOUR = re.compile(r"(?:^|[;\s])color\s{0,5}:\s{0,5}(#?\w{3,20})")
_GROUND = re.compile(r"background(?:-color)?\s{0,5}:\s{0,5}(#?\w{3,20})")
_SIZE = re.compile(r"font-size\s{0,5}:\s{0,5}(\d{1,3}(?:\.\d{1,3})?)(?:px|pt)")
_SMALLEST = 2.0  # pixels or points
_ACTIVE_STYLE = re.compile(r"expression\s{0,5}\(|-moz-binding|behavior\s{0,5}:\s{0,5}url", re.I)


def marks_in(text: str, page: str) -> Iterator[tuple[str, str]]:
    """Yield the marks (kind, value) of a style sheet on a page at an address."""
    yield from _loaded(text, page)
    if "@" in text:
        yield from (("import", place_of(href, page)) for href in _IMPORT.findall(text))
    if _ACTIVE_STYLE.search(text):
        yield "active-style", digest_of("".join(_ACTIVE_STYLE.findall(text)))
    yield from (("hiding-style", digest) for digest in _hiding_rules(text))


def marks_in_attribute(style: str, page: str) -> Iterator[tuple[str, str]]:
    """Yield the marks of a style attribute."""
    if "(" in style:
        yield from _loaded(style, page)


def _loaded(text: str, page: str) -> Iterator[tuple[str, str]]:
    """Yield the foreign hosts that a style loads pictures and fonts from: each tells them who reads the page."""
    for href in _addresses(text):
        host = host_of(href, page)
        if host and not is_platform(host):
            yield "style-host", host


@functools.lru_cache(maxsize=256)
def _addresses(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_URL.findall(text[:500_000]))) if "url" in text.lower() else ()


@functools.lru_cache(maxsize=4096)
def is_pale(style: str) -> bool:
    """Say whether a style makes words that are there and that nobody can read: dots, or of their ground's colour."""
    lower = style[:4000].lower()
    if "color" not in lower and "font-size" not in lower:
        return False
    if (size := _SIZE.search(lower)) and 0 < float(size[1]) <= _SMALLEST:
        return True
    colour, ground = _COLOUR.search(lower), _GROUND.search(lower)
    return bool(colour and ground and _plain(colour[1]) == _plain(ground[1]))


def _plain(colour: str) -> str:
    value = {"white": "#ffffff", "black": "#000000"}.get(colour, colour)
    return "#" + "".join(2 * digit for digit in value[1:]) if len(value) == 4 and value[0] == "#" else value


@functools.lru_cache(maxsize=64)  # every page of a template has the same style sheet
def _rules(style: str) -> tuple[tuple[str, str], ...]:
    """Return (selector, declarations) of a style sheet's rules, whatever they are nested in."""
    pairs = (chunk.rpartition("{") for chunk in style[:500_000].split("}"))
    return tuple((" ".join(head.rpartition("{")[2].split()), body) for head, _, body in pairs)


@functools.lru_cache(maxsize=64)
def hiding_names(style: str) -> frozenset[str]:
    """Return the classes and ids that a style sheet hides."""
    return frozenset(name for name, rule in _rules(style) if _NAMED.fullmatch(name) and hiding(rule))


@functools.lru_cache(maxsize=64)
def _hiding_rules(style: str) -> frozenset[str]:
    """Return digests of the rules that take something away from a page, or write words on it."""
    rules = _rules(style)
    hiding_ones = {digest_of(selector) for selector, body in rules if hiding(body) == "whole"}
    return frozenset(hiding_ones | {digest_of(words) for _, body in rules for words in _WRITTEN.findall(body)})
