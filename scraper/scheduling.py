"""The scheduler: one look at all plans (`beilin tick`), or one after the other until it is stopped (`beilin run`).

For each plan that has something to do, under its lock: what an earlier scheduler left running is settled, what is due
is recorded together with the crawl that begins, the crawl runs as a process, its outcome is recorded together with the
alerts that it raises. Whoever ends the scheduler between two of these leaves a ledger from which the next one goes on.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from pathlib import Path

from archive import journal
from archive.alerts import outbox
from archive.alerts.conditions import at_the_beginning, at_the_end
from archive.error_document import told
from archive.errors import BeilinError, Interrupted
from archive.schedule import plans, recording
from archive.schedule.clock import Clock, MachineClock, shift
from archive.schedule.duties import AUDITS, DRILLS, is_due
from archive.schedule.judging import RAN, RUNNING, Slot, decide
from archive.schedule.ledger import Ledger
from archive.schedule.outcome import judge, read_document
from archive.schedule.plan import HOUR, Plan
from archive.schedule.reported import with_report
from archive.sizes import duration
from scraper.launching import Launch, auditing, drilling, launch, mirroring, obstacle

_LONGEST_SLEEP, _SHORTEST_SLEEP = 30, 1  # seconds between two looks


@dataclass(frozen=True)
class Deed:
    """What a look did: a slot that was recorded, or what is wrong with a plan; ``later`` where it is tried again."""

    folder: str
    slot: Slot | None
    trouble: str = ""
    later: bool = False


class Scheduler:
    """Acts on the plans of this machine; several may run at a time, on one machine."""

    def __init__(self, clock: Clock | None = None, jobs: int = 4, launched: Launch = launch) -> None:
        self.stop = threading.Event()
        self._clock: Clock = clock or MachineClock()
        self._launch = launched
        self._pool = ThreadPoolExecutor(jobs, thread_name_prefix="crawl")
        self._busy: dict[str, Future[list[Deed]]] = {}
        self._post: Future[list[str]] | None = None

    def tick(self) -> list[Deed]:
        """Do what is due now, and return when it is done; alerts are sent at the end. Raises StorageError."""
        journal.event("look-began")
        deeds, _ = self._look()
        wait(self._busy.values())
        sent = self._deliver()
        return [*deeds, *self._finished(), *(Deed("", None, sentence, later=True) for sentence in sent)]

    def run(self) -> Iterator[Deed]:
        """Do what is due, again and again, until `stop` is set; yield what was done. Raises StorageError."""
        while not self.stop.is_set():
            deeds, wake = self._look()
            yield from (*deeds, *self._finished(), *self._sent())
            now = self._clock.read().wall
            self.stop.wait(min(max(wake - now, _SHORTEST_SLEEP), _LONGEST_SLEEP))
        wait(self._busy.values())
        yield from (*self._finished(), *self._sent(last=True))

    def close(self) -> None:
        """Let go of the threads."""
        self._pool.shutdown()

    def _now(self) -> int:
        return self._clock.read().wall

    def _look(self) -> tuple[list[Deed], int]:
        """Begin what is due; return what is wrong with plans, and when to look again."""
        troubles, wake = [], self._now() + _LONGEST_SLEEP
        with Ledger(self._now()) as ledger:
            known = list(plans.everything())
            _see_clock(ledger, self._clock, [plan for plan in known if isinstance(plan, Plan)])
            for plan in known:
                if not isinstance(plan, Plan):
                    troubles.append(Deed("", None, str(plan)))
                    continue
                due = _due(ledger, plan, self._now())
                if due <= self._now() and plan.id not in self._busy:
                    self._busy[plan.id] = self._pool.submit(self._act, plan)
                wake = min(wake, due)
        return troubles, wake

    def _finished(self) -> list[Deed]:
        done = [name for name, future in self._busy.items() if future.done()]
        return [deed for name in done for deed in self._busy.pop(name).result()]

    def _sent(self, last: bool = False) -> list[Deed]:
        """Send in a thread of its own: a mail server that does not answer keeps no crawl waiting."""
        found: list[str] = []
        if self._post and (self._post.done() or last):
            found, self._post = self._post.result(), None
        if last:
            found += self._deliver()
        elif self._post is None:
            self._post = self._pool.submit(self._deliver)
        return [Deed("", None, sentence, later=True) for sentence in found]

    def _deliver(self) -> list[str]:
        try:
            with Ledger(self._now()) as ledger:
                troubles = outbox.deliver(ledger, self._now())
                if troubles:
                    journal.event("alerts-failed", failed=len(troubles), waiting=outbox.waiting(ledger))
                return troubles
        except BeilinError as error:
            return [str(error)]

    def _act(self, plan: Plan) -> list[Deed]:
        """Act on one plan; what goes wrong with it concerns no other."""
        try:
            with plans.claimed(plan) as lock:
                fresh = plans.look_up(Path(plan.folder)) if lock is not None else None
                if lock is None or fresh is None:
                    return []  # another scheduler has it, or it was removed
                with Ledger(self._now()) as ledger:
                    recorded = self._act_on(ledger, fresh, lock)
            for slot in recorded:
                _log(plan, slot)
            return [Deed(plan.folder, slot) for slot in recorded]
        except BeilinError as error:
            journal.event("plan-failed", plan.id, code=told(error).code)
            return [Deed(plan.folder, None, str(error))]
        except Exception as error:
            journal.event("plan-failed", plan.id, code="unforeseen", kind=type(error).__name__)
            return [Deed(plan.folder, None, f"Something unforeseen ({type(error).__name__}: {error}).")]

    def _act_on(self, ledger: Ledger, plan: Plan, lock: int) -> list[Slot]:
        settled = self._settle(ledger, plan)
        before, now, blocked = ledger.standing(plan.id, plan.anchor), self._now(), ""

        def asked() -> str:
            nonlocal blocked
            blocked = obstacle(plan)
            return blocked

        decision = decide(plan, before, now, asked)
        with ledger.changing():
            run = ledger.begin(plan.id, decision.closed, decision.run, decision.accounted)
            found = at_the_beginning(decision.closed, blocked, begins=run is not None)
            outbox.tell(ledger, plan, found, None, now)
        if run is None or self.stop.is_set():
            return [*settled, *decision.closed]
        journal.event("crawl-launched", plan.id, due=run.first, attempt=run.attempts)
        output = plans.output_of(plan, run.id, run.attempts)
        code = self._launch(mirroring(plan), output, lock, self.stop)
        ended = self._end(ledger, plan, run, code, before.failures)
        if ended.state == RAN and not self.stop.is_set():
            self._audit_and_drill(ledger, plan, lock)
        return [*settled, *decision.closed, ended]

    def _settle(self, ledger: Ledger, plan: Plan) -> list[Slot]:
        """Record the outcome of a crawl whose scheduler was killed. The lock is ours: that crawl is over, too."""
        before = ledger.standing(plan.id, plan.anchor)
        if before.last is None or before.last.state != RUNNING:
            return []
        return [self._end(ledger, plan, before.last, 0, before.failures)]

    def _end(self, ledger: Ledger, plan: Plan, run: Slot, code: int, failures: int) -> Slot:
        output, now = plans.output_of(plan, run.id, run.attempts), self._now()
        document = read_document(output.read_bytes()) if output.is_file() else None
        before = next(iter(ledger.slots(plan.id, 1, f"state = '{RAN}' AND id < {run.id}")), None)
        code = code or (Interrupted.exit_code if document is None else 0)
        paused = bool(plans.paused(Path(plan.folder)))
        outcome = with_report(plan, judge(run, document, code, failures, before, now, paused=paused))
        with ledger.changing():
            ledger.end(outcome.slot)
            outbox.tell(ledger, plan, at_the_end(outcome), outcome.slot, now)
        output.unlink(missing_ok=True)
        return outcome.slot

    def _audit_and_drill(self, ledger: Ledger, plan: Plan, lock: int) -> None:
        for duty, every, command in (
            (AUDITS, plan.audit, auditing(plan)),
            (DRILLS, plan.drill, drilling(plan)),
        ):
            if not self.stop.is_set() and is_due(every, ledger.last(duty, plan.id), self._now()):
                self._do(ledger, plan, lock, duty, command)

    def _do(self, ledger: Ledger, plan: Plan, lock: int, duty: str, command: tuple[str, ...]) -> None:
        output, now = plans.output_of(plan, 0, 0), self._now()
        code = self._launch(command, output, lock, self.stop)
        journal.event(f"{duty}-ended", plan.id, exit_code=code)
        document = read_document(output.read_bytes()) if output.is_file() else None
        output.unlink(missing_ok=True)
        if not self.stop.is_set():
            recording.record(ledger, plan, duty, code, document, now)


def _log(plan: Plan, slot: Slot) -> None:
    """Log what became of crawls; reasons stay in the ledger, since they may name a folder or a host."""
    names = ("state", "count", "first", "last", "attempts", "exit_code", "crawl", "visit", "posts", "percent")
    journal.event("crawls-recorded", plan.id, **{name: getattr(slot, name) for name in names})


def _due(ledger: Ledger, plan: Plan, now: int) -> int:
    """Return when there is something to do for a plan; asked again under its lock, this is no promise."""
    standing = ledger.standing(plan.id, plan.anchor)
    if standing.last and standing.last.state == RUNNING:
        return now  # its scheduler was killed; if it was not, the lock says so
    decision = decide(plan, standing, now)
    return now if decision.run or decision.closed else decision.wake


def _see_clock(ledger: Ledger, clock: Clock, known: list[Plan]) -> None:
    """Note that somebody set the clock. Set back by more than an hour, the schedules go on from now."""
    reading = clock.read()
    with ledger.changing():
        before = ledger.tick_before(reading)
        by = shift(before, reading) if before else 0
        if by:
            ledger.note(reading.wall, f"The clock was set {'forwards' if by > 0 else 'back'} by {duration(abs(by))}.")
        for plan in known:
            if plan.anchor > reading.wall + HOUR:
                plans.keep(replace(plan, anchor=reading.wall))
            if ledger.standing(plan.id, plan.anchor).accounted > reading.wall + HOUR:
                ledger.mark(plan.id, reading.wall)
