"""Records of foreign WARC and ARC files: found again after damage, and their digests held against their bytes.

Any writer's file is read (WARC 0.17 to 1.1, ARC 1; plain or a gzip member a record): `warcio` does that. What it gives
up at is noted, and the reading goes on at the next place that looks like a record.
"""

from __future__ import annotations

import base64
import contextlib
import gzip
import hashlib
import io
import re
import tempfile
import zlib
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from archive.http_message import LARGEST_HEAD
from archive.spool import Spool
from archive.warc_records import records_of
from scraper.rescuing.offers import Fault, NotTaken

LARGEST_BLOCK = 1 << 30  # bytes of a block: longer than any picture or page, shorter than a bomb
_MOST_IN_VAIN = 1 << 34  # bytes, unpacked, that are read of damaged places: some may be read as often as a file says
_BEGIN = 1 << 16  # bytes in which a head ends, most often
_PIECE = 1 << 16
_WINDOW = 1 << 20
_STARTS = (b"\x1f\x8b\x08", b"WARC/0.", b"WARC/1.")
_START = re.compile(rb"\x1f\x8b\x08|WARC/[01]\.")
_ALGORITHMS = ("sha1", "sha256", "sha512", "md5")
_LARGEST_FILE = 1 << 36  # bytes, unpacked


@dataclass(frozen=True)
class Foreign:
    """A record as it lies in its file: where it begins, its header, and the first bytes of its block."""

    offset: int
    fields: Any
    kind: str
    begin: bytes

    def field(self, name: str) -> str:
        """Return a field's value, "" where there is none."""
        return str(self.fields.get_header(name) or "")


@dataclass(frozen=True)
class _Torn:
    """A place that is damaged: ``read`` bytes were read in vain until that was known."""

    at: int
    why: str
    read: int


def records(file: IO[bytes], faults: list[Fault]) -> Iterator[Foreign]:
    """Yield the records of a file in order; what cannot be read is passed over, and added to the faults."""
    start: int | None = 0
    in_vain = 0
    while start is not None:
        file.seek(start)
        torn = yield from _run(file, start)
        if torn is None:
            return
        faults.append(Fault("damaged", f"byte {torn.at}: {torn.why}"))
        in_vain += torn.read + _PIECE
        if in_vain > _MOST_IN_VAIN:
            faults.append(Fault("damaged", f"byte {torn.at}: too much is damaged, and what follows was not read"))
            return
        start = _next_start(file, torn.at + 1)


def _run(file: IO[bytes], start: int) -> Generator[Foreign, None, _Torn | None]:
    """Yield records until the end, or the first that is damaged; return where that is and what is wrong with it."""
    at, taken = start, 0
    with contextlib.closing(records_of(file, arc=True)) as iterator:
        reader = iterator.reader
        while True:
            try:
                record = _next(iterator)
                if record is None:
                    return None
                at = iterator.offset
                begin = _read(record.raw_stream, _BEGIN)
                length = len(begin) + _skip(record.raw_stream)
            except (MemoryError, OSError):
                raise
            except Exception as error:  # warcio's own have no common parent
                why = f"no record can be read here ({type(error).__name__})"
                return _Torn(max(at, iterator.offset), why, reader.tell() - taken)
            if record.length is None or length != record.length:
                stated = "no length" if record.length is None else f"{record.length} bytes"
                why = f"the record states {stated}, and {length} bytes are there"
                return _Torn(at, why, reader.tell() - taken)
            yield Foreign(at, record.rec_headers, record.rec_type or "", begin)
            # What lies behind a record that is whole is looked for behind it, not in it.
            at, taken = file.tell() - reader.rem_length(), reader.tell()


def block_at(file: IO[bytes], offset: int, folder: Path) -> tuple[Foreign, Spool]:
    """Return the record at an offset, and its whole block.

    Raises:
        NotTaken: no whole record lies there, or its block is too large.
    """
    file.seek(offset)
    spool = Spool(folder)
    try:
        with contextlib.closing(records_of(file, arc=True)) as iterator:
            record = _next(iterator)
            if record is None or record.length is None or record.length > LARGEST_BLOCK:
                raise NotTaken("too-large", "its block is larger than is taken, or has no length")
            while piece := record.raw_stream.read(_PIECE):
                spool.write(piece)
    except (MemoryError, OSError, NotTaken):
        raise
    except Exception as error:
        raise NotTaken("damaged", f"it cannot be read ({type(error).__name__})") from error
    if len(spool) != record.length:
        raise NotTaken("damaged", f"it states {record.length} bytes, and {len(spool)} are there")
    return Foreign(offset, record.rec_headers, record.rec_type or "", spool.read(0, LARGEST_HEAD)), spool


def member(content: bytes, folder: Path) -> tuple[Foreign, Spool]:
    """Return the one record in some bytes, and its block. Raises NotTaken."""
    return block_at(io.BytesIO(content), 0, folder)


def plain(file: IO[bytes], folder: Path) -> IO[bytes]:
    """Return a file in which records can be found again: one that is gzipped as a whole is unpacked first."""
    if not _is_one_member(file):
        return file
    unpacked = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 (closed with the source)
    file.seek(0)
    with contextlib.suppress(EOFError, zlib.error, gzip.BadGzipFile), gzip.GzipFile(fileobj=file) as whole:
        while (piece := whole.read(_WINDOW)) and unpacked.tell() < _LARGEST_FILE:
            unpacked.write(piece)
    file.close()
    return unpacked


def matches(stated: str, contents: Iterable[Iterable[bytes]]) -> bool | None:
    """Say whether a stated digest (any algorithm of WARC's, base32 or hexadecimal) is that of one of some contents.

    None where the digest is of no form that is known: then it says nothing.
    """
    name, _, value = stated.strip().partition(":")
    algorithm = name.lower().replace("-", "")
    if algorithm not in _ALGORITHMS or not value:
        return None
    for content in contents:
        machine = hashlib.new(algorithm, usedforsecurity=False)
        for piece in content:
            machine.update(piece)
        base32 = base64.b32encode(machine.digest()).decode().rstrip("=")
        if value.rstrip("=").upper() == base32 or value.lower() == machine.hexdigest():
            return True
    return False


def _next(iterator: Any) -> Any:
    with contextlib.redirect_stderr(io.StringIO()):  # it writes there what it thinks of a file
        return next(iterator, None)


def _is_one_member(file: IO[bytes]) -> bool:
    """Say whether the first gzip member of a file holds more than one record."""
    file.seek(0)
    if file.read(2) != _STARTS[0][:2]:
        return False
    file.seek(0)
    machine = zlib.decompressobj(31)
    with contextlib.suppress(zlib.error):
        begin = b""
        while (raw := file.read(_WINDOW)) and not machine.eof:
            begin = begin[-64:] + machine.decompress(raw, 1 << 26)
            if re.search(rb"\r?\n\r?\n(?:WARC/[01]\.|[a-z]{3,9}://\S{1,9999} [\d.]{7,15} \d{14} )", begin):
                return True
    return False


def _skip(stream: Any) -> int:
    length = 0
    while (piece := stream.read(_PIECE)) and length <= LARGEST_BLOCK:
        length += len(piece)
    return length


def _read(stream: Any, size: int) -> bytes:
    pieces = []
    while size and (piece := stream.read(size)):
        pieces.append(piece)
        size -= len(piece)
    return b"".join(pieces)


def _next_start(file: IO[bytes], start: int) -> int | None:
    """Return the next offset at which something like a record begins, None where there is none."""
    held, size = b"", _PIECE
    while True:
        file.seek(start + len(held))
        piece = file.read(size)
        held += piece
        for found in _START.finditer(held):
            if found[0] != _STARTS[0] or _begins_record(file, start + found.start()):
                return start + found.start()
        if not piece:
            return None
        keep = max(0, len(held) - 8)
        start, held, size = start + keep, held[keep:], _WINDOW


def _begins_record(file: IO[bytes], at: int) -> bool:
    file.seek(at)
    try:
        begin = zlib.decompressobj(31).decompress(file.read(4096), 256)
    except zlib.error:
        return False
    return begin.startswith(_STARTS[1:]) or bool(re.match(rb"[a-z]{3,9}://", begin))
