"""What was captured at each address, and the file of the mirror that it becomes.

Of each address the newest capture counts that was not judged suspect or replaced: the last good one.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from archive.captures import read_capture
from archive.durable import write
from archive.errors import Damaged
from archive.layout import Layout
from archive.payloads import picture_of, warc_file
from archive.records import Capture
from archive.restoration.picture_files import PictureWriter, by_digest
from archive.wacz.captured import captured
from archive.wacz.index import Candidate, Index
from archive.wacz.standing import is_whole_page, kept_apart

_LARGEST = 32 << 20  # bytes


class Stock:
    """The captures of a collection, by address."""

    def __init__(self, layout: Layout, index: Index, root: Path) -> None:
        self._layout, self._index, self._root = layout, index, root
        self._is_apart = kept_apart(layout)
        self._files = PictureWriter(root, lambda _: None, by_digest)
        self._pictures: dict[str, str | None] = {}
        self._sheets: dict[str, str | None] = {}

    def pages(self) -> Iterator[Candidate]:
        """Yield the capture of each address that is a whole page."""
        for url in self._index.addresses():
            if (found := self._good(url)) and is_whole_page(found):
                yield found

    def page(self, url: str) -> Candidate | None:
        """Return the page at an address, None where there is none."""
        found = self._good(url)
        return found if found and is_whole_page(found) else None

    def picture(self, url: str) -> str | None:
        """Return the place of a picture, written where it is not yet; None where no sure one was captured."""
        if url not in self._pictures:
            capture = self._read(url)
            picture = picture_of(capture.body) if capture else None
            self._pictures[url] = self._files.keep(picture, url).name if picture and picture.shown else None
        return self._pictures[url]

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
        return read_capture(warc_file(self._layout, found.warc), found.offset, _LARGEST)

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
            for warc in sorted(layout.warc.glob("*.warc.gz")):
                for one in captured(warc):
                    index.add(one)
            yield Stock(layout, index, root)
        finally:
            index.close()
