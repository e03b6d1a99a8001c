"""The child that reads captures and notes nothing: what it reads goes to whoever notes it (`scraper.reading.process`).

Usage: python -m scraper.reading.apart COLLECTION
It has the limits of the one that notes, so that a page that is too much for one is too much for the other.
"""

from __future__ import annotations

import contextlib
import json
import sys
from pathlib import Path

from archive.captures import read_capture
from archive.codec import to_plain
from archive.errors import Damaged
from archive.layout import Layout
from archive.process import ended_by_memory
from scraper.extract import read
from scraper.reading.messages import Answer, Task
from scraper.reading.process import bound, serve


class Apart:
    """Reads captures of one collection. One that refers to another's payload is left to who knows that one."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout

    def take(self, task: Task) -> Answer:
        """Do one task."""
        if task.do in ("read", "again"):
            with contextlib.suppress(Damaged):
                capture = read_capture(self._layout.warc / task.warc, task.offset)
                if not capture.refers_to:
                    return Answer(task.number, reading=json.dumps(to_plain(read(capture))))
        return Answer(task.number)

    def commit(self) -> None:
        """There is nothing to keep."""


@ended_by_memory()
def main(collection: str) -> None:
    """Serve tasks from stdin until it ends."""
    bound()
    serve(Apart(Layout(Path(collection))))


if __name__ == "__main__":
    main(*sys.argv[1:])
