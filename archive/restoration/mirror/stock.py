"""What was captured at each address, and the file of the mirror that it becomes.

Of each address the newest capture counts that was not judged suspect or replaced: the last good one.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from archive.addresses import key
from archive.captures import read_capture
from archive.durable import write
from archive.errors import Damaged
from archive.layout import Layout
from archive.payloads import checked_capture, picture_of, warc_file
from archive.records import Capture, Image
from archive.restoration.mirror.gaps import NEVER, PERHAPS, UNREADABLE, UNSURE, UNVOUCHED, Gap
from archive.restoration.mirror.vouching import Vouched
from archive.restoration.picture_files import PictureWriter, by_digest
from archive.wacz.index import Candidate, Index
from archive.wacz.standing import is_whole_page, kept_apart

_LARGEST = 32 << 20  # bytes


class Stock:
    """The captures of a collection, by address. ``lacks`` are what is lost of them by damage."""

    def __init__(self, vouched: Vouched, index: Index, root: Path) -> None:
        self._layout, self._index, self._root = vouched.layout, index, root
        self._is_apart, self._doubtful, self._unvouched = vouched.is_apart, vouched.doubtful, vouched.unvouched
        self.lacks = tuple(vouched.lacks)
        self._files = PictureWriter(root, lambda _: None, by_digest)
        self._pictures: dict[str, str | Gap] = {}
        self._known: set[str] = set()

    def pages(self) -> Iterator[Candidate]:
        """Yield the capture of each address that is a whole page."""
        for url in self._index.addresses():
            if (found := self._good(url)) and is_whole_page(found):
                yield found

    def page(self, url: str) -> Candidate | None:
        """Return the page at an address, None where there is none."""
        found = self._good(url)
        return found if found and is_whole_page(found) else None

    def know(self, images: Iterable[Image]) -> None:
        """Take the pictures of a record: what it has a digest of was captured."""
        captured = (url for one in images if one.digest for url in (one.url, one.original_url) if url)
        self._known.update(map(key, captured))

    def picture(self, url: str) -> str | Gap:
        """Return the place of a picture, written where it is not yet, or why there is none."""
        if url not in self._pictures:
            self._pictures[url] = self._picture(url)
        return self._pictures[url]

    def _picture(self, url: str) -> str | Gap:
        if self._good(url) is None and key(url) not in self._known:
            return UNVOUCHED if key(url) in self._unvouched else PERHAPS if self.lacks else NEVER
        capture = self._read(url)
        if capture is None:
            return UNREADABLE
        picture = picture_of(capture.body)
        return self._files.keep(picture, url).name if picture.shown else UNSURE

    def sheet(self, url: str) -> Capture | None:
        """Return the capture of a style sheet, None where none was captured."""
        capture = self._read(url)
        return capture if capture and capture.media_type == "text/css" else None

    def write_sheet(self, text: str) -> str:
        """Write a style sheet, and return its place."""
        content = text.encode("utf-8", "replace")
        place = f"style/{hashlib.sha256(content).hexdigest()[:40]}.css"
        write(self._root / place, content)
        return place

    def capture(self, found: Candidate) -> Capture:
        """Return a capture. Raises Damaged."""
        path = warc_file(self._layout, found.warc)
        if found.warc in self._doubtful:
            return checked_capture(path, found.offset, found.payload_digest, _LARGEST)
        return read_capture(path, found.offset, _LARGEST)

    def _good(self, url: str) -> Candidate | None:
        return next((one for one in self._index.of(url) if one.status == 200 and not self._is_apart(one)), None)

    def _read(self, url: str) -> Capture | None:
        found = self._good(url)
        try:
            return self.capture(found) if found else None
        except Damaged:
            return None


@contextmanager
def stock(layout: Layout, root: Path) -> Iterator[Stock]:
    """Give the stock of a collection; ``root`` is where the mirror is written."""
    with tempfile.TemporaryDirectory(prefix="beilin-mirror-") as folder:
        index = Index(Path(folder) / "captures.sqlite")
        try:
            vouched = Vouched(layout, kept_apart(layout))
            for one in vouched:
                index.add(one)
            yield Stock(vouched, index, root)
        finally:
            index.close()
