"""The WARC files of one crawl: each begins with a warcinfo record, and one that is full is followed by the next."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from archive.layout import warc_name
from archive.promises import Promise
from archive.warc import Record, WarcFile, new_record_id

LARGEST = 1_000_000_000  # bytes; the size WARC guidelines name for one file
_CONFORMS_TO = "https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"


class WarcFiles:
    """Gives the file to append to. ``info_id`` is the record id of its warcinfo, which its other records name."""

    def __init__(
        self,
        folder: Path,
        crawl: str,
        software: str,
        about: Sequence[str],
        begin: Callable[[str], Promise],
        largest: int = LARGEST,
    ) -> None:
        """``about`` are further lines of the warcinfo records: no host name, address or path of the operator's machine.

        ``begin`` is told the name of each file before it is there, and returns who is told what comes into it.
        """
        self._folder, self._crawl, self._begin, self._largest = folder, crawl, begin, largest
        lines = (
            f"software: {software}",
            "format: WARC File Format 1.1",
            f"conformsTo: {_CONFORMS_TO}",
            f"isPartOf: {crawl}",
        )
        self._about = "".join(f"{line}\r\n" for line in (*lines, *about)).encode()
        self._number = sum(1 for _ in folder.glob(f"{crawl}-*.warc.gz"))
        self._file: WarcFile | None = None
        self.info_id = ""

    def open(self) -> WarcFile:
        """Return the file under way, or the next one. Raises StorageError."""
        if self._file and self._file.size >= self._largest:
            self.close()
        if not self._file:
            name = warc_name(self._crawl, self._number)
            self._file = WarcFile(self._folder / name, self._begin(name))
            self._number += 1
            self.info_id = new_record_id()
        return self._file

    def first(self, file: WarcFile, date: str) -> list[Record]:
        """Return what a file that is still empty begins with."""
        if file.size:
            return []
        fields = (("WARC-Filename", file.path.name),)
        return [Record("warcinfo", self.info_id, date, "application/warc-fields", self._about, fields)]

    def close(self) -> None:
        """Close the file under way; nothing is ever appended to it again."""
        if self._file:
            self._file.close()
            self._file = None
