"""Articles worked on by processes of their own: on all cores, and a page that is too much costs itself alone.

Each process has every so many blocks of records, and is read in turn, so that what is made comes in the order wanted.
It goes ahead by what the pipe between the two holds: memory stays bounded whoever is the slower.
"""

from __future__ import annotations

import fcntl
import io
import json
import pickle
import subprocess
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import ExitStack, closing, suppress
from dataclasses import replace
from functools import cache
from typing import Any

from archive import codec
from archive.errors import Damaged
from archive.export.source import Sealed
from archive.layout import Layout
from archive.pictures import Pictures
from archive.restoration.article import Article, Make, Work
from scraper import children
from scraper.articles import TOO_MUCH, Share, Shown, article_of, head_of

_BLOCK = 16  # records on end, which may be of one feed
_PIPE = 1 << 20  # bytes; what Linux lets everybody have


class SideBySide:
    """The articles of a collection's records, as `archive.restoration.article.Apart` asks."""

    def __init__(self, sealed: Sealed, pictures: Pictures, drafts: Callable[[], Iterator[Article]]) -> None:
        self._sealed, self._pictures, self._drafts = sealed, pictures, drafts

    def __call__(self) -> Iterator[Article]:
        """Yield all articles. Raises Damaged for a record that is not as sealed."""
        with closing(self.made(_whole, [(number, None) for number in range(len(self._sealed))])) as found:
            yield from (codec.from_plain(Article, plain) for plain in found)
        yield from self._drafts()

    def heads(self) -> Iterator[Article]:
        """Yield all articles without their bodies. Raises Damaged for a record that is not as sealed."""
        yield from (head_of(record.post) for record in self._sealed)
        yield from self._drafts()

    def made(self, work: Work, wanted: Sequence[tuple[int, Any]]) -> Generator[Any, None, None]:
        """Yield what a work makes of articles.

        Raises:
            Damaged: a record is not as sealed.
            OSError: the disk refused a process.
        """
        shares = children.shares_of(len(wanted))
        here = cache(lambda: work(Shown(self._pictures)))
        with ExitStack() as stack:
            takers = [
                _Taker(self._sealed.layout, self._share(work, wanted, number, shares), here) for number in range(shares)
            ]
            for taker in takers:
                stack.callback(taker.close)
                taker.start()
            for taker in takers:  # they load what they need side by side
                taker.feed()
            for number in range(len(wanted)):
                yield takers[number // _BLOCK % shares].next()

    def _share(self, work: Work, wanted: Sequence[tuple[int, Any]], number: int, shares: int) -> Share:
        own = [one for start in range(number * _BLOCK, len(wanted), shares * _BLOCK)
               for one in wanted[start : start + _BLOCK]]  # fmt: skip
        listed = tuple(self._sealed.listed[at] for at, _ in own)
        return Share(work, listed, tuple(told for _, told in own), self._pictures.places())


def _whole(_: object) -> Make:
    return lambda _, article: codec.to_plain(article)


class _Taker:
    """One process at a time, and what of its share is left. One that dies has a successor."""

    def __init__(self, layout: Layout, share: Share, here: Callable[[], Make]) -> None:
        self._layout, self._share, self._here = layout, share, here
        self._done, self._deaths = 0, 0
        self._process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        """Start a process."""
        process = self._process = children.start("scraper.articles", str(self._layout.root))
        assert process.stdout is not None
        with suppress(OSError, AttributeError):  # elsewhere than on Linux it is as large as it is
            fcntl.fcntl(process.stdout, fcntl.F_SETPIPE_SZ, _PIPE)

    def feed(self) -> None:
        """Give it what is left."""
        assert self._process is not None
        assert isinstance(self._process.stdin, io.TextIOWrapper)
        share = self._share
        left = replace(share, listed=share.listed[self._done :], told=share.told[self._done :])
        with suppress(BrokenPipeError), self._process.stdin as stdin:
            pickle.dump(left, stdin.buffer)

    def next(self) -> Any:
        """Return what was made of the next article. One that two processes died at is made here, without its body."""
        while True:
            assert self._process is not None
            assert self._process.stdout is not None
            line = self._process.stdout.readline()
            if line.endswith("\n"):
                return self._said(line)
            self.close()  # it died at this article, or within the line
            self._deaths += 1
            made = self._without_body() if self._deaths >= children.MOST_DEATHS else None
            self.start()
            self.feed()
            if made is not None:
                return made

    def _said(self, line: str) -> Any:
        said = json.loads(line)
        if "damaged" in said:
            raise Damaged(said["damaged"])
        if "refused" in said:
            raise OSError(*said["refused"])
        self._took()
        return said["made"]

    def _without_body(self) -> Any:
        listed, told = self._share.listed[self._done], self._share.told[self._done]
        self._took()
        (record,) = Sealed(self._layout, (listed,))
        return self._here()(told, article_of(record.post, None, TOO_MUCH))

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
