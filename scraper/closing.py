"""The end of a crawl: readings become records, the witnesses are held against the captures, all is sealed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Self

from archive import events, manifest, store
from archive.acceptance import acceptances
from archive.addresses import key
from archive.change_report import Alarm
from archive.changes import Change
from archive.coverage import Coverage, Evidence, reconcile
from archive.layout import Layout, record_folder
from archive.people import keep_people
from archive.readings import Readings
from archive.report import REPORTS, write_report
from scraper.changereport import CHANGES, changes_since, write_changes
from scraper.judging import Judging
from scraper.recordmaking import make_records
from scraper.rescuing.report import NAME as RESCUE


@dataclass(frozen=True)
class Summary:
    """What one crawl came to: records by outcome, its coverage, and what a person should look at.

    ``reread`` are those that this beilin reads otherwise, though the blog says what it said before.
    """

    crawl: str
    new: int
    changed: int
    unchanged: int
    coverage: Coverage
    alarms: tuple[Alarm, ...] = ()
    reread: int = 0


@dataclass(frozen=True)
class Brief:
    """What a crawl's end must know of each record; the records themselves would fill the memory."""

    kind: str
    url: str
    version: int
    crawl: str
    comments: int

    @property
    def place(self) -> tuple[str, str, int, str]:
        """Kind, address, version, and the crawl that made it."""
        return self.kind, self.url, self.version, self.crawl

    @classmethod
    def of(cls, record: dict[str, Any]) -> Self:
        """Return the brief of a record, given as a JSON object."""
        crawl, comments = record["provenance"]["crawl"], len(record["comments"])
        return cls(record["kind"], record["url"], record["version"], crawl, comments)


def close_crawl(
    layout: Layout,
    crawl: str,
    *,
    finished: bool,
    visit: str = "full",
    progress: Callable[[int, int], None] = lambda *_: None,
) -> Summary:
    """Make records, coverage report, event and manifest for a crawl; it may be called again for the same crawl."""
    readings = Readings(layout.readings)
    try:
        judgements = readings.judgements
        Judging(readings, acceptances(layout)).settle([*(c for c in judgements.unsettled() if c < crawl), crawl])
        readings.commit()
        kept = make_records(layout, [crawl], len(readings.post_keys(crawl)), progress)
        known = {*manifest.read(layout), *(name for _, name in kept)}
        records: list[Brief] = []
        keep_people(layout, _noted(store.documents(layout, known), records))
        places = [record.place for record in records]
        changes = changes_since(layout, readings, crawl, places, known) if visit != "rescue" else ()
        coverage = replace(_coverage(records, readings, crawl, finished, visit), changes=changes)
        write_report(layout, coverage, readings.blog(crawl))
        told = write_changes(layout, readings, (crawl, visit), places, known, changes)
    finally:
        readings.close()
    outcomes = Counter(outcome for outcome, _ in kept)
    changed = outcomes["changed"] + outcomes["revised"]
    reread = _reread(layout, changes, records, kept)
    summary = Summary(crawl, outcomes["new"], changed - reread, outcomes["unchanged"], coverage, told.alarms, reread)
    _log(layout, summary)
    manifest.seal(layout, _written(layout, kept, crawl))
    return summary


def _coverage(records: Sequence[Brief], readings: Readings, crawl: str, finished: bool, visit: str) -> Coverage:
    if visit == "rescue":
        return reconcile(rescue_evidence(records, readings, crawl, finished=finished))
    return reconcile(_evidence(records, readings, crawl, finished, visit))


def _reread(
    layout: Layout, changes: Iterable[Change], records: Iterable[Brief], kept: Iterable[tuple[str, str]]
) -> int:
    """Return how many of the records that were written now are only read otherwise."""
    urls = {change.url for change in changes if change.kind == "reread"}
    names = {
        (layout.records / record_folder(one.kind, one.url) / f"v{one.version}.json").relative_to(layout.root).as_posix()
        for one in records
        if one.url in urls
    }
    return sum(outcome in ("changed", "revised") and name in names for outcome, name in kept)


def _log(layout: Layout, summary: Summary) -> None:
    coverage = summary.coverage
    detail: dict[str, str | int] = {
        **{"crawl": summary.crawl, "new": summary.new, "changed": summary.changed, "unchanged": summary.unchanged},
        "reread": summary.reread,
        "missing": len(coverage.missing),
        "visit": coverage.visit,
        "alarms": len(summary.alarms),
    }
    kind = "ingestion" if coverage.visit == "rescue" else "capture"  # PREMIS eventTypes
    events.append(layout, kind, detail, outcome="success" if coverage.complete else "incomplete")


def _noted(records: Iterable[dict[str, Any]], briefs: list[Brief]) -> Iterator[dict[str, Any]]:
    """Yield records, taking a brief of each: they are read from the disk once."""
    for record in records:
        briefs.append(Brief.of(record))
        yield record


def _evidence(records: Sequence[Brief], readings: Readings, crawl: str, finished: bool, visit: str) -> Evidence:
    return Evidence(
        crawl=crawl,
        # A quick visit leaves what it holds unasked: there, what earlier crawls named and got counts as got.
        links=[*readings.links(crawl), *(readings.past.links_held(crawl) if visit == "quick" else ())],
        notes=list(readings.notes(crawl) if visit == "full" else readings.past.notes_up_to(crawl)),
        counts=readings.counts(crawl),
        failures=readings.failures(crawl),
        comments={key(record.url): record.comments for record in records},
        finished=finished,
        findings=readings.findings(crawl),
        visit=visit,
    )


def _written(layout: Layout, kept: Sequence[tuple[str, str]], crawl: str) -> frozenset[str]:
    """Return what a crawl writes, for the first time or again: records, who is named in all, and its own reports.

    An unchanged record is as an earlier seal has it, but for one that this crawl itself had made before it was stopped.
    """
    sealed = manifest.read(layout)
    records = {name for outcome, name in kept if outcome != "unchanged" or name not in sealed}
    reports = {f"{layout.reports.name}/{crawl}/{name}" for name in (*REPORTS, *CHANGES, RESCUE)}
    return frozenset({*records, *reports, layout.people.relative_to(layout.root).as_posix()})


def rescue_evidence(records: Sequence[Brief], readings: Readings, crawl: str, *, finished: bool) -> Evidence:
    """Return what is known of the whole blog up to a rescue: what any crawl ever heard of, and all that is held."""
    rescues = readings.rescues() | {crawl}
    own = [one for one in readings.crawls() if one not in rescues]
    told = own[-1:] or sorted(rescues)
    return Evidence(
        crawl=crawl,
        links=readings.past.heard(crawl),
        notes=list(readings.past.notes_up_to(crawl)),
        counts=[count for one in told for count in readings.counts(one)],
        failures=[failure for one in own[-1:] for failure in readings.failures(one)],
        comments={key(record.url): record.comments for record in records},
        finished=finished,
        findings=readings.findings(crawl),
        visit="rescue",
        origins=readings.origins(crawl),
        second_hand=not own,
    )
