"""Who was there: the lists in both languages joined, people in captions and credits each on their own basis."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import partial

from archive.counted import counted
from archive.frozen import replace
from archive.records import Attendance, Attendee, Finding, Paragraph, Post
from pipelines.caption_pairs import with_begun_alike
from pipelines.captions import captioned, credited, is_of_another_day, shows_likeness
from pipelines.contents import without_letters
from pipelines.counterparts import find_counterparts
from pipelines.headcounts import headcount, listed_count
from pipelines.label_rows import label_rows
from pipelines.lead_ins import HAS_DIRECTION, LEFT_TO_RIGHT
from pipelines.likely_there import likely_there
from pipelines.listings import Text, find_listings, left_out, told_there
from pipelines.name_runs import NOBODY, Run, in_order, joined
from pipelines.one_person import Source, attendees_of, seen_in, with_others
from pipelines.own_gatherings import LIKELY_OWN, how_own
from pipelines.prose import at_event, beside_known, parted, told_in_prose, with_other_names
from pipelines.reported_rows import reported_rows
from pipelines.scenes import (
    after_reports,
    announces,
    as_of_the_day,
    close_to_reports,
    reports,
    scenes,
)
from pipelines.scripts import bare
from pipelines.whole_rows import others_of_rows

_BODIES = ("body", "attendees")  # roles of the paragraphs that tell of the event
_MOST_TOLD = 200  # characters of names, in a finding
_MAY_BE_OWN = 0.3  # below it a line such as "Chairman: A" signs what others did
_FEW, _MOSTLY = 2, 6  # names that may stand in a story, and of how many parts of a list they are one at least
_BORN = re.compile(r"\bborn (?:in|on)\b|[生出][生于於]")  # pictures of a life show nobody at an event
_CAPTION_LIKE = 80  # characters before "from left to right" in a line that is a caption, whatever its role


def find_attendees(post: Post) -> Post:
    """Return the post with its attendees and their number, and the paragraphs that list them marked as such."""
    sources = [
        Source(paragraph, without_letters(bare(paragraph.text)), paragraph.index) for paragraph in post.paragraphs
    ]
    own = [source for source in sources if post.is_own(source.index)]
    bodies = [source for source in own if source.paragraph.role in _BODIES]
    listings = find_listings(_texts(own, (*_BODIES, "heading")))
    if bodies and _is_to_come(post, bodies):
        return replace(post, findings=_with_finding(post, listings.runs))
    day = post.event_date.raw if post.event_date else ""
    texts = _texts(own, _BODIES)
    confirmed, alone = find_counterparts(texts, listings.runs, lambda: reports(day, texts))
    lists = listings.runs | confirmed
    of_reports = reported_rows(_day_of(post), texts)
    lists = {i: run for i, run in of_reports.items() if not lists.get(i, NOBODY).people} | lists
    own_event = how_own(post, _day_of(post), texts, listed=any(run.people for run in lists.values()))
    runs, unsure = _with_told(post, texts, lists, own_event)
    everywhere = _texts(own, (*_BODIES, "caption"))
    runs = with_other_names(runs, everywhere)
    if of_rows := others_of_rows(texts, runs):
        runs = with_other_names(joined(runs, of_rows), everywhere)
    if own_event == 1:
        runs = with_other_names(joined(runs, label_rows(texts, runs)), everywhere)
    written = dict(texts)
    runs = {i: in_order(run, written.get(i, "")) for i, run in runs.items()}
    of_event = day or any(run.people for run in runs.values()) or not any(_BORN.search(text) for _, text in texts)
    rows, unsure_shown = _shown(post, own, (lists, runs), own_event) if of_event else ({}, {})
    rows = with_other_names(rows, everywhere)
    attendees, findings = _people(sources, runs, rows, with_other_names(_credited(own, lists), everywhere))
    attendance, disagree = _attendance(bodies, runs)
    unread = left_out(_texts(own, (*_BODIES, "heading", "quote")), listings, alone, (runs, rows))
    told = _unsure(joined(unsure, unsure_shown), attendees)
    findings = [*_not_read(runs | rows), *unread, *told, *findings, *disagree]
    return replace(
        post,
        attendees=tuple(attendees),
        attendance=attendance,
        paragraphs=tuple(replace(p, role="attendees") if _lists(p, lists) else p for p in post.paragraphs),
        findings=(*post.findings, *(finding for finding in findings if finding not in post.findings)),
    )


def _people(
    sources: Sequence[Source], runs: Mapping[int, Run], rows: Mapping[int, Run], credits_: Mapping[int, Run]
) -> tuple[list[Attendee], list[Finding]]:
    """Return (the people of runs, then those whom captions and credits add, what is to be said of their names)."""
    attendees, findings = attendees_of(seen_in((i, run.people) for i, run in runs.items()), sources, "list")
    for found, basis in ((rows, "caption"), (credits_, "credit")):
        more, said = attendees_of(seen_in((i, run.people) for i, run in found.items()), sources, basis)
        attendees, findings = with_others(attendees, more), findings + said
    return attendees, findings


def _credited(own: Sequence[Source], lists: Mapping[int, Run]) -> dict[int, Run]:
    lines = (s for s in own if s.paragraph.role in ("body", "caption") and s.index not in lists)
    return {s.index: Run(tuple(credited(s.text))) for s in lines}


def _shown(
    post: Post, own: Sequence[Source], told: tuple[dict[int, Run], dict[int, Run]], own_event: float
) -> tuple[dict[int, Run], dict[int, Run]]:
    """Return (whom captions show, whom they may show), by paragraph: some are known by whom they stand beside.

    ``told`` are the lists, and all whom the text knows.
    """
    lists, runs = told
    captions = _texts(own, ("caption",))
    rows = with_begun_alike({s.index: _captioned(s) for s in own if s.index not in lists}, captions)
    there = [one for run in (*runs.values(), *rows.values()) for one in run.people]
    beside = beside_known([(i, text) for i, text in captions if not shows_likeness(text)], there)
    rows = beside | {i: row for i, row in rows.items() if row != NOBODY}
    known = any(run.people for run in runs.values())
    if not captions or not (known or own_event >= LIKELY_OWN):
        return dict(sorted(rows.items())), {}
    likely, perhaps = likely_there(
        [(i, text) for i, text in captions if not is_of_another_day(text)],
        post.title.raw,
        _day_of(post),
        (lists, joined(runs, rows)),
        beside=_texts(own, _BODIES),
        of_own=known or own_event == 1,
    )
    return joined(rows, likely), perhaps


def _lists(paragraph: Paragraph, lists: Mapping[int, Run]) -> bool:
    """Say whether a paragraph is a list, and no story in which two people are named."""
    run = lists.get(paragraph.index)
    if run is None or len(run.people) != _FEW:
        return run is not None
    return sum(len(name) for name in run.names) * _MOSTLY > len(paragraph.text)


def _with_told(
    post: Post, texts: Sequence[Text], lists: dict[int, Run], own_event: float
) -> tuple[dict[int, Run], dict[int, Run]]:
    """Return (the lists with those whom the running text tells to be at the event, those it may tell to be there).

    Nobody is told of where a post does not report an event: what people do in a story, a letter, a memory, others did.
    """
    day, when = post.event_date, _day_of(post)
    on_day = as_of_the_day(day.raw if day else "", texts)
    stories = on_day if own_event >= LIKELY_OWN else []
    is_there = at_event(on_day, *(partial(find, when, stories) for find in (scenes, after_reports, close_to_reports)))
    told, left = told_there(texts, lists, is_there, of_own=own_event >= _MAY_BE_OWN)
    runs = lists | told
    if not own_event and not day:
        return runs, {}
    known = [one for run in runs.values() for one in run.people]
    there, others = parted(told_in_prose(on_day, known, post.title.raw), is_there)
    runs = joined(runs, there)
    unsure = joined(left, others)
    if stories:
        likely, perhaps = likely_there(stories, post.title.raw, when, (lists, runs), of_own=own_event == 1)
        runs, unsure = joined(runs, likely), joined(unsure, perhaps)
    return runs, unsure


def _day_of(post: Post) -> str:
    """Return the day of the post's event, YYYY-MM-DD; "" where it is not known."""
    return (post.event_date.value or "")[:10] if post.event_date else ""


def _unsure(runs: Mapping[int, Run], attendees: Sequence[Attendee]) -> Iterator[Finding]:
    known = {name for one in attendees for name in (one.en, one.zh)}
    for index, run in runs.items():
        if names := [name for name in dict.fromkeys(run.names) if name not in known]:
            told = f"paragraph {index} tells of people who may have been there: {', '.join(names)[:_MOST_TOLD]}"
            yield Finding("people-unread", told)


def _texts(sources: Sequence[Source], roles: Collection[str]) -> list[Text]:
    return [(source.index, source.text) for source in sources if source.paragraph.role in roles and source.text.strip()]


def _is_to_come(post: Post, bodies: Sequence[Source]) -> bool:
    """Say whether the event lies after the day of posting, or is told to come: whom a notice names may not come."""
    event, published = post.event_date, post.published
    if event and announces(event.raw, [(source.index, source.text) for source in bodies]):
        return True
    if not (event and event.value and published and published.value):
        return False
    return event.value[:10] > published.value[:10]


def _with_finding(post: Post, runs: Mapping[int, Run]) -> tuple[Finding, ...]:
    named = sum(len(run.people) for run in runs.values())
    told = Finding(
        "attendees-expected", f"the event is to come, and {counted(named, 'name stands', 'names stand')} in its lists"
    )
    return (*post.findings, told) if named and told not in post.findings else post.findings


def _captioned(source: Source) -> Run:
    if source.paragraph.role == "caption":
        return captioned(source.text)
    may_be = source.paragraph.role == "body" and HAS_DIRECTION(source.text)
    direction = LEFT_TO_RIGHT.search(source.text) if may_be else None
    return captioned(source.text) if direction and direction.start() < _CAPTION_LIKE else NOBODY


def _not_read(runs: dict[int, Run]) -> Iterator[Finding]:
    for index, run in runs.items():
        yield from (Finding("surname-only", f"paragraph {index}: {text}") for text in run.surnames)
    for index, run in runs.items():
        yield from (Finding("names-unread", f"paragraph {index}: {text}") for text in run.unread)


def _attendance(bodies: Sequence[Source], runs: dict[int, Run]) -> tuple[Attendance | None, list[Finding]]:
    """Return how many are said to have been there; claims that differ are all told."""
    claims = []
    for source in bodies:
        claim = headcount(source.text) or (listed_count(source.text) if source.index in runs else None)
        if claim:
            claims.append(Attendance(claim[0], source.paragraph.text[claim[1] : claim[2]]))
    counts = {claim.count for claim in claims if claim.count is not None}
    told = "; ".join(claim.raw for claim in claims)
    return next(iter(claims), None), [Finding("attendance-disagree", told)] if len(counts) > 1 else []
