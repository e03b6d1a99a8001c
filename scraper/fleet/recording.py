"""What becomes of a blog, recorded in the schedule's ledger (`archive.schedule`), with the alerts that it raises."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from typing import Any

from archive.alerts import outbox
from archive.alerts.conditions import at_the_end
from archive.codec import to_plain
from archive.durable import make_folder
from archive.error_document import told
from archive.errors import Unreachable
from archive.home import home
from archive.schedule import fleets, plans
from archive.schedule.judging import FAILED, RAN, RUNNING, SKIPPED, Slot
from archive.schedule.ledger import Ledger
from archive.schedule.outcome import judge
from archive.schedule.reported import with_report
from scraper.fleet.jobs import Ended, Job
from scraper.scheduling import Deed


@dataclass
class Begun:
    """A blog that is recorded as running: its slot in the ledger, what we hold for it, and how often it was tried."""

    job: Job
    slot: Slot
    held: ExitStack
    failures: int = 0
    attempts: int = 0
    seen: int = 0
    since: float = 0.0
    future: Any = None
    again: float = 0.0


def opened() -> Ledger:
    """Open the ledger. Raises StorageError."""
    make_folder(home() / "schedules")
    return Ledger(now())


def listed(ledger: Ledger, jobs: Sequence[Job]) -> None:
    """Note which blogs this run is to crawl: also one that is never begun is seen. Raises StorageError."""
    if jobs:
        fleets.note(ledger, jobs[0].place, [job.name for job in jobs], now())


def begin(ledger: Ledger, job: Job) -> Begun | Deed | None:
    """Record that a blog begins; None where another fleet of this machine has it now."""
    plan, at, held = job.plan, now(), ExitStack()
    if held.enter_context(plans.claimed(plan)) is None:
        held.close()
        return None
    before = ledger.standing(plan.id, plan.anchor)
    last = before.last
    with ledger.changing():
        if last and last.state == RUNNING:  # whoever recorded that was killed: the claim is ours
            ledger.end(replace(last, state=FAILED, ended=at, reason=fleets.KILLED))
    if last and last.state == RAN and last.ended > job.began:
        held.close()
        return Deed(job.name, replace(last, state=SKIPPED, reason=fleets.BY_ANOTHER))
    with ledger.changing():
        slot = ledger.begin(plan.id, (), Slot(at, at, 1, RUNNING, attempts=1, started=at), at)
    assert slot is not None
    return Begun(job, slot, held, before.failures)


def end(ledger: Ledger, blog: Begun, ended: Ended) -> Deed:
    """Record what a blog came to, and let go of it."""
    job, at, document = blog.job, now(), ended.document
    with blog.held:
        if document and "already" in document:
            slot = replace(blog.slot, state=SKIPPED, ended=at, attempts=0, started=0, reason=fleets.BY_ANOTHER)
            with ledger.changing():
                ledger.end(slot)
            return Deed(job.name, slot)
        before = next(iter(ledger.slots(job.plan.id, 1, f"state = '{RAN}' AND id < {blog.slot.id}")), None)
        outcome = with_report(job.plan, judge(blog.slot, document, ended.code, blog.failures, before, at))
        slot = replace(outcome.slot, retry=0)  # a list is gone through again by whoever wants that
        with ledger.changing():
            ledger.end(slot)
            outbox.tell(ledger, job.plan, at_the_end(outcome), slot, at)
    return Deed(job.name, slot)


def unreached(error: Unreachable) -> Ended:
    """Return how a blog ended for which there was no cluster."""
    return Ended(error.exit_code, {"error": to_plain(told(error))})


def never_begun(ledger: Ledger, jobs: Sequence[Job], error: Unreachable) -> Iterator[Deed]:
    """Record blogs as failed that nobody was there to crawl."""
    listed(ledger, jobs)
    for job in jobs:
        found = begin(ledger, job)
        if isinstance(found, Begun):
            yield end(ledger, found, unreached(error))
        else:
            yield found or Deed(job.name, Slot(now(), now(), 1, SKIPPED, reason=fleets.HELD))


def all_failed(jobs: Sequence[Job], error: Unreachable) -> Iterator[Deed]:
    """Record all blogs of a list as failed, and send the alerts. Raises StorageError."""
    with opened() as ledger:
        yield from never_begun(ledger, jobs, error)
        yield from delivered(ledger)


def delivered(ledger: Ledger) -> Iterator[Deed]:
    """Send the alerts; yield what could not be sent."""
    for sentence in outbox.deliver(ledger, now()):
        yield Deed("", None, sentence, later=True)


def now() -> int:
    """Return the seconds since 1970."""
    return int(time.time())
