"""Captures back from the disk: what reading starts from, the same while a crawl runs and years later."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

from archive.errors import Damaged
from archive.http_message import LARGEST_BODY, LARGEST_HEAD, Head, entity_of, parse_head, undo_coding
from archive.integrity.members import members
from archive.records import Capture
from archive.warc import CERTIFICATE_FIELD, ORIGIN_FIELD
from archive.warc_records import records_of

_TYPES = ("response", "revisit")
_WEB = ("http://", "https://")
_NOT_MODIFIED = Head(304, (), 0)  # of a revisit without a block: its answer lies beside it


def captures(path: Path, start: int = 0, largest: int = LARGEST_BODY) -> Iterator[Capture]:
    """Yield the responses of a WARC file in order, decoded, from an offset on.

    Blocks without an HTTP response are passed over. One body at a time is in memory, and none that is larger than
    `archive.http_message.LARGEST_BODY`.
    """
    with path.open("rb") as file:
        file.seek(start)
        # Closed at once: warcio's iterator refers to itself, and would keep its buffers until the next collection.
        with closing(records_of(file)) as iterator:
            yield from (capture for capture, _ in _captures(iterator, path.name, largest))


def _captures(iterator: Any, warc: str, largest: int) -> Iterator[tuple[Capture, bytes | None]]:
    """Yield captures with their payloads, None for one that is too large to be read."""
    for record in iterator:
        if _is_capture(record.rec_type, record.rec_headers["WARC-Target-URI"] or ""):
            length = int(record.rec_headers["Content-Length"])
            too_large = length > LARGEST_BODY + LARGEST_HEAD
            block = _read(record.raw_stream, LARGEST_HEAD if too_large else length)  # before warcio skips it
            head = _head(record, block)
            if head:
                payload = None if too_large else entity_of(head, block[head.length :])
                yield _capture(record, head, payload, (warc, iterator.get_record_offset()), largest), payload


def places(path: Path) -> Iterator[tuple[int, str]]:
    """Yield (offset, target URI) of the captures of a WARC file, in order: its responses, revisits and resources."""
    for offset, field in headers(path):
        uri = field("WARC-Target-URI")
        if _is_capture(field("WARC-Type"), uri):
            yield offset, uri


def headers(path: Path) -> Iterator[tuple[int, Callable[[str], str]]]:
    """Yield (offset, what gives a field of its header, "" for none) of each record of a WARC file, in order.

    The reading goes on past damage; what a damaged record says is not given.
    """
    at = -1
    try:
        with path.open("rb") as file, closing(records_of(file)) as iterator:
            for record in iterator:
                at = iterator.get_record_offset()
                yield at, partial(_field, record.rec_headers)
    except (MemoryError, OSError):
        raise
    except Exception:  # noqa: S110 (warcio's own have no common parent; what lies behind is read below)
        pass
    for member in members(path, max(at, 0)):  # nothing but the last record where all is well
        if member.offset > at and member.plain and not member.plain.problem:
            yield member.offset, partial(_plain_field, member.plain.fields)


def _field(fields: Any, name: str) -> str:
    return fields.get_header(name) or ""


def _plain_field(fields: Mapping[str, str], name: str) -> str:
    return fields.get(name.lower(), "")


def read_capture(path: Path, offset: int, largest: int = LARGEST_BODY) -> Capture:
    """Return the response that lies at an offset of a WARC file.

    Raises:
        Damaged: no response lies there.
    """
    return read_with_payload(path, offset, largest)[0]


def read_with_payload(path: Path, offset: int, largest: int = LARGEST_BODY) -> tuple[Capture, bytes | None]:
    """Return the response at an offset with its payload as WARC-Payload-Digest means it: still content-coded.

    The payload is None where it is too large to be read. Raises Damaged where no response lies there.
    """
    try:
        with path.open("rb") as file:
            file.seek(offset)
            with closing(records_of(file)) as iterator:
                found = next(_captures(iterator, path.name, largest), None)
    except MemoryError:
        raise
    except Exception as error:  # warcio's own have no common parent
        raise Damaged(f"{path}: no record can be read at byte {offset} ({type(error).__name__}).") from error
    if found is None or found[0].offset != offset:
        raise Damaged(f"{path}: no response lies at byte {offset}; run beilin verify.")
    return found


def _is_capture(kind: str, uri: str) -> bool:
    """Say whether a record is a capture; a resource of ours that is no page of the web (a certificate) is none."""
    return kind in _TYPES or (kind == "resource" and uri.startswith(_WEB))


def _head(record: Any, block: bytes) -> Head | None:
    if record.rec_type == "resource":
        return _head_of_resource(record.rec_headers)
    head = parse_head(block[:LARGEST_HEAD])
    return _NOT_MODIFIED if head is None and record.rec_type == "revisit" else head


def _capture(record: Any, head: Head, payload: bytes | None, place: tuple[str, int], largest: int) -> Capture:
    fields = record.rec_headers
    coding = head.header("content-encoding")
    body, decoded = (b"", False) if payload is None else undo_coding(payload, coding, largest)
    return Capture(
        target_uri=fields["WARC-Target-URI"],
        status=head.status,
        headers=head.headers,
        body=body,
        captured_at=fields["WARC-Date"],
        record_id=fields["WARC-Record-ID"],
        payload_digest=fields.get_header("WARC-Payload-Digest") or "",
        warc=place[0],
        offset=place[1],
        certificate=fields.get_header(CERTIFICATE_FIELD),
        truncated=fields.get_header("WARC-Truncated") if record.rec_type != "revisit" else None,
        decoded=decoded,
        refers_to=fields.get_header("WARC-Refers-To") if record.rec_type == "revisit" else None,
        origin=fields.get_header(ORIGIN_FIELD),
    )


def _head_of_resource(fields: Any) -> Head:
    """Return a head for what came without one: what was kept as a file was there, and has a media type."""
    return Head(200, (("Content-Type", fields.get_header("Content-Type") or ""),), 0)


def _read(stream: Any, size: int) -> bytes:
    pieces = []
    while size and (piece := stream.read(min(size, 1 << 20))):  # it gives what it has, not what is asked
        pieces.append(piece)
        size -= len(piece)
    return b"".join(pieces)
