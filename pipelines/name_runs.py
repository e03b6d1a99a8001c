"""A run of names, as it stands in a list: taken apart by every separator people use, each piece read for what it is.

The text is folded (`pipelines.scripts.plain`), so that each mark stands for both widths. A piece is a person in one
language or, with a bracket, in both; a surname alone; a note (a role, a clause); or something that was not understood.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pipelines.away_labels import ABSENT_NOTE, present_part
from pipelines.chinese_pieces import read_chinese
from pipelines.english_pieces import read_english
from pipelines.labels_within import without_label
from pipelines.listed import Listed, Piece
from pipelines.names import is_full_name, is_listed_name
from pipelines.once import once_a_paragraph
from pipelines.roles import is_unnamed
from pipelines.scripts import HAN, HAS_HAN, has_one_of

LONGEST = 6000  # characters: about three hundred people
_KEPT_STOP = re.compile(r"\b(?:Dr|Mr|Ms|Mrs|Prof|Rev|St|Jr|Sr|No|[A-Z])\.(?! [A-Z][a-z]+ [a-z])")
_ETC = re.compile(r"\betc\.(?= [a-z])")  # in the middle of a sentence
_QUOTED = re.compile(r'["“”][^"“”\n]{1,80}["“”]')
_DOT = "․"  # stands for a full stop that ends nothing
# "Quan Zhenyu & family", "Wen Qi with their two sons"
_FAMILY = re.compile(
    r" (?:&|and|with) (?:(?:his|her|their) )?(?:(?:two|three|four|young|little|small|old|baby|whole) ){0,2}"
    r"(?:family|families|children|kids|boys?|girls?|dog|sons?|daughters?|wife|husband|parents|mother|father"
    r"|grandchildren|relatives)"
    r"(?= ?(?:[,;.)]|and |$))"
)
_HAS_FAMILY = has_one_of("famil|child|kids|boy|girl|dog|son|daughter|wife|husband|parents|mother|father|relatives")
BRACKET = re.compile(r"\(([^()]{0,80})\)")
_IN_BRACKETS = re.compile(r"[,;、/|]| and ")
_PADDED = re.compile(rf"(?<![{HAN}])([{HAN}])(?<![和及与與跟暨]) ([{HAN}]{{1,2}})(?![{HAN}])")
STOPS = re.compile(r"[。!?\n]|\.(?=\s|$)")  # ends of sentences, of a text through `keep_stops`
_STOPS_BETWEEN = re.compile(rf"(?<=[{HAN}])\. ?(?=[{HAN}])")
_SPLIT = re.compile(
    r" ?[,;、|•●▪◆■\n/]+ ?(?:and\b ?|& ?)?| (?:and|&|as well as|along with|together with|plus) |^(?:and|&) "
    r"|以及|还有|還有|[和与與及](?=[\"“「『])",
    re.I,
)
_WITH_KIN = re.compile(
    r" with (?=(?:(?:his|her|their) )?(?:[a-z-]{3,20} )?(?:daughter|son|wife|husband|mother|father|sister|brother"
    r"|grand(?:son|daughter|mother|father)|niece|nephew|cousin|partner) [A-Z])"
)
# "Wen Qi – reception", 耿昭——接待: what each did.
_DUTY = re.compile(
    rf"(?:(?<=[a-z])(?: [-–—]{{1,2}} |[–—]{{1,2}} ?)[a-z][^A-Z]{{1,40}}|(?<=[{HAN}]) ?[-–—]{{1,2}} ?[{HAN}]{{1,8}}"
    rf"|(?<=[a-z]) as (?:the |an? )?[a-z][a-z ]{{1,30}}|(?<=[{HAN}])[饰飾][{HAN}]{{1,6}})$"
)
_AS_WHOM = re.compile(r"(?<=.{2})作[为為][^、,]{2,8}$")  # 奥利弗·斯坦霍普作为嘉宾
_HAS_DUTY = re.compile("[-–—饰飾作]| as ").search
_HOUSE = re.compile(
    rf"the [A-Z][a-z-]{{1,12}} (?:family|brothers|sisters|couple)|[{HAN}]{{1,2}}(?:家|氏|一家)"
)  # 叶家(...)
_OF_BODY = re.compile(r"(?<=[a-z]), (?=of (?:the )?[A-Z])")  # "Wen Qi, of the University of ..."
_HAN_GAP = re.compile(rf"(?<=[{HAN})]) (?=[{HAN}])")
_PARTED = re.compile("[,;、\n(]")
_DASH = re.compile(" [-–—] ")
_FEWEST_DASHES, _FEWEST_WORDS = 2, 3  # of a row of a table
_SHIFT = re.compile(  # "第一天 甲、乙;第二天:丙", "from Hamburg: A"
    r"(?:第[一二三四五六七八九十]{1,2}[天日组組晚周週排班场場队隊]|[上下]午|晚上|[早中晚]班"
    r"|[来來]自[^:,、;]{2,14}) ?(?::|(?<=[天日组組晚周週排班场場队隊]) )"
)
_WEEKDAY = re.compile(rf"(?:周|週|星期|礼拜|禮拜)([一二三四五六日天]) ?(?=[{HAN}]{{2}})")
_FEWEST_DAYS = 3  # before as many names they are no surnames
_BULLET = re.compile(r"^(?:\(?\d{1,3}[.)、]|[-–*·]) ?(?=\D)")
_BESIDES = re.compile(r",? ?\b(?:besides|apart from|in addition to) ([^:,;.]{3,60})[:,] ?", re.I)
_HAS_BESIDES = has_one_of("besides|apart from|in addition to")
_SQUARE = str.maketrans("[]【】", "()()")
_TIMES = frozenset("morning noon afternoon evening 上午 中午 下午 早上 清晨 傍晚 晚上".split())  # noqa: SIM905 (who came then)
_CLOSED = re.compile(r"\)(?=[A-Za-z])")  # "Rui An (芮安)and Wen Qi"


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
        return (*[person.name for person in self.people], *self.surnames)

    @property
    def only_names(self) -> bool:
        """Whether nothing but names stands there."""
        return bool(self.people) and not (self.surnames or self.unread or self.notes)

    @property
    def only_people(self) -> bool:
        """Whether nothing but people stands there, two of them with names, and the others without."""
        others = (*self.surnames, *self.unread, *self.notes)
        return len(self.people) > 1 and all(map(is_unnamed, others))


def joined(runs: Mapping[int, Run], more: Mapping[int, Run]) -> dict[int, Run]:
    """Return runs by paragraph with the people of others behind theirs."""
    found = dict(runs)
    for index, run in more.items():
        before = found.get(index, Run())
        found[index] = replace(before, people=(*before.people, *run.people))
    return dict(sorted(found.items()))


def place_in(text: str) -> Callable[[Listed], int]:
    """Return what tells where in a text somebody's name stands."""
    return lambda one: min((at for name in one.names if (at := text.find(name)) >= 0), default=len(text))


def in_order(run: Run, text: str) -> Run:
    """Return a run with its people as a text names them first; where two have one name, as they stood."""
    if len(set(run.names)) < len(run.names):
        return run
    return replace(run, people=tuple(sorted(run.people, key=place_in(text))))


NOBODY = Run()  # what most texts say: it is not made anew for each


@once_a_paragraph
def keep_stops(text: str) -> str:
    """Return a text of which full stops end sentences: those of initials, titles and quoted names are other marks."""
    if "." not in text:
        return text
    if "etc." in text:
        text = _ETC.sub("etc,", text)
    kept = _KEPT_STOP.sub(lambda match: match[0].replace(".", _DOT), text)
    return _QUOTED.sub(lambda match: match[0].replace(".", _DOT), kept)


@once_a_paragraph
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
        elif ABSENT_NOTE.match(piece.text):
            del people[-1:]  # a host who was elsewhere that day
        else:
            others[kind].append(piece.text)
    begins = first in ("person", "surname")
    return Run(tuple(people), tuple(surnames), tuple(unread), tuple(notes), begins)


def _parts(text: str) -> list[str]:
    flat = "\n".join(" ".join(line.split()) for line in present_part(text[:LONGEST]).split("\n"))
    flat = _up_to_unmatched(flat.translate(_SQUARE))
    if ")" in flat:
        flat = _CLOSED.sub(") ", flat)
    if " with " in flat:
        flat = _WITH_KIN.sub(", ", flat)
    flat = without_family(flat)
    if _HAS_BESIDES(flat):
        flat = _BESIDES.sub(r"\1, ", flat)
    flat = with_closed_brackets(flat)
    if ", of " in flat:
        flat = _OF_BODY.sub(" ", flat)
    if HAS_HAN(flat):
        flat = _SHIFT.sub("", flat)
        flat = without_days(flat)
        flat = _STOPS_BETWEEN.sub("、", _HAN_GAP.sub("、", _PADDED.sub(r"\1\2", flat)))
    pieces = [_bare(piece) for piece in _SPLIT.split(_dashes(flat))]
    if _HAS_DUTY(flat):
        pieces = [_AS_WHOM.sub("", _DUTY.sub("", piece)) for piece in pieces]
    return [part for piece in pieces if piece and piece not in _TIMES for part in _columns(piece)]


def _bare(piece: str) -> str:
    """Return a piece of a list without its label, number and the marks around it."""
    piece = without_label(piece).strip(" \"'“”。.!:-—")
    if not piece[:1].isalpha():
        piece = _BULLET.sub("", piece)
    return piece if "(" in piece else piece.rstrip(") ")


def _columns(piece: str) -> Sequence[str]:
    """Return the whole names in pinyin that nothing but the columns of a table parts, or the piece as it is."""
    if piece.count(" ") < _FEWEST_WORDS - 1:
        return (piece,)
    words = piece.split(" ")
    pairs = [" ".join(words[n : n + 2]) for n in range(0, len(words), 2)]
    return pairs if all(map(is_full_name, pairs)) else (piece,)


def with_closed_brackets(text: str) -> str:
    """Return a list in which nothing in brackets parts names."""
    return BRACKET.sub(lambda match: _IN_BRACKETS.sub("+", match[0]), text) if "(" in text else text


def notes_of(piece: str) -> tuple[str, ...]:
    """Return what stands in the brackets of a piece of such a list."""
    return (
        tuple(note.strip() for bracket in BRACKET.findall(piece) for note in bracket.split("+")) if "(" in piece else ()
    )


def without_family(text: str) -> str:
    """Return a list without those whom it has for relatives of others, and does not name."""
    return _FAMILY.sub("", text) if _HAS_FAMILY(text) else text


def without_days(text: str) -> str:
    """Return a list in Chinese without the days of the week before its names, of which 周一 alone may be a surname."""
    return _WEEKDAY.sub("", text) if len(set(_WEEKDAY.findall(text))) >= _FEWEST_DAYS else text


def _up_to_unmatched(text: str) -> str:
    """Return a text up to a bracket that closes what was opened before it: "(among them Wen Qi, Rui An) protested"."""
    opened = 0
    for at, mark in enumerate(text if ")" in text else ""):
        opened += (mark == "(") - (mark == ")")
        if opened < 0 and text[at + 1 :].strip():
            return text[:at]
    return text


def _dashes(text: str) -> str:
    """Return a text in which hyphens with blanks around them part names, where nothing else does."""
    return text if _PARTED.search(text) or len(_DASH.findall(text)) < _FEWEST_DASHES else _DASH.sub(",", text)


def _read(part: str) -> Iterator[Piece]:
    notes = notes_of(part)
    raw = part.replace(_DOT, ".")
    bare = " ".join((BRACKET.sub(" ", part) if notes else part).split())
    if notes:
        if any(ABSENT_NOTE.search(note) for note in notes):
            return  # "(who could not come)"
        if _HOUSE.fullmatch(bare):
            yield from (piece for note in notes for piece in _read(note))
            return
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
