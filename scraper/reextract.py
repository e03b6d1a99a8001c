"""Reading the stored captures again: the readings, and from them the records, without the network.

The reader gives the same for a stored capture as it gave live, so records made here equal those of the crawl
byte for byte; a test holds it so.
"""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from archive import manifest, renewal, store
from archive.acceptance import acceptances
from archive.captures import places
from archive.durable import make_folder
from archive.errors import Damaged
from archive.layout import Layout, crawl_of
from archive.people import keep_people
from archive.readings import Readings
from archive.replicas.local import damaged
from scraper import EXTRACTOR
from scraper.judging import Judging
from scraper.reading.messages import Answer
from scraper.reading.reader import Reader, run_apart
from scraper.recordmaking import make_records

_AHEAD = 64  # captures given to the reader before it has answered
Progress = Callable[[int, int], None]
# From captures by their places, lists of what they say (JSON), in order; "" for one that is to be read here.
Source = Callable[[Sequence[tuple[Path, int]]], Iterator[list[str]]]


def here(waiting: Sequence[tuple[Path, int]]) -> Iterator[list[str]]:
    """Have all captures read on this machine."""
    yield [""] * len(waiting)


async def read_again(
    layout: Layout, notes: Path | None = None, progress: Progress = lambda *_: None, source: Source = here
) -> None:
    """Note every capture of the WARC that is not noted yet. ``progress`` is told (done, of how many) captures.

    ``notes`` is another place for the notes than the collection's own; ``source`` says where captures are read.
    """
    readings = Readings(notes or layout.readings)
    unread = {
        path: readings.noted(path.name)
        for path in manifest.warcs(layout)
        if not readings.is_read(path.name, path.stat().st_size)
    }
    readings.close()
    waiting = [(path, offset) for path, known in unread.items() for offset in _unknown(path, known)]
    reader = Reader(layout, notes=notes)
    if waiting:
        await reader.start()
    await _read(reader, waiting, source(waiting), progress)
    await reader.finish()
    mark_read(layout, notes)


def mark_read(layout: Layout, notes: Path | None = None) -> None:
    """Note that all captures of all WARC files are noted."""
    readings = Readings(notes or layout.readings)
    for path in manifest.warcs(layout):
        readings.mark_read(path.name, path.stat().st_size)
    readings.close()


def _unknown(path: Path, known: set[int]) -> Iterator[int]:
    for offset, uri in places(path):
        # robots.txt is fetched on the way and is no part of the blog.
        if offset not in known and urlsplit(uri).path != "/robots.txt":
            yield offset


async def _read(
    reader: Reader, waiting: Sequence[tuple[Path, int]], readings: Iterator[list[str]], progress: Progress
) -> None:
    under_way: deque[asyncio.Future[Answer]] = deque()
    left = iter(enumerate(waiting, 1))
    # In a thread: the child is answered to while others read for it.
    while part := await asyncio.to_thread(next, readings, None):
        for reading, (number, (path, offset)) in zip(part, left, strict=False):
            under_way.append(reader.read(crawl_of(path.name), path.name, offset, reading))
            if len(under_way) >= _AHEAD:
                await under_way.popleft()
                progress(number - len(under_way), len(waiting))
    await asyncio.gather(*under_way)
    progress(len(waiting), len(waiting))


def reextract(layout: Layout, progress: Progress = lambda *_: None, source: Source = here) -> Counter[str]:
    """Derive all readings and records anew from the WARC, and put them in the place of the old.

    The old ones stay until the new ones are whole. Returns how many records are the same as before, changed,
    new, or no longer there.
    """
    _refuse_damaged(layout)
    fresh = renewal.begin(layout)
    derive(layout, fresh, progress, source)
    _keep_failures(layout, fresh)
    outcome = Counter({"unchanged": 0, "changed": 0, "new": 0, "gone": 0})
    for name in {*renewal.record_files(layout.records), *renewal.record_files(fresh.records)}:
        outcome[_compare(layout.records / name, fresh.records / name)] += 1
    renewal.put_in_place(layout, {"extractor": EXTRACTOR, **outcome})
    return outcome


def _refuse_damaged(layout: Layout) -> None:
    """Raise Damaged where a sealed WARC file is gone or changed: what is derived from the rest would lack records."""
    sealed = manifest.read(layout).items()
    wrong = damaged(layout.root, {name: sha256 for name, sha256 in sealed if name.startswith(f"{layout.warc.name}/")})
    for name in wrong:
        path = layout.root / name
        raise Damaged(f"{path} is gone or not as it was sealed, and nothing was read again: see beilin verify.")


def derive(layout: Layout, fresh: Layout, progress: Progress = lambda *_: None, source: Source = here) -> None:
    """Derive readings and records from a collection's WARC into another folder."""
    make_folder(fresh.root)
    run_apart(read_again(layout, fresh.readings, progress, source))
    readings = Readings(fresh.readings)
    try:
        Judging(readings, acceptances(layout)).settle(readings.judgements.unsettled())
        crawls = readings.crawls()
        posts = len(readings.post_keys(crawls[0])) if crawls else 0
    finally:
        readings.close()
    make_records(fresh, crawls, posts, progress)
    keep_people(fresh, store.documents(fresh))


def _keep_failures(layout: Layout, fresh: Layout) -> None:
    # What was never got left no capture: it is known from the old notes alone.
    if layout.readings.exists():
        old, new = Readings(layout.readings), Readings(fresh.readings)
        for crawl in old.crawls():
            for failure in old.failures(crawl):
                new.fail(crawl, failure)
        old.close()
        new.close()


def _compare(old: Path, new: Path) -> str:
    if not old.exists():
        return "new"
    if not new.exists():
        return "gone"
    return "unchanged" if old.read_bytes() == new.read_bytes() else "changed"
