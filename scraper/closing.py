"""The end of a crawl: readings become records, the witnesses are held against the captures, all is sealed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from archive import events, manifest, store
from archive.addresses import key
from archive.changes import changes_of
from archive.coverage import Coverage, Evidence, reconcile
from archive.layout import Layout, record_folder
from archive.readings import Readings
from archive.records import Post
from archive.report import write_report
from pipelines.keeping import keep_records
from scraper import EXTRACTOR


@dataclass(frozen=True)
class Summary:
    """What one crawl came to: records by outcome, and its coverage."""

    crawl: str
    new: int
    changed: int
    unchanged: int
    coverage: Coverage


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
        kept = keep_records(layout, readings, crawl, EXTRACTOR, progress)
        posts = list(store.posts(layout))
        coverage = replace(
            reconcile(_evidence(posts, readings, crawl, finished, visit)),
            changes=changes_of(kept, readings.past.before(crawl), list(readings.notes(crawl))),
        )
        write_report(layout, coverage, readings.blog(crawl))
    finally:
        readings.close()
    outcomes = Counter(outcome for _, outcome in kept)
    summary = Summary(
        crawl, outcomes["new"], outcomes["changed"] + outcomes["revised"], outcomes["unchanged"], coverage
    )
    detail: dict[str, str | int] = {
        **{"crawl": crawl, "new": summary.new, "changed": summary.changed, "unchanged": summary.unchanged},
        "missing": len(coverage.missing),
        "visit": visit,
    }
    events.append(layout, "capture", detail, outcome="success" if coverage.complete else "incomplete")
    manifest.seal(layout, rewritten=_rewritten(layout, posts, crawl))
    return summary


def _evidence(posts: Sequence[Post], readings: Readings, crawl: str, finished: bool, visit: str) -> Evidence:
    return Evidence(
        crawl=crawl,
        # A quick visit leaves what it holds unasked: there, what earlier crawls named and got counts as got.
        links=[*readings.links(crawl), *(readings.past.links_held(crawl) if visit == "quick" else ())],
        notes=list(readings.notes(crawl) if visit == "full" else readings.past.notes_up_to(crawl)),
        counts=readings.counts(crawl),
        failures=readings.failures(crawl),
        comments={key(post.url): len(post.comments) for post in posts},
        finished=finished,
        findings=readings.findings(crawl),
        visit=visit,
    )


def _rewritten(layout: Layout, posts: Sequence[Post], crawl: str) -> frozenset[str]:
    """Return what a crawl that goes on writes again: its own report, and the versions it made itself."""
    reports = {path for path in (layout.reports / crawl).rglob("*") if path.is_file()}
    versions = {
        layout.records / record_folder(post.kind, post.url) / f"v{post.version}.json"
        for post in posts
        if post.provenance.crawl == crawl
    }
    return frozenset(path.relative_to(layout.root).as_posix() for path in reports | versions)
