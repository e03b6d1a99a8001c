"""How large a collection was when: by the names of its WARC files, which are instants of crawls."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from itertools import accumulate

from archive.layout import WARC_NAME, Layout


def bytes_by_crawl(layout: Layout) -> dict[str, int]:
    """Return the bytes of each crawl's WARC files, oldest first. Files of other names are no crawl's."""
    found: dict[str, int] = {}
    for path in sorted(layout.warc.glob("*.warc.gz")):
        match = WARC_NAME.fullmatch(path.name)
        if match and not path.is_symlink() and path.is_file():
            found[match["crawl"]] = found.get(match["crawl"], 0) + path.stat().st_size
    return {crawl: size for crawl, size in found.items() if began(crawl) is not None}


def began(crawl: str) -> int | None:
    """Return when a crawl began, as seconds since 1970; None where its name is no instant.

    >>> began("20140305T143600Z"), began("20141399T143600Z")
    (1394030160, None)
    """
    try:
        return int(datetime.strptime(crawl, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC).timestamp())
    except ValueError:
        return None


def since(sizes: Mapping[str, int], moment: int) -> int:
    """Return the bytes that crawls have brought since a moment."""
    return sum(size for crawl, size in sizes.items() if (began(crawl) or 0) > moment)


def by_month(sizes: Mapping[str, int], now: int, most: int = 24) -> list[tuple[str, int]]:
    """Return the bytes that a collection had at the end of each month, from its first crawl (``most`` at most) to now.

    >>> by_month({"20240115T000000Z": 5, "20240301T000000Z": 2}, 1_710_000_000)
    [('2024-01', 5), ('2024-02', 5), ('2024-03', 7)]
    """
    brought: dict[int, int] = {}
    for crawl, size in sizes.items():
        month = _month(began(crawl) or 0)
        brought[month] = brought.get(month, 0) + size
    if not brought:
        return []
    first, last = min(brought), max(*brought, _month(now))
    names = [f"{month // 12:04d}-{month % 12 + 1:02d}" for month in range(first, last + 1)]
    totals = accumulate(brought.get(month, 0) for month in range(first, last + 1))
    return list(zip(names, totals, strict=True))[-most:]


def _month(moment: int) -> int:
    instant = datetime.fromtimestamp(moment, UTC)
    return instant.year * 12 + instant.month - 1
