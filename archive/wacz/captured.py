"""The captures of a WARC file as an index of them tells it: one line a response, revisit or resource (CDXJ 0.1.0)."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from archive.errors import Damaged
from archive.http_message import LARGEST_HEAD, Head, parse_head
from archive.wacz.searchable import searchable
from archive.warc_records import records_of

REVISIT = "warc/revisit"  # what an index says for the media type of a revisit
_TYPES = ("response", "revisit", "resource")
_MEDIA_TYPE = re.compile(r"[\w.+-]{1,100}/[\w.+-]{1,100}", re.ASCII)
_PIECE = 1 << 20


@dataclass(frozen=True)
class Captured:
    """One capture: where its record lies (byte offset and length of the gzip member), and what the answer was.

    ``instant`` is WARC-Date. ``status`` and ``media_type`` are those of the record's own head, 0 and "" without one.
    ``refers_to`` is the id of the record that holds a revisit's payload, "" for a response. ``record_digest`` is the
    SHA-256 of the gzip member: a viewer that loads one record alone can check that one.
    """

    url: str
    instant: str
    status: int
    media_type: str
    payload_digest: str
    warc: str
    offset: int
    length: int
    record_digest: str
    record_id: str
    refers_to: str
    truncated: str

    @property
    def line(self) -> bytes:
        """The line of the index, without its end."""
        said = {
            "url": self.url,
            "mime": REVISIT if self.refers_to else self.media_type or "unk",
            "status": str(self.status),
            "digest": self.payload_digest,
            "length": str(self.length),
            "offset": str(self.offset),
            "filename": self.warc,
            "recordDigest": self.record_digest,
        }
        kept = {name: value for name, value in said.items() if (name, value) != ("status", "0")}
        return f"{searchable(self.url)} {seconds(self.instant)} {json.dumps(kept)}".encode("ascii")


def seconds(instant: str) -> str:
    """Return an instant of a WARC (W3CDTF in UTC) as indexes have it: YYYYMMDDhhmmss.

    >>> seconds("2014-03-05T14:36:00.123456Z")
    '20140305143600'
    """
    return re.sub(r"\D", "", instant)[:14].ljust(14, "0")


def captured(path: Path, start: int = 0) -> Iterator[Captured]:
    """Yield the web captures of a WARC file in order, from an offset on; little of each is in memory.

    Raises:
        Damaged: the file cannot be read to its end.
    """
    with path.open("rb") as file, path.open("rb") as again:
        file.seek(start)
        try:
            with closing(records_of(file)) as iterator:
                yield from _captured(iterator, path.name, again)
        except (MemoryError, OSError):
            raise
        except Exception as error:  # warcio's own have no common parent
            raise Damaged(f"{path} cannot be read to its end ({type(error).__name__}); run beilin verify.") from error


def _captured(iterator: Any, warc: str, again: BinaryIO) -> Iterator[Captured]:
    for record in iterator:
        fields = record.rec_headers
        url = fields.get_header("WARC-Target-URI") or ""
        if record.rec_type not in _TYPES or not url.startswith(("http://", "https://")):
            continue
        head = _head_of_resource(fields) if record.rec_type == "resource" else _head(record.raw_stream)
        iterator.read_to_end(record)
        offset, length = iterator.get_record_offset(), iterator.get_record_length()
        yield Captured(
            url=url,
            instant=fields.get_header("WARC-Date"),
            status=head.status if head else 0,
            media_type=_media_type(head),
            payload_digest=fields.get_header("WARC-Payload-Digest") or "",
            warc=warc,
            offset=offset,
            length=length,
            record_digest=_digest(again, offset, length),
            record_id=fields.get_header("WARC-Record-ID"),
            refers_to=(fields.get_header("WARC-Refers-To") or "") if record.rec_type == "revisit" else "",
            truncated=fields.get_header("WARC-Truncated") or "",
        )


def _head_of_resource(fields: Any) -> Head:
    return Head(200, (("Content-Type", fields.get_header("Content-Type") or ""),), 0)


def _head(stream: Any) -> Head | None:
    held = b""
    while len(held) < LARGEST_HEAD and (piece := stream.read(1 << 13)):
        held += piece
        if head := parse_head(held):
            return head
    return None


def _media_type(head: Head | None) -> str:
    stated = head.header("content-type").partition(";")[0].strip().lower() if head else ""
    return stated if _MEDIA_TYPE.fullmatch(stated) else ""


def _digest(file: BinaryIO, offset: int, length: int) -> str:
    sha256 = hashlib.sha256()
    file.seek(offset)
    while length and (piece := file.read(min(length, _PIECE))):
        sha256.update(piece)
        length -= len(piece)
    return f"sha256:{sha256.hexdigest()}"
