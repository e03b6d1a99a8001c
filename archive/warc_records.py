"""The records of a WARC or ARC file, one after the other, with nothing in it that could make reading endless.

`warcio` reads a line to its end, however long it is, and copies what it has of it at each piece: a hole of zeros where
a header should be, as a power cut leaves it or a bomb holds it, is read for hours.
"""

from __future__ import annotations

from typing import IO, Any

from warcio.archiveiterator import ArchiveIterator

from archive.http_message import LARGEST_HEAD


def records_of(file: IO[bytes], *, arc: bool = False) -> Any:
    """Return `warcio`'s iterator of records from where a file stands; with ``arc`` those of ARC files as WARC's.

    It raises ValueError where a header, or what lies between two records, is longer than `LARGEST_HEAD`.
    """
    iterator = ArchiveIterator(file, no_record_parse=True, arc2warc=arc)
    iterator.reader = _Bounded(iterator.reader)
    return iterator


class _Bounded:
    """A reader of `warcio`'s whose lines end: those of one header, or blank ones in a row, are so long together."""

    def __init__(self, reader: Any) -> None:
        self._reader = reader
        self._taken, self._is_blank = 0, False

    def __getattr__(self, name: str) -> Any:
        return getattr(self._reader, name)

    def read(self, length: int | None = None) -> bytes:
        """Return bytes of a block."""
        self._taken = 0
        found: bytes = self._reader.read(length)
        return found

    def readline(self, length: int | None = None) -> bytes:
        """Return the next line. Raises ValueError."""
        line: bytes = self._reader.readline(min(length or LARGEST_HEAD + 1, LARGEST_HEAD + 1))
        is_blank = not line.strip()
        if is_blank != self._is_blank:
            self._taken, self._is_blank = 0, is_blank
        self._taken += len(line)
        if self._taken > LARGEST_HEAD:
            raise ValueError("a header without an end")
        return line
