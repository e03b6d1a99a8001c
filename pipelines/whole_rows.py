"""Rows of names that stand or fall together: where most of one row are known to have been there, the others were, too.

Names are left alone for many reasons: no table has the surname, the other language has none, a friend of the West is
among others. What opens the row says the same of all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from pipelines.list_ends import until_more
from pipelines.listed import Listed
from pipelines.name_runs import STOPS, Run, keep_stops, names_in
from pipelines.names import is_hyphenated, is_listed_name, is_romanised
from pipelines.not_there import is_of_others
from pipelines.presence import ABSENT, is_about_others
from pipelines.prose import is_gone

_LEAD = re.compile(r"[^:]{2,160}?(?:: ?|\b(?:are|were|included?|including) |[有是为為])")
_PARTED = re.compile("[,;、]| and |[和及与與]")
_ABSENCE = re.compile(r"\babsence\b", re.I)
_LEAST, _MOSTLY = 2, 2  # known of a row, and of how many one is
_LONGEST = 3000
_CALLED = frozenset("老伯叔姨婶嬸哥姐")  # 岑伯: a surname, and what people call him

Text = tuple[int, str]


def others_of_rows(texts: Sequence[Text], runs: Mapping[int, Run]) -> dict[int, Run]:
    """Return by paragraph the people of rows of which most are known to have been there (``runs``), but for these."""
    known = {name for run in runs.values() for one in run.people for name in one.names}
    whole = [keep_stops(text[:_LONGEST]) for _, text in texts]
    found: dict[int, list[Listed]] = {}
    for (index, _), text in zip(texts, whole, strict=True):
        for one in _others(text, known) if known else ():
            if not any(is_gone(name, whole) for name in one.names):
                found.setdefault(index, []).append(one)
                known.update(one.names)
    return {index: Run(tuple(people)) for index, people in found.items()}


def _others(text: str, known: set[str]) -> Iterator[Listed]:
    for sentence in STOPS.split(text):
        lead = _LEAD.match(sentence)
        if not lead:
            continue
        row = until_more(sentence[lead.end() :])
        pieces = [any(name in piece for name in known) for piece in _PARTED.split(row)]
        if not _LEAST <= sum(pieces) < len(pieces):
            continue  # too few of them, or nobody else is left
        if tells_of_others(lead[0]) or ABSENT(sentence) or _ABSENCE.search(sentence):
            continue
        people = names_in(row).people
        there = [one for one in people if not known.isdisjoint(one.names)]
        if len(there) >= _LEAST and len(there) * _MOSTLY >= len(people):
            others = (one for one in people if not any(name in other for other in one.names for name in known))
            yield from filter(_is_plain, others)


def tells_of_others(lead: str) -> bool:
    """Say whether what opens a row tells of others than those who came."""
    return is_of_others(lead) or is_about_others(lead)


def _is_plain(one: Listed) -> bool:
    """Say whether nothing but a name was read."""
    if one.zh and one.zh[-1] in _CALLED:
        return False
    written = is_listed_name(one.zh) if one.zh else True
    english = one.en or ""
    spelled = is_romanised(english) or is_hyphenated(english) or english.istitle() if english else True
    return written and spelled
