"""What is asked of the index, and what it answers. All frozen; times are ISO 8601 text as in the records. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

SORTS = ("relevance", "newest", "oldest")
MOST_HITS = 1000  # of one answer


@dataclass(frozen=True)
class Query:
    """What is asked: ``text`` in the query language (docs/searching.md), and filters that all must hold.

    Dates are ISO 8601, whole or cut short ("2014", "2014-03"), and both ends count. ``language`` is a tag (zh finds
    zh-Hans and zh-Hant); ``person`` a name in any spelling, or the id of a person; ``kind`` post, page or an event's.
    ``state`` is what the post's newest capture was judged to be (`archive.judged`). "" and None ask for nothing.
    """

    text: str = ""
    published_from: str = ""
    published_to: str = ""
    event_from: str = ""
    event_to: str = ""
    language: str = ""
    person: str = ""
    place: str = ""
    kind: str = ""
    label: str = ""
    has_images: bool | None = None
    state: str = ""
    sort: str = "relevance"
    limit: int = 20
    offset: int = 0


@dataclass(frozen=True)
class Snippet:
    """A piece of a paragraph in its own script: ``parts`` are (text, whether it is what was asked for).

    ``paragraph`` is the paragraph's index, None for the title.
    """

    paragraph: int | None
    language: str
    parts: tuple[tuple[str, bool], ...]


@dataclass(frozen=True)
class Hit:
    """A post that was found, as its newest good version has it. ``score`` is higher for what fits better.

    ``origins`` are the kinds of sources (docs/rescue.md) of those captures it was read from that others made.
    """

    post_id: str
    version: int
    url: str
    kind: str
    title_en: str | None
    title_zh: str | None
    title_raw: str
    published: str | None
    event_date: str | None
    event_kind: str | None
    place: str | None
    languages: tuple[str, ...]
    labels: tuple[str, ...]
    images: int
    state: str
    score: float
    snippets: tuple[Snippet, ...]
    origins: tuple[str, ...] = ()


@dataclass(frozen=True)
class Unread:
    """A record that is not in the index, and why."""

    path: str
    reason: str


@dataclass(frozen=True)
class Results:
    """The answer to a query: ``total`` posts fit, ``hits`` are those asked for. ``unread`` could not be searched."""

    total: int
    hits: tuple[Hit, ...]
    unread: tuple[Unread, ...] = ()


@dataclass(frozen=True)
class PersonFound:
    """A person in a list. ``zh`` are the name's forms in characters, ``en`` its spellings, most used first.

    A name that stood alone in English has no ``zh``. ``posts`` is how many name it so; ``ambiguous`` says that another
    name has one of its spellings.
    """

    id: str
    zh: tuple[str, ...]
    en: tuple[str, ...]
    posts: int
    ambiguous: bool


@dataclass(frozen=True)
class Seen:
    """Where a name stood: as `archive.people.Place`, with the post's id."""

    post_id: str
    url: str
    paragraphs: tuple[int, ...]
    basis: str
    match: str | None


@dataclass(frozen=True)
class Naming:
    """One way a person is named, by characters, by letters or by both, and where: ``places`` in all."""

    zh: str | None
    en: str | None
    places: int
    seen: tuple[Seen, ...]


@dataclass(frozen=True)
class PersonPage:
    """All that is known of one person. ``may_be`` are others who share a spelling: nobody says that they are one."""

    person: PersonFound
    namings: tuple[Naming, ...]
    may_be: tuple[PersonFound, ...]


@dataclass(frozen=True)
class PeopleFound:
    """People who fit, most often named first; ``total`` of them, those asked for in ``people``."""

    total: int
    people: tuple[PersonFound, ...]


@dataclass(frozen=True)
class Tally:
    """How many posts there are of something: a month ("2014-03"), a label, a place, a kind."""

    of: str
    posts: int


@dataclass(frozen=True)
class LanguageTally:
    """How many posts of a month have paragraphs in a language."""

    month: str
    language: str
    posts: int


@dataclass(frozen=True)
class Together:
    """Two people whom the same posts name, and how many."""

    one: PersonFound
    other: PersonFound
    posts: int


@dataclass(frozen=True)
class RecordPlace:
    """Where one version of a post's record lies."""

    post_id: str
    version: int
    url: str
    path: Path
