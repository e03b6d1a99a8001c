"""Turns: when a host may be asked next, for all crawlers that share a budget. Arithmetic, and a file that keeps it.

A budget is a name and the seconds between two turns of it. A request needs a turn of each budget that it falls under;
it gets the first instant at which all of them have one. Turns are given in the order in which they are asked for, and
one that is not used is lost: there is never more than was allowed, whoever dies.

    $BEILIN_HOME/turns.json     when each budget is free again, so that two clusters of one machine share theirs

Instants are seconds of the machine's monotonic clock, which nobody sets; a file of before its last start says nothing.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from archive.durable import make_folder, storage_errors
from archive.holders import machine
from archive.home import home

_LONGEST = 3600.0  # seconds; no turn lies further ahead, whatever a damaged file says
_MOST_BYTES = 1 << 26


@dataclass(frozen=True)
class Budget:
    """A name (of a host, of a service), and the seconds from one turn to the next."""

    name: str
    gap: float


def give(free: Mapping[str, float], budgets: Sequence[Budget], now: float) -> tuple[float, dict[str, float]]:
    """Return when the turn is, and when the budgets are free after it.

    >>> give({}, [Budget("host", 0.5)], 100.0)
    (100.0, {'host': 100.5})
    >>> give({"host": 100.5, "all": 103.0}, [Budget("host", 0.5), Budget("all", 0.25)], 100.0)
    (103.0, {'host': 103.5, 'all': 103.25})
    """
    at = max([now, *(min(free.get(budget.name, now), now + _LONGEST) for budget in budgets)])
    return at, {budget.name: at + budget.gap for budget in budgets}


def hold(free: Mapping[str, float], name: str, until: float, now: float) -> dict[str, float]:
    """Return when a budget is free after somebody asked to be left alone until an instant."""
    return {name: max(free.get(name, now), min(until, now + _LONGEST))}


class Turns:
    """The file. One process at a time reads and writes it; what a killed one leaves half written counts as nothing."""

    def __init__(self, path: Path | None = None) -> None:
        """Open or make it. Raises StorageError."""
        self._path = path or home() / "turns.json"
        with storage_errors(self._path):
            make_folder(self._path.parent)
            flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW
            self._descriptor = os.open(self._path, flags, 0o600)

    def give(self, budgets: Sequence[Budget], now: float) -> float:
        """Return when the turn is. Raises StorageError."""
        with storage_errors(self._path):
            free = self._begin(now)
            at, after = give(free, budgets, now)
            self._finish({**free, **after})
        return at

    def hold(self, name: str, until: float, now: float) -> None:
        """Let nobody have a turn of a budget until an instant. Raises StorageError."""
        with storage_errors(self._path):
            free = self._begin(now)
            self._finish({**free, **hold(free, name, until, now)})

    def close(self) -> None:
        """Close the file."""
        os.close(self._descriptor)

    def _begin(self, now: float) -> dict[str, float]:
        """Take the file for oneself; return what is still ahead."""
        fcntl.flock(self._descriptor, fcntl.LOCK_EX)
        try:
            found = json.loads(os.pread(self._descriptor, _MOST_BYTES, 0))
            free = found["free"].items() if found["machine"] == machine() else ()
            return {str(name): float(at) for name, at in free if float(at) > now}
        except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
            return {}

    def _finish(self, free: Mapping[str, float]) -> None:
        try:
            text = json.dumps({"machine": machine(), "free": free}).encode("ascii")
            os.ftruncate(self._descriptor, 0)
            os.pwrite(self._descriptor, text, 0)
        finally:
            fcntl.flock(self._descriptor, fcntl.LOCK_UN)
