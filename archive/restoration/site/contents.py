"""What lists of posts need to know of each: in order, by month, by year and by label. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from archive.records import Post
from archive.search.entry import instant_of
from archive.templates import tag_of

_LONGEST = 280  # characters of a post's beginning
Beginnings = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Entry:
    """A post or page in a list: ``number`` is its article's among all, ``place`` its file."""

    number: int
    place: str
    path: str
    post_id: str
    is_page: bool
    title: str
    instant: str
    updated: str
    labels: tuple[str, ...]
    comments: int
    month: str


@dataclass(frozen=True)
class Contents:
    """All of a site: ``posts`` newest first, ``pages`` in order of their titles."""

    posts: tuple[Entry, ...]
    pages: tuple[Entry, ...]

    @property
    def months(self) -> dict[str, list[Entry]]:
        """Posts by month ("2014-03"), newest first."""
        found: dict[str, list[Entry]] = defaultdict(list)
        for entry in self.posts:
            found[entry.month].append(entry)
        return dict(sorted(filter(lambda month: month[0], found.items()), reverse=True))

    @property
    def labels(self) -> dict[str, list[Entry]]:
        """Posts by label, labels in order."""
        found: dict[str, list[Entry]] = defaultdict(list)
        for entry in (*self.posts, *self.pages):
            for label in entry.labels:
                found[label].append(entry)
        return dict(sorted(found.items()))


def contents_of(entries: Iterable[Entry]) -> Contents:
    """Return entries in the order of a site: by the instant of publication, whatever its offset."""
    known = list(entries)
    posts = sorted((one for one in known if not one.is_page), key=_age, reverse=True)
    return Contents(tuple(posts), tuple(sorted((one for one in known if one.is_page), key=lambda one: one.title)))


def _age(entry: Entry) -> tuple[int, str]:
    return instant_of(entry.instant) or instant_of(f"{entry.month}-01"), entry.path


def beginnings_of(post: Post) -> Beginnings:
    """Return a post's first words, as (tag, text): of its first paragraph, and of its translation or the first in
    another tongue.
    """
    bodies = [one for one in post.paragraphs if one.role in ("body", "quote") and len(one.text) > 1]
    if not bodies:
        return ()
    first = bodies[0]
    others = [one for one in bodies if _tongue(one.language) != _tongue(first.language)]
    paired = [one for one in others if one.index == first.pair]
    chosen = [first, *(paired or others)[:1]]
    return tuple((tag_of(one.language), cut(one.text)) for one in chosen)


def _tongue(language: str) -> str:
    return language.partition("-")[0]


def cut(text: str, longest: int = _LONGEST) -> str:
    """Return the beginning of a text, marked where it goes on.

    >>> cut("one two three", 8)
    'one two …'
    """
    flat = " ".join(text.split())
    if len(flat) <= longest:
        return flat
    head = flat[:longest]
    space = head.rfind(" ", longest // 2)
    return f"{head[: space + 1] if space > 0 else head}…"


def neighbours(entries: Sequence[Entry]) -> dict[str, tuple[Entry | None, Entry | None]]:
    """Return (newer, older) of each entry, by its place."""
    return {
        entry.place: (entries[n - 1] if n else None, entries[n + 1] if n + 1 < len(entries) else None)
        for n, entry in enumerate(entries)
    }
