"""The reports of changes that a collection keeps, read again."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from archive import codec, manifest
from archive.change_report import ChangeReport
from archive.documents import kept_by_crawls, read_document
from archive.layout import Layout


def read_changes(layout: Layout, crawl: str = "*") -> ChangeReport | None:
    """Return a crawl's change report, the newest crawl's where none is named, None where there is none.

    Raises:
        Damaged: it cannot be read.
    """
    return next(every_report(layout, crawl), None)


def sealed_reports(layout: Layout) -> Iterator[ChangeReport]:
    """Yield the change report of every crawl that is as it was sealed, newest first; others are not even read."""
    sealed = manifest.read(layout)
    for path in kept_by_crawls(layout.reports, "*", "changes.json"):
        if manifest.is_as_sealed(layout, path, sealed):
            yield read_document(path, partial(codec.from_plain, ChangeReport))


def every_report(layout: Layout, crawl: str = "*") -> Iterator[ChangeReport]:
    """Yield the change report of every crawl, newest first, each read when it is asked for.

    One that is not as it was sealed is passed over: by such a report a person would accept what somebody else wrote.

    Raises:
        Damaged: one cannot be read.
    """
    for path in kept_by_crawls(layout.reports, crawl, "changes.json"):
        report = read_document(path, partial(codec.from_plain, ChangeReport))
        if manifest.is_as_sealed(layout, path):
            yield report
