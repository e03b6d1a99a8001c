"""Bodies taken by processes of their own: on all cores, and a page that is too much for its reader costs itself alone.

Each process has every so many blocks of records, and is read in turn, so that bodies come in the records' order. It
goes ahead by what the pipe between the two holds: memory stays bounded whoever is the slower.
"""

from __future__ import annotations

import fcntl
import json
import subprocess
from collections.abc import Generator
from contextlib import ExitStack, suppress

from archive.errors import Damaged
from archive.export.source import Sealed
from archive.layout import Layout
from scraper import children
from scraper.bodies import TOO_MUCH

_BLOCK = 16  # records on end, which may be of one feed
_PIPE = 1 << 20  # bytes; what Linux lets everybody have
_Body = tuple[str | None, str]  # the markup, None and why there is none
_Listed = tuple[tuple[str, str], ...]


def bodies_of(sealed: Sealed) -> Generator[_Body, None, None]:
    """Yield (sanitised body, "") of each record, or (None, why there is none), in their order.

    Raises:
        Damaged: a record is not as sealed.
    """
    shares = children.shares_of(len(sealed))
    blocks = [sealed.listed[start : start + _BLOCK] for start in range(0, len(sealed), _BLOCK)]
    with ExitStack() as stack:
        takers = [_Taker(sealed.layout, _joined(blocks[share::shares])) for share in range(shares)]
        for taker in takers:
            stack.callback(taker.close)
            taker.start()
        for number in range(len(sealed)):
            yield takers[number // _BLOCK % shares].next()


def _joined(blocks: list[_Listed]) -> _Listed:
    return tuple(one for block in blocks for one in block)


class _Taker:
    """One process at a time, and what of its share is left. One that dies has a successor."""

    def __init__(self, layout: Layout, listed: _Listed) -> None:
        self._layout, self._listed = layout, listed
        self._done, self._deaths = 0, 0
        self._process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        """Begin with what is left."""
        process = self._process = children.start("scraper.bodies", str(self._layout.root))
        assert process.stdin is not None
        assert process.stdout is not None
        with suppress(OSError, AttributeError):  # elsewhere than on Linux it is as large as it is
            fcntl.fcntl(process.stdout, fcntl.F_SETPIPE_SZ, _PIPE)
        with suppress(BrokenPipeError), process.stdin:
            json.dump(self._listed[self._done :], process.stdin)

    def next(self) -> _Body:
        """Return the next body. One that two processes died at is none."""
        while True:
            assert self._process is not None
            assert self._process.stdout is not None
            line = self._process.stdout.readline()
            if line.endswith("\n"):
                return self._said(line)
            self.close()  # it died at this record, or within the line
            self._deaths += 1
            if self._deaths >= children.MOST_DEATHS:
                self._took()
                self.start()
                return None, TOO_MUCH
            self.start()

    def _said(self, line: str) -> _Body:
        said = json.loads(line)
        if "damaged" in said:
            raise Damaged(said["damaged"])
        self._took()
        return said["markup"], said["why"]

    def _took(self) -> None:
        self._done, self._deaths = self._done + 1, 0

    def close(self) -> None:
        """End the process."""
        if process := self._process:
            self._process = None
            process.kill()
            assert process.stdout is not None
            process.stdout.close()
            process.wait()
