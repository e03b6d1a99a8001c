"""Comments as threads: what stands at the top, and what answers what. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from archive.records import Comment

_DEEPEST = 8  # answers within answers; what is deeper stands beside what it answers


@dataclass(frozen=True)
class Shown:
    """A comment as a page shows it: ``instant`` in milliseconds since 1970, as its own address has it, 0 for none."""

    id: str
    author: str
    published: str
    text: str
    instant: int


def threads_of(comments: Sequence[Comment]) -> tuple[list[Shown], Mapping[str, list[Shown]]]:
    """Return (comments that answer none, answers by the id of what they answer), in the order given, each once."""
    depth: dict[str, int] = {}
    top: list[Shown] = []
    below: dict[str, list[Shown]] = defaultdict(list)
    parents: dict[str, str] = {}
    for comment in comments:
        shown = Shown(comment.id, comment.author, comment.published or "", comment.text, _milliseconds(comment))
        parent = comment.parent if comment.parent in depth else None
        if parent and depth[parent] >= _DEEPEST:
            parent = parents[parent]
        if parent:
            below[parent].append(shown)
            parents[comment.id] = parent
        else:
            top.append(shown)
        depth[comment.id] = depth[parent] + 1 if parent else 0
    return top, below


def _milliseconds(comment: Comment) -> int:
    try:
        when = datetime.fromisoformat(comment.published or "")
        return round(when.timestamp() * 1000) if when.tzinfo else 0
    except (ValueError, OverflowError):
        return 0
