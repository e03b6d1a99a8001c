"""Whom the names of a post are: those in one language joined with those in the other, and each person once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from archive.frozen import replace
from archive.records import Attendee, Finding, Paragraph
from pipelines.joining import Joining, join_names
from pipelines.listed import Listed
from pipelines.names import reads

_MOST_PAIRS = 40_000  # two lists of two hundred: what joins them takes a time that grows faster than they do


@dataclass(frozen=True)
class Source:
    """A paragraph and its text for matching."""

    paragraph: Paragraph
    text: str
    index: int


@dataclass(frozen=True)
class Seen:
    """One person as seen in one paragraph."""

    listed: Listed
    index: int


def seen_in(found: Iterable[tuple[int, Sequence[Listed]]]) -> list[Seen]:
    """Return everybody seen, each once: the same name twice in one paragraph is two people, in two paragraphs one."""
    seen: list[Seen] = []
    most: Counter[tuple[str | None, str | None]] = Counter()
    for index, people in found:
        if not people:
            continue
        here: Counter[tuple[str | None, str | None]] = Counter()
        for listed in people:
            key = (listed.en, listed.zh)
            here[key] += 1
            if here[key] > most[key]:
                most[key] += 1
                seen.append(Seen(listed, index))
    return seen


def attendees_of(seen: Sequence[Seen], sources: Sequence[Source], basis: str) -> tuple[list[Attendee], list[Finding]]:
    """Join the English names with the Chinese ones; who is given in both languages is a person already."""
    if not seen:
        return [], []
    given = [one for one in seen if one.listed.en and one.listed.zh]
    english = [one for one in seen if not one.listed.zh and not _is_among(one.listed.en, given, "en")]
    chinese = [one for one in seen if not one.listed.en and not _is_among(one.listed.zh, given, "zh")]
    few = len(english) * len(chinese) <= _MOST_PAIRS
    names = ([one.listed.en or "" for one in english], [one.listed.zh or "" for one in chinese]) if few else ([], [])
    joining = join_names(*names)
    partner = {id(english[i]): (chinese[j], joining.matches[i]) for i, j in joining.pairs.items()}
    taken = {id(chinese[j]) for j in joining.pairs.values()}
    kept = {id(one) for one in (*given, *english, *chinese)}
    by_index = {source.index: source for source in sources}
    attendees = []
    for one in sorted((o for o in seen if id(o) in kept and id(o) not in taken), key=lambda o: not o.listed.en):
        other, match = partner.get(id(one), (None, "given" if one.listed.en and one.listed.zh else None))
        places = [o for o in (one, other, *_again(one, seen)) if o]
        attendees.append(_attendee(places, match, by_index, basis))
    if not few:
        told = f"{len(english)} and {len(chinese)} names are too many to join"
        return attendees, [Finding("parse-incomplete", told)]
    both = bool(english or given) and bool(chinese)
    return attendees, list(_said(joining, english, chinese)) if both or joining.ambiguous else []


def _is_among(name: str | None, given: Sequence[Seen], language: str) -> bool:
    return any(getattr(one.listed, language) == name for one in given)


def _again(one: Seen, seen: Sequence[Seen]) -> list[Seen]:
    """Return where a person given in both languages stands in one of them."""
    if not (one.listed.en and one.listed.zh):
        return []
    return [o for o in seen if (o.listed.en, o.listed.zh) in ((one.listed.en, None), (None, one.listed.zh))]


def _attendee(places: Sequence[Seen], match: str | None, sources: Mapping[int, Source], basis: str) -> Attendee:
    raw = [_as_written(sources[place.index], place.listed) for place in places]
    return Attendee(
        en=next((place.listed.en for place in places if place.listed.en), None),
        zh=next((place.listed.zh for place in places if place.listed.zh), None),
        match=match,
        affiliation=next((place.listed.affiliation for place in places if place.listed.affiliation), None),
        paragraphs=tuple(dict.fromkeys(place.index for place in places)),
        basis=basis,
        raw=tuple(dict.fromkeys(text for text in raw if text)),
    )


def _as_written(source: Source, listed: Listed) -> str:
    """Return the source's own words for a person, where they are more than the name: an honorific, a role."""
    if listed.raw in (listed.en, listed.zh, ""):
        return ""
    at = source.text.find(listed.raw)
    return source.paragraph.text[at : at + len(listed.raw)] if at >= 0 else ""


def _said(joining: Joining, english: Sequence[Seen], chinese: Sequence[Seen]) -> Iterator[Finding]:
    alone = len(english) - len(joining.pairs), len(chinese) - len(joining.pairs)
    if any(alone) and english and chinese:
        yield Finding("attendees-unjoined", f"{alone[0]} English and {alone[1]} Chinese names have no counterpart")
    for i in sorted(joining.ambiguous):
        others = ", ".join(chinese[j].listed.zh or "" for j in sorted(joining.barred))
        yield Finding("attendees-ambiguous", f"{english[i].listed.en} may be more than one of {others}")
    for i in sorted(joining.slipped):
        zh = chinese[joining.pairs[i]].listed.zh
        yield Finding(
            "attendees-slip", f"{english[i].listed.en} and {zh} are joined, though one is not read as the other"
        )


def with_others(known: Sequence[Attendee], more: Sequence[Attendee]) -> list[Attendee]:
    """Add people who are not known yet; one name of theirs is enough to know them by."""
    people = list(known)
    for attendee in more:
        same = [n for n, one in enumerate(people) if _is_same(one, attendee)]
        if not same:
            people.append(attendee)
        elif len(same) == 1 and (filled := _filled(people[same[0]], attendee)):
            people[same[0]] = filled
    return people


def _is_same(one: Attendee, two: Attendee) -> bool:
    if one.zh and two.zh:
        return one.zh == two.zh
    if one.en and two.en:
        return one.en == two.en
    return reads(one.en or two.en or "", one.zh or two.zh or "")


def _filled(one: Attendee, two: Attendee) -> Attendee | None:
    """Return a person known in one language with the name in the other that a caption or a credit adds."""
    if (one.en and one.zh) or ((one.en or not two.en) and (one.zh or not two.zh)):
        return None
    match = two.match or "reading"
    places = tuple(dict.fromkeys((*one.paragraphs, *two.paragraphs)))
    return replace(one, en=one.en or two.en, zh=one.zh or two.zh, match=match, paragraphs=places)
