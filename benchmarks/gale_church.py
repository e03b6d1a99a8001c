"""Two aligners to compare with: plain adjacency, and Gale and Church (1993), A Program for Aligning Sentences.

The second finds the cheapest way through both sequences by lengths alone; characters of Chinese are scaled to letters
of English first. The costs are those of the paper: the variance of the ratio of lengths, and how often translators
leave out, add, join and split.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

from archive.records import Paragraph

_LETTERS = 3.35  # of English to a character of Chinese
_VARIANCE = 6.8
_MOVES = {(1, 1): 0.89, (1, 0): 0.0099, (0, 1): 0.0099, (2, 1): 0.089, (1, 2): 0.089, (2, 2): 0.011}


def next_chinese(paragraphs: Sequence[Paragraph]) -> set[tuple[int, int]]:
    """Link every English paragraph with the Chinese one that follows it at once."""
    following = itertools.pairwise(paragraphs)
    return {(one.index, two.index) for one, two in following if one.language == "en" != two.language}


def gale_church(paragraphs: Sequence[Paragraph]) -> set[tuple[int, int]]:
    """Link by lengths."""
    english = [p for p in paragraphs if p.language == "en"]
    chinese = [p for p in paragraphs if p.language != "en"]
    left, right = [len(p.text) for p in english], [_LETTERS * len("".join(p.text.split())) for p in chinese]
    best: dict[tuple[int, int], tuple[float, tuple[int, int]]] = {(0, 0): (0.0, (0, 0))}
    for i in range(len(left) + 1):
        for j in range(len(right) + 1):
            for (a, b), chance in _MOVES.items():
                if (i - a, j - b) in best and (i, j) != (i - a, j - b):
                    cost = best[i - a, j - b][0] + _cost(sum(left[i - a : i]), sum(right[j - b : j]), chance)
                    if (i, j) not in best or cost < best[i, j][0]:
                        best[i, j] = cost, (i - a, j - b)
    links, at = set(), (len(left), len(right))
    while at != (0, 0):
        i, j = best[at][1]
        links |= {(e.index, z.index) for e in english[i : at[0]] for z in chinese[j : at[1]]}
        at = (i, j)
    return links


def _cost(one: float, two: float, chance: float) -> float:
    mean = (one + two) / 2
    delta = (two - one) / math.sqrt(mean * _VARIANCE) if mean else 0.0
    tail = max(math.erfc(abs(delta) / math.sqrt(2)), 1e-300)
    return -math.log(tail) - math.log(chance)
