"""Objects of a replica: files under the name of their own SHA-256, written once, read back before they count.

No digest that a target states is asked for: its bytes are read and hashed here.
"""

from __future__ import annotations

import hashlib
import io
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, TypeVar

from archive.errors import Damaged
from archive.replicas import target as place
from archive.replicas.target import Absent, Occupied, Passing, Target, Unreadable, patiently, unreachable

S = TypeVar("S")
T = TypeVar("T")
OBJECTS = "objects/"
_TRIES = 4  # writing a file that does not come back as it was sent


@dataclass(frozen=True)
class Source:
    """Bytes to send: their SHA-256, their number, and how to read them from the start."""

    sha256: str
    size: int
    open: Callable[[], BinaryIO]


@dataclass(frozen=True)
class Answer:
    """What the bytes of a file on a target are: their SHA-256, that over a nonce and the bytes, their number."""

    sha256: str
    challenged: str
    size: int


def object_name(sha256: str) -> str:
    """Return where the bytes of a digest lie.

    >>> object_name("abcdef")
    'objects/ab/abcdef'
    """
    return f"{OBJECTS}{sha256[:2]}/{sha256}"


def of_bytes(content: bytes) -> Source:
    """Return bytes in memory as a source."""
    return Source(hashlib.sha256(content).hexdigest(), len(content), lambda: io.BytesIO(content))


def of_file(path: Path, sha256: str) -> Source:
    """Return a file whose digest is known as a source."""
    return Source(sha256, path.stat().st_size, lambda: path.open("rb"))


def stream(target: Target, name: str, most: int) -> Iterator[bytes]:
    """Yield the bytes of a file; where the connection is lost, go on at the byte where it was.

    Raises:
        Absent, Unreadable: as the target says; also where there are more than ``most`` bytes.
        ReplicaUnreachable: it was lost at the same byte too often.
    """
    done, pauses = 0, iter(place.PAUSES)
    while True:
        try:
            for piece in target.read(name, done):
                done += len(piece)
                if done > most:
                    raise Unreadable("it is longer than it was said to be")
                if piece:
                    pauses = iter(place.PAUSES)
                yield piece
        except Passing as error:
            pause = next(pauses, None)
            if pause is None:
                raise unreachable(target.address, error) from error
            time.sleep(pause)
        else:
            return


def challenge(target: Target, name: str, most: int, nonce: bytes = b"") -> Answer:
    """Read a file back whole and hash it, also with a nonce before it. Raises as `stream`."""
    plain, challenged, size = hashlib.sha256(), hashlib.sha256(nonce), 0
    for piece in stream(target, name, most):
        plain.update(piece)
        if nonce:
            challenged.update(piece)
        size += len(piece)
    return Answer(plain.hexdigest(), challenged.hexdigest() if nonce else "", size)


def read(target: Target, name: str, most: int) -> bytes:
    """Return a small file whole. Raises as `stream`."""
    return b"".join(stream(target, name, most))


def holds(target: Target, name: str, source: Source) -> bool | None:
    """Say whether a file, read back whole, is what the source is; None where there is no such file."""
    try:
        return challenge(target, name, source.size).sha256 == source.sha256
    except Absent:
        return None
    except Unreadable:
        return False


def put(target: Target, name: str, source: Source, damaged: bool = False) -> None:
    """Write a file under a free name and read it back, until it is what was sent.

    ``damaged``: what has the name now is known to be wrong, and is set aside first. So is what comes back wrong.

    Raises:
        SourceChanged: the source's bytes are not those of its digest (any more).
        Damaged: it never came back as it was sent.
        ReplicaUnreachable, StorageError: the target gave no answer, or has no room.
    """
    for _ in range(_TRIES):
        if damaged:
            patiently(lambda: target.set_aside(name), target.address)
        patiently(lambda: _create(target, name, source), target.address)
        back = holds(target, name, source)
        if back:
            return
        damaged = back is False
    raise Damaged(
        f"The replica {target.address} does not give back what it was given ({name}): "
        "it is not done; check its disk or service, or choose another."
    )


def _create(target: Target, name: str, source: Source) -> None:
    try:
        with source.open() as body:
            target.create(name, body, source.sha256)
    except Occupied:
        pass  # by an earlier try whose answer was lost, or by another hand: reading it back decides


def side_by_side(target: Target, work: Callable[[S], T], items: Iterable[S]) -> Iterator[T]:
    """Yield what the work makes of each item, in their order, as many at a time as suits the target.

    What fails ends it: nothing more is begun.
    """
    pool = ThreadPoolExecutor(target.side_by_side)
    try:
        yield from pool.map(work, items)
    finally:
        pool.shutdown(cancel_futures=True)
