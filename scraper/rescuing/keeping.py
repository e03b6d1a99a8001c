"""Captures of others into WARC files of the collection, each with its own date and saying where it came from.

    response, revisit   with the HTTP head: byte for byte as a foreign WARC has it, or put together again from what an
                        archive tells of it (the metadata say which)
    resource            without one: a saved page, an export
    metadata            beside each: what its source said of it, and what was found when it was checked

None of it can be taken for ours: each carries ``Beilin-Origin``, and neither certificate, address nor request.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from archive import spool
from archive.addresses import target_uri
from archive.http_message import LARGEST_HEAD, entity_pieces, parse_head
from archive.promises import Promise
from archive.records import CaptureRef
from archive.spool import Block
from archive.warc import ORIGIN_FIELD, Record, digest, in_seconds, new_record_id
from archive.warc_files import LARGEST, WarcFiles
from scraper.rescuing.offers import Fault, Taken

_MEDIA_TYPE = re.compile(r"[\w.+-]{1,100}/[\w.+-]{1,100}(;[ -~]{0,100})?", re.ASCII)
_PROFILE = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
_HTTP = "application/http; msgtype=response"
_ABOUT = "description: captures that others made, each with its own date; Beilin-Origin says where it came from"


class Keeper:
    """Writes the captures of one rescue, one after the other; `keep` returns when the disk has them."""

    def __init__(
        self, folder: Path, crawl: str, software: str, begin: Callable[[str], Promise], largest: int = LARGEST
    ) -> None:
        """``begin`` is told the name of each file before it is there."""
        self._files = WarcFiles(folder, crawl, software, (_ABOUT,), begin, largest)

    def keep(self, taken: Taken, origin: str, payload: CaptureRef | None = None) -> CaptureRef:
        """Write a capture and what is known of it; ``payload`` is where a revisit's payload was kept.

        Raises:
            StorageError: the disk refused.
        """
        file, now = self._files.open(), _now()
        first = self._files.first(file, now)
        head = parse_head(spool.head(taken.block, LARGEST_HEAD)) if taken.kind != "resource" else None
        pieces = entity_pieces(head, spool.pieces(taken.block, head.length)) if head else spool.pieces(taken.block)
        ref = CaptureRef(
            *(target_uri(taken.url), file.path.name, 0, new_record_id()),
            payload.payload_digest if payload else digest(pieces),
            taken.instant or now,
            origin=origin,
        )
        records = [self._capture(taken, ref, payload, now), self._metadata(taken, ref, now)]
        place = file.append([*first, *records])[len(first)]
        return replace(ref, offset=place.offset)

    def close(self) -> None:
        """Close the file under way."""
        self._files.close()

    def _capture(self, taken: Taken, ref: CaptureRef, payload: CaptureRef | None, now: str) -> Record:
        fields = [
            ("WARC-Target-URI", ref.target_uri),
            ("WARC-Warcinfo-ID", self._files.info_id),
            ("WARC-Payload-Digest", ref.payload_digest),
            ("WARC-Truncated", taken.truncated),
            ("WARC-Creation-Date", now),
            (ORIGIN_FIELD, ref.origin or ""),
        ]
        if payload:
            fields += [
                ("WARC-Profile", _PROFILE),
                ("WARC-Refers-To", payload.record_id),
                ("WARC-Refers-To-Target-URI", payload.target_uri),
                ("WARC-Refers-To-Date", in_seconds(payload.captured_at)),
            ]
        kind = _HTTP if taken.kind != "resource" else _media_type(taken.content_type)
        return Record(taken.kind, ref.record_id, ref.captured_at, kind, taken.block, tuple(fields))

    def _metadata(self, taken: Taken, ref: CaptureRef, now: str) -> Record:
        facts = {"source": taken.source, "doubt": taken.doubt, "date-believed": bool(taken.instant), **taken.facts}
        block: Block = json.dumps(facts, sort_keys=True).encode("ascii")
        name = f"urn:x-rescued:{ref.record_id.removeprefix('<urn:uuid:').removesuffix('>')}"
        fields = (
            ("WARC-Target-URI", name),
            ("WARC-Warcinfo-ID", self._files.info_id),
            ("WARC-Concurrent-To", ref.record_id),
        )
        return Record("metadata", new_record_id(), now, "application/json", block, fields)


def fault_of(taken: Taken) -> Fault | None:
    """Return what is to be said of a capture that was kept all the same."""
    if taken.doubt:
        return Fault("doubt", taken.doubt, taken.url, taken.instant)
    if taken.truncated:
        return Fault("truncated", f"it is not whole ({taken.truncated})", taken.url, taken.instant)
    return None if taken.instant else Fault("date", "no date that can be true came with it", taken.url)


def _media_type(stated: str) -> str:
    return stated if _MEDIA_TYPE.fullmatch(stated) else "application/octet-stream"


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
