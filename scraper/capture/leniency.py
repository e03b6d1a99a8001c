"""Reading answers as leniently as browsers do: what Twisted would refuse is still an answer, and is wanted.

Nothing of this touches what is kept: the tee has copied the bytes before they come here.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from scrapy.core.downloader.handlers.http11 import _LenientHTTPClientParser
from twisted.web.http import _DataLoss, _MalformedChunkedDataError

from archive.http_message import CHUNK_SIZE, LONGEST_CHUNK_LINE

LARGEST_HEAD = 256 * 1024  # bytes before the body, interim responses included: more than any server needs
_TOKEN = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+")  # RFC 9110 section 5.6.2


class LenientChunks:
    """The chunked coding (RFC 9112 section 7.1) with any extension, with padded sizes, with bare LF.

    Used by Twisted's parser as it uses its own: ``take`` gets data, ``finish`` what comes after the end.
    """

    contentLength = -1  # noqa: N815 (Twisted's name): not None, which would mean that the body ends with the connection

    def __init__(self, take: Callable[[bytes], None], finish: Callable[[bytes], None]) -> None:
        self._take, self._finish = take, finish
        self._buffer, self._at = b"", 0  # bytes to be read, and how far they have been
        self._pieces: list[bytes] = []
        self._left = 0
        self._state = self._size

    def dataReceived(self, data: bytes) -> None:  # noqa: N802
        """Take the next bytes. What they hold is handed on in one piece: chunks may be of one byte each."""
        self._buffer, self._at = self._buffer[self._at :] + data, 0
        try:
            while self._at < len(self._buffer) and self._state():
                pass
        finally:
            self._hand_on()

    def _hand_on(self) -> None:
        pieces, self._pieces = self._pieces, []
        if pieces:
            self._take(b"".join(pieces))

    def noMoreData(self) -> None:  # noqa: N802
        """Say whether the end was there. Raises _DataLoss where it was not."""
        if self._state != self._over:
            raise _DataLoss("the last chunk is missing")

    def _line(self) -> bytes | None:
        end = self._buffer.find(b"\n", self._at)
        if end < 0:
            if len(self._buffer) - self._at > LONGEST_CHUNK_LINE:
                raise _MalformedChunkedDataError("a line of the chunked coding has no end")
            return None
        line, self._at = self._buffer[self._at : end], end + 1
        return line.rstrip(b"\r")

    def _size(self) -> bool:
        line = self._line()
        if line is None:
            return False
        size = CHUNK_SIZE.match(line)
        if not size:
            raise _MalformedChunkedDataError(f"no chunk size: {line[:20]!r}")
        self._left = int(size[1], 16)
        self._state = self._data if self._left else self._trailer
        return True

    def _data(self) -> bool:
        piece = self._buffer[self._at : self._at + self._left]
        self._pieces.append(piece)
        self._at += len(piece)
        self._left -= len(piece)
        if not self._left:
            self._state = self._end_of_chunk
        return True

    def _end_of_chunk(self) -> bool:
        line = self._line()
        if line is None:
            return False
        if line:
            raise _MalformedChunkedDataError("a chunk is longer than its size says")
        self._state = self._size
        return True

    def _trailer(self) -> bool:
        line = self._line()
        if line is None:
            return False
        if not line:
            rest, self._buffer, self._at = self._buffer[self._at :], b"", 0
            self._state = self._over
            self._hand_on()
            self._finish(rest)
        return True

    def _over(self) -> bool:
        return False


class LenientParser(_LenientHTTPClientParser):
    """Scrapy's parser, which skips lines without a colon, and skips odd names and folds of nothing, too."""

    MAX_LENGTH = 2 * LARGEST_HEAD  # of one line; the tee breaks the head off before, and says why
    _transferDecoders: Any = {b"chunked": LenientChunks}  # noqa: N815, RUF012 (Twisted's name and form)

    def lineReceived(self, line: bytes) -> None:  # noqa: N802
        """Take one line; a fold that folds nothing is passed over."""
        folds_nothing = line[:1] in (b" ", b"\t") and self._partialHeader is None
        if not (self.state == "HEADER" and folds_nothing):
            super().lineReceived(line)

    def headerReceived(self, name: bytes, value: bytes) -> None:  # noqa: N802
        """Take one header; one whose name is none is passed over."""
        plain: Any = name.strip()
        if _TOKEN.fullmatch(plain):
            super().headerReceived(plain, value)  # type: ignore[no-untyped-call]
