"""A scheduler that kills itself, as kill -9 does, at a named step: python -m tests.scraper.scheduler_killed STEP NOW."""

import json
import os
import signal
import sys
from pathlib import Path

from archive.alerts import outbox
from archive.alerts.sending import send
from archive.home import home
from archive.schedule.clock import Reading
from archive.schedule.ledger import Ledger
from scraper import launching, scheduling
from scraper.scheduling import Scheduler

STEPS = (
    "before the beginning", "in the beginning's transaction", "after the beginning", "in the crawl", "after the crawl",
    "in the end's transaction", "after the end", "before an alert", "after an alert", "never",
)  # fmt: skip
DOCUMENT = {
    "collection": "x", "faults": [], "trouble": None, "error": None, "notices": [],
    "summary": {"crawl": "", "alarms": [{"code": "suspect", "detail": "1 address has what acts"}],
                "coverage": {"visit": "full", "percent": 100.0, "complete": True, "missing": [], "tallies": [{"kind": "post", "named": 9}]}},
}  # fmt: skip
TEXT = json.dumps(DOCUMENT)


class Fixed:
    """A clock that stands still."""

    def __init__(self, now: int):
        self.now = now

    def read(self) -> Reading:
        return Reading(self.now)


def note(what: str) -> None:
    with (home() / "happened").open("a", encoding="ascii") as file:
        file.write(f"{what}\n")


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def patched(step: str) -> None:
    """Have the step kill this process."""

    def launched(arguments, output: Path, lock: int, stop) -> int:
        note("crawl begun")
        if step == "in the crawl":
            output.write_text(TEXT[:40], "utf-8")
            die()
        output.write_text(TEXT, "utf-8")
        note("crawl done")
        if step == "after the crawl":
            die()
        return 9

    scheduling.launch = launching.launch = launched
    for name, method in (("beginning", "begin"), ("end", "end")):
        wrap(Ledger, method, before=step == f"before the {name}", after=step == f"in the {name}'s transaction")
    committed = Scheduler._audit_and_drill

    def audit(self, *rest):
        if step == "after the end":
            die()
        return committed(self, *rest)

    Scheduler._audit_and_drill = audit
    began = launched

    def late(*arguments):
        if step == "after the beginning":
            die()
        return began(*arguments)

    scheduling.launch = late

    def sent(channel, one):
        if step == "before an alert":
            die()
        send(channel, one)
        note(f"told {one.code} {one.turn} {one.id}")
        if step == "after an alert":
            die()

    outbox.send = sent


def wrap(owner, name: str, *, before: bool, after: bool) -> None:
    inner = getattr(owner, name)

    def outer(*arguments):
        if before:
            die()
        found = inner(*arguments)
        if after:
            die()
        return found

    setattr(owner, name, outer)


if __name__ == "__main__":
    patched(sys.argv[1])
    scheduler = Scheduler(Fixed(int(sys.argv[2])), launched=scheduling.launch)
    scheduler.tick()
