"""What a style sheet does beyond looks: it loads, acts, takes things away from a page, or writes on it."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from scraper.judgement.code import digest_of
from scraper.judgement.hosts import place_of
from scraper.platforms.blogger.hidden import hiding

_NAMED = re.compile(r"[.#][\w-]{1,100}")
_WRITTEN = re.compile(r"content\s{0,5}:\s{0,5}[\"']([^\"']{12,2000})")  # words that a style sheet writes on a page
_IMPORT = re.compile(r"@import\s{0,20}(?:url\(\s{0,20})?[\"']?([^\"')\s;]{1,2000})", re.I)
_ACTIVE_STYLE = re.compile(r"expression\s{0,5}\(|-moz-binding|behavior\s{0,5}:\s{0,5}url", re.I)


def marks_in(text: str, page: str) -> Iterator[tuple[str, str]]:
    """Yield the marks (kind, value) of a style sheet on a page at an address."""
    if "@" in text:
        yield from (("import", place_of(href, page)) for href in _IMPORT.findall(text))
    if _ACTIVE_STYLE.search(text):
        yield "active-style", digest_of("".join(_ACTIVE_STYLE.findall(text)))
    yield from (("hiding-style", digest) for digest in _hiding_rules(text))


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
