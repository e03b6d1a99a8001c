"""How fast item pages become records: from the WARC to the record's JSON text, nothing written.

Usage: python -m benchmarks.reading COLLECTION [--runs N]

COLLECTION is any collection; that of RESULTS.md is a mirror of the demo double with 1,000 posts. Prints pages
a second on one core and on two, and what each part takes. CPU time for one core, wall time for two.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import TypeVar

from archive import codec
from archive.captures import places, read_capture
from archive.layout import Layout
from pipelines import refine
from pipelines.merge import merge
from scraper.extract import read
from scraper.platforms.blogger import urls

_T = TypeVar("_T")
Place = tuple[Path, int]


def item_pages(layout: Layout) -> list[Place]:
    """Return where the captures of posts' own pages lie."""
    found: dict[str, Place] = {}
    for path in sorted(layout.warc.glob("*.warc.gz")):
        for offset, uri in places(path):
            if urls.classify(urls.canonical(uri)) == "post":
                found[uri] = path, offset
    return list(found.values())


def make_records(pages: list[Place], spent: Counter[str] | None = None) -> tuple[int, int]:
    """Make the record of each page; return how many there were and how long they are in bytes."""
    spent = Counter() if spent is None else spent
    number = size = 0
    for path, offset in pages:
        capture = _timed(spent, "capture from the WARC", lambda p=path, o=offset: read_capture(p, o))
        size += len(capture.body)
        reading = _timed(spent, "reading", lambda c=capture: read(c))
        for post in reading.posts:
            refined = _timed(spent, "steps", lambda p=post, k=reading.kind: refine(merge([(k, p)])))
            _timed(spent, "JSON", lambda r=refined: codec.dump(r))
            number += 1
    return number, size


def _timed(spent: Counter[str], part: str, work: Callable[[], _T]) -> _T:
    begin = time.process_time_ns()
    result = work()
    spent[part] += time.process_time_ns() - begin
    return result


def rows(pages: list[Place], runs: int) -> Iterator[tuple[str, str]]:
    """Yield what is told: a label and its figure."""
    make_records(pages[:50])  # tables and caches of the process
    spent: Counter[str] = Counter()
    begin = time.process_time()
    number, size = make_records(pages, spent)
    one = time.process_time() - begin
    yield "pages, mean size", f"{number}, {size / number / 1000:.0f} kB"
    yield "one core", f"{number / one:.0f} pages/s, {one / number * 1000:.2f} ms a page"
    for part, nanoseconds in spent.items():
        yield f"of these: {part}", f"{nanoseconds / number / 1e6:.2f} ms"
    halves = [pages[0::2], pages[1::2]]
    with ProcessPoolExecutor(2) as pool:
        list(pool.map(make_records, [half[:50] for half in halves]))
        walls = []
        for _ in range(runs):
            begin = time.perf_counter()
            list(pool.map(make_records, halves))
            walls.append(time.perf_counter() - begin)
    yield "two processes", f"{number / statistics.median(walls):.0f} pages/s"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("collection", type=Path)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    for label, figure in rows(item_pages(Layout(options.collection)), options.runs):
        print(f"| {label} | {figure} |")


if __name__ == "__main__":
    main()
