"""The demo blog's own export, as its owner would get it: Blogger's classic file, and Takeout's ``feed.atom``.

Both have what no reader of the blog ever sees: settings, the template, drafts, a post that was thrown away, a comment
that waits. None of it may come into a record.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from scraper.demo.blog import DemoBlog
from scraper.demo.entries import Entry, entry_of_comment, entry_of_post
from scraper.demo.formats import TEMPLATES
from scraper.demo.posts import BLOG_ID, TITLE

CLASSIC = "/feeds/archive"
TAKEOUT = "/Takeout/Blogger/Blogs/northgate/feed.atom"
DRAFT = "This was never published."

_Marked = tuple[str, Entry]  # status and entry


def export(path: str, blog: DemoBlog, home: str) -> bytes | None:
    """Return an export by its path, None for any other path."""
    template = {CLASSIC: "export.xml", TAKEOUT: "takeout.xml"}.get(path)
    if template is None:
        return None
    facts = {"blog": BLOG_ID, "title": TITLE, "home": home, "entries": _entries(blog, home), "utc": _utc}
    return TEMPLATES.get_template(template).render(**facts).encode("utf-8")


def _entries(blog: DemoBlog, home: str) -> list[_Marked]:
    posts = [entry_of_post(post, home) for post in blog.posts]
    pages = [entry_of_post(page, home) for page in blog.pages]
    comments = [entry_of_comment(post, comment, home) for post in blog.posts for comment in post.comments]
    return [
        *_hidden(posts, "DRAFT", 1),
        *(("LIVE", post) for post in posts),
        *_hidden(posts, "SOFT_TRASHED", 2),
        *_hidden(pages, "DRAFT", 3),
        *(("LIVE", page) for page in pages),
        *(("LIVE", comment) for comment in comments),
        *_hidden(comments, "PENDING", 4),
    ]


def _hidden(entries: list[Entry], status: str, number: int) -> list[_Marked]:
    """Return an entry like the first of some, which was never published."""
    return [
        (status, replace(entry, id=f"{entry.id}{number}", url="", path="", title="Not yet", content=DRAFT, comments=0))
        for entry in entries[:1]
    ]


def _utc(instant: str) -> str:
    """Return an instant as Takeout has it: in UTC."""
    return datetime.fromisoformat(instant).astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
