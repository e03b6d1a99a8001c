"""Group commit: attempts that end while the disk is busy are made durable together.

Digesting, compressing, writing and fdatasync happen in a thread, so that the wire never waits for the disk; whoever
made a request waits until its records are durable, and only then learns that there is a response.
"""

from __future__ import annotations

from twisted.internet.defer import Deferred
from twisted.internet.threads import deferToThread
from twisted.python.failure import Failure

from archive.records import CaptureRef
from scraper.capture.exchange import Attempt
from scraper.capture.recorder import Recorder

_Refs = list[CaptureRef | None]
_Batch = list[tuple[Attempt, Deferred[CaptureRef | None]]]


class Committer:
    """Hands attempts to the recorder in batches, one batch at a time, in the order in which they ended."""

    def __init__(self, recorder: Recorder) -> None:
        self._recorder = recorder
        self._waiting: _Batch = []
        self._busy = False
        self._idle: list[Deferred[None]] = []

    def submit(self, attempt: Attempt) -> Deferred[CaptureRef | None]:
        """Have an attempt recorded. Fires with its response's place, or StorageError, when that is decided."""
        done: Deferred[CaptureRef | None] = Deferred()
        self._waiting.append((attempt, done))
        if not self._busy:
            self._next()
        return done

    def drained(self) -> Deferred[None]:
        """Return what fires when nothing waits any more."""
        done: Deferred[None] = Deferred()
        if self._busy:
            self._idle.append(done)
        else:
            done.callback(None)
        return done

    def _next(self) -> None:
        batch, self._waiting = self._waiting, []
        self._busy = bool(batch)
        if batch:
            attempts = [attempt for attempt, _ in batch]
            deferToThread(self._recorder.record, attempts).addCallbacks(
                self._recorded, self._failed, callbackArgs=(batch,), errbackArgs=(batch,)
            )
            return
        idle, self._idle = self._idle, []
        for done in idle:
            done.callback(None)

    def _recorded(self, refs: _Refs, batch: _Batch) -> None:
        for (attempt, done), ref in zip(batch, refs, strict=True):
            attempt.received.close()
            done.callback(ref)
        self._next()

    def _failed(self, failure: Failure, batch: _Batch) -> None:
        for attempt, done in batch:
            attempt.received.close()
            done.errback(failure)
        self._next()
