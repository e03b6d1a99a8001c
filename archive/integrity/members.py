"""The gzip members of a WARC file (RFC 1952), walked over because a reader of records takes a torn last one for good.

After a damaged member the walk goes on at the next magic number, so that one fault hides no other.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

from archive.integrity.record import Record

_MAGIC = b"\x1f\x8b\x08"
_GZIP = 31
_FIRST = 1 << 12  # bytes of a member read at first: most members are no longer
_CHUNK = 1 << 16
_PIECE = 1 << 18  # plain bytes in memory at once
_LARGEST_RATIO = 1032  # deflate: 258 bytes out of two bits


class Readable(Protocol):
    """A file, or a stretch of one."""

    def seek(self, position: int, /) -> object:
        """Go to a byte."""

    def read(self, size: int, /) -> bytes:
        """Return the next bytes, fewer at the end."""


@dataclass(frozen=True)
class Member:
    """One gzip member: where it lies and the record it holds; ``plain`` is None where it is damaged or torn."""

    offset: int
    length: int
    plain: Record | None


def members(path: Path, start: int = 0) -> Iterator[Member]:
    """Yield the gzip members of a file in order, from an offset on, damaged stretches among them.

    A member that goes on far beyond its record is not inflated to its end: it is taken to reach to the next magic
    number.
    """
    with path.open("rb", buffering=_PIECE) as file:
        yield from members_of(file, path.stat().st_size, start)


def members_of(file: Readable, size: int, start: int = 0) -> Iterator[Member]:
    """Yield the gzip members of what is read, of a size in bytes, as `members` does."""
    offset = start
    while offset < size:
        file.seek(offset)
        record = Record((size - offset) * _LARGEST_RATIO)
        length, state = _inflate(file, record)
        if state != "whole":
            length = _next_magic(file, offset + (length if state == "refused" else 1), size) - offset
        yield Member(offset, length, None if state == "damaged" else record)
        offset += length


def _inflate(file: Readable, record: Record) -> tuple[int, Literal["whole", "damaged", "refused"]]:
    """Feed a member to a record; return (bytes taken of the file, how it ended)."""
    machine, waiting, length, size = zlib.decompressobj(_GZIP), b"", 0, _FIRST
    try:
        while not machine.eof:
            if not waiting:
                waiting, size = file.read(size), _CHUNK
                length += len(waiting)
            if not waiting:
                return length, "damaged"
            piece = machine.decompress(waiting, _PIECE)
            waiting = machine.unconsumed_tail
            if not record.feed(piece) and not machine.eof:
                record.close()
                return length - len(waiting), "refused"
    except zlib.error:
        return length, "damaged"
    record.close()
    return length - len(machine.unused_data), "whole"


def _next_magic(file: Readable, start: int, size: int) -> int:
    file.seek(start)
    position, tail = start, b""
    while chunk := file.read(_CHUNK):
        window = tail + chunk
        found = window.find(_MAGIC)
        if found >= 0:
            return position - len(tail) + found
        position += len(chunk)
        tail = window[-2:]
    return size
