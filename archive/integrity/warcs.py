"""Every record of a WARC file: its gzip member, its header, its digests.

A walk over gzip members (RFC 1952), because a reader of records takes a torn last record for a good one. After
a damaged member the walk goes on at the next magic number, so that one fault hides no other.
"""

from __future__ import annotations

import base64
import hashlib
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from archive.integrity.fault import Fault
from archive.integrity.payload import entity_of

_MAGIC = b"\x1f\x8b\x08"
_GZIP = 31
_CHUNK = 1 << 16
_HEAD_LIMIT = 1 << 20
_REQUIRED = ("warc-type", "warc-record-id", "warc-date", "content-length")
_FIELD = re.compile(r"([!#-'*+.^_`|~0-9A-Za-z-]+):[ \t]*([^\x00-\x08\x0a-\x1f\x7f]*)")


@dataclass(frozen=True)
class Member:
    """One gzip member: where it lies and what it holds; ``plain`` is None where it is damaged or torn."""

    offset: int
    length: int
    plain: bytes | None


def check_warc(path: Path, name: str) -> tuple[list[Fault], dict[int, tuple[str, str]]]:
    """Return (faults, {offset of a response: (record id, payload digest)}) of one file."""
    if not path.name.endswith(".warc.gz"):
        return [Fault("warc-name", name, "it is no WARC file of beilin's; nothing else belongs into warc/")], {}
    faults: list[Fault] = []
    responses: dict[int, tuple[str, str]] = {}
    seen: set[str] = set()
    for member in members(path):
        place = (name, member.offset, member.length)
        if member.plain is None:
            faults.append(_fault("warc-member", place, "these bytes are damaged or torn: no whole gzip member"))
            continue
        fields, block, problem = _record(member.plain)
        if problem:
            faults.append(_fault("warc-record", place, problem))
            continue
        faults += [_fault("warc-record", place, text) for text in _judge(fields, block, seen)]
        if fields["warc-type"] == "response":
            responses[member.offset] = (fields["warc-record-id"], fields.get("warc-payload-digest", ""))
    return faults, responses


def members(path: Path) -> Iterator[Member]:
    """Yield the gzip members of a file in order, damaged stretches among them.

    One member is held in memory at a time: the size of a record, not of the file.
    """
    size = path.stat().st_size
    offset = 0
    with path.open("rb") as file:
        while offset < size:
            file.seek(offset)
            plain, length = _inflate(file)
            if plain is None:
                length = _next_magic(file, offset + 1, size) - offset
            yield Member(offset, length, plain)
            offset += length


def _inflate(file: BinaryIO) -> tuple[bytes | None, int]:
    machine, pieces, length = zlib.decompressobj(_GZIP), [], 0
    try:
        while not machine.eof:
            chunk = file.read(_CHUNK)
            if not chunk:
                return None, 0
            pieces.append(machine.decompress(chunk))
            length += len(chunk)
    except zlib.error:
        return None, 0
    return b"".join(pieces), length - len(machine.unused_data)


def _next_magic(file: BinaryIO, start: int, size: int) -> int:
    file.seek(start)
    position, tail = start, b""
    while chunk := file.read(_CHUNK):
        window = tail + chunk
        found = window.find(_MAGIC)
        if found >= 0:
            return position - len(tail) + found
        position += len(chunk)
        tail = window[-2:]
    return size


def _record(plain: bytes) -> tuple[dict[str, str], bytes, str]:
    head, separator, _ = plain[:_HEAD_LIMIT].partition(b"\r\n\r\n")
    lines = head.decode("utf-8", "replace").split("\r\n")
    if not separator or lines[0] not in ("WARC/1.1", "WARC/1.0"):
        return {}, b"", "it does not begin with a WARC header"
    fields: dict[str, str] = {}
    for line in lines[1:]:
        match = _FIELD.fullmatch(line)
        if not match:
            return {}, b"", "a line of its header is no field"
        if match[1].lower() in _REQUIRED and match[1].lower() in fields:
            return {}, b"", f"its header has {match[1]} twice"
        fields[match[1].lower()] = match[2]
    if missing := [name for name in _REQUIRED if not fields.get(name)]:
        return {}, b"", f"its header lacks {missing[0]}"
    body = plain[len(head) + 4 :]
    length = fields["content-length"]
    if not re.fullmatch(r"\d{1,18}", length) or len(body) != int(length) + 4 or not body.endswith(b"\r\n\r\n"):
        return {}, b"", "its Content-Length is not the length of its block"
    return fields, body[:-4], ""


def _judge(fields: dict[str, str], block: bytes, seen: set[str]) -> Iterator[str]:
    if fields["warc-record-id"] in seen:
        yield "its record id is that of an earlier record"
    seen.add(fields["warc-record-id"])
    stated = fields.get("warc-block-digest")
    if not stated:
        yield "it has no block digest"
    elif not _matches(stated, block):
        yield "its block is not the one its digest was made of"
    payload = fields.get("warc-payload-digest")
    if fields["warc-type"] == "response" and payload:
        entity = entity_of(block)
        if entity is None or not _matches(payload, entity):
            yield "its payload is not the one its digest was made of"


def _matches(stated: str, content: bytes) -> bool:
    algorithm, _, value = stated.partition(":")
    if algorithm not in ("sha256", "sha1"):
        return False
    computed = hashlib.new(algorithm, content, usedforsecurity=False).digest()
    return value in (base64.b32encode(computed).decode("ascii"), computed.hex())


def _fault(code: str, place: tuple[str, int, int], detail: str) -> Fault:
    name, offset, length = place
    return Fault(code, name, f"{detail}; get the file from a replica", offset, length)
