"""What HTTrack keeps beside a mirror: pages as the server sent them, and what it said of each file (``hts-cache``).

In the mirror itself links are rewritten, so that pictures are not found again. The cache is a ZIP file whose members
are named by addresses; before each lies a head with the status, the type and the file's place in the mirror.
"""

from __future__ import annotations

import contextlib
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from scraper.rescuing.heads import Head, rebuilt
from scraper.rescuing.records import LARGEST_BLOCK

FOLDER = "hts-cache"
_NAME = "new.zip"
_MOST = 1_000_000  # members
_LOCAL_HEAD = struct.Struct("<26xHH")  # of a member (APPNOTE 4.3.7): lengths of its name and of what is added
_DESCRIBED = ("content-type", "last-modified", "etag", "location")
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, OSError, struct.error)


@dataclass(frozen=True)
class Stored:
    """A file of a mirror as HTTrack knows it; ``member`` holds its bytes as they were sent, "" where the mirror does.

    ``size`` is the length in bytes that HTTrack noted, -1 for none.
    """

    url: str
    status: int
    head: Head
    size: int
    member: str


class Cache:
    """The cache of one mirror; empty where it cannot be read."""

    def __init__(self, mirror: Path) -> None:
        self._path = mirror / FOLDER / _NAME
        self.stored: Mapping[str, Stored] = {}
        with contextlib.suppress(*_BROKEN):
            self.stored = dict(self._read())

    def content(self, one: Stored) -> bytes | None:
        """Return the bytes as they were sent, None where they cannot be read."""
        try:
            with zipfile.ZipFile(self._path) as package, package.open(one.member) as member:
                return member.read(LARGEST_BLOCK)
        except (*_BROKEN, KeyError):
            return None

    def _read(self) -> Iterator[tuple[str, Stored]]:
        """Yield (place in the mirror, what is known of the file there)."""
        with zipfile.ZipFile(self._path) as package, self._path.open("rb") as file:
            for info in package.infolist()[:_MOST]:
                file.seek(info.header_offset)
                name, added = _LOCAL_HEAD.unpack(file.read(_LOCAL_HEAD.size))
                file.seek(name, 1)
                told = _fields(file.read(added))
                url = _address(info.filename)
                if place := told.get("x-save", "").replace("\\", "/"):
                    yield place, _stored(url, told, info)


def _stored(url: str, told: Mapping[str, str], info: zipfile.ZipInfo) -> Stored:
    status, size = told.get("x-statuscode", ""), told.get("x-size", "")
    fields = [(name, value) for name, value in told.items() if name in _DESCRIBED]
    if (charset := told.get("x-charset", "")) and "charset" not in told.get("content-type", ""):
        fields = [(name, f"{value}; charset={charset}" if name == "content-type" else value) for name, value in fields]
    number = int(status) if status.isascii() and status.isdecimal() and len(status) == 3 else 0
    return Stored(
        url=url,
        status=number,
        head=rebuilt(number, fields, ""),
        size=int(size[:12]) if size.isascii() and size.isdecimal() else -1,
        member=info.filename if info.file_size else "",
    )


def _address(name: str) -> str:
    return name if name.startswith(("http://", "https://")) else f"http://{name}"


def _fields(head: bytes) -> dict[str, str]:
    lines = head.decode("utf-8", "replace").splitlines()
    pairs = (line.partition(":") for line in lines)
    return {name.strip().lower(): value.strip() for name, mark, value in pairs if mark}
