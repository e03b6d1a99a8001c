"""What must add up at the end, and what must not grow."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from statistics import median
from typing import Any

from archive.schedule import instants
from archive.schedule.judging import RUNNING
from archive.schedule.ledger import Ledger
from archive.schedule.plan import Plan
from benchmarks.soaking.events import Event


@dataclass(frozen=True)
class Look:
    """What one look of the scheduler left: the hour, its process's number, and what that holds."""

    hour: float
    process: int
    rss: int
    files: int
    threads: int


def unaccounted(ledger: Ledger, plan: Plan) -> Iterator[str]:
    """Yield what is wrong with the account of a plan's due crawls: each is in exactly one slot, and none still runs."""
    slots = ledger.slots(plan.id, 1_000_000)[::-1]
    accounted = ledger.standing(plan.id, plan.anchor).accounted
    due = list(takewhile(lambda instant: instant <= accounted, instants.after(plan, plan.anchor - 1)))
    for slot in slots:
        inside = [instant for instant in due if slot.first <= instant <= slot.last]
        if len(inside) != slot.count:
            yield f"{plan.label}: a slot counts {slot.count} crawls, and {len(inside)} were due"
        if slot.state == RUNNING:
            yield f"{plan.label}: a crawl is recorded as running"
    if (count := sum(slot.count for slot in slots)) != len(due):
        yield f"{plan.label}: {len(due)} crawls were due, and {count} are recorded"


def states(ledger: Ledger, plan: Plan) -> Counter[str]:
    """Return how many due crawls came to what."""
    found: Counter[str] = Counter()
    for slot in ledger.slots(plan.id, 1_000_000):
        found[slot.state] += slot.count
    return found


def untold(events: Sequence[Event], told: Sequence[dict[str, Any]], labels: Sequence[str]) -> Iterator[str]:
    """Yield what is wrong with the alerts: each event raises its own once, each heals, and nothing else is told."""
    if double := [key for key, times in Counter(one["id"] for one in told).items() if times > 1]:
        yield f"{len(double)} alerts were told twice"
    for label in labels:
        expected = Counter(code for event in events for code in event.expected(label))
        for turn in ("raised", "healed"):
            mine = [one for one in told if (one["label"], one["turn"]) == (label, turn)]
            found = Counter(one["code"] for one in mine)
            for code in sorted((found - expected) + (expected - found)):
                said = "; ".join(f"{one['at']}: {one['detail']}" for one in mine if one["code"] == code)
                yield f"{label}: {code} {turn} {found[code]} times, expected {expected[code]} ({said})"


def growth(values: Sequence[float]) -> tuple[float, float]:
    """Return the medians of the first and the last quarter of what should stay the same."""
    quarter = max(len(values) // 4, 1)
    return median(values[:quarter]), median(values[-quarter:])
