"""What a text states of its event: when, where, by whom told, who was there, how many. Parts of `archive.records`."""

from __future__ import annotations

from dataclasses import dataclass, field

from archive.codec import ADDED


@dataclass(frozen=True)
class DateClaim:
    """A date somebody stated. ``value`` is None where ``raw`` could not be read with certainty.

    ``basis`` says where it was found: for ``published`` one of feed, attribute, export, date-header,
    date-header-inherited, and among all claims permalink (a month, "2014-03"); for ``event_date`` one of text-en,
    text-zh, title. An instant has the offset of its source: of feed and attribute the blog's, of an export UTC.
    """

    value: str | None
    raw: str
    basis: str


@dataclass(frozen=True)
class Stated:
    """Something that a text says of its event. ``raw`` are the words that say so; ``basis`` is title, text-en, text-zh
    or line (a line of a notice: "Place: ..."), ``paragraph`` the index of the paragraph, None for the title.
    """

    value: str
    raw: str
    basis: str
    paragraph: int | None = None


@dataclass(frozen=True)
class Repost:
    """That a post passes on what another published: ``source`` as named, ``raw`` the line that names it, and which
    paragraph that is. From paragraph ``begins`` on the words are the other's; their people and dates are not read.
    """

    source: str
    raw: str
    paragraph: int
    begins: int = 0


@dataclass(frozen=True)
class Attendee:
    """A person said to have been there. ``match`` is how the two names were joined: given, reading,
    surname, sound, position, or None for a name in one language; ``basis`` is list, caption or credit. ``raw`` is
    how the sources put it where that is more than the names: with honorific, role or bracket.
    """

    en: str | None = None
    zh: str | None = None
    match: str | None = None
    affiliation: str | None = None
    paragraphs: tuple[int, ...] = ()
    basis: str = "list"
    raw: tuple[str, ...] = field(default=(), metadata=ADDED)


@dataclass(frozen=True)
class Attendance:
    """How many were there, where the text counts them. ``count`` is the number stated, also where it is a least one
    ("more than 20", 二十余位); None for words without a number ("tens of members", 全体会员).
    """

    count: int | None
    raw: str
