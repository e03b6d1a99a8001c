"""The reports of changes that a collection keeps, read again."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from archive import codec
from archive.change_report import ChangeReport
from archive.documents import kept_by_crawls, read_document
from archive.layout import Layout


def read_changes(layout: Layout, crawl: str = "*") -> ChangeReport | None:
    """Return a crawl's change report, the newest crawl's where none is named, None where there is none.

    Raises:
        Damaged: it cannot be read.
    """
    return next(every_report(layout, crawl), None)


def every_report(layout: Layout, crawl: str = "*") -> Iterator[ChangeReport]:
    """Yield the change report of every crawl, newest first, each read when it is asked for. Raises Damaged."""
    for path in kept_by_crawls(layout.reports, crawl, "changes.json"):
        yield read_document(path, partial(codec.from_plain, ChangeReport))
