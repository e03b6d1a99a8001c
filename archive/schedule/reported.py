"""What a collection's own reports add to the outcome of a crawl: its name where it failed, and what it is about."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from archive.changes_read import read_changes
from archive.errors import BeilinError
from archive.growth import began
from archive.layout import Layout
from archive.schedule.judging import FAILED
from archive.schedule.outcome import Outcome, with_addresses
from archive.schedule.plan import Plan


def with_report(plan: Plan, outcome: Outcome) -> Outcome:
    """Add which crawl it was, and which addresses its troubles are about, as digests: a second page that is suspect
    is told, too.

    A crawl that failed says no name; it is the newest that began since, where that has reports.
    """
    layout, slot = Layout(Path(plan.folder)), outcome.slot
    if slot.state == FAILED and not slot.crawl:
        outcome = replace(outcome, slot=replace(slot, crawl=_newest(layout, slot.started)))
    if not outcome.slot.crawl or not outcome.troubles:
        return outcome
    try:
        report = read_changes(layout, outcome.slot.crawl)
    except BeilinError:
        return outcome
    return replace(outcome, troubles=with_addresses(outcome.troubles, report)) if report else outcome


def _newest(layout: Layout, since: int) -> str:
    try:
        names = [path.name for path in layout.reports.iterdir()]
    except OSError:
        return ""
    return max((name for name in names if (began(name) or 0) >= since > 0), default="")
