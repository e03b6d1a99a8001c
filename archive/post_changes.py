"""What changed in a post from one version of its record to the next, so that a person sees it at once. Pure.

Names taken out of a list, a date altered, one language changed and the other not: each is said by itself. Of changed
paragraphs the words that went and came are marked; Chinese is compared by characters, all else by words.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from archive.codec import ADDED
from archive.records import Attendee, Paragraph, Post

_PIECE = re.compile(r"[A-Za-z0-9\u00c0-\u024f'’]+|\s+|.", re.S)
_MOST_WORK = 4_000_000  # characters before times characters after, of a post's paragraphs that are compared in detail
_NEAR = 20  # paragraphs in which one that was altered is looked for
_MOST_PARAGRAPHS = 1500
_ALIKE = 0.5  # of two paragraphs that are one, altered


@dataclass(frozen=True)
class Segment:
    """A run of text: ``mark`` is "-" for what went, "+" for what came, "" for what stayed."""

    mark: str
    text: str


@dataclass(frozen=True)
class ParagraphChange:
    """A paragraph that was altered, removed or added (``kind``), with its words marked."""

    kind: str
    language: str
    role: str
    segments: tuple[Segment, ...]


@dataclass(frozen=True)
class FieldChange:
    """A field with another value: ``before`` and ``after`` as text, "" for none."""

    field: str
    before: str
    after: str


@dataclass(frozen=True)
class PostChange:
    """What two versions of a record differ in.

    ``languages`` are those whose text changed, ``only`` the one that changed alone in a post of several. ``names_out``
    and ``names_in`` are people of its lists, captions and credits, ``names_altered`` "before → after" of those who
    share one of two names. ``comments_out`` and ``comments_in`` are numbers. ``reread`` says that another version of
    beilin read the newer one: a difference may be the reader's; ``said_the_same`` that it is, since the blog did.
    """

    url: str
    title: str
    before: int
    after: int
    fields: tuple[FieldChange, ...] = ()
    names_out: tuple[str, ...] = ()
    names_in: tuple[str, ...] = ()
    names_altered: tuple[str, ...] = ()
    reread: bool = False
    languages: tuple[str, ...] = ()
    only: str = ""
    paragraphs: tuple[ParagraphChange, ...] = ()
    labels_out: tuple[str, ...] = ()
    labels_in: tuple[str, ...] = ()
    images_out: tuple[str, ...] = ()
    images_in: tuple[str, ...] = ()
    links_out: tuple[str, ...] = ()
    links_in: tuple[str, ...] = ()
    comments_out: int = 0
    comments_in: int = 0
    said_the_same: bool = field(default=False, metadata=ADDED)

    @property
    def summary(self) -> tuple[str, ...]:
        """What changed, in words that name nobody."""
        return tuple(_summary(self))


def difference(old: Post, new: Post) -> PostChange:
    """Return what a newer version of a record changed."""
    paragraphs = tuple(_paragraphs(old.paragraphs, new.paragraphs))
    languages = tuple(sorted({_plain(change.language) for change in paragraphs} - {"und"}))
    spoken = {_plain(paragraph.language) for paragraph in (*old.paragraphs, *new.paragraphs)} - {"und", "mixed"}
    names_out, names_in = _names(old.attendees, new.attendees)
    comments = [{comment.id for comment in post.comments} for post in (old, new)]
    return PostChange(
        url=new.url,
        title=new.title.raw or old.title.raw,
        before=old.version,
        after=new.version,
        fields=tuple(_fields(old, new)),
        names_out=names_out,
        names_in=names_in,
        names_altered=tuple(_altered_names(old.attendees, new.attendees)),
        reread=old.provenance.extractor != new.provenance.extractor,
        languages=languages,
        only=languages[0] if len(languages) == 1 and len(spoken) > 1 else "",
        paragraphs=paragraphs,
        labels_out=_gone(old.labels, new.labels),
        labels_in=_gone(new.labels, old.labels),
        images_out=_gone([i.url for i in old.images], [i.url for i in new.images]),
        images_in=_gone([i.url for i in new.images], [i.url for i in old.images]),
        links_out=_gone([a.url for a in old.links], [a.url for a in new.links]),
        links_in=_gone([a.url for a in new.links], [a.url for a in old.links]),
        comments_out=len(comments[0] - comments[1]),
        comments_in=len(comments[1] - comments[0]),
    )


def _fields(old: Post, new: Post) -> Iterator[FieldChange]:
    for name in ("title", "published", "event_date", "event_kind", "place", "author", "kind"):
        before, after = _text(old, name), _text(new, name)
        if before != after:
            yield FieldChange(name, before, after)


def _text(post: Post, name: str) -> str:
    value = getattr(post, name)
    if value is None or isinstance(value, str):
        return value or ""
    if name == "author":
        return " / ".join(filter(None, (value.account, value.byline)))
    return str(value.raw if name == "title" else value.value or value.raw)


def _names(old: Sequence[Attendee], new: Sequence[Attendee]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return who is named in one version alone. Who is named in both by either name is the same."""
    spelled = [{name for person in people for name in (person.en, person.zh) if name} for people in (old, new)]

    def missing(people: Sequence[Attendee], known: set[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(_shown(p) for p in people if not {p.en, p.zh} & known))

    return missing(old, spelled[1]), missing(new, spelled[0])


def _altered_names(old: Sequence[Attendee], new: Sequence[Attendee]) -> Iterator[str]:
    for mine, other in (("en", "zh"), ("zh", "en")):
        before = {getattr(person, mine): getattr(person, other) for person in old}
        for person in new:
            own, is_now = getattr(person, mine), getattr(person, other)
            was = before.get(own) if own else None
            if was and is_now and was != is_now:
                yield f"{was} → {is_now}"


def _shown(person: Attendee) -> str:
    return " ".join(filter(None, (person.en, person.zh)))


def _paragraphs(old: Sequence[Paragraph], new: Sequence[Paragraph]) -> Iterator[ParagraphChange]:
    old, new = old[:_MOST_PARAGRAPHS], new[:_MOST_PARAGRAPHS]
    matcher = SequenceMatcher(None, [p.text for p in old], [p.text for p in new], autojunk=False)
    work = 0
    for kind, a, b, c, d in matcher.get_opcodes():
        for before, after in _pairs(old[a:b], new[c:d]) if kind != "equal" else ():
            work += len(before.text) * len(after.text) if before and after else 0
            yield _change(before, after, in_detail=work <= _MOST_WORK)


Pair = tuple[Paragraph | None, Paragraph | None]  # before, after


def _pairs(old: Sequence[Paragraph], new: Sequence[Paragraph]) -> Iterator[Pair]:
    """Yield what became of the paragraphs of a stretch in which all is different: what is alike was altered."""
    begin = 0
    for before in old:
        near = new[begin : begin + _NEAR]
        alike = ((begin + n, _likeness(before, after)) for n, after in enumerate(near))
        number, likeness = max(alike, key=lambda pair: pair[1], default=(begin, 0.0))
        if likeness < _ALIKE:
            yield before, None
            continue
        yield from ((None, paragraph) for paragraph in new[begin:number])
        yield before, new[number]
        begin = number + 1
    yield from ((None, paragraph) for paragraph in new[begin:])


def _change(before: Paragraph | None, after: Paragraph | None, *, in_detail: bool) -> ParagraphChange:
    shown = after or before
    assert shown is not None
    if before and after:
        segments = tuple(_segments(before.text, after.text, in_detail=in_detail))
        return ParagraphChange("altered", shown.language, shown.role, segments)
    kind, mark = ("added", "+") if after else ("removed", "-")
    return ParagraphChange(kind, shown.language, shown.role, (Segment(mark, shown.text),))


def _likeness(old: Paragraph, new: Paragraph) -> float:
    """Return how much of two paragraphs is the same, 0 to 1, whatever its order; 0 across languages."""
    if _plain(old.language) != _plain(new.language) and "und" not in (old.language, new.language):
        return 0.0
    pieces = [_pieces(text) for text in (old.text, new.text)]
    total = sum(count.total() for count in pieces)
    return 2 * (pieces[0] & pieces[1]).total() / total if total else 1.0


@functools.lru_cache(maxsize=256)
def _pieces(text: str) -> Counter[str]:
    return Counter(_PIECE.findall(text))


def _segments(old: str, new: str, *, in_detail: bool) -> Iterator[Segment]:
    if not in_detail:
        yield from (Segment("-", old), Segment("+", new))
        return
    before, after = _PIECE.findall(old), _PIECE.findall(new)
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            yield Segment("", "".join(before[a:b]))
            continue
        if b > a:
            yield Segment("-", "".join(before[a:b]))
        if d > c:
            yield Segment("+", "".join(after[c:d]))


def _plain(language: str) -> str:
    return language.partition("-")[0]


def _gone(old: Sequence[str], new: Sequence[str]) -> tuple[str, ...]:
    kept = set(new)
    return tuple(dict.fromkeys(value for value in old if value not in kept))


_LANGUAGES = {"zh": "Chinese", "en": "English", "ko": "Korean", "bo": "Tibetan", "ug": "Uyghur"}


def _summary(change: PostChange) -> Iterator[str]:
    yield from _counted(
        (len(change.names_out), "name", "taken out"),
        (len(change.names_altered), "name", "altered"),
        (len(change.names_in), "name", "put in"),
    )
    yield from (f"{field.field.replace('_', ' ')} altered" for field in change.fields)
    if change.only:
        yield f"only the {_LANGUAGES.get(change.only, change.only)} text changed"
    kinds = [paragraph.kind for paragraph in change.paragraphs]
    yield from _counted(*((kinds.count(kind), "paragraph", kind) for kind in ("altered", "removed", "added")))
    yield from _counted(
        (len(change.images_out), "picture", "taken out"),
        (len(change.images_in), "picture", "put in"),
        (len(change.links_out), "link", "taken out"),
        (len(change.links_in), "link", "put in"),
        (len(change.labels_out) + len(change.labels_in), "label", "changed"),
        (change.comments_out, "comment", "gone"),
        (change.comments_in, "comment", "new"),
    )


def _counted(*found: tuple[int, str, str]) -> Iterator[str]:
    yield from (f"{number} {what}{'s' * (number > 1)} {how}" for number, what, how in found if number)
