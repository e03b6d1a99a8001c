"""Handlers, and addresses that act: marks of the attributes of a page, whatever element has them."""

from __future__ import annotations

import functools
import html
import re
from collections.abc import Iterator
from typing import Any, cast

from lxml import etree

from scraper.judgement.code import Code, code_of, digest_of
from scraper.judgement.elements import Element, Mark, of_code

# Handlers, and what may be an address that acts; whether it does is seen without case and white space, as in browsers.
_ACTING = etree.XPath(
    "//@*[starts-with(name(), 'on') or (contains(., ':') and not(starts-with(., 'http')) and name() != 'style'"
    " and name() != 'class' and name() != 'content')]"
)
_HANDLED = re.compile(rb"on(?<=[\s\x1c-\x1f/\"']on)[a-z]{2,20}\s{0,9}=")  # its first letters are looked for fast
_SPLIT_UP = b"\t\n\r"  # what browsers leave out of an address
_ENTITY = re.compile(r"&(?:#[xX]?[0-9a-fA-F]{1,7}|[a-zA-Z]{3,10});?")
_SPELLS = frozenset(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ:\t\n\r"
)  # by a number or a name: to hide what acts
# What Dynamic Views leaves of its template: expr:dir="data:blog.languageDirection".
_OF_TEMPLATE = re.compile(r"data:[a-z]+(?:\.[a-z]+){1,4}")
_HARMLESS = frozenset(f"javascript:{code}" for code in ("", "void(0)", "void0", "void()", "returnfalse", "//"))
_SHOWN = ("data:image/png", "data:image/gif", "data:image/jpeg", "data:image/webp", "data:font", "data:image/svg")


def may_act(text: str) -> bool:
    """Say whether any attribute of a page may act: most pages have none, and to ask each of them takes long."""
    lower = text.encode("utf-8", "replace").lower()
    joined = lower.translate(None, _SPLIT_UP)
    if b"script:" in joined or b"data:" in joined or _HANDLED.search(lower):
        return True
    return "&" in text and any(map(_spells, set(_ENTITY.findall(text))))


@functools.lru_cache(maxsize=1024)
def _spells(entity: str) -> bool:
    return html.unescape(entity) in _SPELLS


def of_attributes(tree: Element, page: str) -> Iterator[Mark]:
    """Yield the marks of a tree's attributes, on a page at an address."""
    for value in cast(list[Any], _ACTING(tree)):  # strings that know their element
        name, text = str(value.attrname or ""), str(value)
        plain = "".join(text.split()).lower()
        if name.lower().startswith("on"):
            code = code_of(text)
            yield "handler", f"{name.lower()} {_joined(code)}"
            yield from (mark for mark in of_code(code, page) if mark[0] in ("code-host", "packed"))
        elif plain.startswith(("javascript:", "vbscript:", "livescript:")):
            if plain.rstrip(";") not in _HARMLESS:
                yield "script-link", _joined(code_of(text))
        elif plain.startswith("data:image/svg") and value.getparent().tag != "img":
            yield "data-url", f"{name.lower()} {digest_of(plain)}"
        elif plain.startswith("data:") and not plain.startswith(_SHOWN) and not _OF_TEMPLATE.fullmatch(plain):
            yield "data-url", f"{name.lower()} {plain[5:40].partition(',')[0]}"


def _joined(code: Code) -> str:
    return digest_of(" ".join(sorted(code.statements)))
