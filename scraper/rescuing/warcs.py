"""WARC and ARC files that others wrote: wget's, Heritrix's, browsertrix's, HTTrack's converted, whole or in a WACZ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO

from archive import spool
from archive.durable import make_folder
from archive.http_message import Head, entity_pieces, parse_head
from archive.spool import Block
from archive.warc import ORIGIN_FIELD
from scraper.rescuing.offers import Fault, Listed, NotTaken, Offer, Taken, believable
from scraper.rescuing.packages import opened
from scraper.rescuing.records import Foreign, block_at, matches, plain, records
from scraper.rescuing.sourcenames import digest_of, named

_WEB = ("http://", "https://")
_CAPTURES = ("response", "revisit", "resource")
_STATED = (
    ("record-id", "WARC-Record-ID"),
    ("date-stated", "WARC-Date"),
    ("payload-digest-stated", "WARC-Payload-Digest"),
    ("block-digest-stated", "WARC-Block-Digest"),
    ("address-stated", "WARC-Target-URI"),
    ("origin-stated", ORIGIN_FIELD),
    ("source-stated", "WARC-Source-URI"),
)
_LONGEST = 300  # characters of what a foreign file says, where it is repeated


class Warcs(Listed):
    """The captures of WARC and ARC files, and of all of them in WACZ and ZIP files."""

    def __init__(self, paths: Sequence[Path], folder: Path) -> None:
        """Open files; ``folder`` is where what must be unpacked is unpacked. Raises UsageError where one is none."""
        make_folder(folder)
        self._folder = folder
        self.kind = "wacz" if all(path.suffix.lower() in (".wacz", ".zip") for path in paths) else "warc"
        self.faults: list[Fault] = []
        digests = {path: digest_of(path) for path in paths}
        self.name = named(digests.values())
        # Each with where it is from: the file on the disk, and which of the files in that it is.
        self._files: list[tuple[IO[bytes], str]] = [
            (plain(file, folder), f"{digests[path]}#{number}")
            for path in paths
            for number, file in enumerate(opened(path, folder, self.faults))
        ]
        self._software: dict[int, str] = {}

    def offers(self, hosts: tuple[str, ...], position: str) -> Iterator[tuple[Offer | None, str]]:  # noqa: ARG002
        """Yield all captures of web addresses, in order."""
        for number, (file, _) in enumerate(self._files):
            for record in records(file, self.faults):
                if record.kind == "warcinfo" and number not in self._software:
                    self._software[number] = _software(record.begin)
                if offer := _offer(record, f"{number}:{record.offset}"):
                    yield offer, ""

    def take(self, offer: Offer) -> Taken:
        """Return a capture, its block as it lies in the file."""
        number, _, offset = offer.place.partition(":")
        file, source = self._files[int(number)]
        record, content = block_at(file, int(offset), self._folder)
        software = self._software.get(int(number), "")
        return taken_of(offer, record, content.block(), f"{source}:{offset}", {"software": software})

    def close(self) -> None:
        """Close the files."""
        for file, _ in self._files:
            file.close()


def _offer(record: Foreign, place: str) -> Offer | None:
    url = record.field("WARC-Target-URI").strip("<>")
    if record.kind not in _CAPTURES or not url.startswith(_WEB):
        return None
    head = parse_head(record.begin)
    if record.kind == "response" and head is None:
        return None
    return Offer(
        url=url,
        instant=believable(record.field("WARC-Date")),
        place=place,
        status=head.status if head else 200,
        digest=record.field("WARC-Payload-Digest"),
        refers_to=_referred(record) if record.kind == "revisit" else "",
    )


def taken_of(offer: Offer, record: Foreign, block: Block, source: str, facts: Mapping[str, str]) -> Taken:
    """Return a foreign record as what it becomes here, and what its header stated. Raises NotTaken."""
    head = parse_head(record.begin)
    if record.kind not in _CAPTURES or (record.kind == "response" and head is None):
        raise NotTaken("no-response", "the record holds no HTTP response")
    stated = {name: record.field(field) for name, field in _STATED}
    return Taken(
        url=offer.url,
        instant=offer.instant,
        kind=record.kind,
        block=block,
        content_type=record.field("Content-Type"),
        source=source,
        facts={
            "head": "as in the source",
            **{name: text[:_LONGEST] for name, text in (stated | dict(facts)).items() if text},
        },
        truncated=_word(record.field("WARC-Truncated")),
        doubt=_doubt(record, head, block),
    )


def _referred(record: Foreign) -> str:
    """Return the address of what a revisit repeats; its own where it names none, as those of WARC 1.0 do."""
    return record.field("WARC-Refers-To-Target-URI").strip("<>") or record.field("WARC-Target-URI").strip("<>")


def _doubt(record: Foreign, head: Head | None, block: Block) -> str:
    if matches(record.field("WARC-Block-Digest"), [spool.pieces(block)]) is False:
        return "its bytes are not those that its block digest was made of"
    if head is None or record.kind == "revisit":
        return ""
    # Of a body in chunks some writers digest the entity, some what was on the wire.
    forms = (entity_pieces(head, spool.pieces(block, head.length)), spool.pieces(block, head.length))
    wrong = matches(record.field("WARC-Payload-Digest"), forms) is False
    return "its bytes are not those that its payload digest was made of" if wrong else ""


def _software(block: bytes) -> str:
    lines = block.decode("utf-8", "replace").splitlines()
    named = (line.partition(":")[2].strip() for line in lines if line.lower().startswith("software:"))
    return next(named, "")[:_LONGEST]


def _word(truncated: str) -> str:
    word = truncated.strip().lower()
    return word if word in ("", "length", "time", "disconnect") else "unspecified"
