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
from archive.http_message import LARGEST_HEAD, entity_pieces, parse_head
from archive.layout import warc_name
from archive.promises import Promise
from archive.records import CaptureRef
from archive.spool import Block
from archive.warc import ORIGIN_FIELD, Record, WarcFile, digest, new_record_id
from scraper.capture.recorder import LARGEST_FILE
from scraper.rescuing.offers import Fault, Taken

_UNSAFE = re.compile(r"[\x00-\x20\x7f-\uffff]")
_MEDIA_TYPE = re.compile(r"[\w.+-]{1,100}/[\w.+-]{1,100}(;[ -~]{0,100})?", re.ASCII)
_PROFILE = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
_HTTP = "application/http; msgtype=response"


class Keeper:
    """Writes the captures of one rescue, one after the other; `keep` returns when the disk has them."""

    def __init__(
        self, folder: Path, crawl: str, software: str, begin: Callable[[str], Promise], largest: int = LARGEST_FILE
    ) -> None:
        """``begin`` is told the name of each file before it is there."""
        self._folder, self._crawl, self._software = folder, crawl, software
        self._begin, self._largest = begin, largest
        self._number = sum(1 for _ in folder.glob(f"{crawl}-*.warc.gz"))
        self._file: WarcFile | None = None
        self._info_id = ""

    def keep(self, taken: Taken, origin: str, payload: CaptureRef | None = None) -> CaptureRef:
        """Write a capture and what is known of it; ``payload`` is where a revisit's payload was kept.

        Raises:
            StorageError: the disk refused.
        """
        file = self._open_file()
        first = [] if file.size else [self._warcinfo(file.path.name)]
        now = _now()
        head = parse_head(spool.head(taken.block, LARGEST_HEAD)) if taken.kind != "resource" else None
        pieces = entity_pieces(head, spool.pieces(taken.block, head.length)) if head else spool.pieces(taken.block)
        ref = CaptureRef(
            *(safe_uri(taken.url), file.path.name, 0, new_record_id()),
            payload.payload_digest if payload else digest(pieces),
            taken.instant or now,
            origin=origin,
        )
        records = [self._capture(taken, ref, payload, now), self._metadata(taken, ref, now)]
        place = file.append([*first, *records])[len(first)]
        return replace(ref, offset=place.offset)

    def close(self) -> None:
        """Close the file under way."""
        if self._file:
            self._file.close()
            self._file = None

    def _open_file(self) -> WarcFile:
        if self._file and self._file.size >= self._largest:
            self.close()
        if not self._file:
            name = warc_name(self._crawl, self._number)
            self._file = WarcFile(self._folder / name, self._begin(name))
            self._number += 1
            self._info_id = new_record_id()
        return self._file

    def _warcinfo(self, name: str) -> Record:
        block = (
            f"software: {self._software}\r\n"
            "format: WARC File Format 1.1\r\n"
            "conformsTo: https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/\r\n"
            f"isPartOf: {self._crawl}\r\n"
            "description: captures that others made, each with its own date; Beilin-Origin says where it came from\r\n"
        )
        fields = (("WARC-Filename", name),)
        return Record("warcinfo", self._info_id, _now(), "application/warc-fields", block.encode(), fields)

    def _capture(self, taken: Taken, ref: CaptureRef, payload: CaptureRef | None, now: str) -> Record:
        fields = [
            ("WARC-Target-URI", ref.target_uri),
            ("WARC-Warcinfo-ID", self._info_id),
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
                ("WARC-Refers-To-Date", re.sub(r"\.\d+Z$", "Z", payload.captured_at)),
            ]
        kind = _HTTP if taken.kind != "resource" else _media_type(taken.content_type)
        return Record(taken.kind, ref.record_id, ref.captured_at, kind, taken.block, tuple(fields))

    def _metadata(self, taken: Taken, ref: CaptureRef, now: str) -> Record:
        facts = {"source": taken.source, "doubt": taken.doubt, "date-believed": bool(taken.instant), **taken.facts}
        block: Block = json.dumps(facts, sort_keys=True).encode("ascii")
        name = f"urn:x-rescued:{ref.record_id.removeprefix('<urn:uuid:').removesuffix('>')}"
        fields = (
            ("WARC-Target-URI", name),
            ("WARC-Warcinfo-ID", self._info_id),
            ("WARC-Concurrent-To", ref.record_id),
        )
        return Record("metadata", new_record_id(), now, "application/json", block, fields)


def safe_uri(url: str) -> str:
    """Return an address as a WARC field can hold it: what a URI may not hold is escaped, the fragment left out."""
    bare = url.partition("#")[0]
    return _UNSAFE.sub(lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode("utf-8", "replace")), bare)


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
