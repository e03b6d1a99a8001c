"""Captures on their way to the disk: appending exchanges to a WARC file, and cutting off what a crash tore.

WARC/1.1 (ISO 28500:2017), one gzip member a record, so that any record can be cut out by its offset and a torn
tail harms no other. A block is written exactly as it was on the wire: never parsed and put together again.
`append` returns only when the operating system says the bytes are on the disk.
"""

from __future__ import annotations

import base64
import errno
import hashlib
import os
import re
import uuid
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from isal import isal_zlib

from archive import spool
from archive.durable import storage_errors, sync_folder
from archive.promises import Promise
from archive.spool import Block

CERTIFICATE_FIELD = (
    "Beilin-Certificate"  # an extension field (ISO 28500 section 5.1 allows them): the certificate's digest
)
ORIGIN_FIELD = "Beilin-Origin"  # likewise, of what others captured: the kind of place it is from, and its address
_UNSAFE = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")
_GZIP = 31  # zlib's wbits for a gzip member
_LEVEL = 2  # isal's: seven times as fast as zlib 9 on HTML, for 15 % more bytes; pictures never shrink anyway
_GATHERED = 1 << 20  # bytes written at once
_PIECE = 1 << 20  # bytes read at once


@dataclass(frozen=True)
class Record:
    """One WARC record to be written. ``fields`` come after type, id and date, in order; empty values are left out."""

    type: str
    record_id: str
    date: str
    content_type: str
    block: Block
    fields: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Place:
    """Where a record lies: file name within ``warc/``, byte offset and length of its gzip member."""

    warc: str
    offset: int
    length: int


def new_record_id() -> str:
    """Return a fresh record id. Random (uuid4): a uuid1 would carry the machine's network address."""
    return f"<urn:uuid:{uuid.uuid4()}>"


def digest(content: Iterable[bytes]) -> str:
    """Return the digest of a block or payload, given in pieces, in WARC's labelled form: "sha256:" and base32."""
    sha256 = hashlib.sha256()
    for piece in content:
        sha256.update(piece)
    return "sha256:" + base64.b32encode(sha256.digest()).decode("ascii")


def in_seconds(date: str) -> str:
    """Return a date as WARC-Refers-To-Date should have it: without a fraction."""
    # Replay indexes captures by the second: replayweb.page 2.5 looks for the first at or after this date, and with its
    # fraction would pass over the one that is meant and show a later one. Which one is meant WARC-Refers-To says.
    return re.sub(r"\.\d+Z$", "Z", date)


def write_member(record: Record, write: Callable[[bytes], object]) -> None:
    """Write a record as one gzip member, piece by piece.

    Raises:
        ValueError: a field holds a control character, which would forge another field when read back.

    """
    fields = [
        ("WARC-Type", record.type),
        ("WARC-Record-ID", record.record_id),
        ("WARC-Date", record.date),
        *((name, value) for name, value in record.fields if value),
        ("WARC-Block-Digest", digest(spool.pieces(record.block))),
        ("Content-Type", record.content_type),
        ("Content-Length", str(len(record.block))),
    ]
    if unsafe := [name for name, value in fields if _UNSAFE.search(value)]:
        raise ValueError(f"WARC field {unsafe[0]} holds a control character")
    head = "WARC/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in fields) + "\r\n"
    # Written here and not by warcio, whose writer parses what it is given: it leaves out a revisit's block.
    machine = isal_zlib.compressobj(_LEVEL, zlib.DEFLATED, _GZIP)
    write(machine.compress(head.encode("utf-8")))
    for piece in spool.pieces(record.block):
        write(machine.compress(piece))
    write(machine.compress(b"\r\n\r\n"))
    write(machine.flush())


class _NotAloneError(OSError):
    """The file has other bytes than those that were written into it here."""


class WarcFile:
    """One WARC file, open for appending. Not shared between processes: the collection's lock sees to that."""

    def __init__(self, path: Path, promise: Promise = lambda *_: None) -> None:
        """Create the file. ``promise`` is told of each piece before it is written (`archive.promises`).

        Raises StorageError where that cannot be, FileExistsError where it is there already.
        """
        self.path, self._promise = path, promise
        with storage_errors(path):
            self._descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_APPEND, 0o600)
            sync_folder(path.parent)
        self.size = self._end = 0  # ``size`` is durable, ``_end`` is what was written
        self._gathered = bytearray()
        self._failure: BaseException | None = None

    def append(self, records: Iterable[Record]) -> list[Place]:
        """Write records durably, all or none, and say where they lie.

        Raises:
            StorageError: the disk refused. What had been appended before is whole; the file is cut back to it.

        """
        places = []
        with storage_errors(self.path):
            if self._failure:
                raise self._failure
            try:
                for record in records:
                    start = self._end
                    write_member(record, self._write)
                    places.append(Place(self.path.name, start, self._end - start))
                self._pass_on(is_last=True)
                os.fdatasync(self._descriptor)
                self._check_alone()
            except BaseException as error:
                # After a failed fsync nobody knows what is on the disk: what was not acknowledged is taken back, and
                # nothing is written to this file any more.
                self._failure = error
                self._gathered.clear()
                self._end = self.size
                if not isinstance(error, _NotAloneError):  # what others wrote is not ours to destroy
                    os.ftruncate(self._descriptor, self.size)
                raise
        self.size = self._end
        return places

    def _write(self, data: bytes) -> None:
        self._gathered += data
        self._end += len(data)
        if len(self._gathered) >= _GATHERED:
            self._pass_on()

    def _pass_on(self, *, is_last: bool = False) -> None:
        content = bytes(self._gathered)
        self._gathered.clear()
        if content or (is_last and self._end > self.size):  # all may have been passed on: then what ends it is empty
            self._promise(self._end - len(content), content, is_last)
        view = memoryview(content)
        while view:
            view = view[os.write(self._descriptor, view) :]

    def _check_alone(self) -> None:
        found = os.fstat(self._descriptor)
        if not found.st_nlink:
            raise FileNotFoundError(errno.ENOENT, "it is gone")
        if found.st_size != self._end:
            raise _NotAloneError(errno.EBUSY, "somebody else wrote into it")

    def close(self) -> None:
        """Close the file; it is never opened for writing again."""
        os.close(self._descriptor)
