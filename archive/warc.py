"""Captures on disk: appending exchanges to a WARC file, and reading responses back.

WARC/1.1 (ISO 28500:2017), one gzip member a record, so that any record can be cut out by its offset and a torn
tail harms no other. A block is written exactly as it was on the wire: never parsed and put together again.
`append` returns only when the operating system says the bytes are on the disk.
"""

from __future__ import annotations

import base64
import hashlib
import os
import re
import uuid
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from archive.durable import storage_errors, sync_folder
from archive.http_message import HttpMessage, parse_response, undo_coding
from archive.records import Capture, CaptureRef

CERTIFICATE_FIELD = (
    "Beilin-Certificate"  # an extension field (ISO 28500 section 5.1 allows them): the certificate's digest
)
_UNSAFE = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")
_GZIP = 31  # zlib's wbits for a gzip member


@dataclass(frozen=True)
class Record:
    """One WARC record to be written. ``fields`` come after type, id and date, in order; empty values are left out."""

    type: str
    record_id: str
    date: str
    content_type: str
    block: bytes
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


def digest(content: bytes) -> str:
    """Return the digest of a block or payload in WARC's labelled form: "sha256:" and base32."""
    return "sha256:" + base64.b32encode(hashlib.sha256(content).digest()).decode("ascii")


def member(record: Record) -> bytes:
    """Return a record as one gzip member.

    Raises:
        ValueError: a field holds a control character, which would forge another field when read back.

    """
    fields = [
        ("WARC-Type", record.type),
        ("WARC-Record-ID", record.record_id),
        ("WARC-Date", record.date),
        *((name, value) for name, value in record.fields if value),
        ("WARC-Block-Digest", digest(record.block)),
        ("Content-Type", record.content_type),
        ("Content-Length", str(len(record.block))),
    ]
    if unsafe := [name for name, value in fields if _UNSAFE.search(value)]:
        raise ValueError(f"WARC field {unsafe[0]} holds a control character")
    plain = BytesIO()
    head = StatusAndHeaders("", fields, "WARC/1.1")
    raw = ArcWarcRecord("warc", record.type, head, BytesIO(record.block), None, record.content_type, len(record.block))
    _ExactWriter(plain).write_record(raw)
    gzip = zlib.compressobj(6, zlib.DEFLATED, _GZIP)
    return gzip.compress(plain.getvalue()) + gzip.flush()


class _ExactWriter(WARCWriter):  # type: ignore[misc]
    """Warcio's writer without its wish to add a payload digest to records that should have none."""

    def __init__(self, out: BytesIO) -> None:
        super().__init__(out, gzip=False, warc_version="WARC/1.1")

    def ensure_digest(self, record: ArcWarcRecord, block: bool = True, payload: bool = True) -> None:
        """Leave the digests as `member` has computed them."""


class WarcFile:
    """One WARC file, open for appending. Not shared between processes: the collection's lock sees to that."""

    def __init__(self, path: Path) -> None:
        """Create the file. Raises StorageError where that cannot be, FileExistsError where it is there already."""
        self.path = path
        with storage_errors(path):
            self._descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_APPEND, 0o644)
            sync_folder(path.parent)
        self.size = 0

    def append(self, records: Iterable[Record]) -> list[Place]:
        """Write records durably, all or none, and say where they lie.

        Raises:
            StorageError: the disk refused. What had been appended before is whole; the file is cut back to it.

        """
        members = [member(record) for record in records]
        with storage_errors(self.path):
            try:
                _write_all(self._descriptor, b"".join(members))
                os.fdatasync(self._descriptor)
            except OSError:
                os.ftruncate(self._descriptor, self.size)
                raise
        places = []
        for content in members:
            places.append(Place(self.path.name, self.size, len(content)))
            self.size += len(content)
        return places

    def close(self) -> None:
        """Close the file; it is never opened for writing again."""
        os.close(self._descriptor)


def _write_all(descriptor: int, content: bytes) -> None:
    view = memoryview(content)
    while view:
        view = view[os.write(descriptor, view) :]


def captures(path: Path) -> Iterator[Capture]:
    """Yield the responses of a WARC file in order, decoded. Blocks without an HTTP response are passed over."""
    with path.open("rb") as file:
        for record in (iterator := ArchiveIterator(file, no_record_parse=True)):
            if record.rec_type != "response":
                continue
            block, fields = record.raw_stream.read(), record.rec_headers
            offset = iterator.get_record_offset()
            message = parse_response(block)
            if message:
                place = CaptureRef(
                    target_uri=fields["WARC-Target-URI"],
                    warc=path.name,
                    offset=offset,
                    record_id=fields["WARC-Record-ID"],
                    payload_digest=fields.get_header("WARC-Payload-Digest") or "",
                    captured_at=fields["WARC-Date"],
                    certificate=fields.get_header(CERTIFICATE_FIELD),
                )
                yield to_capture(message, place, fields.get_header("WARC-Truncated"))


def to_capture(message: HttpMessage, ref: CaptureRef, truncated: str | None) -> Capture:
    """Return the capture that reading starts from: the one way from a response to it, live and from the WARC."""
    body, decoded = undo_coding(message.entity, message.header("content-encoding"))
    return Capture(
        target_uri=ref.target_uri,
        status=message.status,
        headers=message.headers,
        body=body,
        captured_at=ref.captured_at,
        record_id=ref.record_id,
        payload_digest=ref.payload_digest,
        warc=ref.warc,
        offset=ref.offset,
        certificate=ref.certificate,
        truncated=truncated,
        decoded=decoded,
    )


def whole_length(path: Path) -> int:
    """Return the length of the longest prefix of whole gzip members: where a torn file must be cut."""
    whole = position = 0
    machine = zlib.decompressobj(_GZIP)
    with path.open("rb") as file:
        while chunk := file.read(1 << 20):
            rest = chunk
            while rest:
                try:
                    machine.decompress(rest, 1 << 20)
                except zlib.error:
                    return whole
                left = machine.unused_data if machine.eof else machine.unconsumed_tail
                position += len(rest) - len(left)
                rest = left
                if machine.eof:
                    whole, machine = position, zlib.decompressobj(_GZIP)
    return whole


def recover(path: Path, evidence: Path) -> int:
    """Cut a torn tail off a WARC file, keeping it aside, and return its length in bytes (0: the file was whole).

    The tail is made durable before the file is cut, so that a crash in between loses nothing.
    """
    whole = whole_length(path)
    torn = path.stat().st_size - whole
    if torn:
        with storage_errors(path), path.open("r+b") as file:
            file.seek(whole)
            evidence.parent.mkdir(parents=True, exist_ok=True)
            with evidence.open("wb") as aside:
                aside.write(file.read())
                aside.flush()
                os.fsync(aside.fileno())
            file.truncate(whole)
            os.fsync(file.fileno())
    return torn
