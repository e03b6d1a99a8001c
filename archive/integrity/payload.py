"""The payload of a stored HTTP response, read independently of the writer and piece by piece.

WARC 1.1 section 6.3.2 and iipc/warc-specifications issue 22: the entity body with the transfer coding undone and
the content coding left on.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from archive.integrity.digest import Bytes

_HEAD_LIMIT = 1 << 20  # bytes within which the header section must end
_LINE_LIMIT = 1 << 20  # bytes within which the line before a chunk must end
_END = re.compile(rb"\r?\n\r?\n")
_NEWLINE = re.compile(rb"\n")
_CHUNKED = re.compile(rb"(?i)\ntransfer-encoding[ \t]*:(?:[^\n]|\n[ \t])*chunked")  # a folded line goes on with a blank
_SIZE = re.compile(rb"([0-9a-fA-F]{1,15})[ \t]*(?:;.*)?", re.DOTALL)


class Payload:
    """Passes the payload of a response block on to a function, as the block comes in."""

    def __init__(self, pass_on: Callable[[Bytes], None]) -> None:
        self._pass_on = pass_on
        self._head = b""
        self.begun = False  # False to the end where the block has no header section

    def feed(self, piece: Bytes) -> None:
        """Take the next bytes of the block."""
        if self.begun:
            self._pass_on(piece)
        elif len(self._head) < _HEAD_LIMIT:
            self._take_head(piece)

    def _take_head(self, piece: Bytes) -> None:
        head = self._head + piece if self._head else piece  # most often the first piece, not copied
        end = _END.search(head, max(0, len(self._head) - 3), _HEAD_LIMIT)
        if not end:
            self._head = bytes(head)
            return
        if _CHUNKED.search(head, 0, end.end()):
            self._pass_on = Chunks(self._pass_on).feed
        self._head, self.begun = b"", True
        self._pass_on(memoryview(head)[end.end() :])


class Chunks:
    """Undoes the chunked coding (RFC 9112 section 7.1).

    A line holds a size of at most 15 hexadecimal digits, then nothing or ";" and what nobody needs. One empty line
    may stand between a chunk and the next size. A size of 0, and any other line, ends the entity: what servers got
    wrong is kept as far as it can be read, and a chunk cut short is kept as far as it goes.
    """

    def __init__(self, pass_on: Callable[[Bytes], None]) -> None:
        self._pass_on = pass_on
        self._left = 0  # bytes of the chunk that are still to come
        self._line = b""
        self._blank_allowed = False
        self._ended = False

    def feed(self, piece: Bytes) -> None:
        """Take the next bytes of the body."""
        rest = memoryview(piece)
        while rest and not self._ended:
            if self._left:
                data, rest = rest[: self._left], rest[self._left :]
                self._left -= len(data)
                self._pass_on(data)
            else:
                rest = self._take_line(rest)

    def _take_line(self, rest: memoryview) -> memoryview:
        newline = _NEWLINE.search(rest)
        self._line += rest[: newline.end() if newline else None]
        if newline:
            line, self._line = self._line.strip(), b""
            self._begin_chunk(line)
        self._ended |= len(self._line) > _LINE_LIMIT
        return rest[newline.end() :] if newline else rest[:0]

    def _begin_chunk(self, line: bytes) -> None:
        if self._blank_allowed and not line:
            self._blank_allowed = False
            return
        size = _SIZE.fullmatch(line)
        self._left = int(size[1], 16) if size else 0
        self._ended = not self._left
        self._blank_allowed = True
