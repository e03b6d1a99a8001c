"""Pictures and records out of the WARC, as a browser may have them.

A picture is what its bytes say it is, whatever the server called it; what is no picture of a few well-known kinds, or
could be read as markup too, is only given as a file to keep.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from archive import warc
from archive.captures import read_with_payload
from archive.errors import Damaged
from archive.http_message import LARGEST_BODY
from archive.layout import Layout
from archive.records import Capture, CaptureRef

_PIECE = 1 << 16
_WARC = re.compile(r"\w[\w.-]*\.warc\.gz", re.ASCII)
_GZIP = 31  # zlib's wbits for a gzip member
_KINDS = (
    ("image/png", ".png", re.compile(rb"\x89PNG\r\n\x1a\n")),
    ("image/jpeg", ".jpg", re.compile(rb"\xff\xd8\xff")),
    ("image/gif", ".gif", re.compile(rb"GIF8[79]a")),
    ("image/webp", ".webp", re.compile(rb"RIFF....WEBP", re.S)),
    ("image/bmp", ".bmp", re.compile(rb"BM....\0\0\0\0", re.S)),
)
_ENDINGS = {media_type: ending for media_type, ending, _ in _KINDS}
_MARKUP = re.compile(rb"<(?:!doctype|html|head|body|script|svg|iframe|object|embed|\?xml|\?php)", re.IGNORECASE)


@dataclass(frozen=True)
class Picture:
    """A payload: ``shown`` is whether a page may show it, else it is a file to keep."""

    body: bytes
    media_type: str
    shown: bool

    @property
    def ending(self) -> str:
        """The ending of its file's name; that of a file to keep is ".bin"."""
        return _ENDINGS.get(self.media_type, ".bin") if self.shown else ".bin"


def picture_of(body: bytes) -> Picture:
    """Return a payload as what its bytes say it is.

    >>> picture_of(b"GIF89a<script>").shown
    False
    """
    for media_type, _, mark in _KINDS:
        if mark.match(body):
            return Picture(body, media_type, _MARKUP.search(body) is None)
    return Picture(body, "application/octet-stream", False)


def capture_of(layout: Layout, ref: CaptureRef) -> Capture:
    """Return a capture that a record cites. Raises Damaged where it does not lie there, or is not what was read."""
    return checked_capture(warc_file(layout, ref.warc), ref.offset, ref.payload_digest)


def checked_capture(path: Path, offset: int, digest: str, largest: int = LARGEST_BODY) -> Capture:
    """Return the capture that lies at an offset, its payload held against a digest that is known from a sealed place.

    A revisit has no payload of its own, and one that is larger than is ever read is held against nothing: its body is
    not there.

    Raises:
        Damaged: no response lies there, or its payload is another.
    """
    capture, payload = read_with_payload(path, offset, largest)
    if capture.refers_to is None and payload is not None and digest != warc.digest([payload]):
        raise Damaged(f"{path.name} has another payload at byte {offset} than is noted: run beilin verify.")
    return capture


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
