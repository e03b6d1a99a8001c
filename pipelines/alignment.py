"""Which paragraph translates which: English and Chinese paired in order, never by force.

Dynamic programming over the two sequences, after Gale and Church (1993), with what the paragraphs say
(`pipelines.evidence`) and where they stand (`pipelines.layout`) as the odds of each pair. One paragraph may render
two. Captions pair with captions. Where the page alternates without a gap, neighbours are pairs
unless what they say speaks loudly against it, or a shift by one fits far better.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from archive.frozen import replace
from archive.records import Paragraph, Post
from pipelines.evidence import Evidence, weigh
from pipelines.layout import Layout, lay_out, look_around

# Lists of attendees are among the text: not each of them is known for one in both languages.
_GROUPS = {"body": "text", "quote": "text", "heading": "text", "attendees": "text", "caption": "caption"}
_BIAS = -1.2  # two paragraphs of a post are seldom a pair
_LOUD, _DEAF = -1.5, -2.5  # words that part neighbours on an alternating page; where those of others do not tell
_PARTLY = 1.0  # one is a part of the other, and pairs with it all the same
_TELLING = 3.0  # words of a pair that show that words can tell
_SHIFTED = 4.0  # by how much another way must fit better than the neighbours of an alternating page
_GROUP = -1.0  # two paragraphs rendered as one are rarer still ...
_BETTER = 0.8  # ... and fit better together than either alone
_AGAIN = -1.5  # pairs out of order: a caption with its translation between a paragraph and its own
_LINE_EN, _LINE_ZH = 60, 20  # characters of a line of verse
_BY_PLACE = 0.1  # odds of a pair for which its place alone speaks
_MOST = 40_000  # pairs that are weighed: 200 paragraphs of each language
_NO = float("-inf")

Pair = tuple[int, int, float]  # (which English paragraph, which Chinese one, odds)
Move = tuple[int, int]  # how many paragraphs of each
Single = Callable[[int, int], float]
Group = Callable[[int, int, Move], float]
_MOVES: tuple[Move, ...] = ((2, 1), (1, 2))


def pair_paragraphs(post: Post) -> Post:
    """Return the post with each paragraph's translation and how much speaks for it; None where there is none."""
    found: dict[int, _Place] = {}
    for group in ("text", "caption"):
        members = [p for p in post.paragraphs if _GROUPS.get(p.role) == group]
        english = [p for p in members if p.language == "en"]
        chinese = [p for p in members if p.language.startswith("zh")]
        for i, j, odds in _pairs(members, english, chinese) if english and chinese else ():
            _put(found, english[i].index, chinese[j].index, _score(odds))
    return replace(post, paragraphs=tuple(_placed(p, found.get(p.index, (None, None, None))) for p in post.paragraphs))


_Place = tuple[int | None, float | None, int | None]  # pair, its score, and what renders it together with another


def _put(found: dict[int, _Place], english: int, chinese: int, score: float) -> None:
    """Join two paragraphs, each but once: the next that one of them renders, too, only names it."""
    if english not in found and chinese not in found:
        found[english], found[chinese] = (chinese, score, None), (english, score, None)
    elif english not in found:
        found[english] = None, None, chinese
    elif chinese not in found:
        found[chinese] = None, None, english


def _placed(paragraph: Paragraph, place: _Place) -> Paragraph:
    if (paragraph.pair, paragraph.pair_score, paragraph.rendered_in) == place:
        return paragraph
    pair, score, rendered_in = place
    return replace(paragraph, pair=pair, pair_score=score, rendered_in=rendered_in)


def _score(odds: float) -> float:
    """Return the logarithm of odds as a number from 0 to 1; what is a pair at all has 0.5 and more."""
    return round(1 / (1 + math.exp(-max(min(odds, 20.0), -20.0))), 2)


def _pairs(members: Sequence[Paragraph], english: Sequence[Paragraph], chinese: Sequence[Paragraph]) -> list[Pair]:
    left, right = tuple(p.text for p in english), tuple(p.text for p in chinese)
    evidence, layout = weigh(left, right), lay_out(members, english, chinese)
    neighbours = zip(left, right, strict=True) if layout.alternates else ()
    beside = [evidence.of(one, other, enough=_TELLING) for one, other in neighbours]
    odds = _Odds(left, right, evidence, layout)
    if beside and min(beside) >= 0:
        return _neighbours(odds, beside)
    if len(left) * len(right) > _MOST:
        return _neighbours(odds, beside) or _at_once(odds)
    odds = replace(odds, layout=look_around(layout, odds.words))
    best = _best(odds)
    if not beside:
        return best + _lines_between(odds, best)
    whole = sum(max(odds.words(n, n), 0.0) for n in range(len(beside)))
    shifted = sum(odds.words(i, j) for i, j, _ in best) > whole + _SHIFTED
    return best if shifted else _neighbours(odds, beside)


def _neighbours(odds: _Odds, beside: Sequence[float]) -> list[Pair]:
    """Return the pairs of a page that alternates, but for those that speak against it loudly."""
    loud = _LOUD if odds.layout.captions or sum(said >= _TELLING for said in beside) > 1 else _DEAF
    found: list[Pair] = []
    for n, said in enumerate(beside):
        if said > loud:
            found.append((n, n, said - loud))
        elif (partly := odds.evidence.partly(odds.english[n], odds.chinese[n])) > _PARTLY:
            found.append((n, n, partly))
    return found


def _at_once(odds: _Odds) -> list[Pair]:
    """Return the pairs of paragraphs that follow each other, for a page that is too long for more."""
    of = {place: j for j, place in enumerate(odds.layout.chinese)}
    beside = ((i, of[place + 1]) for i, place in enumerate(odds.layout.english) if place + 1 in of)
    return [(i, j, gain) for i, j in beside if (gain := odds.of(i, j)) > 0]


@dataclass(frozen=True)
class _Odds:
    """The odds of every pair and group of a post, as logarithms: what is said, and where."""

    english: tuple[str, ...]
    chinese: tuple[str, ...]
    evidence: Evidence
    layout: Layout
    known: dict[tuple[int, int], float] = field(default_factory=dict)

    def words(self, i: int, j: int) -> float:
        if (i, j) not in self.known:
            self.known[i, j] = self.evidence.of(self.english[i], self.chinese[j])
        return self.known[i, j]

    def of(self, i: int, j: int) -> float:
        if not self.layout.within_reach(i, j):
            return _NO
        return self.words(i, j) + self.layout.order(i, j) + _BIAS

    def are_lines(self, i: int, j: int) -> bool:
        """Say whether both are short, as those of a verse are."""
        return len(self.english[i]) <= _LINE_EN and len(self.chinese[j]) <= _LINE_ZH

    def of_group(self, i: int, j: int, move: Move) -> float:
        """Return the odds of two paragraphs that one renders; those that do not stand together are none."""
        if not self.layout.together(i, j, move) or not self.layout.within_reach(i, j):
            return _NO
        singles = [(a, b) for a in range(i, i + move[0]) for b in range(j, j + move[1])]
        whole = self.evidence.of(" ".join(self.english[i : i + move[0]]), "".join(self.chinese[j : j + move[1]]))
        best = max(self.words(a, b) for a, b in singles)
        place = max(self.layout.order(a, b) for a, b in singles)
        return whole + place + _BIAS + _GROUP if whole > best + _BETTER else _NO


def _best(odds: _Odds) -> list[Pair]:
    """Return the pairs of the best way through both sequences, and then those that stand across it."""
    rows, columns = len(odds.english), len(odds.chinese)
    found = _way(range(rows), range(columns), odds.of, odds.of_group)
    found.sort(key=lambda pair: -odds.words(pair[0], pair[1]))  # of a group the nearer pair first
    ones, others = {i for i, _, _ in found}, {j for _, j, _ in found}
    left, right = [i for i in range(rows) if i not in ones], [j for j in range(columns) if j not in others]
    if not left or not right or odds.layout.blocks:
        return found
    return found + _way(left, right, lambda i, j: odds.of(i, j) + _AGAIN, lambda *_: _NO)


def _lines_between(odds: _Odds, pairs: Sequence[Pair]) -> list[Pair]:
    """Return the pairs of short lines that lie, as many in both languages, between two pairs or at an end.

    A verse or a slogan says too little for its words to tell; its place among others does.
    """
    anchors = [(-1, -1), *sorted((i, j) for i, j, _ in pairs), (len(odds.english), len(odds.chinese))]
    found: list[Pair] = []
    for (i, j), (k, m) in pairwise(anchors):
        if len(pairs) > 1 and k - i == m - j > 1:
            between = list(zip(range(i + 1, k), range(j + 1, m), strict=True))
            if all(odds.are_lines(a, b) and odds.words(a, b) > _LOUD for a, b in between):
                found += [(a, b, _BY_PLACE) for a, b in between]
    return found


def _way(left: Sequence[int], right: Sequence[int], single: Single, group: Group) -> list[Pair]:
    rows, columns = len(left), len(right)
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    choice: dict[Move, tuple[Move, float]] = {}
    for i in range(rows - 1, -1, -1):
        for j in range(columns - 1, -1, -1):
            best[i][j] = max(best[i + 1][j], best[i][j + 1])
            options = [((1, 1), single(left[i], right[j]))]
            options += [(m, group(left[i], right[j], m)) for m in _MOVES if i + m[0] <= rows and j + m[1] <= columns]
            for move, gain in options:
                total = best[i + move[0]][j + move[1]] + gain if gain > 0 else _NO
                if total > best[i][j]:
                    best[i][j], choice[i, j] = total, (move, gain)
    found: list[Pair] = []
    i = j = 0
    while i < rows and j < columns:
        if (i, j) in choice:
            (a, b), gain = choice[i, j]
            found += [(left[m], right[n], gain) for m in range(i, i + a) for n in range(j, j + b)]
            i, j = i + a, j + b
        else:
            i, j = (i + 1, j) if best[i][j] == best[i + 1][j] else (i, j + 1)
    return found
