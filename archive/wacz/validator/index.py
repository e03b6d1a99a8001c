"""The index of a package (CDXJ 0.1.0): in order, each line true of the record it names, no record left out."""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from archive.integrity import Fault
from archive.wacz.searchable import searchable
from archive.wacz.validator.container import DEFLATED, Entry
from archive.wacz.validator.content import Damaged, Section, contents, inflated, limited, lines, parsed
from archive.wacz.validator.records import Held, Records, bare, brief

_PLAIN = (".cdx", ".cdxj")
_PACKED = (".cdx.gz", ".cdxj.gz")
NAMES = (*_PLAIN, *_PACKED, ".idx")
_INSTANT = re.compile(rb"[0-9]{14}(?:[0-9]{3})?")
_NUMBER = re.compile(r"[0-9]{1,18}")
_LARGEST_BLOCK = 16 << 20


@dataclass
class Indexed:
    """What the index names."""

    records: Records
    urls: set[bytes] = field(default_factory=set)  # the searchable forms, in brief
    named: set[tuple[str, int]] = field(default_factory=set)


def judge_index(file: BinaryIO, entries: Iterable[Entry], indexed: Indexed) -> Iterator[Fault]:
    """Yield the faults of all index files, and note what they name."""
    entries = list(entries)
    plain = [entry for entry in entries if entry.name.endswith(_PLAIN + _PACKED)]
    if not plain:
        yield Fault("index-missing", "indexes/", "there is no index of the captures")
    for entry in plain:
        yield from _judge_lines(entry, _lines(file, entry), indexed)
        if entry.name.endswith(_PACKED) and entry.method == DEFLATED:
            yield Fault("index-deflated", entry.name, "it is deflated: a viewer cannot take out one block")
    for entry in entries:
        if entry.name.endswith(".idx"):
            yield from _judge_blocks(file, entry, {one.name.rpartition("/")[2]: one for one in plain})
    if plain:
        wanted = {place for place, held in indexed.records.held.items() if held.wanted}
        missing = sorted(wanted - indexed.named)
        yield from (
            Fault("index-lacks", f"archive/{warc}", "no line of the index names this record", offset)
            for warc, offset in missing
        )


def _lines(file: BinaryIO, entry: Entry) -> Iterator[bytes]:
    content = contents(file, entry)
    if entry.name.endswith(_PACKED):
        content = limited(inflated(content, zlib.MAX_WBITS | 16), entry.size)
    return lines(content)


def _judge_lines(entry: Entry, found: Iterator[bytes], indexed: Indexed) -> Iterator[Fault]:
    before, number = b"", 0
    try:
        for number, line in enumerate(found, 1):
            if line == before:
                yield Fault("index-duplicate", entry.name, f"line {number} is the one before again")
            elif line < before:
                yield Fault("index-unsorted", entry.name, f"line {number} is not in order: it is not found by a search")
            before = line
            for code, detail in _judge_line(line, indexed):
                yield Fault(code, entry.name, f"line {number}: {detail}")
    except Damaged as error:
        yield Fault("entry-damaged", entry.name, f"after line {number}: {error}")


def _judge_line(line: bytes, indexed: Indexed) -> Iterator[tuple[str, str]]:
    key, _, rest = line.partition(b" ")
    instant, _, text = rest.partition(b" ")
    try:
        said = parsed(text)
        if not (isinstance(said, dict) and key and _INSTANT.fullmatch(instant)):
            raise ValueError("it is no key, instant and object")
        place = (said["filename"], _number(said["offset"]))
        url, length = said["url"], _number(said["length"])
        if not (isinstance(url, str) and isinstance(place[0], str)):
            raise ValueError("its address or file name is no text")
    except KeyError as error:
        yield "index-line", f"it lacks {error.args[0]!a}"
        return
    except ValueError as error:
        yield "index-line", str(error)
        return
    indexed.urls.add(brief(searchable(url)))
    if "method" not in said and searchable(url).encode("utf-8") != key:
        yield "index-key", "its key is not that of its address: it is not found by a search"
    record = indexed.records.held.get(place)
    if record is None:
        yield "index-place", f"no record that can be replayed lies in {place[0]!a} at byte {place[1]}"
        return
    if place in indexed.named:
        yield "index-duplicate", "its record has a line already"
    indexed.named.add(place)
    yield from _compare(record, said, instant, url, length)


def _compare(record: Held, said: dict[str, Any], instant: bytes, url: str, length: int) -> Iterator[tuple[str, str]]:
    if length != record.length:
        yield "index-place", f"its record is {record.length} bytes long, not {length}"
    if brief(url) != record.url:
        yield "index-url", "its record is of another address"
    if brief(instant[:14].decode("ascii")) != record.instant:
        yield "index-instant", "its record is of another instant"
    if record.digest and brief(bare(str(said.get("digest", "")))) != record.digest:
        yield "index-digest", "its record has another payload digest"
    if "recordDigest" in said and said["recordDigest"] != f"sha256:{record.member.hex()}":
        yield "index-digest", "its record has another digest"


def _number(value: Any) -> int:
    text = str(value) if isinstance(value, int) and abs(value) < 1 << 60 else value
    if not isinstance(text, str) or not _NUMBER.fullmatch(text):
        raise ValueError("an offset or a length is no number")
    return int(text)


def _judge_blocks(file: BinaryIO, entry: Entry, packed: dict[str, Entry]) -> Iterator[Fault]:
    """Yield the faults of an index of an index's blocks: where each lies, its digest, and the line it begins with."""
    main, before, reached = "", b"", dict.fromkeys(packed, 0)
    try:
        for number, line in enumerate(lines(contents(file, entry)), 1):
            prefix, _, text = line.rpartition(b" {")
            said = parsed(b"{" + text)
            main = said.get("filename", main)
            if line.startswith(b"!meta"):
                continue
            block = packed[main]
            offset, length = _number(said["offset"]), _number(said["length"])
            if offset != reached[main] or offset + length > block.packed or prefix < before:
                yield Fault("index-block", entry.name, f"line {number}: its block does not follow the one before")
            elif not _is_block(file, block, offset, length, prefix, said):
                yield Fault("index-block", entry.name, f"line {number}: its block is not what it says")
            before, reached[main] = prefix, offset + length
        if main and reached.get(main) != packed[main].packed:
            yield Fault("index-block", entry.name, "its blocks are not all of the index")
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        yield Fault("index-block", entry.name, f"a line cannot be read ({type(error).__name__})")


def _is_block(file: BinaryIO, entry: Entry, offset: int, length: int, prefix: bytes, said: dict[str, Any]) -> bool:
    if length > _LARGEST_BLOCK:
        return False
    data = Section(file, entry.start + offset, length).read(length)
    stated = str(said.get("digest", ""))
    first = next(inflated([data], zlib.MAX_WBITS | 16), b"")
    return stated in ("", f"sha256:{hashlib.sha256(data).hexdigest()}") and first.startswith(prefix + b" ")
