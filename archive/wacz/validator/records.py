"""The WARC files of a package, judged record by record as those of a collection are, and kept in mind for the index."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import BinaryIO

from archive.integrity import Fault
from archive.integrity.members import Member, members_of
from archive.integrity.warcs import CITABLE, Seen, judge
from archive.wacz.validator.container import STORED, Entry
from archive.wacz.validator.content import Section

_PIECE = 1 << 18
_WEB = ("http://", "https://")
_NEVER_INDEXED = ("warcinfo", "request")


@dataclass(frozen=True, slots=True)
class Held:
    """What an index must say of a record; of long values their digests."""

    length: int
    url: bytes
    instant: bytes
    digest: bytes  # b"" where the record states none
    member: bytes  # SHA-256 of the gzip member
    wanted: bool  # an index without it is not whole


@dataclass
class Records:
    """The records of all WARC files that an index can name: by file name and offset."""

    seen: Seen = field(default_factory=Seen)
    held: dict[tuple[str, int], Held] = field(default_factory=dict)


def judge_warc(file: BinaryIO, entry: Entry, records: Records) -> Iterator[Fault]:
    """Yield the faults of one WARC file, and add its records to those held."""
    if not entry.name.endswith(".warc.gz"):
        yield Fault("warc-name", entry.name, "it is no .warc.gz file: its records cannot be taken out one by one")
        return
    if entry.method != STORED:
        yield Fault("warc-deflated", entry.name, "it is deflated: a viewer cannot take out one record")
        return
    name = entry.name.rpartition("/")[2]
    for member in members_of(Section(file, entry.start, entry.packed), entry.packed):
        for code, detail in judge(member, records.seen):
            yield Fault(code, entry.name, detail, member.offset, member.length)
        if member.plain and not member.plain.problem:
            records.seen.add(member.plain.fields, name, member.offset)
            _hold(file, entry, member, records)


def _hold(file: BinaryIO, entry: Entry, member: Member, records: Records) -> None:
    fields: Mapping[str, str] = member.plain.fields if member.plain else {}
    url, kind = fields.get("warc-target-uri", ""), fields.get("warc-type", "")
    if not url or kind in _NEVER_INDEXED:
        return
    sha256, left = hashlib.sha256(), member.length
    file.seek(entry.start + member.offset)
    while left and (piece := file.read(min(left, _PIECE))):
        sha256.update(piece)
        left -= len(piece)
    records.held[entry.name.rpartition("/")[2], member.offset] = Held(
        member.length,
        brief(url),
        brief(seconds(fields["warc-date"])),
        brief(bare(digest)) if (digest := fields.get("warc-payload-digest", "")) else b"",
        sha256.digest(),
        kind in CITABLE and url.startswith(_WEB),
    )


def brief(value: str) -> bytes:
    """Return what stands for a value in memory."""
    return hashlib.blake2b(value.encode("utf-8", "replace"), digest_size=8).digest()


def bare(digest: str) -> str:
    """Return a digest without the name of its algorithm, which some indexes leave out."""
    return digest.rpartition(":")[2]


def seconds(instant: str) -> str:
    """Return the digits of an instant down to its second, as an index has it."""
    return re.sub(r"[^0-9]", "", instant[:64])[:14].ljust(14, "0")
