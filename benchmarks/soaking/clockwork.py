"""A scheduler in a process of its own, told what time it is: python -m benchmarks.soaking.clockwork FAKETIME_LIBRARY

Each line on stdin is an instant, ``{"wall": seconds since 1970, "running": seconds since the machine's start}``. The
scheduler looks at its plans as of then; the crawls that it starts are shown that time by libfaketime, and it goes on
from there. For each a line comes back: what was done, and how much this process holds.
"""

from __future__ import annotations

import json
import os
import sys
from datetime import UTC, datetime
from pathlib import Path

from archive.schedule.clock import Reading
from scraper.scheduling import Scheduler


class Told:
    """A clock that shows what it was told."""

    def __init__(self) -> None:
        self.reading = Reading(0)

    def read(self) -> Reading:
        """Return what the clocks show now."""
        return self.reading


def holding() -> dict[str, int]:
    """Return this process's resident memory in kB, its open files, and its threads."""
    status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text("ascii").splitlines())
    return {
        "rss": int(status["VmRSS"].split()[0]),
        "files": len(list(Path("/proc/self/fd").iterdir())),
        "threads": int(status["Threads"]),
    }


def shown(library: str, instant: float) -> dict[str, str]:
    """Return the environment in which libfaketime shows a process an instant, in seconds since 1970."""
    clock = f"@{datetime.fromtimestamp(instant, UTC):%Y-%m-%d %H:%M:%S}"
    return {"LD_PRELOAD": library, "TZ": "UTC", "NO_FAKE_STAT": "1", "DONT_FAKE_MONOTONIC": "1", "FAKETIME": clock}


def main(library: str) -> None:
    """Follow the instants on stdin until it ends."""
    clock = Told()
    scheduler = Scheduler(clock, jobs=2)
    for line in sys.stdin:
        told = json.loads(line)
        clock.reading = Reading(told["wall"], "soak", told["running"])
        os.environ |= shown(library, told["wall"])  # to its children
        deeds = scheduler.tick()
        troubles = [deed.trouble for deed in deeds if deed.trouble]
        print(json.dumps({"deeds": len(deeds), "troubles": troubles, **holding()}), flush=True)
    scheduler.close()


if __name__ == "__main__":
    main(sys.argv[1])
