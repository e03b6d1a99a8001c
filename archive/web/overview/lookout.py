"""What there is to see of the scheduled collections: looked at again only when it is some seconds old."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from archive import growth
from archive.coverage import Tally
from archive.errors import BeilinError
from archive.layout import Layout
from archive.replicas import memory
from archive.report import read_report
from archive.schedule import pausing, plans
from archive.schedule.calendar import Day
from archive.schedule.judging import Slot
from archive.schedule.ledger import Ledger
from archive.schedule.overview import Overview, Row, last_days, overview
from archive.schedule.plan import Plan
from archive.web.holdings import NotHeld

_FRESH, _SHARE = 1.0, 5  # seconds for which a look serves all, and how many times as long as the look took
WEEKS = 12  # of the large calendar
_SLOTS = 50  # shown of a collection
_FIRST = ("failed", "missed", "interrupted", "unknown")


@dataclass(frozen=True)
class Kept:
    """One collection closely. ``months`` are the bytes it had at the end of each; ``replicas`` the kinds of places
    (folder, sftp, s3); ``tallies`` and ``complete`` are those of its newest coverage report, None without one.
    """

    row: Row
    plan: Plan
    days: tuple[Day, ...]
    months: tuple[tuple[str, int], ...]
    slots: tuple[Slot, ...]
    replicas: tuple[str, ...]
    tallies: tuple[Tally, ...]
    complete: bool | None


class Lookout:
    """Looks at everything; for several threads."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._one = threading.Lock()
        self._seen: Overview | None = None
        self._until = 0.0

    def now(self) -> int:
        """Return the time."""
        return int(self._clock())

    def overview(self) -> Overview:
        """Return all collections, what needs a person first. Raises StorageError."""
        with self._one:
            if self._seen is None or time.monotonic() >= self._until:
                began = time.monotonic()
                self._seen = overview(self.now())
                self._until = time.monotonic() + max(_FRESH, _SHARE * (time.monotonic() - began))
            return self._seen

    def rows(self) -> list[Row]:
        """Return all collections: those that run, those that need a person, the others by folder."""
        return sorted(self.overview().collections, key=lambda row: (not row.live, not needs_a_person(row)))

    def kept(self, plan_id: str) -> Kept:
        """Return one collection. Raises NotHeld, BeilinError."""
        row, plan = self._find(plan_id)
        layout = Layout(Path(plan.folder))
        sizes = growth.bytes_by_crawl(layout)
        report = read_report(layout)
        with Ledger(self.now()) as ledger:
            days = last_days(ledger, plan, sizes, self.now(), 7 * WEEKS)
            slots = tuple(ledger.slots(plan_id, _SLOTS))
        return Kept(
            row=row,
            plan=plan,
            days=days,
            months=tuple(growth.by_month(sizes, self.now())),
            slots=slots,
            replicas=_kinds(layout),
            tallies=report.tallies if report else (),
            complete=report.complete if report else None,
        )

    def months(self, plan_id: str) -> list[tuple[str, int]]:
        """Return the bytes that a collection had at the end of each month. Raises NotHeld, BeilinError."""
        _, plan = self._find(plan_id)
        return growth.by_month(growth.bytes_by_crawl(Layout(Path(plan.folder))), self.now())

    def pause(self, plan_id: str, *, resume: bool) -> None:
        """Pause a collection, or go on with it; what is so already stays so. Raises NotHeld, BeilinError."""
        _, plan = self._find(plan_id)
        if bool(plan.paused) == resume:
            with Ledger(self.now()) as ledger:
                if resume:
                    pausing.resume(ledger, plan, self.now())
                else:
                    pausing.pause(plan, self.now())
        self._until = 0.0

    def _find(self, plan_id: str) -> tuple[Row, Plan]:
        row = next((row for row in self.overview().collections if row.id == plan_id), None)
        plan = plans.look_up(Path(row.folder)) if row and plan_id else None
        if row is None or plan is None:
            raise NotHeld(plan_id)
        return row, plan


def needs_a_person(row: Row) -> bool:
    """Say whether somebody should look at a collection."""
    failing = any(not duty.well or duty.late for duty in (row.audit, row.drill))
    return bool(row.state in _FIRST or row.standing or row.trouble or failing or not row.is_there)


def _kinds(layout: Layout) -> tuple[str, ...]:
    """Return what kinds of places the replicas are in: their addresses are nobody's business on a page."""
    try:
        addresses = [one.access.address for one in memory.recall(layout)]
    except BeilinError:
        return ()
    return tuple(address.partition("://")[0] if "://" in address else "folder" for address in addresses)
