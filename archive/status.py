"""What a collection holds, at a glance."""

from __future__ import annotations

from dataclasses import dataclass

from archive import store
from archive.config import load
from archive.layout import Layout, crawl_of
from archive.report import read_report


@dataclass(frozen=True)
class Status:
    """Numbers of one collection. ``warc_bytes`` is the size on disk; ``complete`` and ``percent`` are those of
    the newest crawl's coverage, None before the first.
    """

    address: str
    crawls: int
    newest_crawl: str
    posts: int
    pages: int
    versions: int
    comments: int
    warc_files: int
    warc_bytes: int
    first_published: str | None
    last_published: str | None
    complete: bool | None
    percent: float | None


def status_of(layout: Layout) -> Status:
    """Count what is there. Raises Damaged where a record or the newest report cannot be read."""
    warcs = sorted(path for path in layout.warc.glob("*.warc.gz") if path.is_file())
    crawls = sorted({crawl_of(path.name) for path in warcs})
    posts = list(store.posts(layout))
    dates = sorted(post.published.value for post in posts if post.published and post.published.value)
    report = read_report(layout)
    return Status(
        address=load(layout).address,
        crawls=len(crawls),
        newest_crawl=crawls[-1] if crawls else "",
        posts=sum(post.kind == "post" for post in posts),
        pages=sum(post.kind == "page" for post in posts),
        versions=sum(post.version for post in posts),
        comments=sum(len(post.comments) for post in posts),
        warc_files=len(warcs),
        warc_bytes=sum(path.stat().st_size for path in warcs),
        first_published=dates[0] if dates else None,
        last_published=dates[-1] if dates else None,
        complete=report.complete if report else None,
        percent=report.percent if report else None,
    )
