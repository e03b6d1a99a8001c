"""English and Chinese names of one post joined: by reading over the whole list, by a slip of the pen, by place.

A wrong name is harm: where one spelling may be two people, or a likeness two ways, nobody is joined, and it is said.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archive.romanisation import letters, spellings
from archive.spoken_names import spoken
from pipelines.assignment import assign
from pipelines.name_tables import WESTERN_NAMES
from pipelines.names import (
    differs_by_nasal,
    is_chinese_name,
    is_hyphenated,
    is_in_syllables,
    is_romanised,
    shares_surname,
    slips,
)
from pipelines.transliteration import APART, transliterates
from pipelines.unjoined import Unjoined
from pipelines.western_joins import join_western

_EQUAL = 0.005  # weights that differ by less tell nothing
_LONG = 10  # letters of a name in which two slips are few
_SURE = 8  # letters of a name in which one slip is few, though the name can be read as it is
_MOST_CONNECTED = 80  # names that one spelling or another connects: beyond, it is no list of people
_MOST_COMPARED = 2500  # pairs of names whose distance is taken
_SOUNDS_IN_PLACE = 0.5  # how well, where all that are joined stand in the same order
_VOWELS = re.compile("[aeiouyüöê]+")
_SHORTEST = 5  # letters of one that cannot


@dataclass(frozen=True)
class Joining:
    """Which English name is which Chinese one, by their places in the lists, and why.

    ``slipped`` are English names joined though a letter is off; ``ambiguous`` those that may be several people, and
    ``barred`` the Chinese names that are why.
    """

    pairs: dict[int, int]
    matches: dict[int, str]
    slipped: tuple[int, ...] = ()
    ambiguous: tuple[int, ...] = ()
    barred: tuple[int, ...] = ()


def join_names(english: Sequence[str], chinese: Sequence[str]) -> Joining:
    """Return the joining of an English list and a Chinese one."""
    work = Unjoined(english, chinese)
    if english and chinese:
        _by_reading(work)
        _by_slip(work)
        _by_surname(work)
        join_western(work)
        _by_place(work)
    said = (tuple(sorted(places)) for places in (work.slipped, work.ambiguous, work.barred))
    return Joining(work.pairs, work.matches, *said)


def _by_reading(work: Unjoined) -> None:
    known = [spellings(zh) for zh in work.chinese]
    weights = [[of.get(written, 0.0) for of in known] for written in map(letters, work.english)]
    for row, written in zip(weights, map(letters, work.english), strict=True):
        if not any(row):  # who is written in pinyin is asked for no other tongue
            row[:] = [spoken(written, zh) for zh in work.chinese]
    chosen = _assigned(weights)
    rival = {i: _rivals(work, weights, chosen, i) for i in chosen}
    for i, j in chosen.items():
        if rival[i]:
            work.ambiguous.add(i)
            work.barred.update((j, *rival[i]))
    for i, j in chosen.items():
        if i not in work.ambiguous and j not in work.barred:
            work.add(i, j, "reading")
    work.ambiguous.update(i for i in work.left if any(weights[i][j] for j in work.barred))


def _assigned(weights: list[list[float]]) -> dict[int, int]:
    """Return the pairs of greatest weight: names that no spelling connects are no matter for one another."""
    chosen: dict[int, int] = {}
    for rows, columns in _connected(weights):
        if max(len(rows), len(columns)) <= _MOST_CONNECTED:
            part = assign([[weights[i][j] for j in columns] for i in rows], 0.5)
            chosen.update({rows[i]: columns[j] for i, j in part.items()})
    return dict(sorted(chosen.items()))


def _connected(weights: list[list[float]]) -> Iterator[tuple[list[int], list[int]]]:
    """Yield the rows and columns of each part of the lists that spellings connect."""
    fits = [[j for j, weight in enumerate(row) if weight] for row in weights]
    by_column: dict[int, list[int]] = {}
    for i, columns in enumerate(fits):
        for j in columns:
            by_column.setdefault(j, []).append(i)
    seen: set[int] = set()
    for first in range(len(fits)):
        rows, found, waiting = [], set(), [first] if fits[first] and first not in seen else []
        seen.update(waiting)
        while waiting:
            row = waiting.pop()
            rows.append(row)
            for j in (j for j in fits[row] if j not in found):
                found.add(j)
                fresh = [i for i in by_column[j] if i not in seen]
                seen.update(fresh)
                waiting += fresh
        if rows:
            yield sorted(rows), sorted(found)


def _rivals(work: Unjoined, weights: list[list[float]], chosen: dict[int, int], i: int) -> list[int]:
    """Return the Chinese names that a pair's could as well be exchanged for, or that others claim as well."""
    j, names, people = chosen[i], work.english, work.chinese
    owner = {column: row for row, column in chosen.items()}
    rivals = []
    for other in range(len(people)):
        if other == j or people[other] == people[j] or weights[i][other] < weights[i][j] - _EQUAL:
            continue
        row = owner.get(other)
        if row is None or (names[row] != names[i] and weights[row][j] >= weights[row][other] - _EQUAL):
            rivals.append(other)
    claims = (k for k in range(len(names)) if k not in chosen and names[k] != names[i])
    return rivals + [j for k in claims if weights[k][j] >= weights[i][j] - _EQUAL]


def _by_slip(work: Unjoined) -> None:
    """Join names that one slip, or in a long name two, keep apart, where no other name is nearly as near."""
    left, right = work.left, work.right
    if len(left) * len(right) > _MOST_COMPARED:
        return
    far = {(i, j): slips(work.english[i], work.chinese[j]) for i in left for j in right}
    even = len(left) == len(right)
    found = []
    for (i, j), count in far.items():
        name = work.english[i].replace(" ", "")
        placed = work.in_slot(i, j) or _shares_alone(work, i, j)
        if count > (2 if len(name) >= _LONG and placed else 1):
            continue
        others = [far[i, k] for k in right if k != j] + [far[k, j] for k in left if k != i]
        nasal = differs_by_nasal(work.english[i], work.chinese[j])
        if len(name) < (_SURE if is_romanised(work.english[i]) and not nasal else _SHORTEST):
            continue  # Li Na is not a slip for Li An
        well_placed = placed or even or not is_romanised(work.english[i]) or (nasal and len(name) >= _LONG)
        if well_placed and all(other > count + 1 for other in others):
            found.append((i, j))
    for i, j in found:
        work.add(i, j, "reading")
        work.slipped.append(i)


def _shares_alone(work: Unjoined, i: int, j: int) -> bool:
    """Say whether two names of lists in different order share a surname that nobody else has."""
    return shares_surname(work.english[i], work.chinese[j]) and not work.has_rival(i, j)


def _by_surname(work: Unjoined) -> None:
    """Join names whose given part no table reads ("Ngan Kwok-fung"), where nobody else has that surname."""
    left = [i for i in work.left if is_hyphenated(work.english[i]) or is_in_syllables(work.english[i])]
    shared = [(i, j) for i in left for j in work.right if shares_surname(work.english[i], work.chinese[j])]
    rows, columns = Counter(i for i, _ in shared), Counter(j for _, j in shared)
    for i, j in shared:
        alone = rows[i] == columns[j] == 1 and not work.has_rival(i, j)
        if alone and _spelled_syllables(work.english[i]) == len(work.chinese[j]) and "·" not in work.chinese[j]:
            work.add(i, j, "surname")


def _spelled_syllables(name: str) -> int:
    """Return how many groups of vowels a name has, a hyphen and a blank between each: its syllables, roughly."""
    return sum(max(1, len(_VOWELS.findall(word))) for word in re.split("[ -]", name.lower()))


def _by_place(work: Unjoined) -> None:
    """Join what is left alone in the same place of lists equally long, where nothing read contradicts it."""
    left, right = work.left, work.right
    if len(work.english) != len(work.chinese) or len(work.english) < 2 or work.ambiguous:
        return
    ordered = all(i == j for i, j in work.pairs.items())
    if not ordered or left != right or len(left) * 2 > len(work.english):
        return
    for i in left:
        en, zh = work.english[i], work.chinese[i]
        spelled = is_hyphenated(en) and shares_surname(en, zh) and _spelled_syllables(en) == len(zh)
        if is_romanised(en) and WESTERN_NAMES.isdisjoint(en.lower().split()) and not spelled:
            continue  # it can be read, and reads otherwise
        if shares_surname(en, zh) or ("·" in zh and len(left) == 1) or _sounds_here(work, i):
            work.add(i, i, "position")


def _sounds_here(work: Unjoined, i: int) -> bool:
    """Say whether a name that is none of Chinese sounds more like the one in its place than like any other left."""
    if is_romanised(work.english[i]) or is_chinese_name(work.chinese[i]):
        return False
    sounds = {j: transliterates(work.english[i], work.chinese[j]) for j in work.right}
    return sounds[i] >= _SOUNDS_IN_PLACE and all(sounds[i] - APART >= sounds[j] for j in sounds if j != i)
