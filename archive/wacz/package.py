"""A ZIP file written entry by entry, the same bytes for the same content: no clock, no owner, no path in it.

Streamed; ZIP64 where an entry or the whole is too large for ZIP (APPNOTE 4.3.14). What is compressed already is
stored as it is, so that a viewer can take one record out of a remote file by its place.
"""

from __future__ import annotations

import contextlib
import hashlib
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Self

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the first instant that ZIP knows
_UNIX = 3
_PLAIN_FILE = 0o100644 << 16
_LEVEL = 9
_PIECE = 1 << 20


@dataclass(frozen=True)
class Resource:
    """One file of the package: path, size in bytes, SHA-256 in hexadecimal."""

    path: str
    size: int
    sha256: str


class Package:
    """A ZIP file being written: a context; its directory is written at its end."""

    def __init__(self, file: BinaryIO) -> None:
        self._zip = zipfile.ZipFile(file, "w", compresslevel=_LEVEL)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        # After a failure, too, or it would be tried again when nobody looks any more.
        with contextlib.nullcontext() if kind is None else contextlib.suppress(Exception):
            self._zip.close()

    def store(self, path: str, pieces: Iterable[bytes], size: int) -> Resource:
        """Add an entry as it is. ``size`` is how long it will be."""
        return self._add(path, pieces, size, zipfile.ZIP_STORED)

    def compress(self, path: str, pieces: Iterable[bytes], size: int = 0) -> Resource:
        """Add an entry deflated. ``size`` is how long it will be at most, where that may be beyond two gigabytes."""
        return self._add(path, pieces, size, zipfile.ZIP_DEFLATED)

    def _add(self, path: str, pieces: Iterable[bytes], size: int, method: int) -> Resource:
        entry = zipfile.ZipInfo(path, _EPOCH)
        entry.create_system, entry.external_attr, entry.compress_type = _UNIX, _PLAIN_FILE, method
        entry.file_size = size
        sha256, written = hashlib.sha256(), 0
        with self._zip.open(entry, "w") as stream:
            for piece in pieces:
                sha256.update(piece)
                written += stream.write(piece)
        return Resource(path, written, sha256.hexdigest())


def pieces_of(path: Path) -> Iterator[bytes]:
    """Yield a file's content piece by piece."""
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            yield piece
