"""Captures read on Dask: each task a part of a WARC file, which its worker reads as a child process would here.

What comes back is noted here, in the order of the WARC, by the one process that notes; so it makes no difference
where, how often or in which order a part was read, and a worker that dies costs time alone.
"""

from __future__ import annotations

import asyncio
import json
import zlib
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path
from typing import Any

from archive.errors import NotACollection
from archive.layout import Layout, crawl_of
from scraper.fleet.cluster import opened
from scraper.fleet.presence import Presence
from scraper.reading.reader import Reader
from scraper.reextract import Source, here

_PART = 200  # captures to a task
_AHEAD = 3  # tasks for each worker that are given out and not yet noted: what is read waits in memory here


@contextmanager
def read_by(cluster: str | None, layout: Layout) -> Iterator[Source]:
    """Give what reads a collection's captures: a cluster (as `cluster.opened`), or without one this machine alone."""
    if cluster is None:
        yield here
        return
    with opened(cluster) as client:
        yield reading_on(client, layout)


def reading_on(client: Any, layout: Layout) -> Source:
    """Return what reads a collection's captures on a cluster whose workers see its folder by the same path."""
    root = str(layout.root.resolve())

    def readings(waiting: Sequence[tuple[Path, int]]) -> Iterator[list[str]]:
        presence = Presence(client)
        under_way: deque[Any] = deque()
        for name, offsets in _parts(waiting):
            presence.look()
            under_way.append(presence.submit(read_part, root, name, offsets, pure=False))
            if len(under_way) >= _AHEAD * max(presence.threads, 1):
                yield _unpacked(presence.result(under_way.popleft()))
        while under_way:
            yield _unpacked(presence.result(under_way.popleft()))

    return readings


def _parts(waiting: Sequence[tuple[Path, int]]) -> Iterator[tuple[str, list[int]]]:
    for name, places in groupby(waiting, lambda place: place[0].name):
        offsets = [offset for _, offset in places]
        for begin in range(0, len(offsets), _PART):
            yield name, offsets[begin : begin + _PART]


def _unpacked(answer: bytes) -> list[str]:
    found: list[str] = json.loads(zlib.decompress(answer))
    return found


def read_part(root: str, name: str, offsets: list[int]) -> bytes:
    """Read some captures of a WARC file; return a JSON list, compressed. "" stands for one that is to be read here.

    Raises:
        NotACollection: this worker does not see the file.
    """
    layout = Layout(Path(root))
    if not (layout.warc / name).is_file():
        raise NotACollection(f"A worker of the cluster does not see {layout.warc / name}: share the folder with it.")
    return zlib.compress(json.dumps(asyncio.run(_read(layout, name, offsets))).encode("ascii"), 1)


async def _read(layout: Layout, name: str, offsets: list[int]) -> list[str]:
    reader = Reader(layout, apart=True)
    await reader.start()
    try:
        answers = await asyncio.gather(*(reader.read(crawl_of(name), name, offset) for offset in offsets))
    finally:
        await reader.finish()
    return [answer.reading for answer in answers]
