"""The ZIP file itself, read so strictly that all readers must see the same entries in it (APPNOTE 6.3.10).

Entries lie end to end from the first byte to the directory, the directory ends where its end record begins, and
that is the end of the file: nothing before, between, behind or twice. What the directory says of an entry, its own
header says, too. Nothing is ever written to the disk.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from archive.wacz.validator.names import judge_names

MOST_ENTRIES = 100_000
_LARGEST_DIRECTORY = 64 << 20
_END, _END64, _LOCATOR = b"PK\x05\x06", b"PK\x06\x06", b"PK\x06\x07"
_DIRECTORY, _LOCAL, _DESCRIPTOR = b"PK\x01\x02", b"PK\x03\x04", b"PK\x07\x08"
_MAX16, _MAX32 = 0xFFFF, 0xFFFFFFFF
_ENCRYPTED = 1 << 0 | 1 << 6 | 1 << 13
_STREAMED, _UTF8 = 1 << 3, 1 << 11
_KNOWN_FLAGS = 1 << 1 | 1 << 2 | _STREAMED | _UTF8  # bits 1 and 2: how hard deflate tried
STORED, DEFLATED = 0, 8
_AES = 99
_KINDS = {0, 0o100000, 0o040000}  # unstated, a file, a folder (the type bits of st_mode)


class Broken(Exception):
    """The file is no sound ZIP file: nothing in it can be judged. ``code`` is the finding's."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code, self.detail = code, detail


@dataclass(frozen=True)
class Entry:
    """One entry: its data lies from ``start`` on, ``packed`` bytes, ``size`` when inflated."""

    name: str
    method: int
    crc: int
    packed: int
    size: int
    start: int

    @property
    def is_folder(self) -> bool:
        return self.name.endswith("/")


@dataclass(frozen=True)
class _Listed:
    """An entry as the directory has it. ``at`` is where its own header begins."""

    raw: bytes
    name: str
    flags: int
    method: int
    crc: int
    packed: int
    size: int
    at: int
    kind: int
    time: tuple[int, int]


def read_entries(file: BinaryIO, size: int) -> tuple[list[Entry], list[tuple[str, str, str]]]:
    """Return (entries with sound names, findings on names as (code, name, detail)).

    Raises:
        Broken: the file is no sound ZIP file.
    """
    begin, end, count = _ends(file, size)
    file.seek(begin)
    listed = list(_listed(file.read(end - begin), count))
    for one in listed:
        _judge_kind(one)
    entries, position = [], 0
    for one in sorted(listed, key=lambda one: one.at):
        if one.at != position:
            code, what = ("zip-overlap", "overlaps") if one.at < position else ("zip-gap", "leaves bytes unused before")
            raise Broken(code, f"{one.name!a} {what} the entry before it in the file, or the file's beginning")
        entry, position = _entry(file, one, begin)
        entries.append(entry)
    if position != begin:
        code = "zip-overlap" if position > begin else "zip-gap"
        raise Broken(code, f"between the last entry and the directory lie {begin - position} bytes")
    findings = judge_names([one.name for one in listed])
    refused = {name for _, name, _ in findings}
    return [entry for entry in entries if entry.name not in refused], findings


def _ends(file: BinaryIO, size: int) -> tuple[int, int, int]:
    """Return where the directory begins and ends, and how many entries it has."""
    file.seek(max(0, size - 22))
    record = file.read(22)
    if len(record) < 22 or record[:4] != _END or record[20:] != b"\0\0":
        raise Broken("zip-end", "it does not end as a ZIP file does: cut short, or something is appended")
    disk, disk0, here, count, length, begin, _ = struct.unpack("<HHHHIIH", record[4:])
    end = size - 22
    file.seek(max(0, end - 20))
    locator = file.read(20) if end >= 20 else b""
    if locator[:4] == _LOCATOR:
        end -= 20 + 56
        found = _ends64(file, end, locator)
        plain = (disk, disk0, here, count, length, begin)
        most = (_MAX16, _MAX16, _MAX16, _MAX16, _MAX32, _MAX32)
        if any(a not in (b, top) for a, b, top in zip(plain, found, most, strict=True)):
            raise Broken("zip64", "its ZIP64 end record disagrees with its end record")
        disk, disk0, here, count, length, begin = found
    elif _MAX32 in (length, begin) or _MAX16 in (here, count):
        raise Broken("zip64", "its end record refers to a ZIP64 end record, and there is none")
    if disk or disk0 or here != count:
        raise Broken("zip-end", "it says that it is one of several volumes")
    if count > MOST_ENTRIES or length > _LARGEST_DIRECTORY:
        raise Broken("zip-too-many", f"it claims {count} entries in a directory of {length} bytes")
    if begin + length != end:
        raise Broken("zip-end", "its directory does not end where its end record begins: something lies between")
    return begin, end, count


def _ends64(file: BinaryIO, at: int, locator: bytes) -> tuple[int, ...]:
    disk, where, disks = struct.unpack("<IQI", locator[4:])
    if disk or disks != 1 or where != at or at < 0:
        raise Broken("zip64", "its ZIP64 end record does not lie where the locator says, before it")
    file.seek(at)
    record = file.read(56)
    if record[:4] != _END64 or struct.unpack("<Q", record[4:12]) != (44,):
        raise Broken("zip64", "its ZIP64 end record is none")
    disk, disk0, here, count, length, begin = struct.unpack("<IIQQQQ", record[16:])
    return disk, disk0, here, count, length, begin


def _listed(directory: bytes, count: int) -> Iterator[_Listed]:
    position = 0
    for _ in range(count):
        fixed = directory[position : position + 46]
        if len(fixed) < 46 or fixed[:4] != _DIRECTORY:
            raise Broken("zip-directory", f"its directory is damaged at entry {_ + 1} of {count}")
        (_, _, flags, method, time, date, crc, packed, size, named, extra, comment, disk, _, kind, at) = struct.unpack(
            "<HHHHHHIIIHHHHHII", fixed[4:]
        )
        position += 46
        raw = directory[position : position + named]
        fields = directory[position + named : position + named + extra]
        position += named + extra + comment
        if position > len(directory) or disk or comment:
            raise Broken("zip-directory", f"entry {_ + 1} of its directory is damaged, has a comment or lies elsewhere")
        name = _name(raw, flags)
        size, packed, at = _wide(name, fields, (size, packed, at))
        yield _Listed(raw, name, flags, method, crc, packed, size, at, kind >> 16 & 0o170000, (time, date))
    if position != len(directory):
        raise Broken("zip-directory", "its directory is longer than its entries")


def _name(raw: bytes, flags: int) -> str:
    try:
        return raw.decode("utf-8" if flags & _UTF8 else "ascii")
    except UnicodeDecodeError:
        raise Broken("zip-name", f"the name {raw[:80]!r} is not in the coding it claims") from None


def _wide(name: str, extra: bytes, stated: tuple[int, ...]) -> tuple[int, ...]:
    """Return numbers of a header, those that do not fit into it taken from its ZIP64 field."""
    wide, position = None, 0
    while position + 4 <= len(extra):
        kind, length = struct.unpack("<HH", extra[position : position + 4])
        if kind == 1:
            if wide is not None:
                raise Broken("zip64", f"{name!a} has two ZIP64 fields")
            wide = extra[position + 4 : position + 4 + length]
        position += 4 + length
    if position != len(extra):
        raise Broken("zip-directory", f"the extra field of {name!a} is damaged")
    missing = sum(number == _MAX32 for number in stated)
    if len(wide or b"") != 8 * missing:
        raise Broken("zip64", f"the ZIP64 field of {name!a} does not hold the numbers that are missing in its header")
    more = iter(struct.unpack(f"<{missing}Q", wide or b""))
    return tuple(next(more) if number == _MAX32 else number for number in stated)


def _judge_kind(one: _Listed) -> None:
    if one.flags & _ENCRYPTED or one.method == _AES:
        raise Broken("zip-encrypted", f"{one.name!a} is encrypted")
    if one.flags & ~_KNOWN_FLAGS or one.method not in (STORED, DEFLATED):
        raise Broken("zip-method", f"{one.name!a} is packed in a way (method {one.method}) that not every reader knows")
    if one.kind not in _KINDS:
        raise Broken("zip-link", f"{one.name!a} is a symbolic link or a device, and no file")
    if one.method == STORED and one.packed != one.size:
        raise Broken("zip-sizes", f"{one.name!a} is stored as it is, and has two different sizes")
    if one.name.endswith("/") and one.size:
        raise Broken("zip-sizes", f"{one.name!a} is a folder, and has content")


def _entry(file: BinaryIO, one: _Listed, end: int) -> tuple[Entry, int]:
    """Return an entry as its own header confirms it, and where it ends."""
    file.seek(one.at)
    fixed = file.read(30)
    if len(fixed) < 30 or fixed[:4] != _LOCAL or one.at + 30 > end:
        raise Broken("zip-header", f"{one.name!a} has no header where the directory says")
    _, flags, method, time, date, crc, packed, size, named, extra = struct.unpack("<HHHHHIIIHH", fixed[4:])
    raw, fields = file.read(named), file.read(extra)
    size, packed = _wide(one.name, fields, (size, packed))
    start = one.at + 30 + named + extra
    said, listed = (crc, packed, size), (one.crc, one.packed, one.size)
    streamed = flags & _STREAMED and said == (0, 0, 0)
    same = (raw, flags, method, time, date) == (one.raw, one.flags, one.method, *one.time)
    if not same or not (said == listed or streamed):
        raise Broken("zip-header", f"the header of {one.name!a} disagrees with the directory")
    if start + one.packed > end:
        raise Broken("zip-overlap", f"{one.name!a} claims more bytes than there are before the directory")
    done = start + one.packed
    if flags & _STREAMED:
        done += _descriptor(file, one, done)
    return Entry(one.name, one.method, one.crc, one.packed, one.size, start), done


def _descriptor(file: BinaryIO, one: _Listed, at: int) -> int:
    """Return the length of the sizes that follow an entry whose writer did not know them before."""
    file.seek(at)
    found = file.read(24)
    for mark in (_DESCRIPTOR, b""):
        for numbers in ("<IQQ", "<III"):
            if max(one.packed, one.size) > _MAX32 and numbers == "<III":
                continue
            wanted = mark + struct.pack(numbers, one.crc, one.packed, one.size)
            if found.startswith(wanted):
                return len(wanted)
    raise Broken("zip-header", f"the sizes that follow {one.name!a} disagree with the directory")
