"""What runs in Dask's scheduler, which all workers reach: turns for requests, and which runs are still wanted.

It dies with no worker, and two fleets on one cluster share it. What it knows of turns lies in a file
(`archive.turns`), so that two clusters that are begun on one machine share that, too.
"""

from __future__ import annotations

import time
from typing import Any

from distributed.diagnostics.plugin import SchedulerPlugin

from archive.turns import Turns
from scraper.fleet.services import budgets, service_of

FORGOTTEN = 60.0  # seconds after which a run whose master says nothing is wanted no more
TURN, HOLD, WANT, IS_WANTED = "beilin_turn", "beilin_hold", "beilin_want", "beilin_is_wanted"


class Giving(SchedulerPlugin):  # type: ignore[misc, unused-ignore] # where Dask is not installed
    """Answers workers and masters."""

    name = "beilin"
    idempotent = True  # a second fleet finds the first one's

    async def start(self, scheduler: Any) -> None:
        """Begin to answer."""
        self._turns = Turns()
        self._heard: dict[str, float] = {}
        scheduler.handlers.update({TURN: self.turn, HOLD: self.hold, WANT: self.want, IS_WANTED: self.is_wanted})

    def turn(self, host: str, home: str, host_gap: float, service_gap: float) -> float:
        """Return the seconds until a request to a host may leave."""
        now = time.monotonic()
        return self._turns.give(budgets(host, home, host_gap, service_gap), now) - now

    def hold(self, host: str, home: str, seconds: float, service: bool) -> None:
        """Leave a host alone for a while, or its whole service."""
        name = f"service {service_of(host, home)}" if service else f"host {host}"
        now = time.monotonic()
        self._turns.hold(name, now + seconds, now)

    def want(self, run: str, wanted: bool) -> None:
        """Hear of a run's master that it is there, or wants no more."""
        self._heard[run] = time.monotonic() if wanted else 0.0

    def is_wanted(self, run: str) -> bool:
        """Say whether the master of a run is there, and wants it."""
        return time.monotonic() - self._heard.get(run, 0.0) < FORGOTTEN

    async def close(self) -> None:
        """Let go of the file."""
        self._turns.close()
