"""How fast item pages become records: from the WARC to the record's JSON text, nothing written.

Usage: python -m benchmarks.reading COLLECTION [--runs N] [--make POSTS [--kilobytes N]]

COLLECTION is any collection. With --make it is made: the item pages of the demo double with so many posts, each filled
up to --kilobytes by what real templates have more than the demo's: style sheet, scripts, gadgets of links. Prints pages
a second on one core and on two, and what each part takes. CPU time for one core, wall time for two. One core is
measured twice: as it is, and with everything forgotten before each page that the pipelines keep by text, since the demo
repeats its sentences and a blog does not.
"""

from __future__ import annotations

import argparse
import functools
import gc
import itertools
import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

from archive import codec
from archive.captures import places, read_capture
from archive.cycles import collect_seldom
from archive.layout import Layout
from benchmarks.reextraction import make_collection
from pipelines import refine
from pipelines.merge import merge
from scraper.extract import forget as forget_page
from scraper.extract import read
from scraper.platforms.blogger import urls

# What is kept by character, syllable or word: every text has the same ones.
_OF_THE_LANGUAGE = ("script_of", "_pinyin", "_wade_giles", "_surname", "_beginnings", "stem", "_of_word")

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


def filled(page: bytes, size: int) -> bytes:
    """Return a page of so many bytes: of what is added half is style sheet, and a quarter each scripts and links."""
    lacking = max(0, size - len(page))
    number = itertools.count()
    rule = "#outer-{0} .widget-content ul li.item-{0} a:hover {{ color: #33{0:04x}; padding: 0 {0}px 4px 0; }}\n"
    script = "_WidgetManager._RegisterWidget('_LinkListView', new _WidgetInfo('LinkList{0}', 'sidebar', null));\n"
    link = "<li><a href='http://neighbour-{0}.example/pages/{0}.html' target='_blank'>Neighbour {0}</a></li>\n"
    texts = []
    for each, share in ((rule, lacking // 2), (script, lacking // 4), (link, lacking // 4)):
        texts.append("".join(each.format(next(number)) for _ in range(share // len(each))).encode())
    style, scripts, links = texts
    head = b"<style type='text/css'>\n" + style + b"</style>\n<script>\n" + scripts + b"</script>\n</head>"
    gadget = b"<div class='widget LinkList' id='LinkList9'><ul>\n" + links + b"</ul></div>\n</body>"
    return page.replace(b"</head>", head, 1).replace(b"</body>", gadget, 1) if lacking else page


def make_records(
    pages: list[Place], spent: Counter[str] | None = None, forget: Callable[[], object] = int
) -> tuple[int, int]:
    """Make the record of each page; return how many there were and how long they are in bytes."""
    spent = Counter() if spent is None else spent
    number = size = 0
    for path, offset in pages:
        forget()
        capture = _timed(spent, "capture from the WARC", lambda p=path, o=offset: read_capture(p, o))
        size += len(capture.body)
        reading = _timed(spent, "reading", lambda c=capture: (read(c), forget_page())[0])
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


def forget_texts() -> None:
    """Empty what the pipelines keep by text."""
    for kept in _kept():
        kept.cache_clear()


@functools.cache
def _kept() -> list[Any]:
    found = (each for each in gc.get_objects() if isinstance(each, functools._lru_cache_wrapper))
    ours = (kept for kept in found if kept.__module__.startswith("pipelines.") and kept.cache_parameters()["maxsize"])
    return [kept for kept in ours if kept.__name__ not in _OF_THE_LANGUAGE]


def rows(pages: list[Place], runs: int) -> Iterator[tuple[str, str]]:
    """Yield what is told: a label and its figure."""
    make_records(pages[:50])  # tables and caches of the process
    spent: Counter[str] = Counter()
    number, size = make_records(pages, spent)
    yield "pages, mean size", f"{number}, {size / number / 1000:.0f} kB"
    yield "one core", _rate(number, spent)
    for part, nanoseconds in spent.items():
        yield f"of these: {part}", f"{nanoseconds / number / 1e6:.2f} ms"
    unrepeated: Counter[str] = Counter()
    make_records(pages, unrepeated, forget_texts)
    yield "one core, no text known", _rate(number, unrepeated)
    halves = [pages[0::2], pages[1::2]]
    with ProcessPoolExecutor(2) as pool:
        list(pool.map(make_records, [half[:50] for half in halves]))
        walls = []
        for _ in range(runs):
            begin = time.perf_counter()
            list(pool.map(make_records, halves))
            walls.append(time.perf_counter() - begin)
    yield "two processes", f"{number / statistics.median(walls):.0f} pages/s"


def _rate(pages: int, spent: Counter[str]) -> str:
    seconds = spent.total() / 1e9
    return f"{pages / seconds:.0f} pages/s, {seconds / pages * 1000:.2f} ms a page"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("collection", type=Path)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--make", type=int, metavar="POSTS")
    parser.add_argument("--kilobytes", type=int, default=0)
    options = parser.parse_args()
    collect_seldom()  # as the processes do that read and make records
    if options.make:
        make_collection(options.collection, options.make, lambda page: filled(page, options.kilobytes * 1000))
    for label, figure in rows(item_pages(Layout(options.collection)), options.runs):
        print(f"| {label} | {figure} |")


if __name__ == "__main__":
    main()
