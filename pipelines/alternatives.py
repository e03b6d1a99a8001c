r"""Long tables of alternatives, written so that Python's `re` passes quickly over what none of them matches.

``re`` tries the alternatives of a pattern one after the other at each place of a text. Only where each begins with a
plain character it skips all places that have none of these, and all alternatives that begin with another. So the
alternatives are sorted by their first character, as a reader of a dictionary would look them up:

    被|[发發]来|发言|(?<!前)来     becomes     被|发(?:来|言)|發来|来(?<!前来)

Such a pattern matches at the same places as the table. Alternatives that begin alike keep their order, so that the same
one is taken; only one that begins with no plain character comes after all others.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pipelines.scripts import HAS_LATIN

_PIECE = re.compile(r"\\.|\[\^?\]?(?:\\.|[^][\\]){0,200}\]|[\s\S]", re.DOTALL)
_LOOKBEHIND = re.compile(r"\(\?<([=!])((?:[^()\\\[\]]|\\w|\[[^\]\\]{1,200}\]){1,200})\)")
_CLASS = re.compile(r"\[([^\]\\^-]{1,200})\]")
_PLAIN = re.compile(r"[^\W\d_]|\d|[,;:!。、“”「」『』]")
_REPEATS = ("?", "*", "+", "{")
# What `re` without regard to case takes for a letter beside the letter's two cases.
_ALSO = {"i": "\u0130\u0131", "s": "\u017f", "k": "\u212a"}


def any_of(table: str) -> str:
    """Return the pattern of a table of alternatives that are parted by blanks; "_" is a blank within one.

    >>> any_of("came took_part")
    'came|took part'
    """
    return "|".join(table.split()).replace("_", " ")


def by_first_character(pattern: str, *, any_case: bool = False) -> str:
    """Return a pattern for the same alternatives, sorted; ``any_case`` for one that is compiled with ``re.I``.

    >>> by_first_character("被|[发發]来|发言|(?<!前)来|[^,]好")
    '(?:被|发(?:来|言)|發来|来(?<!前来)|[^,]好)'
    >>> by_first_character("dead|died", any_case=True)
    '(?:(?-i:[dD])(?:ead|ied))'
    """
    rests: dict[str, list[str]] = {}
    others: list[str] = []
    for alternative in parts(pattern):
        firsts = list(_firsts(alternative))
        for first, rest in firsts:
            found = rests.setdefault(first.lower() if any_case else first, [])
            found += [rest] if rest not in found else []
        others += [] if firsts else [alternative]
    sorted_ = (f"{_said(first, any_case=any_case)}{_one_of(found)}" for first, found in rests.items())
    return f"(?:{'|'.join([*sorted_, *others])})"


def word(pattern: str, end: str = "") -> str:
    """Return a pattern for alternatives that begin words of English, in any case, for one that is compiled with `re.I`;
    ``end`` stands behind each of them.

    >>> re.search(word("died|held", r"\\b"), "who withheld, and was HELD", re.I)[0]
    'HELD'
    """
    return rf"\b{by_first_character(pattern, any_case=True)}{end}"


@dataclass(frozen=True)
class InEither:
    """The test whether a text has what one of two patterns matches, of which each needs letters of its language.

    Both in one pattern would be tried at each place of a text in either language.

    >>> found = in_either(word("died|held"), "死|囚")
    >>> found("HELD"), found("囚犯"), found("囗 held"), found("囗 2014")
    (True, True, True, False)
    """

    english: re.Pattern[str]
    chinese: re.Pattern[str]

    def __call__(self, text: str) -> bool:
        """Say whether a text has it."""
        if text.isascii():
            return self.english.search(text) is not None
        if self.chinese.search(text):
            return True
        return HAS_LATIN(text) is not None and self.english.search(text) is not None


def in_either(english: str, chinese: str) -> InEither:
    """Return the test for patterns in English, in any case, and in Chinese, which begins with plain characters."""
    return InEither(re.compile(english, re.I), re.compile(by_first_character(chinese)))


def parts(pattern: str) -> Iterator[str]:
    """Yield the alternatives that a pattern has, those of groups that are alternatives themselves among them."""
    depth, current = 0, ""
    found = []
    for piece in _PIECE.findall(pattern):
        depth += (piece == "(") - (piece == ")")
        if piece == "|" and not depth:
            found.append(current)
            current = ""
        else:
            current += piece
    for part in (*found, current):
        yield from parts(part[3:-1]) if _is_group(part) else (part,)


def _is_group(part: str) -> bool:
    """Say whether a part is one group and nothing else."""
    if not part.startswith("(?:") or not part.endswith(")"):
        return False
    depth = 0
    pieces = _PIECE.findall(part)
    for number, piece in enumerate(pieces):
        depth += (piece == "(") - (piece == ")")
        if not depth:
            return number == len(pieces) - 1
    return False


def _firsts(alternative: str) -> Iterator[tuple[str, str]]:
    """Yield (a character that an alternative may begin with, the pattern of the rest); nothing where it is not plain.

    What must stand before the first character is asked behind it.
    """
    before: list[tuple[str, str]] = []
    while behind := _LOOKBEHIND.match(alternative):
        before.append((behind[1], behind[2]))
        alternative = alternative[behind.end() :]
    of_class = _CLASS.match(alternative)
    characters = of_class[1] if of_class else alternative[:1]
    rest = alternative[of_class.end() if of_class else 1 :]
    if rest.startswith(_REPEATS) or not all(map(_PLAIN.fullmatch, characters)):
        return
    for first in characters:
        yield first, "".join(f"(?<{sign}{_one_of([text])}{first})" for sign, text in before) + rest


def _said(first: str, *, any_case: bool) -> str:
    if not any_case or first.lower() == first.upper():
        return first
    return f"(?-i:[{first.lower()}{first.upper()}{_ALSO.get(first.lower(), '')}])"


def _one_of(rests: Iterable[str]) -> str:
    rests = list(rests)
    return rests[0] if len(rests) == 1 and "|" not in rests[0] else f"(?:{'|'.join(rests)})"
