"""The instants at which a plan is due. Pure; cron lines are read by cronsim, which does as Debian's cron does.

A plan with ``every`` counts elapsed time from its anchor, so no change of the clocks moves it. A cron line goes by the
local time of its zone: what falls into the hour that spring leaves out is due right after it, what falls into the
hour that autumn has twice is due once; lines that say "every hour" or "every few minutes" go by elapsed time.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from cronsim import CronSim, CronSimError

if TYPE_CHECKING:
    from archive.schedule.plan import Plan

_EARLIEST_DAY = -1  # a window that begins late in the evening may open after midnight
_LONGEST_CHANGE = 10_800  # seconds; zones are moved by three hours at most


def is_cron(line: str) -> bool:
    """Say whether cronsim can read a line, and some instant fits it."""
    try:
        next(CronSim(line, datetime(2024, 1, 1)))
    except (CronSimError, StopIteration, ValueError, OverflowError):
        return False
    return True


def after(plan: Plan, moment: int) -> Iterator[int]:
    """Yield the instants at which a plan is due after a moment, in order, without end where there is none."""
    if plan.every:
        passed = max((moment - plan.anchor) // plan.every + 1, 0)
        while True:
            yield plan.anchor + passed * plan.every
            passed += 1
    yield from _by_cron(plan, max(moment, plan.anchor - 1))


def _by_cron(plan: Plan, moment: int) -> Iterator[int]:
    local = ZoneInfo(plan.zone)
    start = datetime.fromtimestamp(moment, UTC).astimezone(UTC if plan.zone == "UTC" else local)
    last = moment
    try:
        for due in CronSim(plan.cron, start):
            instant = int(due.timestamp())
            # Begun within the hour that autumn has twice, cronsim names instants of its first pass again.
            if instant > last:
                last = instant
                yield instant
    except (StopIteration, RuntimeError, OverflowError):
        return


def start_of(plan: Plan, instant: int) -> int:
    """Return when the crawl that is due at an instant starts: a little later, by chance that is always the same.

    A thousand blogs that are due at midnight are not asked at once, and a restart draws no other number.
    """
    if not plan.jitter:
        return instant
    drawn = hashlib.sha256(f"{plan.id} {instant}".encode("ascii")).digest()
    return instant + int.from_bytes(drawn[:4], "big") % (plan.jitter + 1)


def is_open(plan: Plan, moment: int) -> bool:
    """Say whether a crawl may start at a moment."""
    if not plan.window:
        return True
    begins, ends = _window(plan)
    now = datetime.fromtimestamp(moment, ZoneInfo(plan.zone)).time()
    return begins <= now < ends if begins < ends else now >= begins or now < ends


def next_opening(plan: Plan, moment: int) -> int:
    """Return the first instant from a moment on at which a crawl may start."""
    if is_open(plan, moment):
        return moment
    zone = ZoneInfo(plan.zone)
    today = datetime.fromtimestamp(moment, zone).date()
    days = (today + timedelta(days=number) for number in range(_EARLIEST_DAY, 4))
    begins = _window(plan)[0]
    named = [datetime.combine(day, begins.replace(fold=fold), zone) for day in days for fold in (0, 1)]
    openings = [_first_open(plan, int(instant.timestamp())) for instant in named]
    return min(opening for opening in openings if opening is not None and opening > moment)


def _first_open(plan: Plan, opening: int) -> int | None:
    """Return when a window opens; its beginning, or all of it (None), may lie in the hour that spring leaves out."""
    return next((at for at in range(opening, opening + _LONGEST_CHANGE, 60) if is_open(plan, at)), None)


def _window(plan: Plan) -> tuple[time, time]:
    begins, ends = plan.window.split("-")
    return time.fromisoformat(begins), time.fromisoformat(ends)
