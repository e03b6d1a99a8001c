"""From an attempt on the wire to WARC records on the disk, and to the capture that reading starts from."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from archive.http_message import parse_response, split_interim
from archive.layout import warc_name
from archive.records import Capture, CaptureRef
from archive.warc import CERTIFICATE_FIELD, Record, WarcFile, digest, new_record_id, to_capture
from scraper.capture.exchange import Attempt

LARGEST_FILE = 1_000_000_000  # bytes; the size WARC guidelines name for one file
_HEX_CONTROL = re.compile(r"[\x00-\x20\x7f-\uffff]")


@dataclass(frozen=True)
class CrawlInfo:
    """What the warcinfo record says of the crawl. No host name, address or path of the operator's machine."""

    crawl: str
    software: str
    user_agent: str
    robots: str


class Recorder:
    """Writes the attempts of one crawl into its WARC files, one after the other."""

    def __init__(self, folder: Path, info: CrawlInfo, largest: int = LARGEST_FILE) -> None:
        self._folder, self._info, self._largest = folder, info, largest
        self._number = sum(1 for _ in folder.glob(f"{info.crawl}-*.warc.gz"))
        self._file: WarcFile | None = None
        self._info_id = ""
        self._certificates: set[str] = set()
        self.records = 0
        self.bytes = 0

    def record(self, attempt: Attempt) -> Capture | None:
        """Write an attempt durably; return its response as a capture, None where there was none to parse.

        Raises:
            StorageError: the disk refused; nothing of this attempt is in the file.

        """
        file = self._open_file()
        interim, raw = split_interim(attempt.response)
        message = parse_response(raw)
        ref = CaptureRef(
            target_uri=_target_uri(attempt.exchange.url),
            warc=file.path.name,
            offset=0,
            record_id=new_record_id(),
            payload_digest=digest(message.entity) if message else "",
            captured_at=_warc_date(attempt.started),
            certificate=_certificate(attempt),
        )
        truncated = None if attempt.end == "complete" else attempt.end
        certificate = list(self._certificate_record(attempt, ref))
        exchange = list(self._exchange_records(attempt, ref, raw, interim))
        places = file.append(certificate + exchange)
        self.records += len(places)
        self.bytes += sum(place.length for place in places)
        if not message:
            return None
        place = places[len(certificate)]
        return to_capture(message, CaptureRef(**{**ref.__dict__, "offset": place.offset}), truncated)

    def close(self) -> None:
        """Close the file under way; nothing is ever appended to it again."""
        if self._file:
            self._file.close()
            self._file = None

    def _open_file(self) -> WarcFile:
        if self._file and self._file.size >= self._largest:
            self.close()
        if not self._file:
            self._file = WarcFile(self._folder / warc_name(self._info.crawl, self._number))
            self._number += 1
            self._certificates.clear()  # each file can be read without the others
            self._info_id = new_record_id()
            self._file.append([self._warcinfo(self._file.path.name)])
            self.records += 1
        return self._file

    def _warcinfo(self, name: str) -> Record:
        block = (
            f"software: {self._info.software}\r\n"
            "format: WARC File Format 1.1\r\n"
            "conformsTo: https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/\r\n"
            f"isPartOf: {self._info.crawl}\r\n"
            f"http-header-user-agent: {self._info.user_agent}\r\n"
            f"robots: {self._info.robots}\r\n"
        )
        now = _warc_date(datetime.now(UTC).timestamp())
        fields = (("WARC-Filename", name),)
        return Record("warcinfo", self._info_id, now, "application/warc-fields", block.encode(), fields)

    def _certificate_record(self, attempt: Attempt, ref: CaptureRef) -> Iterator[Record]:
        if attempt.tls and ref.certificate and ref.certificate not in self._certificates:
            self._certificates.add(ref.certificate)
            fields = (("WARC-Target-URI", f"urn:x-certificate:{ref.certificate}"), ("WARC-Warcinfo-ID", self._info_id))
            chain = "".join(attempt.tls.chain).encode()
            yield Record(
                "resource", new_record_id(), ref.captured_at, "application/pem-certificate-chain", chain, fields
            )

    def _exchange_records(self, attempt: Attempt, ref: CaptureRef, raw: bytes, interim: bytes) -> Iterator[Record]:
        request_id = new_record_id()
        common = (("WARC-Target-URI", ref.target_uri), ("WARC-Warcinfo-ID", self._info_id),
                  ("WARC-IP-Address", attempt.address), *_tls_fields(attempt))  # fmt: skip
        if raw:
            yield Record(
                *("response", ref.record_id, ref.captured_at, "application/http; msgtype=response", raw),
                (
                    *common,
                    ("WARC-Payload-Digest", ref.payload_digest),
                    ("WARC-Truncated", "" if attempt.end == "complete" else attempt.end),
                    (CERTIFICATE_FIELD, ref.certificate or ""),
                ),
            )
        answer = ref.record_id if raw else ""
        yield Record(
            *("request", request_id, ref.captured_at, "application/http; msgtype=request", bytes(attempt.sent)),
            (*common, ("WARC-Concurrent-To", answer)),
        )
        # A urn: metadata under the page's own address would replay in the page's place.
        about = answer or request_id
        urn = f"urn:x-exchange:{about.removeprefix('<urn:uuid:').removesuffix('>')}"
        yield Record(
            *("metadata", new_record_id(), ref.captured_at, "application/json", _circumstances(attempt, interim)),
            (("WARC-Target-URI", urn), ("WARC-Warcinfo-ID", self._info_id), ("WARC-Concurrent-To", about)),
        )


def _circumstances(attempt: Attempt, interim: bytes) -> bytes:
    facts = {
        "attempt": attempt.number,
        "connection-reused": attempt.reused,
        "end": attempt.end,
        "seconds": attempt.seconds,
        "surplus-bytes": attempt.surplus,
        "interim-responses": interim.decode("latin-1"),
    }
    return json.dumps(facts).encode()


def _tls_fields(attempt: Attempt) -> tuple[tuple[str, str], ...]:
    if not attempt.tls:
        return (("WARC-Protocol", "http/1.1"),)
    version = attempt.tls.version.lower().replace("tlsv", "tls/")
    return (("WARC-Protocol", "http/1.1"), ("WARC-Protocol", version), ("WARC-Cipher-Suite", attempt.tls.cipher))


def _certificate(attempt: Attempt) -> str | None:
    return digest(attempt.tls.chain[0].encode()) if attempt.tls and attempt.tls.chain else None


def _target_uri(url: str) -> str:
    # What a URI may not hold is escaped, never passed on: a line break here would forge a field.
    bare = url.partition("#")[0]
    return _HEX_CONTROL.sub(lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode("utf-8", "replace")), bare)


def _warc_date(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
