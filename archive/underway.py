"""How far a crawl is, for whoever looks: ``state/progress.json``, written anew every two seconds while it runs.

Numbers and words of ours alone: no address, no title, no name. Nothing depends on the file: it is not synced, not
sealed, and one that cannot be written stops no crawl. What a killed crawl left grows old, and tells nothing then.
"""

from __future__ import annotations

import os
from dataclasses import dataclass

from archive import codec, durable
from archive.documents import read_document
from archive.errors import BeilinError
from archive.layout import CRAWL, Layout

CRAWLING, CLOSING = "crawling", "closing"
EVERY = 2.0  # seconds
_OLD = 30  # seconds after which nobody writes it any more
_MOST = 1 << 53  # what a browser counts to


@dataclass(frozen=True)
class Underway:
    """A crawl that runs: addresses ``found`` and ``fetched``, posts read, ``bytes`` in the WARC by now.

    ``visit`` is full or quick; ``phase`` is crawling, or closing while records, report and seal are made. ``began``
    (when this process did) and ``at`` are seconds since 1970.
    """

    crawl: str
    visit: str
    phase: str
    began: int
    at: int
    found: int
    fetched: int
    posts: int
    bytes: int


def tell(layout: Layout, underway: Underway) -> None:
    """Write how far a crawl is. That it cannot be written is no trouble of the crawl's."""
    path = layout.progress
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        durable.write(part, codec.dump(underway).encode("ascii"))
        part.replace(path)
    except OSError:
        return


def forget(layout: Layout) -> None:
    """Take the file away: the crawl has ended."""
    try:
        layout.progress.unlink(missing_ok=True)
    except OSError:
        return


def look(layout: Layout, now: int) -> Underway | None:
    """Return how far a collection's crawl is; None where none runs, or where the file says what cannot be."""
    path = layout.progress
    if not os.path.lexists(path):
        return None
    try:
        found = read_document(path, lambda plain: codec.from_plain(Underway, plain))
    except BeilinError:
        return None
    return found if _can_be(found) and abs(now - found.at) <= _OLD else None


def _can_be(one: Underway) -> bool:
    counts = (one.began, one.at, one.found, one.fetched, one.posts, one.bytes)
    return (
        bool(CRAWL.fullmatch(one.crawl))
        and one.visit in ("full", "quick")
        and one.phase in (CRAWLING, CLOSING)
        and all(0 <= count <= _MOST for count in counts)
    )
