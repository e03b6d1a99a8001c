"""What a place for replicas must be able to do, and which failures may pass.

A target is dumb: it lists, gives bytes, takes bytes under a name that is free, and puts a damaged file aside. It is
never asked for a digest, and nothing in it is believed: what it gives back is hashed here.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, Protocol, TypeVar

from archive.errors import ReplicaUnreachable

T = TypeVar("T")
PIECE = 1 << 20  # bytes in memory at once
PAUSES = (0.5, 2.0, 8.0)  # seconds before each further try
PARTIAL = "partial/"  # what is still being written
QUARANTINE = "quarantine/"  # what was found damaged


class Passing(Exception):
    """It failed and may succeed soon: a lost connection, a busy server."""


class Absent(Exception):
    """There is nothing of that name."""


class Occupied(Exception):
    """The name is taken; nothing was written."""


class Unreadable(Exception):
    """This one file cannot be read; others may be."""


class SourceChanged(Exception):
    """The bytes to send are no longer those that were to be sent; nothing has their name."""


@dataclass(frozen=True)
class Entry:
    """A file of a target: its name with "/", and its size in bytes as the target states it."""

    name: str
    size: int


class Target(Protocol):
    """A place that holds a replica. Its methods may be called from several threads.

    Each raises Passing, and a BeilinError where trying again cannot help (full, no permission, a wrong host key).
    """

    @property
    def address(self) -> str:
        """The address as it is shown and remembered; it holds no secret."""

    @property
    def side_by_side(self) -> int:
        """How many calls at a time make it fastest."""

    @property
    def exclusive(self) -> bool:
        """Whether of two that `create` one name at the same instant only one can; as far as is known by now."""

    def notes(self) -> list[str]:
        """Return what a person should know of the place: whether it locks or keeps versions. A sentence each."""

    def entries(self) -> Iterator[Entry]:
        """Yield every file there is."""

    def read(self, name: str, start: int = 0) -> Iterator[bytes]:
        """Yield a file's bytes from an offset on, as they lie there now. Raises Absent, Unreadable."""

    def create(self, name: str, body: BinaryIO, sha256: str) -> None:
        """Write a file whole and durably under a name that is free. Raises Occupied, SourceChanged."""

    def set_aside(self, name: str) -> None:
        """Keep the damaged bytes of this name elsewhere, so that `create` can write it again."""

    def close(self) -> None:
        """Let go of connections."""


def patiently(work: Callable[[], T], address: str) -> T:
    """Return what the work returns, trying again while it fails in a way that may pass.

    Raises:
        ReplicaUnreachable: it failed at every try.
    """
    for pause in PAUSES:
        try:
            return work()
        except Passing:
            time.sleep(pause)
    try:
        return work()
    except Passing as error:
        raise unreachable(address, error) from error


def unreachable(address: str, error: Exception) -> ReplicaUnreachable:
    """Return the error for a target that failed at every try."""
    return ReplicaUnreachable(f"The replica {address} cannot be reached ({error}): try again later; it goes on then.")
