"""What came of each day's crawls, and what each day brought: the calendar of a collection. Pure.

Days are those of the plan's zone. A day has the gravest of what became of its crawls; a crawl that somebody made by
hand has bytes, and no state.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from archive.growth import began
from archive.schedule.judging import FAILED, MISSED, PAUSED, RAN, RUNNING, SKIPPED, Slot

_GRAVEST_FIRST = (FAILED, MISSED, SKIPPED, PAUSED, RUNNING, RAN)
# Signs that differ in form, so that colour is never needed to tell them apart.
SIGNS = {FAILED: "✗", MISSED: "–", SKIPPED: "»", PAUSED: "=", RUNNING: "…", RAN: "✓", "by-hand": "•", "": "·"}


@dataclass(frozen=True)
class Day:
    """A day ("2026-11-21"): ``state`` is one of `SIGNS`, "" where nothing was due and nothing came; ``bytes`` came."""

    day: str
    state: str
    bytes: int


def days(slots: Iterable[Slot], sizes: Mapping[str, int], zone: str, now: int, number: int) -> tuple[Day, ...]:
    """Return the last days up to now, oldest first. ``sizes`` are the bytes of crawls (`archive.growth`)."""
    local = UTC if zone == "UTC" else ZoneInfo(zone)
    today = _day(now, local)
    shown = [today - timedelta(days=back) for back in range(number - 1, -1, -1)]
    states: dict[date, set[str]] = {}
    for slot in slots:
        first, last = _day(slot.first, local), _day(slot.last, local)
        for day in shown:
            if first <= day <= last:
                states.setdefault(day, set()).add(slot.state)
    brought: dict[date, int] = {}
    for crawl, size in sizes.items():
        day = _day(began(crawl) or 0, local)
        brought[day] = brought.get(day, 0) + size
    return tuple(_made(day, states.get(day), brought.get(day, 0)) for day in shown)


def weeks(found: tuple[Day, ...]) -> list[list[Day | None]]:
    """Return days as weeks from Monday to Sunday; None where a week has a day that is not among them.

    >>> [[one and one.day[8:] for one in week] for week in weeks((Day("2026-11-22", "", 0), Day("2026-11-23", "", 0)))]
    [[None, None, None, None, None, None, '22'], ['23', None, None, None, None, None, None]]
    """
    if not found:
        return []
    cells: list[Day | None] = [*[None] * date.fromisoformat(found[0].day).weekday(), *found]
    cells += [None] * (-len(cells) % 7)
    return [cells[at : at + 7] for at in range(0, len(cells), 7)]


def _made(day: date, states: set[str] | None, size: int) -> Day:
    state = "by-hand" if size else ""
    if states:
        state = next((one for one in _GRAVEST_FIRST if one in states), RAN)
    return Day(day.isoformat(), state, size)


def _day(moment: int, local: tzinfo) -> date:
    return datetime.fromtimestamp(moment, local).date()
