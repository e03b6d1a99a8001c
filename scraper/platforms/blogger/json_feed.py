"""Blogger's feeds as JSON (``alt=json``), and as JSON in a function call (``alt=json-in-script``).

It is Atom written otherwise: an element is a member, its prefix parted by ``$``, its attributes are members, its text
is ``$t``. So each entry is made an element again and read by Atom's own reader: what the two say cannot differ.
"""

from __future__ import annotations

import json
import re
from typing import Any

from lxml import etree

from archive.records import Finding
from scraper.platforms.blogger.atom import NAMES, document_of, entry_of
from scraper.platforms.blogger.documents import MOST_ENTRIES, Document, T, Take

LARGEST = 32 * 1024 * 1024  # bytes: a full page of a feed has a twentieth of it
_ATOM = NAMES["a"]
# What is read of a feed and its entries; all else is left where it is.
_MEMBERS = {
    **{name: f"{{{_ATOM}}}{name}" for name in ("id", "title", "published", "updated", "content", "summary")},
    **{name: f"{{{_ATOM}}}{name}" for name in ("author", "name", "category", "link")},
    "openSearch$totalResults": f"{{{NAMES['o']}}}totalResults",
    "thr$total": f"{{{NAMES['t']}}}total",
    "thr$in-reply-to": f"{{{NAMES['t']}}}in-reply-to",
    "media$thumbnail": f"{{{NAMES['m']}}}thumbnail",
    "app$control": "{http://purl.org/atom/app#}control",
    "app$draft": "{http://purl.org/atom/app#}draft",
}
_ATTRIBUTES = ("type", "rel", "href", "scheme", "term", "url", "ref")
_DEEPEST = 2  # entry, author, name
_CALL = re.compile(r"\s*+(?://[^\n]*+\n\s*+)*+[\w.$]{1,200}+\s*+\((.*)\)\s*+;?\s*+", re.S)
_NOT_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, production 2


def read(body: bytes, take: Take[T]) -> Document[T]:
    """Read a JSON feed; ``take`` makes of each entry what is kept of it."""
    feed = _parse(body)
    if isinstance(feed, Finding):
        return Document(findings=(feed,), whole=False)
    entries = _several(feed.pop("entry", ()))
    taken = []
    for member in entries[:MOST_ENTRIES]:
        taken.append(take(entry_of(_element(f"{{{_ATOM}}}entry", member))))
    return document_of(_element(f"{{{_ATOM}}}feed", feed), tuple(taken))


def _parse(body: bytes) -> dict[str, Any] | Finding:
    if len(body) > LARGEST:
        return Finding("too-large", f"{len(body)} bytes of JSON: no feed has more than {LARGEST}")
    text = body.decode("utf-8-sig", "replace")
    call = _CALL.fullmatch(text) if not text.lstrip().startswith("{") else None
    try:
        document = json.loads(call[1] if call else text)
    except (ValueError, RecursionError) as error:
        return Finding("broken-json", f"it cannot be parsed: {type(error).__name__}")
    feed = document.get("feed") if isinstance(document, dict) else None
    return feed if isinstance(feed, dict) else Finding("not-a-feed", "the JSON has no member `feed`")


def _element(name: str, member: object, deep: int = 0) -> etree._Element:
    """Return the element that a member stands for; what has no place in one is left out."""
    element = etree.Element(name)
    if not isinstance(member, dict) or deep > _DEEPEST:
        return element
    element.text = _text(member.get("$t"))
    for attribute in _ATTRIBUTES:
        if value := _text(member.get(attribute)):
            element.set(attribute, value)
    for key, child in _MEMBERS.items():
        # A text is an attribute of this name, and no element.
        found = (each for each in _several(member.get(key, ())) if isinstance(each, dict))
        element.extend([_element(child, each, deep + 1) for each in found])
    return element


def _several(value: object) -> list[Any]:
    """Return what stands once or several times as a list."""
    if isinstance(value, list):
        return value
    return [value] if isinstance(value, dict) else []


def _text(value: object) -> str:
    return _NOT_XML.sub(_of_xml, value) if isinstance(value, str) else ""


def _of_xml(odd: re.Match[str]) -> str:
    return "\ufffd" if "\ud800" <= odd[0] <= "\udfff" else ""
