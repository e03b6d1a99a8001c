"""Full and quick visits: which one is due, and what is asked for though nothing names it any more.

A full visit asks for everything, on condition that it changed. A quick one asks for the front page, the feeds by
update and the sitemaps, and then only for what is new, changed, gone or was missing.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from archive import codec
from archive.addresses import key
from archive.coverage import Coverage, is_good
from archive.layout import Layout
from archive.readings import Readings
from archive.records import Link

_ASKED_EACH_TIME = frozenset({"front", "feed", "feed-by-update", "feed-by-date", "pages-feed", "sitemap"})
MOST_ABSENT = 50  # posts that a quick visit asks for one by one; more are a case for a full visit


def choose_visit(layout: Layout, wish: str, full_every: int, crawl: str) -> str:
    """Return "full" or "quick": a wish is a wish; else full at first, and when the last is ``full_every`` days old."""
    if wish in ("full", "quick"):
        return wish
    full = [report.crawl for report in _reports(layout) if report.visit == "full" and report.finished]
    if not full:
        return "full"
    return "full" if _instant(crawl) - _instant(max(full)) >= timedelta(days=full_every) else "quick"


def was_closed(layout: Layout, crawl: str) -> bool:
    """Say whether a crawl came to its end, so that nothing of it is left to do."""
    return any(report.crawl == crawl and report.finished for report in _reports(layout))


def is_held(notes: Readings, crawl: str, link: Link) -> bool:
    """Say whether earlier crawls got a resource, so that a quick visit need not ask for it again."""
    if link.kind in _ASKED_EACH_TIME:
        return False
    resource = key(link.url)
    return any(is_good(link.kind, note) or note.moved_to for note in notes.earlier_notes(resource, crawl))


def absent_posts(notes: Readings, crawl: str, visit: str) -> list[Link]:
    """Return the posts and pages that an earlier crawl has and this one has not heard of.

    A full visit takes every one of them; a quick visit, which sees only the newest part of the feed, those that the
    sitemap has dropped.
    """
    if visit == "full":
        return notes.unheard(crawl)
    dropped = notes.unheard(crawl, "sitemap")
    return dropped if len(dropped) <= MOST_ABSENT else []


def _reports(layout: Layout) -> list[Coverage]:
    paths = sorted(layout.reports.glob("*/coverage.json"))
    return [codec.load(Coverage, path.read_bytes()) for path in paths]


def _instant(crawl: str) -> datetime:
    return datetime.strptime(crawl, "%Y%m%dT%H%M%SZ")
