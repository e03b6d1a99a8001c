"""From attempts on the wire to WARC records on the disk.

An answer that an earlier capture already holds is a revisit record (ISO 28500 section 6.7). One with the same payload,
byte for byte, keeps its head. Of a 304 the revisit has no block, since pywb would replay a 304 and its
reader see nothing; the answer as the server sent it is a metadata record beside it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from archive import spool
from archive.addresses import target_uri
from archive.http_message import LARGEST_HEAD, Head, entity_pieces, parse_head, split_interim
from archive.notes import Earlier
from archive.promises import Promise
from archive.records import CaptureRef
from archive.spool import Block
from archive.warc import CERTIFICATE_FIELD, Record, digest, in_seconds, new_record_id
from archive.warc_files import LARGEST, WarcFiles
from scraper.capture.exchange import Attempt

_PROFILES = "http://netpreserve.org/warc/1.1/revisit/"
_NOT_MODIFIED = "server-not-modified"
_LEAST_PAYLOAD = 256  # bytes: a shorter payload costs less than the fields of a revisit


@dataclass(frozen=True)
class _Answer:
    """What an attempt brought: ``block`` is the final response, ``head`` None where it is none."""

    attempt: Attempt
    ref: CaptureRef
    interim: bytes
    block: Block
    head: Head | None
    revisits: Earlier | None = None
    profile: str = ""

    @property
    def truncated(self) -> str:
        return "" if self.attempt.end == "complete" else self.attempt.end


@dataclass(frozen=True)
class CrawlInfo:
    """What the warcinfo record says of the crawl. No host name, address or path of the operator's machine."""

    crawl: str
    software: str
    user_agent: str
    robots: str


class Recorder:
    """Writes the attempts of one crawl into its WARC files, one after the other."""

    def __init__(self, folder: Path, info: CrawlInfo, begin: Callable[[str], Promise], largest: int = LARGEST) -> None:
        """``begin`` is told the name of each file before it is there, and returns who is told what comes into it."""
        about = (f"http-header-user-agent: {info.user_agent}", f"robots: {info.robots}")
        self._files = WarcFiles(folder, info.crawl, info.software, about, begin, largest)
        self._certificates: set[str] = set()
        self.bytes = 0

    def record(self, attempts: Sequence[Attempt]) -> list[CaptureRef | None]:
        """Write attempts durably, all or none; return where each one's response lies, None where it had none.

        Raises:
            StorageError: the disk refused; nothing of these attempts is in the file.

        """
        file = self._files.open()
        first = self._files.first(file, _warc_date(datetime.now(UTC).timestamp()))
        if first:
            self._certificates.clear()  # each file can be read without the others
        answers = [_answer_of(attempt, file.path.name) for attempt in attempts]
        groups = [[*self._certificate_record(answer), *self._exchange_records(answer)] for answer in answers]
        try:
            places = iter(file.append([*first, *(record for group in groups for record in group)])[len(first) :])
        except BaseException:
            self._certificates.clear()  # what was to be written for the first time was not
            raise
        refs: list[CaptureRef | None] = []
        for answer, group in zip(answers, groups, strict=True):
            own = {record.record_id: next(places) for record in group}
            self.bytes += sum(place.length for place in own.values())
            place = own.get(answer.ref.record_id)
            refs.append(replace(answer.ref, offset=place.offset) if place and answer.head else None)
        return refs

    def close(self) -> None:
        """Close the file under way; nothing is ever appended to it again."""
        self._files.close()

    def _certificate_record(self, answer: _Answer) -> Iterator[Record]:
        tls, name = answer.attempt.tls, answer.ref.certificate
        if tls and name and name not in self._certificates:
            self._certificates.add(name)
            fields = (("WARC-Target-URI", f"urn:x-certificate:{name}"), ("WARC-Warcinfo-ID", self._files.info_id))
            kind, chain = "application/pem-certificate-chain", "".join(tls.chain).encode()
            yield Record("resource", new_record_id(), answer.ref.captured_at, kind, chain, fields)

    def _exchange_records(self, answer: _Answer) -> Iterator[Record]:
        attempt, ref, request_id = answer.attempt, answer.ref, new_record_id()
        common = (("WARC-Target-URI", ref.target_uri), ("WARC-Warcinfo-ID", self._files.info_id),
                  ("WARC-IP-Address", attempt.address), *_tls_fields(attempt))  # fmt: skip
        if answer.block:
            yield _response_record(answer, common)
        if answer.profile == _NOT_MODIFIED:
            yield self._metadata(
                ref, "urn:x-not-modified", ref.record_id, "application/http; msgtype=response", answer.block
            )
        about = ref.record_id if answer.block else request_id
        yield Record(
            *("request", request_id, ref.captured_at, "application/http; msgtype=request", bytes(attempt.sent)),
            (*common, ("WARC-Concurrent-To", ref.record_id if answer.block else "")),
        )
        yield self._metadata(ref, "urn:x-exchange", about, "application/json", _circumstances(answer))

    def _metadata(self, ref: CaptureRef, urn: str, about: str, content_type: str, block: Block) -> Record:
        # Under the page's own address it would replay in the page's place.
        name = f"{urn}:{about.removeprefix('<urn:uuid:').removesuffix('>')}"
        fields = (("WARC-Target-URI", name), ("WARC-Warcinfo-ID", self._files.info_id), ("WARC-Concurrent-To", about))
        return Record("metadata", new_record_id(), ref.captured_at, content_type, block, fields)


def _answer_of(attempt: Attempt, warc: str) -> _Answer:
    response = attempt.response
    interim, _ = split_interim(spool.head(response, LARGEST_HEAD))
    block = spool.rest(response, len(interim))
    head = parse_head(spool.head(block, LARGEST_HEAD))
    ref = CaptureRef(
        target_uri=target_uri(attempt.exchange.url),
        warc=warc,
        offset=0,
        record_id=new_record_id(),
        payload_digest=digest(entity_pieces(head, spool.pieces(block, head.length))) if head else "",
        captured_at=_warc_date(attempt.started),
        certificate=_certificate(attempt),
    )
    return _as_revisit(_Answer(attempt, ref, interim, block, head))


def _as_revisit(answer: _Answer) -> _Answer:
    """Return the answer as a revisit where an earlier capture holds its payload."""
    earlier, head = answer.attempt.exchange.earlier, answer.head
    if not earlier or not head or answer.truncated:
        return answer
    profile = ""
    if head.status == 304:
        profile = _NOT_MODIFIED
    elif head.status == earlier.status and answer.ref.payload_digest == earlier.payload.payload_digest:
        profile = "identical-payload-digest" if len(answer.block) - head.length >= _LEAST_PAYLOAD else ""
    if not profile:
        return answer
    ref = replace(answer.ref, payload_digest=earlier.payload.payload_digest)
    return replace(answer, ref=ref, revisits=earlier, profile=profile)


def _response_record(answer: _Answer, common: tuple[tuple[str, str], ...]) -> Record:
    ref, block = answer.ref, answer.block
    fields = [
        *common,
        ("WARC-Payload-Digest", ref.payload_digest),
        ("WARC-Truncated", answer.truncated),
        (CERTIFICATE_FIELD, ref.certificate or ""),
    ]
    if answer.revisits and answer.head:
        payload = answer.revisits.payload
        block = b"" if answer.profile == _NOT_MODIFIED else spool.head(block, answer.head.length)
        fields += [
            ("WARC-Profile", _PROFILES + answer.profile),
            ("WARC-Refers-To", payload.record_id),
            ("WARC-Refers-To-Target-URI", payload.target_uri),
            ("WARC-Refers-To-Date", in_seconds(payload.captured_at)),
        ]
    kind = "revisit" if answer.revisits else "response"
    return Record(kind, ref.record_id, ref.captured_at, "application/http; msgtype=response", block, tuple(fields))


def _circumstances(answer: _Answer) -> bytes:
    attempt = answer.attempt
    facts = {
        "attempt": attempt.number,
        "connection-reused": attempt.reused,
        "end": attempt.end,
        "seconds": attempt.seconds,
        "surplus-bytes": attempt.surplus,
        "interim-responses": answer.interim.decode("latin-1"),
        "bytes-received": len(attempt.received),
    }
    return json.dumps(facts).encode()


def _tls_fields(attempt: Attempt) -> tuple[tuple[str, str], ...]:
    if not attempt.tls:
        return (("WARC-Protocol", "http/1.1"),)
    version = attempt.tls.version.lower().replace("tlsv", "tls/")
    return (("WARC-Protocol", "http/1.1"), ("WARC-Protocol", version), ("WARC-Cipher-Suite", attempt.tls.cipher))


def _certificate(attempt: Attempt) -> str | None:
    return digest([attempt.tls.chain[0].encode()]) if attempt.tls and attempt.tls.chain else None


def _warc_date(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
