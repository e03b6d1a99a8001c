"""What can be turned on the demo blog: its size, its era, and what goes wrong."""

from __future__ import annotations

from dataclasses import dataclass, field

ERAS = ("layouts-2007", "designer-2010", "responsive-2017", "custom", "dynamic-views")


@dataclass(frozen=True)
class Knobs:
    """One setting of the double.

    ``era`` is one of `ERAS`, or "mixed": each post by its year. ``feed`` is full, short or off; ``feed_cap`` what
    Blogger cuts ``max-results`` to. ``archive_only`` are numbers of posts that only month pages name.
    ``faults`` maps the beginning of a path to status-NNN, status-NNN-once, truncate, reset, slow, or empty.
    ``in_place`` puts removed, content-warning, private, parked, captcha, blocked, error or other-blog in the whole
    blog's place; ``moved_to`` makes the home page redirect to another host. ``tokens`` gives each page answer a new
    token, as Blogger does; with ``page_tags`` pages have an ETag, too; ``design`` is the colour of its style sheet;
    without ``originals`` no picture can be had in size s0. ``churn`` is a day: each has other numbers in Blogger's own
    bundles, counters and tokens. ``intrusion`` is a kind of `scraper.demo.intrusions`, done to the pages whose path
    begins with one of ``intruded``. ``blog_id`` is another blog's, in the same template. ``altered`` maps words to
    others, in posts and feeds. With ``blogs`` each host blog-N.blogspot.com has a blog of its own, of the seed N.
    """

    posts: int = 150
    seed: int = 1
    era: str = "mixed"
    scheme: str = "http"
    feed: str = "full"
    feed_cap: int = 150
    sitemap: str = "full"
    archive_only: frozenset[int] = frozenset()
    edited: frozenset[int] = frozenset()
    deleted: frozenset[int] = frozenset()
    latency: float = 0.0
    robots: str = "default"
    in_place: str = ""
    moved_to: str = ""
    tokens: bool = True
    page_tags: bool = False
    design: str = ""
    originals: bool = True
    churn: int = 0
    intrusion: str = ""
    intruded: tuple[str, ...] = ("",)
    blog_id: str = ""
    altered: dict[str, str] = field(default_factory=dict)
    blogs: bool = False
    faults: dict[str, str] = field(default_factory=dict)
