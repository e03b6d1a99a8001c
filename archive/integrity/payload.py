"""The payload of a stored HTTP response, read independently of the writer.

WARC 1.1 section 6.3.2 and iipc/warc-specifications issue 22: the entity body with the transfer coding undone and
the content coding left on.
"""

from __future__ import annotations

import re

_CHUNKED = re.compile(rb"(?im)^transfer-encoding[ \t]*:.*chunked")
_SIZE = re.compile(rb"[ \t]*([0-9a-fA-F]{1,15})[^\n]*\n")


def entity_of(block: bytes) -> bytes | None:
    """Return the payload of a response block, None where the block has no header section."""
    end = re.search(rb"\r?\n\r?\n", block)
    if not end:
        return None
    body = block[end.end() :]
    return _joined(body) if _CHUNKED.search(block, 0, end.start()) else body


def _joined(body: bytes) -> bytes:
    pieces = []
    position = 0
    while match := _SIZE.match(body, position):
        size = int(match[1], 16)
        if not size:
            break
        pieces.append(body[match.end() : match.end() + size])
        position = match.end() + size
        position += 2 if body.startswith(b"\r\n", position) else 1
    return b"".join(pieces)
