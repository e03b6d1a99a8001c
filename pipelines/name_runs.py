"""A run of names, as it stands in a list: taken apart by every separator people use, each piece read for what it is.

The text is folded (`pipelines.scripts.plain`), so that each mark stands for both widths. A piece is a person in one
language or, with a bracket, in both; a surname alone; a note (a role, a clause); or something that was not understood.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipelines.chinese_pieces import read_chinese
from pipelines.english_pieces import read_english
from pipelines.listed import Listed, Piece
from pipelines.names import is_listed_name
from pipelines.once import once_a_paragraph
from pipelines.roles import is_unnamed
from pipelines.scripts import HAN, HAS_HAN

LONGEST = 6000  # characters: about three hundred people
_KEPT_STOP = re.compile(r"\b(?:Dr|Mr|Ms|Mrs|Prof|Rev|St|Jr|Sr|No|[A-Z])\.(?! [A-Z][a-z]+ [a-z])")
_QUOTED = re.compile(r'["“”][^"“”\n]{1,80}["“”]')
_DOT = "․"  # stands for a full stop that ends nothing
_FAMILY = re.compile(r" (?:&|and|with) (?:(?:his|her|their) )?family\b")  # "Quan Zhenyu & family"
BRACKET = re.compile(r"\(([^()]{0,80})\)")
_INBRACKETS = re.compile(r"[,;、/|]| and ")
_PADDED = re.compile(rf"(?<![{HAN}])([{HAN}]) ([{HAN}])(?![{HAN}])")
_STOPS_BETWEEN = re.compile(rf"(?<=[{HAN}])\. ?(?=[{HAN}])")
_SPLIT = re.compile(
    r" ?[,;、|•●▪◆■\n/]+ ?(?:and\b ?|& ?)?| (?:and|&|as well as|along with|together with|plus) |^(?:and|&) "
    r"|以及|还有|還有",
    re.I,
)
_HAN_GAP = re.compile(rf"(?<=[{HAN})]) (?=[{HAN}])")
_BULLET = re.compile(r"^(?:\(?\d{1,3}[.)、]|[-–*·]) ?(?=\D)")
_ABSENT = re.compile(
    r"(?:who|which) (?:was|were|is|are) (?:in|at|away|abroad|absent|ill|not|on)\b"
    r"|(?:who )?(?:could not|did not|was unable|were unable|sent|sends)\b|(?:他|她)?当天(?:人)?在"
    r"|没有到场|未能到场|因病|未到|缺席",
    re.I,
)


@dataclass(frozen=True)
class Run:
    """What a run of names says: its people in order, and what in it was no name."""

    people: tuple[Listed, ...] = ()
    surnames: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    begins_with_name: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all, as they stand there, those by surname alone too."""
        return (*(person.name for person in self.people), *self.surnames)

    @property
    def only_names(self) -> bool:
        """Whether nothing but names stands there."""
        return bool(self.people) and not (self.surnames or self.unread or self.notes)

    @property
    def only_people(self) -> bool:
        """Whether nothing but people stands there, two of them with names, and the others without."""
        others = (*self.surnames, *self.unread, *self.notes)
        return len(self.people) > 1 and all(map(is_unnamed, others))


NOBODY = Run()  # what most texts say: it is not made anew for each


@once_a_paragraph
def keep_stops(text: str) -> str:
    """Return a text of which full stops end sentences: those of initials, titles and quoted names are other marks."""
    if "." not in text:
        return text
    kept = _KEPT_STOP.sub(lambda match: match[0].replace(".", _DOT), text)
    return _QUOTED.sub(lambda match: match[0].replace(".", _DOT), kept)


def names_in(text: str) -> Run:
    """Return what a run of names says."""
    pieces = [piece for part in _parts(text) for piece in _read(part)]
    among = _are_mostly_names(pieces)
    people: list[Listed] = []
    surnames: list[str] = []
    unread: list[str] = []
    notes: list[str] = []
    others: dict[str, list[str]] = {"surname": surnames, "unread": unread, "note": notes}
    first = ""
    for piece in pieces:
        kind = _kind(piece, among)
        first = first or kind
        if kind == "person":
            assert piece.person is not None
            people.append(piece.person)
        elif _ABSENT.match(piece.text):
            del people[-1:]  # a host who was elsewhere that day
        else:
            others[kind].append(piece.text)
    begins = first in ("person", "surname")
    return Run(tuple(people), tuple(surnames), tuple(unread), tuple(notes), begins)


def _parts(text: str) -> list[str]:
    flat = "\n".join(" ".join(line.split()) for line in text[:LONGEST].split("\n"))
    if "family" in flat:
        flat = _FAMILY.sub("", flat)
    if "(" in flat:
        flat = BRACKET.sub(lambda match: _INBRACKETS.sub("+", match[0]), flat)
    if HAS_HAN(flat):
        flat = _STOPS_BETWEEN.sub("、", _HAN_GAP.sub("、", _PADDED.sub(r"\1\2", flat)))
    pieces = (_BULLET.sub("", _without_label(piece).strip(" \"'“”。.!:-—")) for piece in _SPLIT.split(flat))
    closed = (piece if "(" in piece else piece.rstrip(") ") for piece in pieces)
    return [piece for piece in closed if piece]


def _without_label(piece: str) -> str:
    """Return a piece of a list without what it calls those who follow: "Uyghur friends: Alim"."""
    label, mark, rest = piece.partition(":")
    return rest if mark and rest.strip() and is_unnamed(label.strip()) else piece


def _read(part: str) -> Iterator[Piece]:
    brackets = BRACKET.findall(part) if "(" in part else ()
    notes = [note.strip() for bracket in brackets for note in bracket.split("+")]
    raw = part.replace(_DOT, ".")
    if any(_ABSENT.search(note) for note in notes):
        return  # "(who could not come)"
    bare = " ".join((BRACKET.sub(" ", part) if brackets else part).split())
    if HAS_HAN(bare):
        yield from read_chinese(bare, notes, raw)
    elif bare:
        yield read_english(bare, notes, raw)


def _are_mostly_names(pieces: list[Piece]) -> bool:
    han = [piece.person.zh for piece in pieces if piece.person and piece.person.zh]
    known = sum(is_listed_name(name) for name in han)
    return known * 2 >= len(han) > 1


def _kind(piece: Piece, among: bool) -> str:
    if piece.person and piece.person.zh and not piece.person.en:
        return "person" if is_listed_name(piece.person.zh, among_names=among) else "unread"
    return "person" if piece.person else piece.kind
