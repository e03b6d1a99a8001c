"""What is about to be written into a WARC file, said and signed before it is there: a write-ahead journal.

A WARC file that is open has no seal yet. Its journal has one line for each piece that beilin writes into it: place,
length and SHA-256, with a signature (namespace ``beilin-written``). A line is durable before the piece is begun, so
every byte that beilin wrote has its line, whenever the program dies or the power goes; what has none, somebody else
wrote. The next seal covers the file, and the journal goes.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from archive.durable import make_folder, replace, storage_errors, sync_folder
from archive.integrity.reading import open_regular
from archive.signing import WRITTEN, Signer

Promise = Callable[[int, bytes, bool], None]
_LONGEST_LINE = 1 << 12  # bytes
_CHUNK = 1 << 20


@dataclass(frozen=True)
class Standing:
    """How a WARC file stands to its journal, in bytes from its start.

    The first ``vouched`` are as they were promised, to the end of what was acknowledged at once; ``acknowledged`` were
    durable once; ``promised`` is how long the file can be.
    """

    vouched: int = 0
    acknowledged: int = 0
    promised: int = 0


@dataclass(frozen=True)
class _Piece:
    offset: int
    length: int
    sha256: str
    is_last: bool


def begin(journal: Path, name: str, signer: Signer) -> Promise:
    """Make the journal of a WARC file. One that is there and empty serves: its file could not be made the last time.

    What is returned is told of each piece before it is written: offset, content, whether it is the last of those that
    are acknowledged at once. Raises StorageError.
    """
    with storage_errors(journal):
        make_folder(journal.parent)
        descriptor = os.open(journal, os.O_CREAT | os.O_NOFOLLOW | os.O_WRONLY, 0o600)
        try:
            if os.fstat(descriptor).st_size:
                raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(journal))
        finally:
            os.close(descriptor)
        sync_folder(journal.parent)

    def promise(offset: int, content: bytes, is_last: bool) -> None:
        piece = _Piece(offset, len(content), hashlib.sha256(content).hexdigest(), is_last)
        with storage_errors(journal):
            # Not made again where it is gone: what is written next would count for nothing.
            descriptor = os.open(journal, os.O_WRONLY | os.O_APPEND | os.O_NOFOLLOW)
            try:
                _write(descriptor, _line(piece, name, signer))
                os.fdatasync(descriptor)
            finally:
                os.close(descriptor)

    return promise


def standing(path: Path, journal: Path, signer: Signer) -> Standing:
    """Return how a WARC file stands to its journal; where that is gone, nothing is vouched for. Raises OSError."""
    vouched = acknowledged = promised = 0
    begins, is_kept = True, True
    with open_regular(path) as file:
        for piece in _promised(journal, path.name, signer):
            if piece.offset != promised:
                break
            # What is acknowledged at once is promised only when all that came before it is durable.
            acknowledged = promised if begins else acknowledged
            is_kept = is_kept and _digest(file, piece.offset, piece.length) == piece.sha256
            promised, begins = promised + piece.length, piece.is_last
            vouched = promised if is_kept and piece.is_last else vouched
    return Standing(vouched, acknowledged, promised)


def shorten(journal: Path, length: int) -> None:
    """Leave of a journal the lines for the first ``length`` bytes of its file. Raises StorageError."""
    lines = journal.read_bytes().splitlines(keepends=True) if journal.is_file() else []
    pieces = ((_piece(line), line) for line in lines)
    replace(journal, b"".join(line for piece, line in pieces if piece and piece.offset + piece.length <= length))


def _promised(journal: Path, name: str, signer: Signer) -> Iterator[_Piece]:
    """Yield what the key promised, up to the first line that it did not sign."""
    if not journal.is_file() or journal.is_symlink():
        return
    with open_regular(journal) as file:
        while line := file.readline(_LONGEST_LINE):
            piece = _piece(line)
            # ed25519 makes one signature of one message (RFC 8032): the true line is the one that is made again.
            if piece is None or line != _line(piece, name, signer):
                return
            yield piece


def _piece(line: bytes) -> _Piece | None:
    try:
        said: Any = json.loads(line)
        piece = _Piece(said["offset"], said["length"], said["sha256"], said["last"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    fits = type(piece.offset) is int and type(piece.length) is int and type(piece.is_last) is bool
    return piece if fits and isinstance(piece.sha256, str) and piece.length >= 0 else None


def _line(piece: _Piece, name: str, signer: Signer) -> bytes:
    said: dict[str, str | int] = {"file": name, "offset": piece.offset, "length": piece.length}
    said |= {"sha256": piece.sha256, "last": piece.is_last}
    signature = signer.sign(json.dumps(said, sort_keys=True).encode(), WRITTEN).decode("ascii")
    return json.dumps({**said, "signature": signature}).encode() + b"\n"


def _digest(file: BinaryIO, offset: int, length: int) -> str:
    sha256, left = hashlib.sha256(), length
    file.seek(offset)
    while left and (content := file.read(min(left, _CHUNK))):
        sha256.update(content)
        left -= len(content)
    return "" if left else sha256.hexdigest()


def _write(descriptor: int, content: bytes) -> None:
    view = memoryview(content)
    while view:
        view = view[os.write(descriptor, view) :]
