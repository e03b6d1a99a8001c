"""Records made in processes of their own: on all cores, and without what the pipelines need in the crawler's memory."""

from __future__ import annotations

import json
import operator
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field

from archive.errors import StorageError
from archive.layout import Layout
from scraper import EXTRACTOR, children

Progress = Callable[[int, int], None]


def make_records(
    layout: Layout, crawls: Sequence[str], posts: int, progress: Progress = lambda *_: None
) -> list[tuple[str, str]]:
    """Bring the records up to what crawls left; return (outcome, file) of each, in a stable order.

    ``posts`` is about how many there are. ``progress`` is told (done, of how many). A post that a process dies at is
    kept with a finding, and the others are made.

    Raises:
        StorageError: the disk refused.
    """
    parts = children.shares_of(posts)
    begun: set[tuple[int, str]] = set()

    def at(part: int, post_key: str) -> None:
        begun.add((part, post_key))
        progress(len(begun), max(posts, len(begun)))

    with ThreadPoolExecutor(parts) as pool:
        shares = [pool.submit(_make_share, layout, (part, parts), crawls, at) for part in range(parts)]
        return sorted((outcome for share in shares for outcome in share.result()), key=operator.itemgetter(1))


def _make_share(
    layout: Layout, share: tuple[int, int], crawls: Sequence[str], at: Callable[[int, str], None]
) -> list[tuple[str, str]]:
    deaths: Counter[str] = Counter()
    outcomes: list[tuple[str, str]] = []
    left = list(crawls)
    while True:
        run = _run(layout, share, left, deaths, at)
        outcomes += run.outcomes
        left = left[run.crawls :]
        if run.code == 0:
            return outcomes
        # With the second death a post is made without its text, and nothing is left to die of.
        if not run.last or deaths[run.last] >= children.MOST_DEATHS:
            raise RuntimeError("a process that makes records failed; see the messages above")
        deaths[run.last] += 1


@dataclass
class _Run:
    """What a process came to: what it made, the crawls it was done with, the post it was at last, its exit code."""

    outcomes: list[tuple[str, str]] = field(default_factory=list)
    crawls: int = 0
    last: str = ""
    code: int = 0


def _run(
    layout: Layout, share: tuple[int, int], crawls: Sequence[str], deaths: Counter[str], at: Callable[[int, str], None]
) -> _Run:
    run = _Run()
    with children.start("pipelines", str(layout.root), EXTRACTOR, *map(str, share), *crawls) as maker:
        assert maker.stdin is not None
        assert maker.stdout is not None
        with suppress(BrokenPipeError), maker.stdin:
            json.dump(deaths, maker.stdin)
        for text in maker.stdout:
            said = json.loads(text) if text.endswith("\n") else {}  # it died within the line
            if "refused" in said:
                raise StorageError(said["refused"])
            if "at" in said:
                run.last = said["at"]
                at(share[0], run.last)
            elif "done" in said:
                run.crawls += 1
                run.outcomes += map(tuple, said["done"])
    run.code = maker.returncode
    if run.code:
        _clear_away(layout, maker.pid)
    return run


def _clear_away(layout: Layout, process: int) -> None:
    """Remove what a process that died had begun to write and not put in place."""
    for path in layout.records.rglob(f".*.{process}.part"):
        path.unlink()
