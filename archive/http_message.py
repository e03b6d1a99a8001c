"""An HTTP/1.x message, from the bytes that were on the wire. Pure; used alike on live and on stored responses.

Lenient as browsers are (bare LF, folded and colon-less lines, no reason), because the archive must read what
servers really send; exact in what it keeps, because the bytes themselves stay in the WARC. Sources: RFC 9110,
RFC 9112; the payload of a chunked response is the entity without chunking, still content-coded
(iipc/warc-specifications issue 22).
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass

LARGEST_BODY = 256 * 1024 * 1024  # bytes after decoding: more than any page or picture, less than a bomb

_HEAD_END = re.compile(rb"\r?\n\r?\n")
_STATUS = re.compile(rb"HTTP/\d[.]\d +(\d{3})")
_GZIP_OR_ZLIB = zlib.MAX_WBITS | 32
_RAW_DEFLATE = -zlib.MAX_WBITS


@dataclass(frozen=True)
class HttpMessage:
    """One response: ``entity`` is the body without transfer coding, ``whole`` False where it was cut short."""

    status: int
    headers: tuple[tuple[str, str], ...]
    entity: bytes
    whole: bool

    def header(self, name: str) -> str:
        """Return all values of a header joined by ", " (RFC 9110 section 5.2), "" where there is none."""
        return ", ".join(value for key, value in self.headers if key.lower() == name)


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


def parse_response(raw: bytes) -> HttpMessage | None:
    """Return the response in a block of bytes, or None where it has no status line and header section."""
    status, end = _STATUS.match(raw), _HEAD_END.search(raw)
    if not status or not end:
        return None
    headers = _headers(raw[: end.start()])
    body = raw[end.end() :]
    chunked = any(k.lower() == "transfer-encoding" and "chunked" in v.lower() for k, v in headers)
    entity, whole = _dechunk(body) if chunked else (body, True)
    return HttpMessage(int(status[1]), headers, entity, whole)


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


def _dechunk(body: bytes) -> tuple[bytes, bool]:
    pieces: list[bytes] = []
    at = 0
    while (newline := body.find(b"\n", at)) >= 0:
        try:
            size = int(body[at:newline].partition(b";")[0].strip(), 16)
        except ValueError:
            break
        if size <= 0:
            return b"".join(pieces), size == 0
        start = newline + 1
        pieces.append(body[start : start + size])
        if start + size > len(body):
            break
        at = start + size
        at += 2 if body[at : at + 2] == b"\r\n" else 1
    return b"".join(pieces), False


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
