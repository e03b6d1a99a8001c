"""The fleet's master: hands blogs out, some ahead of the workers, and records what becomes of each.

Every blog ends in a recorded state, in the same ledger and by the same judgement as a crawl of the scheduler
(`archive.schedule`); alerts are told, too. A blog that somebody else has is asked for again until that one is done,
dead or silent for too long; one whose process was killed goes on elsewhere.
"""

from __future__ import annotations

import queue
import threading
import time
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from typing import Any

from archive.alerts import outbox
from archive.alerts.conditions import at_the_end
from archive.durable import make_folder
from archive.errors import Interrupted
from archive.home import home
from archive.schedule import plans
from archive.schedule.judging import FAILED, RAN, RUNNING, SKIPPED, Slot
from archive.schedule.ledger import Ledger
from archive.schedule.outcome import judge
from scraper.fleet.cluster import workers_of
from scraper.fleet.giving import WANT, Giving
from scraper.fleet.jobs import Ended, Job
from scraper.fleet.working import STOPPED, crawl
from scraper.scheduling import Deed

_AHEAD = 2  # jobs for each worker that are given out and not yet ended
_PAUSE = 2.0  # seconds until a blog that somebody else has is asked for again
_BETWEEN = 5.0  # seconds between two words to the scheduler
_MOST_ATTEMPTS = 3  # at a blog whose process left nothing
_BY_ANOTHER = "another fleet crawled it meanwhile"


@dataclass
class _Blog:
    """A blog that is given out: its job, its slot in the ledger, how often it was begun, and what we hold for it."""

    job: Job
    slot: Slot
    held: ExitStack
    failures: int = 0
    attempts: int = 0
    seen: int = 0
    since: float = 0.0
    future: Any = None
    again: float = field(default=0.0)


class Fleet:
    """One run over a list of blogs."""

    def __init__(self, client: Any, jobs: Sequence[Job]) -> None:
        self.stop = threading.Event()
        self._client = client
        self._left = deque((job, 0.0) for job in jobs)
        self._run = jobs[0].run
        self._out: dict[str, _Blog] = {}
        self._done: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._spoken = 0.0

    def run(self) -> Iterator[Deed]:
        """Crawl all; yield what became of each as it ends. Stopped, those that run end cleanly and are recorded.

        Raises:
            StorageError: an outcome cannot be recorded.
        """
        make_folder(home() / "schedules")
        self._client.register_plugin(Giving())
        room = _AHEAD * workers_of(self._client)
        with Ledger(_now()) as ledger:
            while self._out or (self._left and not self.stop.is_set()):
                self._speak()
                yield from self._give_out(ledger, room)
                yield from self._take_in(ledger)
            for sentence in outbox.deliver(ledger, _now()):
                yield Deed("", None, sentence, later=True)

    # ------------------------------------------------------------------ giving out
    def _give_out(self, ledger: Ledger, room: int) -> Iterator[Deed]:
        """Begin new blogs where there is room, and those again whose pause is over."""
        for blog in self._out.values():
            if blog.future is None and time.monotonic() >= blog.again and not self.stop.is_set():
                self._submit(blog)
        for _ in range(len(self._left)):
            if len(self._out) >= room or self.stop.is_set():
                return
            job, again = self._left.popleft()
            if time.monotonic() < again:
                self._left.append((job, again))
                continue
            found = self._begin(ledger, job)
            if isinstance(found, Deed):
                yield found
            elif found is None:
                self._left.append((job, time.monotonic() + _PAUSE))
            else:
                self._out[job.name] = found
                self._submit(found)

    def _begin(self, ledger: Ledger, job: Job) -> _Blog | Deed | None:
        """Record that a blog begins; None where another fleet of this machine has it now."""
        plan, now, held = job.plan, _now(), ExitStack()
        if held.enter_context(plans.claimed(plan)) is None:
            held.close()
            return None
        before = ledger.standing(plan.id, plan.anchor)
        last = before.last
        with ledger.changing():
            if last and last.state == RUNNING:  # whoever recorded that was killed: the claim is ours
                ledger.end(replace(last, state=FAILED, ended=now, reason="The fleet was killed."))
        if last and last.state == RAN and last.ended >= job.began:
            held.close()
            return Deed(job.name, replace(last, state=SKIPPED, reason=_BY_ANOTHER))
        with ledger.changing():
            slot = ledger.begin(plan.id, (), Slot(now, now, 1, RUNNING, attempts=1, started=now), now)
        assert slot is not None
        return _Blog(job, slot, held, before.failures)

    def _submit(self, blog: _Blog) -> None:
        silent = time.monotonic() - blog.since if blog.seen else 0.0
        job = replace(blog.job, seen=blog.seen, silent=silent)
        blog.attempts += 1
        key = f"beilin-{job.run}-{job.name}-{blog.attempts}"
        blog.future = self._client.submit(crawl, job, key=key, pure=False)
        blog.future.add_done_callback(lambda _, name=job.name: self._done.put(name))

    def _speak(self) -> None:
        """Tell the scheduler that this run is wanted, or is not."""
        wanted = not self.stop.is_set()
        if time.monotonic() - self._spoken > _BETWEEN or not wanted:
            self._client.sync(getattr(self._client.scheduler, WANT), run=self._run, wanted=wanted)
            self._spoken = time.monotonic()

    # ------------------------------------------------------------------ taking in
    def _take_in(self, ledger: Ledger) -> Iterator[Deed]:
        """Wait a little for what ends, and record it."""
        try:
            name = self._done.get(timeout=0.2)
        except queue.Empty:
            if self.stop.is_set():
                waiting = [blog for blog in self._out.values() if blog.future is None]
                yield from (self._record(ledger, blog, STOPPED) for blog in waiting)
            return
        blog = self._out[name]
        ended, blog.future = _result(blog.future), None
        if not self._is_to_be_again(blog, ended):
            yield self._record(ledger, blog, ended)

    def _is_to_be_again(self, blog: _Blog, ended: Ended) -> bool:
        if self.stop.is_set():
            return False
        document = ended.document
        if document is None and ended.code != Interrupted.exit_code:
            blog.again = time.monotonic() + _PAUSE
            return blog.attempts < _MOST_ATTEMPTS
        if document and "held" in document:
            if document["held"] != blog.seen:
                blog.seen, blog.since = int(document["held"]), time.monotonic()
            blog.attempts, blog.again = 0, time.monotonic() + _PAUSE
            return True
        return False

    def _record(self, ledger: Ledger, blog: _Blog, ended: Ended) -> Deed:
        job, now = blog.job, _now()
        del self._out[job.name]
        document = ended.document
        with blog.held:
            if document and "already" in document:
                slot = replace(blog.slot, state=SKIPPED, ended=now, attempts=0, started=0, reason=_BY_ANOTHER)
                with ledger.changing():
                    ledger.end(slot)
                return Deed(job.name, slot)
            before = next(iter(ledger.slots(job.plan.id, 1, f"state = '{RAN}' AND id < {blog.slot.id}")), None)
            outcome = judge(blog.slot, document, ended.code, blog.failures, before, now)
            slot = replace(outcome.slot, retry=0)  # a list is gone through again by whoever wants that
            with ledger.changing():
                ledger.end(slot)
                outbox.tell(ledger, job.plan, at_the_end(outcome), slot, now)
        return Deed(job.name, slot)


def _result(future: Any) -> Ended:
    """Return what a worker answered. A job at which one worker after the other died is given up by Dask."""
    try:
        ended = future.result()
    except Exception as error:  # Dask has many
        sentence = f"The worker failed ({type(error).__name__}: {str(error)[:200]})."
        return Ended(1, {"error": {"code": "unforeseen", "exit_code": 1, "sentence": sentence}})
    assert isinstance(ended, Ended)
    return ended


def _now() -> int:
    return int(time.time())
