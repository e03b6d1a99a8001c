"""Paragraphs beside their translations: the rows of a post that is read in two columns. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archive.records import Paragraph


@dataclass(frozen=True)
class Row:
    """What stands side by side: Chinese at the right, all else at the left; ``wide`` is one column alone."""

    left: tuple[Paragraph, ...] = ()
    right: tuple[Paragraph, ...] = ()

    @property
    def wide(self) -> bool:
        return not (self.left and self.right)


def rows(paragraphs: Sequence[Paragraph]) -> Iterator[Row]:
    """Yield the rows: each paragraph once, where the first of its group stands."""
    groups = _groups(paragraphs)
    done: set[int] = set()
    for paragraph in paragraphs:
        if paragraph.index in done:
            continue
        members = groups.get(paragraph.index, (paragraph,))
        done.update(member.index for member in members)
        right = tuple(member for member in members if is_chinese(member))
        yield Row(tuple(member for member in members if member not in right), right)


def is_chinese(paragraph: Paragraph) -> bool:
    """Say whether a paragraph stands at the right."""
    return paragraph.language.partition("-")[0] == "zh"


def _groups(paragraphs: Sequence[Paragraph]) -> dict[int, tuple[Paragraph, ...]]:
    """Return the group of each paragraph that has a translation: a pair, and what is rendered together with it."""
    known = {paragraph.index: paragraph for paragraph in paragraphs}
    joined: dict[int, set[int]] = {}
    for paragraph in paragraphs:
        for other in (paragraph.pair, paragraph.rendered_in):
            if other in known:
                together = joined.get(paragraph.index, {paragraph.index}) | joined.get(other, {other})
                joined.update(dict.fromkeys(together, together))
    return {index: tuple(known[each] for each in sorted(group)) for index, group in joined.items()}
