"""Whether a cluster can do anything for us: its scheduler answers, and it has a worker.

Dask waits for ever for workers that do not come back. Whoever waits for it here looks now and then, and ends.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import CancelledError
from typing import Any

from archive.errors import Unreachable
from archive.sizes import duration

PATIENCE = 300.0  # seconds without a worker, or without an answer, after which a cluster is given up
ANSWER = 10.0  # seconds for which one answer is waited for
_BETWEEN = 5.0  # seconds between two looks
_SOON = 1.0  # the same while nobody is there


class Presence:
    """What is known of a cluster. ``threads`` are those of all its workers at the last look, 0 before the first."""

    def __init__(self, client: Any, patience: float = PATIENCE) -> None:
        self.threads = 0
        self._client = client
        self._patience = patience
        self._address = str(client.scheduler.address)
        self._looked = self._answered = 0.0
        self._worked = time.monotonic()

    def look(self, say: Callable[[], None] = lambda: None, *, hurry: bool = False) -> None:
        """Have something said to the scheduler, and ask for workers, where it is time to. In a ``hurry`` it is now.

        Raises:
            Unreachable: there was no worker, or no answer, for too long. In a hurry that is soon.
        """
        if not hurry and time.monotonic() - self._looked < (_BETWEEN if self.threads else _SOON):
            return
        try:
            say()
            self.threads = sum(self._client.nthreads(callback_timeout=ANSWER).values())
            self._answered = time.monotonic()
        except Exception:  # Dask has many
            self.threads = 0
        self._looked = time.monotonic()
        if self.threads:
            self._worked = self._looked
            return
        patience = min(self._patience, ANSWER) if hurry else self._patience
        # Dask's client closes itself where it could not come back to its scheduler, and never opens again.
        if self._client.status == "closed" or self._looked - self._worked >= patience:
            raise self.gone()

    def doubt(self) -> None:
        """Have the next look be soon: something we were told of is not so."""
        self.threads, self._looked = 0, 0.0

    def gone(self) -> Unreachable:
        """Return what is wrong as an error."""
        waited = duration(time.monotonic() - self._worked)
        if self._client.status == "running" and self._answered >= self._worked:
            return Unreachable(
                f"The Dask cluster {self._address} has had no worker for {waited}: see why they ended, start some, and "
                "run the same command again."
            )
        return Unreachable(
            f"The Dask cluster {self._address} has not answered for {waited}: see why its scheduler ended, start it, "
            "and run the same command again."
        )

    def submit(self, function: Callable[..., Any], *given: Any, **how: Any) -> Any:
        """Give a worker something to do, as Dask's client does. Raises Unreachable where that one gave up meanwhile."""
        try:
            return self._client.submit(function, *given, **how)
        except Exception as error:  # Dask has many
            raise self.gone() from error

    def result(self, future: Any, say: Callable[[], None] = lambda: None, stop: threading.Event | None = None) -> Any:
        """Wait for what a worker answers, or (None) until ``stop``. Raises Unreachable, and what the worker raised.

        Meanwhile the scheduler is told what `look` has it told.
        """
        while not (stop and stop.is_set()):
            try:
                return future.result(timeout=_SOON if stop else _BETWEEN)
            except CancelledError:  # the connection was lost
                raise self.gone() from None
            except TimeoutError:
                if future.status == "error":
                    raise
            self.look(say)
        return None
