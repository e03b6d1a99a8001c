"""What is in an entry, piece by piece, and never more of it than it claims."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

from archive.wacz.validator.container import STORED, Entry

_PIECE = 1 << 18
_FREE = 16 << 20  # bytes that anything may inflate to
_STEEPEST = 100  # times its size that more than that may inflate to; indexes and texts reach 20
LARGEST_DOCUMENT = 4 << 20  # bytes of datapackage.json: some ten thousand WARC files
LONGEST_LINE = 8 << 20


class Damaged(ValueError):
    """An entry cannot be read to its end, or is not what the directory says."""


class Section:
    """A stretch of a file, read as if it were a file of its own."""

    def __init__(self, file: BinaryIO, start: int, size: int) -> None:
        self._file, self._start, self._size, self._at = file, start, size, 0

    def seek(self, position: int) -> None:
        """Go to a byte of the stretch."""
        self._at = position

    def read(self, size: int) -> bytes:
        """Return the next bytes, fewer at the end."""
        self._file.seek(self._start + self._at)
        data = self._file.read(max(0, min(size, self._size - self._at)))
        self._at += len(data)
        return data


def contents(file: BinaryIO, entry: Entry) -> Iterator[bytes]:
    """Yield an entry's content in pieces. Raises `Damaged`, at the latest at the end."""
    if entry.size > max(_FREE, _STEEPEST * entry.packed):
        raise Damaged(f"it claims to inflate to {entry.size} bytes, more than {_STEEPEST} times its size")
    crc, size = 0, 0
    for piece in _packed(file, entry) if entry.method == STORED else inflated(_packed(file, entry), -zlib.MAX_WBITS):
        size += len(piece)
        if size > entry.size:
            break
        crc = zlib.crc32(piece, crc)
        yield piece
    if size != entry.size:
        raise Damaged("it is not as long as the directory says")
    if crc != entry.crc:
        raise Damaged("its checksum is not the one in the directory")


def _packed(file: BinaryIO, entry: Entry) -> Iterator[bytes]:
    section = Section(file, entry.start, entry.packed)
    while piece := section.read(_PIECE):
        yield piece


def inflated(pieces: Iterable[bytes], window: int) -> Iterator[bytes]:
    """Yield deflated content in pieces of limited size; of a gzip file, all its members. Raises `Damaged`."""
    machine = zlib.decompressobj(window)
    for packed in pieces:
        waiting = packed
        while waiting:
            if machine.eof:
                if window < 0:
                    raise Damaged("something follows its deflated content")
                machine = zlib.decompressobj(window)
            try:
                yield machine.decompress(waiting, _PIECE)
            except zlib.error:
                raise Damaged("its deflated content is damaged") from None
            waiting = machine.unused_data if machine.eof else machine.unconsumed_tail
    while not machine.eof:
        rest = machine.decompress(b"", _PIECE)
        if not rest and not machine.eof:
            raise Damaged("its deflated content is cut short")
        yield rest


def limited(pieces: Iterable[bytes], packed: int) -> Iterator[bytes]:
    """Pass on what a gzip file inflates to, up to what is not absurd for its size. Raises `Damaged`."""
    size = 0
    for piece in pieces:
        size += len(piece)
        if size > max(_FREE, _STEEPEST * packed):
            raise Damaged(f"it inflates to more than {_STEEPEST} times its size")
        yield piece


def sha256(pieces: Iterable[bytes]) -> str:
    """Return the SHA-256 in hexadecimal."""
    machine = hashlib.sha256()
    for piece in pieces:
        machine.update(piece)
    return machine.hexdigest()


def lines(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the lines of a text without their ends; one that has no end is one, too. Raises `Damaged`."""
    rest = bytearray()
    for piece in pieces:
        first, *more = piece.split(b"\n")
        rest += first
        if more:
            yield bytes(rest)
            yield from more[:-1]
            rest = bytearray(more[-1])
        if len(rest) > LONGEST_LINE:
            raise Damaged(f"it has a line of more than {LONGEST_LINE} bytes")
    if rest:
        yield bytes(rest)


def document(pieces: Iterable[bytes], size: int) -> Any:
    """Return a JSON document. Raises ValueError, with what is wrong with it."""
    if size > LARGEST_DOCUMENT:
        raise ValueError(f"it has {size} bytes: no such document is so large")
    return parsed(b"".join(pieces))


def parsed(text: bytes) -> Any:
    """Return what a JSON text says. Raises ValueError where readers could understand it differently, or not at all."""
    try:
        return json.loads(text.decode("utf-8"), object_pairs_hook=_object, parse_constant=_no_number)
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
    except UnicodeDecodeError:
        raise ValueError("it is not UTF-8") from None
    except json.JSONDecodeError as error:
        raise ValueError(f"it is no JSON ({error.msg})") from None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise ValueError("a name stands in it twice")
    return made


def _no_number(name: str) -> Any:
    raise ValueError(f"{name} is no number of JSON")
