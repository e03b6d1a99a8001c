"""The reports of changes that a collection keeps, read again."""

from __future__ import annotations

from collections.abc import Iterator

from archive import codec
from archive.change_report import ChangeReport
from archive.layout import Layout


def read_changes(layout: Layout, crawl: str = "*") -> ChangeReport | None:
    """Return a crawl's change report, the newest crawl's where none is named; None where there is none."""
    return next(every_report(layout, crawl), None)


def every_report(layout: Layout, crawl: str = "*") -> Iterator[ChangeReport]:
    """Yield the change report of every crawl, newest first, each read when it is asked for."""
    for path in sorted(layout.reports.glob(f"{crawl}/changes.json"), reverse=True):
        yield codec.load(ChangeReport, path.read_bytes())
