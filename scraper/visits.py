"""Full and quick visits: which one is due, and what is asked for though nothing names it any more.

A full visit asks for everything, on condition that it changed. A quick one asks for the front page, the feeds by
update and the sitemaps, and then only for what is new, changed, gone or was missing.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from archive import manifest
from archive.addresses import key
from archive.coverage import is_good
from archive.errors import Damaged
from archive.judged import GONE, MISSING, REPLACED, SUSPECT
from archive.layout import Layout
from archive.readings import Readings
from archive.records import Link
from archive.report import read_report, read_reports

_TELLING = frozenset({"feed", "sitemap"})
_ASKED_EACH_TIME = frozenset({"front", "feed", "feed-by-update", "feed-by-date", "pages-feed", "sitemap"})
MOST_ABSENT = 50  # posts that a quick visit asks for one by one; more are a case for a full visit
MOST_SECOND_LOOKS = 200  # addresses that a crawl asks for twice; of more, the rest has its second look in the next one
_UNDECIDED = (MISSING, REPLACED, SUSPECT)


def choose_visit(layout: Layout, wish: str, full_every: int, crawl: str) -> str:
    """Return "full" or "quick": a wish is a wish; else full at first, and when the last is ``full_every`` days old."""
    if wish in ("full", "quick"):
        return wish
    try:
        reports = [
            report
            for report in read_reports(layout)
            if report.finished and report.visit != "rescue" and _is_sealed(layout, report.crawl)
        ]
    except Damaged:
        return "full"  # on the word of half the reports nothing is left unasked
    if not reports or not any(w.named for w in reports[0].witnesses if w.name in _TELLING):
        return "full"  # without feed and sitemap nothing tells what changed
    full = next((report.crawl for report in reports if report.visit == "full"), None)
    due = not full or _instant(crawl) - _instant(full) >= timedelta(days=full_every)
    return "full" if due else "quick"


def was_closed(layout: Layout, crawl: str) -> bool:
    """Say whether a crawl came to its end and was sealed, so that nothing of it is left to do.

    One that was killed between its report and the seal is closed again: else its report would never be as sealed.
    """
    try:
        report = read_report(layout, crawl) if crawl else None
    except Damaged:  # since it was sealed, or it never was
        return (layout.reports / crawl / "coverage.json").relative_to(layout.root).as_posix() in manifest.read(layout)
    return report is not None and report.finished and _is_sealed(layout, crawl)


def _is_sealed(layout: Layout, crawl: str) -> bool:
    return manifest.is_as_sealed(layout, layout.reports / crawl / "coverage.json")


def is_held(notes: Readings, crawl: str, link: Link) -> bool:
    """Say whether earlier crawls got a resource, so that a quick visit need not ask for it again.

    What was missing, replaced or suspect when it was last asked for is not held, whatever came before.
    """
    if link.kind in _ASKED_EACH_TIME:
        return False
    resource = key(link.url)
    if notes.judgements.last_state(resource, crawl) in _UNDECIDED:
        return False
    return any(is_good(link.kind, note) or note.moved_to for note in notes.past.earlier_notes(resource, crawl))


def later_questions(notes: Readings, crawl: str, visit: str, by_date: list[Link], stage: int) -> list[Link]:
    """Return what to ask when all that is named was asked for: what earlier crawls have and this one has not heard of.

    A full visit asks for each such post and page. A quick one sees only the newest part of the feed; it asks for those
    that the sitemap has dropped (stage 0); where the feed still counts otherwise, it reads the feed by date to its end
    (stage 1), and then asks for those that this has dropped (stage 2).
    """
    if visit == "full":
        return notes.past.unheard(crawl) if stage == 0 else []
    if stage == 1:
        return by_date if _counts_otherwise(notes, crawl) else []
    return _few(notes.past.unheard(crawl, "sitemap" if stage == 0 else "feed by date"))


def _counts_otherwise(notes: Readings, crawl: str) -> bool:
    """Say whether the feed's count of posts is another than what is new and what was found gone make of the last one.

    That a sitemap has dropped a post explains nothing by itself: one that lists the newest posts only drops others.
    """
    before, now = notes.past.stated_posts_before(crawl), notes.past.stated_posts(crawl)
    if now is None or before is None:
        return now is not None
    looks = (notes.judgements.of_address(key(link.url), crawl)[-1:] for link in notes.past.unheard(crawl, "sitemap"))
    gone = sum(row.crawl == crawl and row.state in (MISSING, GONE) for look in looks for row in look)
    return now != before + notes.past.new_posts(crawl) - gone


def second_looks(notes: Readings, crawl: str) -> list[Link]:
    """Return what is to be asked for once more before it counts as gone: what was there, and was found missing once.

    Of this crawl first, and of earlier ones that broke off before they could look again.
    """
    missing = [row for row in notes.judgements.newest(crawl) if row.state == MISSING]
    once = [row for row in missing if not any(
        look.state in (MISSING, GONE) and look.record_id != row.record_id
        for look in notes.judgements.of_address(row.key, crawl)[-2:]
    )]  # fmt: skip
    return [Link(row.uri, "post") for row in once][:MOST_SECOND_LOOKS]


def _few(links: list[Link]) -> list[Link]:
    return links if len(links) <= MOST_ABSENT else []


def _instant(crawl: str) -> datetime:
    return datetime.strptime(crawl, "%Y%m%dT%H%M%SZ")
