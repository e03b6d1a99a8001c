"""The digests that a manifest names, found by path at once, in few bytes: it may name a hundred thousand. Pure."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterator

_PATH = 66  # where the path begins in a line of sha256sum: behind 64 digits and two spaces


class Digests:
    """What a manifest in the form of sha256sum says of each file; of a path that it names twice, the first."""

    def __init__(self, manifest: bytes) -> None:
        self._manifest = manifest
        self._lines = array("Q", sorted(_beginnings(manifest), key=self._path))

    def __len__(self) -> int:
        return len(self._lines)

    def of(self, path: str) -> bytes:
        """Return the SHA-256 of a file in hexadecimal, empty where the manifest does not name it."""
        wanted = path.encode("utf-8", "surrogateescape")
        at = bisect_left(self._lines, wanted, key=self._path)
        if at == len(self._lines) or self._path(self._lines[at]) != wanted:
            return b""
        return self._manifest[self._lines[at] : self._lines[at] + 64]

    def _path(self, line: int) -> bytes:
        end = self._manifest.find(b"\n", line)
        return self._manifest[line + _PATH : end if end >= 0 else None]


def _beginnings(text: bytes) -> Iterator[int]:
    at = 0
    while at < len(text):
        yield at
        at = text.find(b"\n", at) + 1 or len(text)
