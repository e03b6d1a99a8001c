"""What a worker is told of a blog, and what it answers. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from archive.schedule.fleets import plan_of
from archive.schedule.plan import Plan


@dataclass(frozen=True)
class Job:
    """One blog in one run of a fleet.

    ``place`` is a folder that all workers see, or s3://BUCKET/PREFIX with its ``endpoint``; ``scratch`` a folder of
    the worker's own machine. ``began`` is when the run began, in seconds since 1970. ``lasts`` are the seconds after
    which a worker that says nothing is given up; for ``silent`` seconds the master has seen ``seen`` as the newest
    number of the blog's lease. The rest is as for `scraper.mirror.Wishes`.
    """

    run: str
    began: int
    url: str
    name: str
    place: str
    endpoint: str
    scratch: str
    lasts: float
    service_gap: float
    connect: tuple[str, ...] = ()
    cacert: str = ""
    contact: str | None = None
    delay: float | None = None
    visit: str = "auto"
    seen: int = 0
    silent: float = 0.0

    @property
    def plan(self) -> Plan:
        """As what the schedule's ledger and alerts know a blog of a fleet: it has outcomes, and no times."""
        return plan_of(self.place, self.name, self.began)


@dataclass(frozen=True)
class Ended:
    """What became of a job: the exit code of its process, and its JSON document (None: it left none).

    Beside what `beilin mirror --json` says, a document may have ``held``, the newest number of a lease that somebody
    else has, or ``already``, the state to which another run brought the blog since ours began.
    """

    code: int
    document: dict[str, Any] | None
    worker: str = ""
