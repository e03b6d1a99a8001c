"""What became of the blog since the last visit: its addresses' states, alarms, and the posts that changed. Pure.

`reports/CRAWL/changes.json` is a ChangeReport; `archive.change_page` is the same for a person. The short list of what
was added, edited and deleted is that of `archive.changes`, and stands in the coverage report, too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from archive.changes import Change
from archive.codec import ADDED
from archive.counted import counted
from archive.judged import CHANGED, GONE, MISSING, OK, REPLACED, STATES, SUSPECT, TRAP, Judged
from archive.post_changes import PostChange

LEAST_FALL = 5  # posts; fewer are an owner's tidying
FALL = 0.1  # of all posts
LEAST_ALTERED = 10


@dataclass(frozen=True)
class Alarm:
    """Something that a person should look at soon: ``code`` for machines, ``detail`` for people."""

    code: str
    detail: str


@dataclass(frozen=True)
class StateCount:
    """How many addresses are in a state."""

    state: str
    count: int


@dataclass(frozen=True)
class AddressState:
    """An address that is not as it was: ``kind`` is what replaced it; ``crawl`` the one that saw it so.

    ``others``: it is not the blog that was seen so, but what others captured.
    """

    url: str
    state: str
    kind: str
    reasons: tuple[tuple[str, str], ...]
    crawl: str
    others: bool = field(default=False, metadata=ADDED)


@dataclass(frozen=True)
class Novelty:
    """A host, script or the like that is new against the baseline and not accepted; ``url`` is one of the pages."""

    kind: str
    value: str
    pages: int
    url: str


@dataclass(frozen=True)
class Apart:
    """A capture that was kept apart: the WARC file, and the offset in it."""

    warc: str
    offset: int


@dataclass(frozen=True)
class ChangeReport:
    """The report of one crawl. ``worrying`` is whether there are alarms; then commands end with exit code 9.

    ``apart`` are those of a rescue's captures that were judged suspect or replaced: of one address it may have brought
    others, too, that are good.
    """

    crawl: str
    visit: str
    worrying: bool
    alarms: tuple[Alarm, ...]
    states: tuple[StateCount, ...]
    addresses: tuple[AddressState, ...]
    unaccepted: tuple[Novelty, ...]
    changes: tuple[Change, ...]
    posts: tuple[PostChange, ...]
    apart: tuple[Apart, ...] = field(default=(), metadata=ADDED)


@dataclass(frozen=True)
class Totals:
    """Numbers of posts: what the feed stated before and now (None where it said nothing), and what the records have;
    ``altered`` differ from what a person last accepted, or from their first version.
    """

    stated_before: int | None
    stated: int | None
    records: int
    altered: int


def report_of(
    crawl: str,
    visit: str,
    newest: Sequence[Judged],
    unaccepted: Sequence[Novelty],
    totals: Totals,
    changes: tuple[Change, ...],
    posts: tuple[PostChange, ...],
) -> ChangeReport:
    """Return the report; ``newest`` are the newest judgements of all addresses."""
    counts = Counter(row.state for row in newest)
    alarms = tuple(_alarms(crawl, newest, unaccepted, totals))
    return ChangeReport(
        crawl=crawl,
        visit=visit,
        worrying=bool(alarms),
        alarms=alarms,
        states=tuple(StateCount(state, counts[state]) for state in STATES if counts[state]),
        addresses=tuple(_states(crawl, newest)),
        unaccepted=tuple(unaccepted),
        changes=changes,
        posts=posts,
    )


_ORDER = {state: number for number, state in enumerate((REPLACED, SUSPECT, GONE, MISSING, TRAP, CHANGED))}


def _states(crawl: str, newest: Sequence[Judged]) -> Iterator[AddressState]:
    """Yield what is not as it was: what only changed, or is surely gone, is told by the crawl that saw it alone."""
    telling = [
        row for row in newest if row.state in _ORDER and (row.state not in (CHANGED, GONE) or row.crawl == crawl)
    ]
    for row in sorted(telling, key=lambda row: (_ORDER[row.state], row.uri)):
        yield AddressState(row.uri, row.state, row.judgement.kind, row.judgement.reasons, row.crawl)


def _alarms(crawl: str, newest: Sequence[Judged], unaccepted: Sequence[Novelty], totals: Totals) -> Iterator[Alarm]:
    suspect = sum(row.state == SUSPECT for row in newest)
    if suspect:
        yield Alarm(
            "suspect",
            f"{counted(suspect, 'address has', 'addresses have')} what acts and was not there; nothing was made of it",
        )
    replaced = Counter(row.judgement.kind for row in newest if row.state == REPLACED)
    if replaced:
        kinds = ", ".join(f"{number} {kind}" for kind, number in sorted(replaced.items()))
        yield Alarm(
            "replaced", f"something stands in the place of {counted(replaced.total(), 'address', 'addresses')}: {kinds}"
        )
    gone = sum(row.state in (GONE, MISSING) and row.crawl == crawl for row in newest)
    if gone >= max(LEAST_FALL, FALL * totals.records):
        yield Alarm("mass-deletion", f"{gone} addresses are gone at once; their records stay as they are")
    yield from _falls(totals)
    if totals.altered >= max(LEAST_ALTERED, FALL * totals.records):
        yield Alarm("many-altered", f"{totals.altered} posts differ from what was first kept or last accepted")
    active = [novelty for novelty in unaccepted if novelty.kind not in _HARMLESS]
    linked = sum(novelty.kind == "link-host" for novelty in unaccepted)
    if active:
        yield Alarm(
            "unaccepted", f"{counted(len(active), 'active thing')} (script, frame or the like) came since the baseline"
        )
    if linked >= LEAST_ALTERED:
        yield Alarm("unaccepted-links", f"the pages link to {linked} hosts that they did not at the baseline")


_HARMLESS = frozenset(("link-host", "familiar-frame", "familiar-script", "media-host", "data-host", "code", "handler"))


def _falls(totals: Totals) -> Iterator[Alarm]:
    before, now = totals.stated_before, totals.stated
    if before is not None and now is not None and before - now >= max(LEAST_FALL, FALL * before):
        yield Alarm(
            "feed-fall", f"the feed counts {counted(now, 'post')}, and counted {before}; no deletion was mirrored"
        )


def tally(report: ChangeReport) -> Mapping[str, int]:
    """Return the number of addresses by state."""
    return {each.state: each.count for each in report.states if each.state != OK or each.count}
