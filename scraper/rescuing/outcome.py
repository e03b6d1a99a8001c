"""What a rescue came to, and what of its captures could not be read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from archive.errors import BeilinError
from archive.readings import Readings
from archive.unread import NOT_AN_EXPORT, TOLD
from scraper.closing import Summary
from scraper.rescuing.offers import Fault
from scraper.rescuing.report import RescueReport


@dataclass(frozen=True)
class Outcome:
    """What a run came to; ``trouble`` is why it ended early, if it did. ``is_read`` says that something of what came
    could be read as the blog's.
    """

    summary: Summary
    report: RescueReport
    trouble: BeilinError | None = None
    is_read: bool = True


def faults_of(readings: Readings, crawl: str) -> Iterator[Fault]:
    """Yield what of the captures of a rescue was not read, or not as it stands."""
    findings = readings.findings(crawl)
    yield from (Fault(code, detail, url) for url, code, detail in findings if code in TOLD)
    told = {url for url, _, _ in findings}
    for note in readings.notes(crawl):
        if note.kind == "unknown" and (note.origin or "").startswith("export ") and note.uri not in told:
            yield Fault(*NOT_AN_EXPORT, note.uri)


def is_anything_read(readings: Readings, crawl: str) -> bool:
    """Say whether any capture of a rescue could be read as something of the blog."""
    return any(note.kind != "unknown" for note in readings.notes(crawl))
