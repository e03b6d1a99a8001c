"""Where protected names stand in a text. Rather too often than too seldom: whatever may be one of them is found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from archive.redaction.folding import BREAK, Stream, chinese, folded_han, folded_latin, latin

ANYWHERE, EDGE, WORDS = "anywhere", "edge", "words"
_LOOSE = 6  # letters from which on whole words that spell a name may part it anywhere
_LONG = 10  # letters from which on a name counts whatever words it runs through


@dataclass(frozen=True)
class Form:
    """One way to write a person's name, in Chinese characters or Latin letters. Spacing, case and marks do not matter.

    ``rule`` says where a form in Latin letters counts: anywhere, even within words; where it begins or ends with a
    word; or as whole words alone. ``cuts`` are the places where spaces may break a short one. A form in Chinese
    characters counts anywhere.
    """

    text: str
    rule: str = ANYWHERE
    cuts: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Span:
    """A stretch of a text that holds a name; ``people`` are the ids of all whose name it may be."""

    begin: int
    end: int
    people: frozenset[str]


class Matcher:
    """Finds the names of many people."""

    def __init__(self, people: Iterable[tuple[str, Iterable[Form]]]) -> None:
        self._chinese, self._latin = _Words(2), _Words(3)
        for person, forms in people:
            for form in forms:
                if han := folded_han(form.text):
                    self._chinese.add(han, person, form)
                elif letters := folded_latin(form.text):
                    self._latin.add(letters, person, form)

    def spans(self, text: str) -> list[Span]:
        """Return the stretches with names, in order; those that touch are one, with the people of the longest."""
        found = sorted((*self._in_chinese(text), *self._in_latin(text)), key=lambda span: (span.begin, -span.end))
        merged: list[Span] = []
        for span in found:
            if merged and span.begin < merged[-1].end:
                merged[-1] = _together(merged[-1], span)
            else:
                merged.append(span)
        return merged

    def holds(self, text: str) -> bool:
        """Say whether a text holds a name."""
        return bool(self.spans(text))

    def _in_chinese(self, text: str) -> Iterator[Span]:
        if text.isascii() or not self._chinese:
            return
        stream = chinese(text)
        for begin, end, people, _ in self._chinese.found(stream.letters):
            yield Span(stream.places[begin], stream.places[end - 1] + 1, people)

    def _in_latin(self, text: str) -> Iterator[Span]:
        if not self._latin:
            return
        stream = latin(text)
        for begin, end, people, form in self._latin.found(stream.letters):
            if _counts(form, stream, begin, end):
                yield Span(stream.places[begin], _end(text, stream, end), people)


class _Words:
    """Forms by their letters; ``key`` letters of the beginning lead to the lengths that there are."""

    def __init__(self, key: int) -> None:
        self._key = key
        self._lengths: dict[str, list[int]] = {}
        self._people: dict[str, frozenset[str]] = {}
        self._forms: dict[str, Form] = {}

    def __bool__(self) -> bool:
        return bool(self._forms)

    def add(self, letters: str, person: str, form: Form) -> None:
        """Add a form. One that several people share counts by the widest of its rules."""
        if len(letters) < self._key:
            return
        self._people[letters] = self._people.get(letters, frozenset()) | {person}
        known = self._forms.get(letters)
        if known is None or _WIDTH[form.rule] > _WIDTH[known.rule]:
            self._forms[letters] = form
        lengths = self._lengths.setdefault(letters[: self._key], [])
        if len(letters) not in lengths:
            lengths.append(len(letters))
            lengths.sort(reverse=True)

    def found(self, letters: str) -> Iterator[tuple[int, int, frozenset[str], Form]]:
        """Yield (begin, end, people, form) of every form in a stream."""
        for begin in range(len(letters) - self._key + 1):
            for length in self._lengths.get(letters[begin : begin + self._key], ()):
                text = letters[begin : begin + length]
                if text in self._forms and len(text) == length:
                    yield begin, begin + length, self._people[text], self._forms[text]


_WIDTH = {WORDS: 0, EDGE: 1, ANYWHERE: 2}


def _counts(form: Form, stream: Stream, begin: int, end: int) -> bool:
    starts = begin in stream.starts
    ends = end == len(stream.letters) or end in stream.starts or stream.letters[end] == BREAK
    breaks = {place - begin for place in range(begin + 1, end) if place in stream.starts}
    length = end - begin
    if breaks and length < _LONG:
        # "Italian more" has no Li Anmo in it, "and a" no An Da; "#freewen qi" has a Wen Qi.
        if not (starts and ends):
            return form.rule != WORDS and (starts or ends) and breaks <= form.cuts
        return length >= _LOOSE or breaks <= form.cuts or len(breaks) == length - 1
    return form.rule == ANYWHERE or (starts and ends) or (form.rule == EDGE and (starts or ends))


def _end(text: str, stream: Stream, end: int) -> int:
    """Return where a match ends in the text: with the marks and tone numbers that belong to its last letter."""
    place = stream.places[end - 1] + 1
    while place < len(text) and not latin(text[place]).letters and _belongs(text[place]):
        place += 1
    return place


def _belongs(character: str) -> bool:
    return character in "12345\u200b\u200c\u200d\ufeff" or "\u0300" <= character <= "\u036f"


def _together(one: Span, other: Span) -> Span:
    longer = one if one.end - one.begin >= other.end - other.begin else other
    return Span(one.begin, max(one.end, other.end), longer.people)
