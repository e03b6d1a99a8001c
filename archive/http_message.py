"""An HTTP/1.x message, from the bytes that were on the wire. Pure; used alike on live and on stored responses.

Lenient as browsers are (bare LF, folded and colon-less lines, no reason), because the archive must read what
servers really send; exact in what it keeps, because the bytes themselves stay in the WARC. Sources: RFC 9110,
RFC 9112; the payload of a chunked response is the entity without chunking, still content-coded
(iipc/warc-specifications issue 22).
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

LARGEST_BODY = 64 * 1024 * 1024  # bytes after decoding: more than any page or feed, less than a bomb
LARGEST_HEAD = 1 << 20  # bytes within which a header section must end

_HEAD_END = re.compile(rb"\r?\n\r?\n")
_STATUS = re.compile(rb"HTTP/\d[.]\d +(\d{3})")
CHUNK_SIZE = re.compile(rb"[ \t]*([0-9a-fA-F]{1,15})[ \t]*(?:;|$)")  # the size, in hexadecimal, and an extension
LONGEST_CHUNK_LINE = 65536  # bytes of a chunk's size line, or of a trailer
_GZIP_OR_ZLIB = zlib.MAX_WBITS | 32
_RAW_DEFLATE = -zlib.MAX_WBITS


@dataclass(frozen=True)
class Head:
    """Status and header section of a response: ``length`` is that of both in bytes, where the body begins."""

    status: int
    headers: tuple[tuple[str, str], ...]
    length: int

    def header(self, name: str) -> str:
        """Return all values of a header joined by ", " (RFC 9110 section 5.2), "" where there is none."""
        return ", ".join(value for key, value in self.headers if key.lower() == name)

    @property
    def chunked(self) -> bool:
        """Whether the body is in chunks."""
        return "chunked" in self.header("transfer-encoding").lower()


def split_interim(raw: bytes) -> tuple[bytes, bytes]:
    """Return (1xx responses, the final response): a WARC response record holds the final one only.

    101 Switching Protocols is final: what follows it is no longer HTTP (RFC 9110 section 15.2.2).
    """
    start = 0
    while (status := _STATUS.match(raw, start)) and status[1].startswith(b"1") and status[1] != b"101":
        end = _HEAD_END.search(raw, start)
        if not end:
            break
        start = end.end()
    return raw[:start], raw[start:]


def parse_head(raw: bytes) -> Head | None:
    """Return the head of a response, or None where the bytes have no status line and header section."""
    status, end = _STATUS.match(raw), _HEAD_END.search(raw)
    return Head(int(status[1]), _headers(raw[: end.start()]), end.end()) if status and end else None


def entity_pieces(message: Head, body: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the entity of a response from its body as it was on the wire: without chunking, still content-coded."""
    if not message.chunked:
        yield from body
        return
    chunks = _Chunks()
    for data in body:
        yield from chunks.feed(data)


def entity_of(message: Head, body: bytes) -> bytes:
    """Return the entity of a response whose body is at hand."""
    if not message.chunked:
        return body
    entity = bytearray()  # not a list: chunks may be of one byte each
    for piece in entity_pieces(message, [body]):
        entity += piece
    return bytes(entity)


class _Chunks:
    """Undoes the chunked coding piece by piece (RFC 9112 section 7.1); stops where the coding is broken."""

    def __init__(self) -> None:
        self._left = 0  # bytes of the chunk under way that are still to come
        self._line = bytearray()
        self._after_chunk = False
        self._over = False

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Yield what of the entity lies in the next bytes."""
        at = 0
        while at < len(data) and not self._over:
            if self._left:
                piece = data[at : at + self._left]
                self._left -= len(piece)
                at += len(piece)
                self._after_chunk = True
                yield piece
            else:
                at = self._take_line(data, at)

    def _take_line(self, data: bytes, at: int) -> int:
        newline = data.find(b"\n", at)
        end = len(data) if newline < 0 else newline
        self._line += data[at:end]
        if newline < 0:
            self._over = len(self._line) > LONGEST_CHUNK_LINE
            return end
        line, self._line = bytes(self._line.strip()), bytearray()
        if self._after_chunk and not line:
            self._after_chunk = False
            return newline + 1
        size = CHUNK_SIZE.match(line)
        self._left = int(size[1], 16) if size else 0
        self._over = not self._left
        return newline + 1


def undo_coding(entity: bytes, coding: str, limit: int = LARGEST_BODY) -> tuple[bytes, bool]:
    """Return (decoded body, True), or (entity as it came, False) where a coding is unknown, damaged or a bomb.

    ``coding`` is the value of Content-Encoding, the last one applied last (RFC 9110 section 8.4).
    """
    body = entity
    for name in reversed([part.strip().lower() for part in coding.split(",") if part.strip()]):
        if name == "identity" or not body:
            continue
        if name not in ("gzip", "x-gzip", "deflate"):
            return entity, False
        inflated = _inflate(body, limit)
        if inflated is None:
            return entity, False
        body = inflated
    return body, True


def _headers(head: bytes) -> tuple[tuple[str, str], ...]:
    unfolded = re.sub(rb"\r?\n[ \t]+", b" ", head)
    lines = (line.partition(b":") for line in re.split(rb"\r?\n", unfolded)[1:])
    return tuple(
        (name.decode("latin-1").strip(), value.decode("latin-1").strip()) for name, colon, value in lines if colon
    )


def _inflate(body: bytes, limit: int) -> bytes | None:
    # "deflate" means zlib by the RFC and raw deflate by habit: take whichever the bytes are.
    for window in (_GZIP_OR_ZLIB, _RAW_DEFLATE):
        pieces, left, rest = [], limit, body
        try:
            while rest and left:  # gzip may have several members (RFC 1952 section 2.2)
                machine = zlib.decompressobj(window)
                pieces.append(machine.decompress(rest, left))
                left -= len(pieces[-1])
                rest = machine.unused_data
                if not machine.eof:
                    break
        except zlib.error:
            if not pieces:
                continue
        return b"".join(pieces) if left else None
    return None
