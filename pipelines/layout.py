"""Where the paragraphs of two languages stand on a page, and what that says of which translates which."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from archive.records import Paragraph

_BESIDE, _NEAR, _TURNED = 3.0, 1.2, 0.8  # at once after the original; with one between; on its other side
_SAME, _OFF = 1.2, 0.5  # in blocks: as far down as the original, and the loss for each place further off
_SAME_LENGTH = 2.5  # where both blocks have as many paragraphs
_REACH = 40  # paragraphs further off are not looked at
_BLOCK = 2  # paragraphs of a language, from which on it is a block
_HABIT = 2.0  # English first is what this kind of blog does: it takes more than a chance length to turn it
_FIT = -1.5  # words from which on neighbours fit at all


@dataclass(frozen=True)
class Layout:
    """The places of both languages' paragraphs on the page, and the page's habit.

    ``alternates``: every paragraph stands beside a counterpart; ``blocks``: all of one language, then all of the other;
    ``turned``: translations stand before their originals; ``captions``: these are the captions of pictures.
    """

    english: tuple[int, ...]
    chinese: tuple[int, ...]
    alternates: bool
    blocks: bool
    turned: bool = False
    captions: bool = False

    def order(self, i: int, j: int) -> float:
        """Return what the places of two paragraphs say, as a logarithm of odds."""
        if self.blocks:
            same = _SAME_LENGTH if len(self.english) == len(self.chinese) else _SAME
            return same - _OFF * self._off(i, j)
        distance = self.chinese[j] - self.english[i]
        return {1: _BESIDE, 2: _NEAR, -1: _TURNED}.get(-distance if self.turned else distance, 0.0)

    def within_reach(self, i: int, j: int) -> bool:
        """Say whether two paragraphs are near enough to be held against each other."""
        return (self._off(i, j) if self.blocks else abs(self.chinese[j] - self.english[i])) <= _REACH

    def together(self, i: int, j: int, move: tuple[int, int]) -> bool:
        """Say whether the paragraphs of a group follow each other on the page."""
        ones, others = self.english[i : i + move[0]], self.chinese[j : j + move[1]]
        return ones[-1] - ones[0] == move[0] - 1 and others[-1] - others[0] == move[1] - 1

    def _off(self, i: int, j: int) -> int:
        """Return how far two places are apart beyond what the missing paragraphs account for."""
        missing = len(self.chinese) - len(self.english)
        return max(min(0, missing) - (j - i), (j - i) - max(0, missing), 0)


def lay_out(members: Sequence[Paragraph], english: Sequence[Paragraph], chinese: Sequence[Paragraph]) -> Layout:
    """Return how a page is laid out; `look_around` says then whether it is turned.

    Pictures and their captions may stand within a text, so that a text's paragraphs count among themselves. Captions
    of other pictures have nothing to do with each other: their places are those on the page.
    """
    ranks = {paragraph.index: place for place, paragraph in enumerate(members)}
    left, right = tuple(ranks[p.index] for p in english), tuple(ranks[p.index] for p in chinese)
    alternates = _alternates(left, right, len(members))
    parted = left[-1] < right[0] or right[-1] < left[0]
    blocks = parted and max(len(left), len(right)) >= _BLOCK
    if members[0].role != "caption":
        return Layout(left, right, alternates, blocks)
    left, right = tuple(p.index for p in english), tuple(p.index for p in chinese)
    touching = all(abs(one - other) == 1 for one, other in zip(left, right, strict=False))
    return Layout(left, right, alternates and touching, blocks=False, captions=True)


def look_around(layout: Layout, words: Callable[[int, int], float]) -> Layout:
    """Return the layout, turned if neighbours fit better that way; ``words`` says how well two paragraphs fit."""
    return layout if layout.blocks or not _turned(layout, words) else replace(layout, turned=True)


def _alternates(left: Sequence[int], right: Sequence[int], members: int) -> bool:
    """Say whether the page is pairs and nothing else, always in the same order."""
    if len(left) != len(right) or members != 2 * len(left):
        return False
    first, second = (left, right) if left[0] < right[0] else (right, left)
    return all((one, other) == (2 * n, 2 * n + 1) for n, (one, other) in enumerate(zip(first, second, strict=True)))


def _turned(layout: Layout, words: Callable[[int, int], float]) -> bool:
    """Say whether translations stand before their originals: on which side the neighbours fit better."""
    of = {place: j for j, place in enumerate(layout.chinese)}
    fits = {
        side: sum(
            max(words(i, of[place + side]) - _FIT, 0.0) for i, place in enumerate(layout.english) if place + side in of
        )
        for side in (1, -1)
    }
    return fits[-1] > fits[1] + _HABIT
