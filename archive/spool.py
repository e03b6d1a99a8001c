"""Bytes of any length: few are kept in memory, many in an unnamed file, and both are read piece by piece.

So that a body of two gigabytes costs no more memory than one of two megabytes.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

IN_MEMORY = 1 << 20  # bytes; what is longer goes to the disk
PIECE = 1 << 16


class Spool:
    """Grows at its end. ``folder`` is where its file is made, should it need one; the file has no name."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._memory = bytearray()
        self._file: IO[bytes] | None = None
        self._length = 0

    def __len__(self) -> int:
        return self._length

    def write(self, data: bytes) -> None:
        """Add bytes at the end. Raises OSError where the disk refuses."""
        self._length += len(data)
        if self._file:
            self._file.write(data)
        elif self._length <= IN_MEMORY or self._folder is None:
            self._memory += data
        else:
            self._file = tempfile.TemporaryFile(dir=self._folder)  # noqa: SIM115 (closed by `close`)
            self._file.write(self._memory)
            self._file.write(data)
            self._memory.clear()

    def cut(self, length: int) -> None:
        """Forget what lies beyond a length."""
        if self._file:
            self._file.truncate(length)
            self._file.seek(length)
        else:
            del self._memory[length:]
        self._length = length

    def close(self) -> None:
        """Give the file back, if there is one; nothing can be read afterwards."""
        if self._file:
            self._file.close()
        self._memory.clear()

    def block(self, start: int = 0) -> Block:
        """Return the bytes from ``start`` on: as bytes where they are in memory."""
        return Slice(self, start) if self._file else bytes(self._memory[start:])

    def read(self, start: int, size: int) -> bytes:
        """Return up to ``size`` bytes from a place."""
        if not self._file:
            return bytes(self._memory[start : start + size])
        self._file.seek(start)
        data = self._file.read(max(0, min(size, self._length - start)))
        self._file.seek(0, 2)
        return data


class Slice:
    """The end of a spool, from a place on."""

    def __init__(self, spool: Spool, start: int) -> None:
        self._spool, self._start = spool, start

    def __len__(self) -> int:
        return len(self._spool) - self._start

    def read(self, start: int, size: int) -> bytes:
        """Return up to ``size`` bytes from a place within the slice."""
        return self._spool.read(self._start + start, size)


Block = bytes | Slice  # what a record holds


def head(block: Block, size: int) -> bytes:
    """Return the first bytes of a block."""
    return block[:size] if isinstance(block, bytes) else block.read(0, size)


def rest(block: Block, start: int) -> Block:
    """Return a block without its first bytes."""
    if isinstance(block, bytes):
        return block[start:] if start else block
    return Slice(block._spool, block._start + start)


def let_go(block: Block) -> None:
    """Give back the file that a block lies in, if it lies in one; the block cannot be read afterwards."""
    if isinstance(block, Slice):
        block._spool.close()


def pieces(block: Block, start: int = 0) -> Iterator[bytes]:
    """Yield a block from a place on: at once where it is bytes, else in pieces of `PIECE`."""
    if isinstance(block, bytes):
        yield block[start:] if start else block
        return
    while data := block.read(start, PIECE):
        yield data
        start += len(data)
