"""Which paragraphs list people: what opens a list and its names, in one paragraph or in more; and who is left out.

Nobody is left out in silence: names that stand where a list stands, and are not read, are a finding.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from archive.records import Finding
from pipelines.deeds import is_in_court
from pipelines.list_headings import is_heading
from pipelines.listed import Listed
from pipelines.name_lists import find_chinese, find_english, names_going_on, only_names, seen_names
from pipelines.name_runs import LONGEST, NOBODY, STOPS, Run, keep_stops, names_in, place_in
from pipelines.name_series import rows_there
from pipelines.parts_played import labelled, parts_played
from pipelines.presence import is_about_others
from pipelines.scripts import HAN
from pipelines.told_lists import going_on, line_of, may_stand_between, opens_list, told_lists

# A line that names a group within a list: "From the Guild:", 蓝窑会的朋友:
_GROUP = re.compile(
    r"(?:from|(?:members|friends|guests|delegates) (?:of|from)) [^:]{2,50}:"
    rf"|[{HAN}]{{1,14}}(?:[党黨会會盟社团團]|组织|組織|大学|大學)(?:的?(?:成员|成員|会员|會員|朋友|代表))?:",
    re.I,
)
# A second list that has a day of its own may be of another event.
_DATED = re.compile(
    r"\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}[.․]? \d|\d ?(?:[月年]|(?:st|nd|rd"
    r"|th)\b)|[一二三四五六七八九十]月"
)
_MOST_TOLD = 200  # characters of names, in a finding
_FEW = 2  # names in a row that may stand in any story
_FIRST = 2  # paragraphs that tell what a post is about
_BETWEEN = 1  # cells of a table that name nobody, between two that do

Text = tuple[int, str]  # the index of a paragraph, and its text for matching


@dataclass(frozen=True)
class Listings:
    """By paragraph, the names that it lists, and those ``seen`` where lists stand.

    ``findings`` are what is to be said of a paragraph if no later rule reads names there.
    """

    runs: dict[int, Run]
    seen: dict[int, tuple[Run, ...]]
    findings: list[tuple[int, Finding]]


def find_listings(texts: Sequence[Text]) -> Listings:
    """Return what paragraphs list."""
    runs: dict[int, Run] = {}
    findings: list[tuple[int, Finding]] = []
    lead: int | None = None  # the paragraph that opened the list that may go on
    ended = broken_off = False  # whether the paragraph before ended a list, or broke it off
    between = 0
    for index, text in texts:
        run, goes_on = _listing(text)
        if lead is not None and not goes_on and not run.names and _names_group(text):
            continue
        run = _read_otherwise(text, run, broken_off=broken_off, expected=lead is not None and not goes_on)
        if run.names:
            runs[index] = run
            if lead is not None:
                runs.setdefault(lead, Run())
        elif ended and (after := only_names(text)).people:
            findings.append((index, _left_out(index, after.names)))
        between = 0 if run.names or goes_on else between + 1
        stays = bool(run.names) or (between <= _BETWEEN and may_stand_between(text))
        if lead is not None and lead not in runs and not goes_on and not stays:
            findings.append((index, _nobody_read(lead, index, text)))
        ended = lead in runs and not stays
        lead = index if goes_on else lead if stays else None
        broken_off = bool(run.people) and text.rstrip().endswith((",", "、"))
    if lead is not None and lead not in runs:
        findings.append((lead, _nobody_read(lead, lead, "")))
    return Listings(runs, {index: tuple(seen_names(text)) for index, text in texts}, findings)


def _listing(text: str) -> tuple[Run, bool]:
    """Return (the names that known wordings in a paragraph list, whether its list begins in the next)."""
    english, chinese = find_english(text), find_chinese(text)
    goes_on = english.goes_on or chinese.goes_on or is_heading(text) or opens_list(text)
    return _merged(english.run, chinese.run), goes_on


def _names_group(text: str) -> bool:
    return bool(_GROUP.fullmatch(text)) and not is_about_others(text)


def _read_otherwise(text: str, run: Run, *, broken_off: bool, expected: bool) -> Run:
    """Return the names of a paragraph in which no known wording gave any; ``expected`` where a list is open."""
    if not run.people:
        told = _gathered(told_lists(text))
        run = told if told.people else run
    elif (rest := _sentences_without(run.names, text)) and (told := _gathered(told_lists(rest))).people:
        run = replace(run, people=(*run.people, *told.people))  # guests in a sentence behind the list of members
    if not run.people and broken_off:
        run = next((run for run in (going_on(text), only_names(text)) if run.people), run)
    if not run.names and expected:
        run = next((run for run in (names_going_on(text), line_of(text)) if run.names), run)
    return run


def _sentences_without(names: Sequence[str], text: str) -> str:
    """Return the sentences of a text that have none of some names, a line each; of a text of one sentence nothing."""
    sentences = STOPS.split(keep_stops(text))
    if len(sentences) < _FEW:
        return ""
    others = (one for one in sentences if not any(name in one for name in names) and not _DATED.search(one))
    return "\n".join(others)


def told_there(
    texts: Sequence[Text], known: Mapping[int, Run], at_event: Callable[[Listed], bool], *, of_own: bool
) -> tuple[dict[int, Run], dict[int, Run]]:
    """Return (the runs of paragraphs whose running text says that more people were there than are ``known``, the others
    whom it may say so of).

    Somebody is there who is told to be at the event, or stands behind a label, or in a row that is too long
    for a story.
    """
    told, unsure = {}, {}
    in_court = any(is_in_court(text) for _, text in texts[:_FIRST])  # those who speak there came to no gathering
    for index, text in texts:
        known_here = known.get(index, NOBODY)
        rows = () if known_here.people else tuple(rows_there(text))
        long = [row for row in rows if len(row.people) > _FEW]
        parts = () if in_court else parts_played(text)
        label = labelled(text) if of_own and not in_court else NOBODY
        people = [one for run in (*rows, *parts) for one in run.people]
        if not people and not label.people:
            continue
        there = {one.name: one for one in filter(at_event, people)}
        run = _gathered((known_here, *long, label, Run(tuple(there.values()))))
        if len(run.people) > len(known_here.people):
            rows_first = len(_gathered((known_here, *long)).people)
            others = sorted(run.people[rows_first:], key=place_in(text))
            told[index] = replace(known_here, people=(*run.people[:rows_first], *others))
        if left := [one for one in people if not set(run.names) & {one.en, one.zh}]:
            unsure[index] = Run(tuple(left))
    return told, unsure


def left_out(
    texts: Sequence[Text], listings: Listings, others: Mapping[int, Run], read: Sequence[Mapping[int, Run]]
) -> Iterator[Finding]:
    """Yield findings on names that stand where a list stands and that nothing has ``read``, by paragraph.

    ``others`` are lists of unknown wording that nothing confirms.
    """
    yield from (
        finding for index, finding in listings.findings if not any(runs.get(index, NOBODY).names for runs in read)
    )
    for index, text in texts:
        known = {name for runs in read for name in runs.get(index, NOBODY).names}
        stand = listings.seen[index] if index in listings.seen else tuple(seen_names(text))
        seen = (*stand, *(run for run in [others.get(index)] if run))
        names = dict.fromkeys(name for run in seen for name in run.names)
        if unread := tuple(name for name in names if not any(one in name for one in known)):
            yield _left_out(index, unread)
        elif known and len(text) > LONGEST:
            yield _finding(f"paragraph {index}: of a list {LONGEST} characters are read alone")


def _names(read: Sequence[Mapping[int, Run]], index: int) -> set[str]:
    return {name for runs in read for name in runs.get(index, NOBODY).names}


def _gathered(runs: Iterable[Run]) -> Run:
    """Return the people of several readings of one paragraph, each once."""
    people: list[Listed] = []
    for run in runs:
        if not run.people:
            continue
        names = {name for one in people for name in one.names}
        people += [one for one in run.people if names.isdisjoint((one.en, one.zh))]
    return Run(tuple(people)) if people else NOBODY


def _merged(one: Run, two: Run) -> Run:
    if one is NOBODY or two is NOBODY:
        return one if two is NOBODY else two
    people = dict.fromkeys((*one.people, *two.people)) if one.people and two.people else (*one.people, *two.people)
    return Run(tuple(people), one.surnames + two.surnames, one.unread + two.unread, one.notes + two.notes)


def _nobody_read(lead: int, index: int, text: str) -> Finding:
    """Return what is to be said of a list that a paragraph opens, of which those that follow give no name."""
    names = names_in(text).names
    return _left_out(index, names) if names else _finding(f"paragraph {lead} opens a list, and no names follow")


def _left_out(index: int, names: Sequence[str]) -> Finding:
    return _finding(f"paragraph {index} lists people who are not read: {', '.join(names)[:_MOST_TOLD]}")


def _finding(detail: str) -> Finding:
    return Finding("list-unread", detail)
