"""Which captures may stand as a page of a package: the good ones. What was judged suspect is evidence, and no page."""

from __future__ import annotations

from collections.abc import Callable

from archive.addresses import key
from archive.changes_read import sealed_reports
from archive.judged import REPLACED, SUSPECT, TRAP
from archive.layout import Layout, crawl_of
from archive.wacz.index import Candidate

Standing = Callable[[Candidate], bool]

_PAGES = ("text/html", "application/xhtml+xml")


def standing(layout: Layout) -> Standing:
    """Return what says of a capture whether it may stand as a page: by its answer, and by the reports of changes."""
    is_apart = kept_apart(layout)
    return lambda candidate: is_whole_page(candidate) and not is_apart(candidate)


def kept_apart(layout: Layout) -> Standing:
    """Return what says of a capture whether it was judged suspect or replaced, by the reports of changes.

    Of an address a crawl of ours has one capture; a rescue may have many, and its report names those kept apart.
    """
    reports = list(sealed_reports(layout))
    rescues = {report.crawl for report in reports if report.visit == "rescue"}
    places = {(one.warc, one.offset) for report in reports for one in report.apart}
    apart = {
        (one.crawl, key(one.url))
        for report in reports
        for one in report.addresses
        if one.state in (SUSPECT, REPLACED, TRAP) and one.crawl not in rescues
    }
    return lambda candidate: (
        (candidate.warc, candidate.offset) in places or (crawl_of(candidate.warc), key(candidate.url)) in apart
    )


def is_whole_page(candidate: Candidate) -> bool:
    """Say whether an answer was a page, found and got to its end."""
    return candidate.status == 200 and candidate.media_type in _PAGES and not candidate.truncated
