"""Rows of names behind labels that no table has, in a post that reports a gathering of its writer's own.

Whoever writes "Drummers: A, B" or 撑伞的：甲、乙 below such a report tells who came. Of 1,234 such rows in golden cases
1,213 do; what stands before the others says so: who is excused, who is asked for, who photographed.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from pipelines.asked_for import counts_them, is_row_of_those_asked_for
from pipelines.away_labels import AWAY_LABEL
from pipelines.listed import Listed
from pipelines.name_lists import only_names
from pipelines.name_runs import STOPS, Run, keep_stops
from pipelines.names import is_full_name, is_listed_name, reads
from pipelines.prose import is_gone
from pipelines.whole_rows import tells_of_others

_LABEL = re.compile(r"[^:,、;]{2,60}? ?: ?")
_LONGEST = 2000

Text = tuple[int, str]


def label_rows(texts: Sequence[Text], known: Mapping[int, Run]) -> dict[int, Run]:
    """Return by paragraph the people of rows behind a label, but for those who are ``known``."""
    whole = [keep_stops(text[:_LONGEST]) for _, text in texts]
    rows = [(i, *row) for (i, _), text in zip(texts, whole, strict=True) if ":" in text for row in _rows(text)]
    names = {name for run in known.values() for one in run.people for name in one.names}
    if all(not names.isdisjoint(one.names) for *_, people in rows for one in people):
        return {}  # no rows, or none but the lists
    of_others = [_is_of_others(label, whole) for _, label, _ in rows]
    others = [one for (*_, people), away in zip(rows, of_others, strict=True) if away for one in people]
    gone_here = functools.cache(lambda name: is_gone(name, whole))  # long lists have one name again and again
    found: dict[int, list[Listed]] = {}
    for (index, _, people), away in zip(rows, of_others, strict=True):
        gone = any(gone_here(name) for one in people for name in one.names)
        if away or gone or not all(map(_is_plain, people)) or any(map(_among(others), people)):
            continue
        for one in people:
            if names.isdisjoint(one.names):
                found.setdefault(index, []).append(one)
                names.update(one.names)
    return {index: Run(tuple(people)) for index, people in found.items()}


def _rows(text: str) -> Iterator[tuple[str, Sequence[Listed]]]:
    """Yield (label, people) of each sentence that is nothing else."""
    for sentence in STOPS.split(text):
        if label := _LABEL.match(sentence.strip()):
            yield label[0], only_names(sentence.strip()[label.end() :]).people


def _among(others: Sequence[Listed]) -> Callable[[Listed], bool]:
    """Return the test whether a row in the other language names somebody, and tells of others."""
    return lambda one: any(reads(one.en or other.en or "", one.zh or other.zh or "") for other in others)


def _is_of_others(label: str, whole: Sequence[str]) -> bool:
    return bool(
        AWAY_LABEL.match(label)
        or counts_them(label)
        or tells_of_others(label)
        or is_row_of_those_asked_for(label, whole)
    )


def _is_plain(one: Listed) -> bool:
    return is_listed_name(one.zh) if one.zh else is_full_name(one.en or "")
