"""Pictures and records out of the WARC, as a browser may have them.

A picture is what its bytes say it is, whatever the server called it; what is no picture of a few well-known kinds, or
could be read as markup too, is only given as a file to keep.
"""

from __future__ import annotations

import base64
import hashlib
import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from archive.captures import read_capture
from archive.errors import Damaged
from archive.integrity.payload import Payload
from archive.layout import Layout
from archive.records import Capture, CaptureRef

_PIECE = 1 << 16
_RECORD_END = b"\r\n\r\n"
_WARC = re.compile(r"\w[\w.-]*\.warc\.gz", re.ASCII)
_RESOURCE = re.compile(rb"(?i)\nwarc-type[ \t]{0,9}:[ \t]{0,9}resource[ \t\r]")
_GZIP = 31  # zlib's wbits for a gzip member
_KINDS = (
    ("image/png", re.compile(rb"\x89PNG\r\n\x1a\n")),
    ("image/jpeg", re.compile(rb"\xff\xd8\xff")),
    ("image/gif", re.compile(rb"GIF8[79]a")),
    ("image/webp", re.compile(rb"RIFF....WEBP", re.S)),
    ("image/bmp", re.compile(rb"BM....\0\0\0\0", re.S)),
)
_MARKUP = re.compile(rb"<(?:!doctype|html|head|body|script|svg|iframe|object|embed|\?xml|\?php)", re.IGNORECASE)


@dataclass(frozen=True)
class Picture:
    """A payload: ``shown`` is whether a page may show it, else it is a file to keep."""

    body: bytes
    media_type: str
    shown: bool


def picture_of(body: bytes) -> Picture:
    """Return a payload as what its bytes say it is.

    >>> picture_of(b"GIF89a<script>").shown
    False
    """
    for media_type, mark in _KINDS:
        if mark.match(body):
            return Picture(body, media_type, _MARKUP.search(body) is None)
    return Picture(body, "application/octet-stream", False)


def capture_of(layout: Layout, ref: CaptureRef) -> Capture:
    """Return a capture that a record cites. Raises Damaged where it does not lie there, or is not what was read."""
    path = warc_file(layout, ref.warc)
    capture = read_capture(path, ref.offset)
    if capture.refers_to is None:
        check_payload(path, ref.offset, ref.payload_digest)
    return capture


def check_payload(path: Path, offset: int, digest: str) -> None:
    """Hold the payload of a response, or of what came without a head, against its digest, which is from a sealed place.

    Raises:
        Damaged: they are others.
    """
    sha256, machine = hashlib.sha256(), zlib.decompressobj(_GZIP)
    feed: Callable[[bytes], None] = Payload(sha256.update).feed
    head, held = b"", b""
    for piece in member(path, offset):
        plain = machine.decompress(piece)
        if not head:
            held += plain
            head, end, rest = held.partition(b"\r\n\r\n")
            head, held, plain = (head, b"", rest) if end else (b"", held, b"")
            feed = sha256.update if _RESOURCE.search(head) else feed
        held += plain
        if head and len(held) > len(_RECORD_END):
            feed(held[: -len(_RECORD_END)])
            held = held[-len(_RECORD_END) :]
    if digest != "sha256:" + base64.b32encode(sha256.digest()).decode("ascii"):
        raise Damaged(f"{path.name} has another payload at byte {offset} than is noted: run beilin verify.")


def warc_file(layout: Layout, name: str) -> Path:
    """Return the path of a WARC file. Raises Damaged for a name that is none: no path leads out of ``warc/``."""
    path = layout.warc / name
    if not _WARC.fullmatch(name) or path.is_symlink() or not path.is_file():
        raise Damaged("There is no WARC file of that name in the collection.")
    return path


def member_length(path: Path, offset: int) -> int:
    """Return the length in bytes of the gzip member that begins at an offset. Raises Damaged where none does."""
    return sum(len(piece) for piece in member(path, offset))


def member(path: Path, offset: int) -> Iterator[bytes]:
    """Yield a record's gzip member piece by piece, as it lies in the file. Raises Damaged where none begins there."""
    machine = zlib.decompressobj(_GZIP)
    begun = False
    with path.open("rb") as file:
        file.seek(offset)
        while piece := file.read(_PIECE):
            try:
                plain = machine.decompress(piece)
            except zlib.error:
                raise Damaged(f"{path.name}: no record can be read at byte {offset}.") from None
            if not begun and plain and not plain.startswith(b"WARC/1."):
                raise Damaged(f"{path.name}: no record begins at byte {offset}.")
            begun = begun or bool(plain)
            yield piece[: len(piece) - len(machine.unused_data)]
            if machine.eof:
                return
    raise Damaged(f"{path.name}: the record at byte {offset} has no end.")
