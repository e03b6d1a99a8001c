"""A record without names. Every text in it passes, whatever field it stands in: a new field cannot be forgotten.

The numbers of paragraphs stay, so that all that points at one still does. What leads back to the captures is left out,
for they hold the names; so are the pictures' digests.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from archive.codec import from_plain, to_plain
from archive.records import Attendance, Post
from archive.redaction.marks import COUNT, FULL, PSEUDONYM, Marks
from archive.redaction.texts import Redactor

_ADDRESSES = frozenset({"url", "original_url"})
_IDS = frozenset({"id", "parent"})
# Words of ours, and none of a source's.
OURS = frozenset(
    {"kind", "match", "basis", "language", "languages", "language_basis", "role", "extractor", "crawl", "code"}
)


def redacted(post: Post, redactor: Redactor, marks: Marks) -> Post:
    """Return a record in which no protected name stands."""
    plain = to_plain(post)
    named = plain["attendees"]
    plain["provenance"]["captures"] = []
    for image in plain["images"]:
        image["digest"] = None
    if marks.mode != FULL:
        for comment in plain["comments"]:
            comment["author"] = _reader(comment["author"], marks)
    if marks.mode == COUNT:
        plain["attendees"] = []
        if plain["attendance"] is None and named:
            plain["attendance"] = to_plain(Attendance(len(named), ""))
    passed = _passed(plain, "", redactor)
    for before, after in zip(plain["attendees"], passed["attendees"], strict=True):
        if before["zh"] and before["en"] and marks.mode == PSEUDONYM and after["zh"] != before["zh"]:
            after["en"] = after["zh"]  # the record has joined them, also where others are spelled so
    return from_plain(Post, passed)


def texts_of(post: Post) -> Iterator[str]:
    """Yield every text of a record."""
    waiting = [to_plain(post)]
    while waiting:
        value = waiting.pop()
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict | list):
            waiting += value.values() if isinstance(value, dict) else value


def _passed(value: Any, name: str, redactor: Redactor) -> Any:
    if isinstance(value, dict):
        return {field: _passed(one, field, redactor) for field, one in value.items()}
    if isinstance(value, list):
        return [_passed(one, name, redactor) for one in value]
    if not isinstance(value, str) or name in OURS:
        return value
    if name in _ADDRESSES:
        return redactor.address(value)
    return redactor.token(value) if name in _IDS else redactor.text(value)


def _reader(author: str, marks: Marks) -> str:
    if not author:
        return author
    return f"〔R-{marks.code('reader', author)}〕" if marks.mode == PSEUDONYM else "〔reader 读者〕"
