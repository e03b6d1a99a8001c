"""What follows when a person accepts changes: judging again, records of what was kept apart, the report anew."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from archive import manifest, store
from archive.acceptance import EVERYTHING, accept
from archive.addresses import key
from archive.change_report import ChangeReport
from archive.errors import UsageError
from archive.judged import CHANGED, SUSPECT
from archive.layout import Layout
from archive.readings import Readings
from scraper.changereport import CHANGES, changes_since, write_changes
from scraper.reextract import reextract


def accept_changes(
    layout: Layout, report: ChangeReport, urls: Sequence[str], progress: Callable[[int, int], None]
) -> ChangeReport:
    """Accept what addresses ("all": every one) have become as of the newest crawl; return its report, written anew.

    What stands in a blog's place is never accepted: it is not the blog.

    Raises:
        UsageError: an address has nothing that could be accepted.
    """
    chosen = [EVERYTHING] if EVERYTHING in urls else list(dict.fromkeys(urls))
    _check(layout, report, chosen)
    accept(layout, report.crawl, chosen)
    reextract(layout, progress)
    readings = Readings(layout.readings)
    try:
        known = manifest.read(layout)
        documents = store.documents(layout, known)
        records = [(d["kind"], d["url"], d["version"], d["provenance"]["crawl"]) for d in documents]
        changes = changes_since(layout, readings, report.crawl, records, known) if report.visit != "rescue" else ()
        told = write_changes(layout, readings, (report.crawl, report.visit), records, known, changes)
    finally:
        readings.close()
    manifest.seal(layout, (f"{layout.reports.name}/{report.crawl}/{name}" for name in CHANGES))
    return told


def _check(layout: Layout, report: ChangeReport, urls: Sequence[str]) -> None:
    readings = Readings(layout.readings)
    try:
        newest = {row.key: row.state for row in readings.judgements.newest(report.crawl)}
    finally:
        readings.close()
    for url in urls:
        state = newest.get(key(url), "")
        if url != EVERYTHING and state not in (SUSPECT, CHANGED, "ok", "first"):
            what = f"it is {state}" if state else "the collection has no capture of it"
            raise UsageError(f"{url} cannot be accepted: {what}. Give an address that `beilin changes` lists, or all.")
