"""One WARC record, read piece by piece: never more of it in memory than its header and one piece."""

from __future__ import annotations

import re

from archive.integrity.digest import Digest
from archive.integrity.payload import Payload

HEAD_LIMIT = 1 << 20  # bytes within which a record's header must end
_REQUIRED = ("warc-type", "warc-record-id", "warc-date", "content-length")
_FIELD = re.compile(r"^([!#-'*+.^_`|~0-9A-Za-z-]+):[ \t]*([^\r\n]*)", re.MULTILINE)  # all of a header at once
_CONTROLS = bytes(byte for byte in (*range(32), 127) if byte != 9)
_LENGTH = re.compile(r"[0-9]{1,18}")
_WRONG_LENGTH = "its Content-Length is not the length of its block"


class Record:
    """What the plain bytes of a gzip member say and whether they keep it. ``problem`` is why they are no record.

    ``room`` is how many plain bytes the rest of the file can hold at most: a record that claims more is not believed.
    """

    def __init__(self, room: int) -> None:
        self.fields: dict[str, str] = {}
        self.problem = "it does not begin with a WARC header"
        self._room = room
        self._limit = HEAD_LIMIT
        self._taken = 0
        self._begun: bytes | None = b""  # None once the header was read
        self._left = 0  # bytes of the block that are still to come
        self._after = b""  # the first bytes after the block
        self._block: Digest | None = None
        self._payload: Payload | None = None
        self._payload_digest: Digest | None = None

    def feed(self, piece: bytes) -> bool:
        """Take the next bytes; return False where no more can make a record of them."""
        self._taken += len(piece)
        rest = memoryview(piece) if self._begun is None else self._open(self._begun + piece)
        if self._left:
            block, rest = rest[: self._left], rest[self._left :]
            self._left -= len(block)
            if self._block:
                self._block.update(block)
            if self._payload:
                self._payload.feed(block)
        self._after += rest[: 5 - len(self._after)]
        return self._taken <= self._limit

    def close(self) -> None:
        """Judge the length, all bytes having come."""
        if not self.problem and (self._left or self._after != b"\r\n\r\n"):
            self.problem = _WRONG_LENGTH

    def faults(self) -> list[str]:
        """Return what is wrong with the digests."""
        found = []
        if not self._block:
            found.append("it has no block digest")
        elif not self._block.matches():
            found.append("its block is not the one its digest was made of")
        if self._payload and self._payload_digest and not (self._payload.begun and self._payload_digest.matches()):
            found.append("its payload is not the one its digest was made of")
        return found

    def _open(self, begun: bytes) -> memoryview:
        """Read the header if it has come as a whole, and return what of the block came with it."""
        end = begun.find(b"\r\n\r\n", 0, HEAD_LIMIT)
        if end < 0:
            self._begun = begun
            return memoryview(b"")
        self._begun = None
        self.fields, self.problem = _read_head(begun[:end])
        if not self.problem:
            self._expect(int(self.fields["content-length"]))
        return memoryview(begun)[end + 4 :]

    def _expect(self, length: int) -> None:
        if length > self._room:
            self.problem = _WRONG_LENGTH
            return
        self._left = length
        self._limit = HEAD_LIMIT + length
        if stated := self.fields.get("warc-block-digest"):
            self._block = Digest(stated)
        stated = self.fields.get("warc-payload-digest")
        # The payload digest of a revisit names the payload of another record; its own block holds none.
        if stated and self.fields["warc-type"] == "response":
            self._payload_digest = Digest(stated)
            self._payload = Payload(self._payload_digest.update)


def _read_head(head: bytes) -> tuple[dict[str, str], str]:
    """Return (fields by lower-case name, why it is no header)."""
    version, _, lines = head.partition(b"\r\n")
    if version not in (b"WARC/1.1", b"WARC/1.0"):
        return {}, "it does not begin with a WARC header"
    pairs = _FIELD.findall(lines.decode("utf-8", "replace"))
    if _has_controls(lines) or len(pairs) != len(lines.splitlines()):
        return {}, "a line of its header is no field"
    fields: dict[str, str] = {}
    for name, value in pairs:
        key = name.lower()
        if key in fields and key in _REQUIRED:
            return {}, f"its header has {name} twice"
        fields[key] = value
    if missing := [name for name in _REQUIRED if not fields.get(name)]:
        return {}, f"its header lacks {missing[0]}"
    return fields, "" if _LENGTH.fullmatch(fields["content-length"]) else _WRONG_LENGTH


def _has_controls(lines: bytes) -> bool:
    bare = lines.replace(b"\r\n", b"")
    return len(bare.translate(None, _CONTROLS)) != len(bare)
