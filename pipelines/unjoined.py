"""The names of one post on their way to being joined: which are, why, and which are still alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from pipelines.names import shares_surname


@dataclass
class Unjoined:
    """The names of one post on their way to being joined."""

    english: Sequence[str]
    chinese: Sequence[str]
    pairs: dict[int, int] = field(default_factory=dict)
    matches: dict[int, str] = field(default_factory=dict)
    slipped: list[int] = field(default_factory=list)
    ambiguous: set[int] = field(default_factory=set)
    barred: set[int] = field(default_factory=set)

    def add(self, i: int, j: int, match: str) -> None:
        """Join two names."""
        self.pairs[i], self.matches[i] = j, match

    @property
    def left(self) -> list[int]:
        """The English names that are still alone."""
        return [i for i in range(len(self.english)) if i not in self.pairs and i not in self.ambiguous]

    @property
    def right(self) -> list[int]:
        """The Chinese names that are still alone."""
        taken = {*self.pairs.values(), *self.barred}
        return [j for j in range(len(self.chinese)) if j not in taken]

    def in_slot(self, i: int, j: int) -> bool:
        """Say whether two names stand in the same place between neighbours that are joined to each other."""
        before = max((p for p in self.pairs if p < i), default=-1)
        after = min((p for p in self.pairs if p > i), default=len(self.english))
        taken = sorted(self.pairs.values())
        other_before = max((q for q in taken if q < j), default=-1)
        other_after = min((q for q in taken if q > j), default=len(self.chinese))
        return (
            self.pairs.get(before, -1) == other_before
            and self.pairs.get(after, len(self.chinese)) == other_after
            and (i - before == j - other_before or after - i == other_after - j)
        )

    def has_rival(self, i: int, j: int) -> bool:
        """Say whether another name shares the surname of two, in either list, joined already or not."""
        english = any(shares_surname(en, self.chinese[j]) for k, en in enumerate(self.english) if k != i)
        return english or any(shares_surname(self.english[i], zh) for k, zh in enumerate(self.chinese) if k != j)
