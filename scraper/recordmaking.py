"""Records made in processes of their own: on all cores, and without what the pipelines need in the crawler's memory."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack

from archive.errors import StorageError
from archive.layout import Layout
from scraper import EXTRACTOR

_MOST = 4  # processes
_ENOUGH = 50  # posts, for which another process pays

Progress = Callable[[int, int], None]


def make_records(
    layout: Layout, crawls: Sequence[str], posts: int, progress: Progress = lambda *_: None
) -> list[tuple[str, str]]:
    """Bring the records up to what crawls left; return (address, outcome) of each, in a stable order.

    ``posts`` is about how many there are. ``progress`` is told (done, of how many).

    Raises:
        StorageError: the disk refused.
    """
    parts = max(1, min(_MOST, os.cpu_count() or 1, posts // _ENOUGH))
    outcomes: list[tuple[str, str]] = []
    with ExitStack() as stack:
        makers = [stack.enter_context(_start(layout, part, parts, crawls)) for part in range(parts)]
        for maker in makers:
            assert maker.stdout is not None
            for text in maker.stdout:
                said = json.loads(text)
                if "refused" in said:
                    raise StorageError(said["refused"])
                outcomes.append((said["url"], said["outcome"]))
                progress(len(outcomes), max(posts, len(outcomes)))
    if any(maker.returncode for maker in makers):
        raise RuntimeError("a process that makes records failed; see the messages above")
    return sorted(outcomes)


def _start(layout: Layout, part: int, parts: int, crawls: Sequence[str]) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "pipelines", str(layout.root), EXTRACTOR, str(part), str(parts), *crawls]
    return subprocess.Popen(  # noqa: S603 (our own program, our own arguments)
        command, stdout=subprocess.PIPE, text=True, encoding="ascii", start_new_session=True
    )
