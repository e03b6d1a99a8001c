"""The fleet's master: hands blogs out, some ahead of the workers, and has recorded what becomes of each.

A blog that somebody else has is asked for again until that one is done, dead or silent for too long; one whose process
was killed goes on elsewhere. Where there is no cluster any more, all that is out or to come is recorded as failed.
"""

from __future__ import annotations

import queue
import threading
import time
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import CancelledError
from dataclasses import replace
from typing import Any

from archive.errors import BeilinError, Interrupted, Unreachable
from archive.schedule.ledger import Ledger
from scraper.fleet import recording
from scraper.fleet.giving import WANT, Giving
from scraper.fleet.jobs import Ended, Job
from scraper.fleet.places import examine
from scraper.fleet.presence import ANSWER, PATIENCE, Presence
from scraper.fleet.recording import Begun
from scraper.fleet.working import STOPPED, crawl
from scraper.scheduling import Deed

_AHEAD = 2  # jobs for each worker that are given out and not yet ended
_PAUSE = 2.0  # seconds until a blog that somebody else has is asked for again
_MOST_ATTEMPTS = 3  # at a blog whose process left nothing
_UNHEARD = Ended(Unreachable.exit_code, None)


class Fleet:
    """One run over a list of blogs. ``lost`` says, once it is over, that and why there was no cluster any more."""

    def __init__(self, client: Any, jobs: Sequence[Job], patience: float = PATIENCE) -> None:
        """``patience`` are the seconds for which a worker is waited for where there is none."""
        self.stop = threading.Event()
        self.lost: Unreachable | None = None
        self._client = client
        self._presence = Presence(client, patience)
        self._left = deque((job, 0.0) for job in jobs)
        self._run = jobs[0].run
        self._out: dict[str, Begun] = {}
        self._done: queue.SimpleQueue[str] = queue.SimpleQueue()

    def run(self) -> Iterator[Deed]:
        """Crawl all; yield what became of each as it ends. Stopped, those that run end cleanly and are recorded.

        Raises:
            StorageError: an outcome cannot be recorded.
            BeilinError: no collection can lie in the place (`places.examine`); nothing is recorded then.
        """
        with recording.opened() as ledger:
            try:
                self._examine_place()
                recording.listed(ledger, [job for job, _ in self._left])
                while self._out or (self._left and not self.stop.is_set()):
                    self._presence.look(self._speak, hurry=self.stop.is_set())
                    yield from self._give_out(ledger)
                    yield from self._take_in(ledger)
            except Unreachable as error:
                yield from self._give_up(ledger, error)
            yield from recording.delivered(ledger)

    def _examine_place(self) -> None:
        """Have a worker see whether the place fits. What is not foreseen is each blog's own matter."""
        self._presence.look(self._speak)
        asked = self._presence.submit(examine, self._left[0][0], pure=False)
        try:
            self._presence.result(asked, self._speak, self.stop)
        except BeilinError:
            raise
        except Exception:  # Dask has many
            self._presence.doubt()

    def _speak(self) -> None:
        """Tell the scheduler that this run is wanted, or is not."""
        if not self._presence.threads:  # it may be another one than before
            self._client.register_plugin(Giving())
        want = getattr(self._client.scheduler, WANT)
        self._client.sync(want, run=self._run, wanted=not self.stop.is_set(), callback_timeout=ANSWER)

    def _give_up(self, ledger: Ledger, error: Unreachable) -> Iterator[Deed]:
        stopped = self.stop.is_set()
        for name in list(self._out):
            yield self._record(ledger, name, STOPPED if stopped else recording.unreached(error))
        if not stopped:
            self.lost = error
            yield from recording.never_begun(ledger, [job for job, _ in self._left], error)

    # ------------------------------------------------------------------ giving out
    def _give_out(self, ledger: Ledger) -> Iterator[Deed]:
        """Begin new blogs where there is room, and those again whose pause is over."""
        if self.stop.is_set() or not self._presence.threads:
            return
        for blog in self._out.values():
            if blog.future is None and time.monotonic() >= blog.again:
                self._submit(blog)
        for _ in range(len(self._left)):
            if len(self._out) >= _AHEAD * self._presence.threads or self.stop.is_set():
                return
            job, again = self._left.popleft()
            if time.monotonic() < again:
                self._left.append((job, again))
                continue
            found = recording.begin(ledger, job)
            if isinstance(found, Deed):
                yield found
            elif found is None:
                self._left.append((job, time.monotonic() + _PAUSE))
            else:
                self._out[job.name] = found
                self._submit(found)

    def _submit(self, blog: Begun) -> None:
        silent = time.monotonic() - blog.since if blog.seen else 0.0
        job = replace(blog.job, seen=blog.seen, silent=silent)
        key = f"beilin-{job.run}-{job.name}-{blog.attempts + 1}"
        try:
            blog.future = self._presence.submit(crawl, job, key=key, pure=False)
        except Unreachable:  # the connection was lost since we looked
            self._presence.doubt()
            return
        blog.attempts += 1
        blog.future.add_done_callback(lambda _, name=job.name: self._done.put(name))

    # ------------------------------------------------------------------ taking in
    def _take_in(self, ledger: Ledger) -> Iterator[Deed]:
        """Wait a little for what ends, and record it."""
        try:
            name = self._done.get(timeout=0.2)
        except queue.Empty:
            if self.stop.is_set():
                waiting = [name for name, blog in self._out.items() if blog.future is None]
                yield from (self._record(ledger, name, STOPPED) for name in waiting)
            return
        blog = self._out[name]
        ended, blog.future = _result(blog.future), None
        if ended is _UNHEARD:
            self._presence.doubt()
            ended = STOPPED if self.stop.is_set() else ended
        if not self._is_to_be_again(blog, ended):
            yield self._record(ledger, name, ended)

    def _is_to_be_again(self, blog: Begun, ended: Ended) -> bool:
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

    def _record(self, ledger: Ledger, name: str, ended: Ended) -> Deed:
        return recording.end(ledger, self._out.pop(name), ended)


def _result(future: Any) -> Ended:
    """Return what a worker answered. A job at which one worker after the other died is given up by Dask."""
    try:
        ended = future.result(timeout=ANSWER)
    except (CancelledError, TimeoutError):  # the connection was lost, or the worker that had the answer
        return _UNHEARD
    except Exception as error:  # Dask has many
        sentence = f"The worker failed ({type(error).__name__}: {str(error)[:200]})."
        return Ended(1, {"error": {"code": "unforeseen", "exit_code": 1, "sentence": sentence}})
    assert isinstance(ended, Ended)
    return ended
