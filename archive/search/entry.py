"""What the index takes of a record: read from its JSON without building all of it, which would take much longer.

A record that is not as it should be is told by ValueError: the index leaves it out and says so.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

Named = tuple[str | None, str | None, str, str | None, tuple[int, ...]]  # zh, en, basis, match, paragraphs
_A_TEXT = {str}
_A_TEXT_OR_NONE = {str, type(None)}


@dataclass(frozen=True)
class Entry:
    """A record as the index has it; ``texts`` are (index, language, text) of its paragraphs."""

    post_id: str
    version: int
    url: str
    kind: str
    title: tuple[str, str | None, str | None]  # raw, en, zh
    published: str | None
    event_date: str | None
    event_kind: str | None
    place: str | None
    labels: tuple[str, ...]
    languages: tuple[str, ...]
    images: int
    texts: tuple[tuple[int, str, str], ...]
    attendees: tuple[Named, ...]
    origins: tuple[str, ...] = ()  # kinds of sources, of what others captured

    @property
    def titles(self) -> tuple[str, ...]:
        """What is indexed of the title."""
        return titles_of(*self.title)

    @property
    def instant(self) -> int:
        """Seconds since 1970 of the publication; 0 where it is not known."""
        return instant_of(self.published)


def titles_of(raw: str, en: str | None, zh: str | None) -> tuple[str, ...]:
    """Return a title as it stands, and those of its two languages' that are no pieces of it."""
    return tuple(text for text in (raw, en, zh) if text and (text is raw or text not in raw))


def entry_of(data: bytes) -> Entry:
    """Return what is indexed of a record's file.

    Raises:
        ValueError: it is no record that can be read.
    """
    try:
        record = json.loads(data)
        if b"\\u" in data:  # half of a surrogate pair cannot be kept
            json.dumps(record, ensure_ascii=False).encode()
        return _taken(record)
    except (KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError("it is no record that can be read") from error


def _taken(record: Mapping[str, Any]) -> Entry:
    title = record["title"]
    paragraphs = record["paragraphs"]
    languages = {p["language"]: None for p in paragraphs if p["language"] not in ("und", "mixed")}
    for paragraph in paragraphs:
        languages |= dict.fromkeys(paragraph.get("languages", ()))
    return Entry(
        post_id=_text(record["id"]),
        version=int(record["version"]),
        url=_text(record["url"]),
        kind=_text(record["kind"]),
        title=(_text(title["raw"]), _maybe(title["en"]), _maybe(title["zh"])),
        published=_value(record["published"]),
        event_date=_value(record["event_date"]),
        event_kind=_value(record.get("event_kind")),
        place=_value(record.get("place")),
        labels=tuple(map(_text, record["labels"])),
        languages=tuple(map(_text, languages)),
        images=len(record["images"]),
        texts=tuple(map(_paragraph, paragraphs)),
        attendees=tuple(map(_attendee, record["attendees"])),
        origins=_origins(record["provenance"]["captures"]),
    )


def _paragraph(plain: Mapping[str, Any]) -> tuple[int, str, str]:
    language, text = plain["language"], plain["text"]
    if not {type(language), type(text)} <= _A_TEXT:
        raise TypeError("a paragraph is no text")
    return int(plain["index"]), language, text


def _attendee(plain: Mapping[str, Any]) -> Named:
    zh, en, basis, match = plain["zh"], plain["en"], plain["basis"], plain["match"]
    if not {type(zh), type(en), type(match)} <= _A_TEXT_OR_NONE:
        raise TypeError("a name is no text")
    return zh, en, _text(basis), match, tuple(map(int, plain["paragraphs"]))


def _origins(captures: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    found = {_text(origin).partition(" ")[0] for one in captures if (origin := one.get("origin")) is not None}
    return tuple(sorted(found))


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{type(value).__name__} is no text")
    return value


def _maybe(value: object) -> str | None:
    return None if value is None else _text(value)


def _value(claim: Mapping[str, Any] | None) -> str | None:
    return None if claim is None else _maybe(claim["value"])


def instant_of(published: str | None) -> int:
    """Return an instant or a date as seconds since 1970; 0 for none that can be read."""
    try:
        found = datetime.fromisoformat(published or "")
        return int((found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp())
    except (ValueError, OverflowError):
        return 0
