"""The time, and how far somebody has set it. A clock is passed in: years of schedules run in a second of a test."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

_BOOT = Path("/proc/sys/kernel/random/boot_id")
TOLERATED = 60  # seconds; what a time server corrects


@dataclass(frozen=True)
class Reading:
    """A look at the clocks: seconds since 1970, and (where the machine tells) since its start, sleep included."""

    wall: int
    boot: str = ""
    running: int = 0


class Clock(Protocol):
    """What tells the time."""

    def read(self) -> Reading:
        """Return what the clocks show now."""
        ...


class MachineClock:
    """The machine's own clocks."""

    def read(self) -> Reading:
        """Return what the clocks show now."""
        try:
            boot = _BOOT.read_text("ascii").strip()
            running = int(time.clock_gettime(time.CLOCK_BOOTTIME))
        except (OSError, AttributeError):
            boot, running = "", 0
        return Reading(int(time.time()), boot, running)


def shift(before: Reading, now: Reading) -> int:
    """Return by how many seconds the clock was set between two looks, 0 where it was not, or only a little.

    >>> shift(Reading(1000, "a", 10), Reading(5000, "a", 110)), shift(Reading(1000), Reading(400))
    (3900, -600)

    Without the time since the start, sleep cannot be told from a clock that was set forwards: that is no shift then.
    """
    passed = now.wall - before.wall
    known = before.boot and before.boot == now.boot
    found = passed - (now.running - before.running) if known else min(passed, 0)
    return found if abs(found) > TOLERATED else 0
