"""Leases: one worker at a time, and one that only slept cannot write any more.

    PLACE/00000001, 00000002, ...     a log of entries, each written where there is none of its number

Whoever wants to hold writes the next entry; of two that try, the target lets one. The holder says that it is there by
further entries, ends with one, and states by one what it leaves (`Lease.seal`): each is the next number, so none can
be written once another has taken over. No two clocks are compared: a holder is given up where its process is known to
have ended, or where somebody has seen nothing new from it for as long as its lease lasts.
"""

from __future__ import annotations

import base64
import hashlib
import io
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Self

from archive import codec
from archive.errors import BeilinError, Damaged
from archive.holders import Holder, is_gone, this_process
from archive.replicas.objects import stream
from archive.replicas.target import Occupied, Target, patiently

HELD, SEALED, ENDED = "held", "sealed", "ended"
LASTS = 60.0  # seconds without a word after which a holder is given up
_LARGEST = 1 << 30  # bytes of an entry


@dataclass(frozen=True)
class Part:
    """A file that a holder leaves: its name in the target, and its bytes in base64."""

    name: str
    content: str


@dataclass(frozen=True)
class Entry:
    """A word in the log. ``run`` names the run of a fleet; ``at`` is when it was written (seconds since 1970), to be
    shown; ``came_to`` is the state in which a crawl ended; ``parts`` are what is left (`SEALED`); ``token`` makes each
    entry different.
    """

    kind: str
    holder: Holder
    run: str
    at: int
    came_to: str = ""
    parts: tuple[Part, ...] = ()
    token: str = ""


@dataclass(frozen=True)
class Newest:
    """The newest entry and its number; 0 and None where there is none."""

    number: int = 0
    entry: Entry | None = None


class Lost(BeilinError):
    """Another worker has taken over: what this one has is left as it is, and nothing more is written."""


def is_free(newest: Newest, silent: float, lasts: float, gone: Callable[[Holder], bool] = is_gone) -> bool:
    """Say whether a lease may be taken. ``silent`` are the seconds for which somebody saw this very entry."""
    entry = newest.entry
    return entry is None or entry.kind == ENDED or gone(entry.holder) or silent >= lasts


def look(target: Target) -> Newest:
    """Return the newest entry.

    Raises:
        Damaged: it cannot be read.
        ReplicaUnreachable: the place gives no answer.
    """
    numbers = patiently(lambda: [_number(entry.name) for entry in target.entries()], target.address)
    number = max(numbers, default=0)
    if not number:
        return Newest()
    try:
        text = b"".join(stream(target, _name(number), _LARGEST))
        return Newest(number, codec.load(Entry, text))
    except (ValueError, TypeError, KeyError, LookupError) as error:
        raise Damaged(f"The lease {target.address}/{_name(number)} is damaged ({error}): remove that file.") from None


@dataclass
class Lease:
    """A lease that is held, and renewed by a thread of its own. ``lost`` is called once it is lost."""

    target: Target
    run: str
    number: int
    lasts: float
    lost: Callable[[], None]
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _over: threading.Event = field(default_factory=threading.Event)

    @classmethod
    def take(
        cls, target: Target, newest: Newest, run: str, lost: Callable[[], None], lasts: float = LASTS
    ) -> Self | None:
        """Take a lease that is free by ``newest``; None where another was faster."""
        lease = cls(target, run, newest.number, lasts, lost)
        try:
            lease._write(HELD)
        except Lost:
            return None
        threading.Thread(target=lease._renew, name="lease", daemon=True).start()
        return lease

    def seal(self, files: Sequence[tuple[str, bytes]]) -> None:
        """State what is left, so that whoever comes next can finish writing it before he takes over. Raises Lost.

        From here on the lease is not renewed: this must stay the newest entry until `end` says that all is written.
        """
        self._over.set()
        self._write(SEALED, parts=tuple(Part(name, base64.b64encode(data).decode("ascii")) for name, data in files))

    def end(self, came_to: str) -> None:
        """Give it back. Raises Lost."""
        self._over.set()
        self._write(ENDED, came_to=came_to)

    def _renew(self) -> None:
        """Say that we are there. A place that does not answer is asked again: it may be there before another comes."""
        while not self._over.wait(self.lasts / 3):
            try:
                self._write(HELD, unless_over=True)
            except Lost:
                self.lost()
                return
            except BeilinError:
                continue

    def _write(self, kind: str, *, came_to: str = "", parts: tuple[Part, ...] = (), unless_over: bool = False) -> None:
        with self._lock:
            if unless_over and self._over.is_set():
                return
            at = time.time_ns()
            entry = Entry(kind, this_process(), self.run, at // 10**9, came_to, parts, f"{at:x}")
            text = codec.dump(entry).encode("utf-8")
            _append(self.target, self.number + 1, text)
            self.number += 1


def left(newest: Newest) -> list[tuple[str, bytes]]:
    """Return the files that the newest entry says are left, empty where it says nothing of that."""
    parts = newest.entry.parts if newest.entry else ()
    return [(part.name, base64.b64decode(part.content)) for part in parts]


def _append(target: Target, number: int, text: bytes) -> None:
    name, digest = _name(number), hashlib.sha256(text).hexdigest()

    def write() -> bool:
        try:
            target.create(name, io.BytesIO(text), digest)
        except Occupied:
            return False
        return True

    if patiently(write, target.address):
        return
    # The answer to an earlier try of ours may have been lost.
    if b"".join(stream(target, name, max(len(text), _LARGEST))) != text:
        raise Lost("Another worker has taken over.")


def _name(number: int) -> str:
    return f"{number:08d}"


def _number(name: str) -> int:
    return int(name) if len(name) == 8 and name.isascii() and name.isdecimal() else 0
