"""The demo blog's HTML pages, in each template era."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from jinja2 import Environment, PackageLoader
from markupsafe import Markup

from archive.records import Comment
from scraper.demo import markup, sentences
from scraper.demo.blog import DemoBlog
from scraper.demo.knobs import Knobs
from scraper.demo.posts import BLOG_ID, HOST, TITLE, DemoPost

Month = tuple[int, str, int, tuple[DemoPost, ...]]  # number, name, posts counted, posts shown
Year = tuple[int, int, list[Month]]

INDEX_LENGTH = 7
NOT_FOUND = "Sorry, the page you were looking for in this blog does not exist."
_WEEKDAYS = "一二三四五六日"
_ERA_OF_YEAR = {2009: "layouts-2007", 2010: "layouts-2007", 2015: "responsive-2017", 2016: "custom"}
_TEMPLATES = Environment(loader=PackageLoader("scraper.demo"), autoescape=True, trim_blocks=False)


def header_of(when: datetime) -> str:
    """Return a date header as the blog's Chinese format writes it, without a space."""
    return f"{when.year}年{when.month}月{when.day}日星期{_WEEKDAYS[when.weekday()]}"


@dataclass(frozen=True, eq=False)
class View:
    """What a template shows. ``days`` are (date header, posts of that day)."""

    blog: DemoBlog
    knobs: Knobs
    path: str
    page_type: str
    token: str
    days: tuple[tuple[str, tuple[DemoPost, ...]], ...] = ()
    single: DemoPost | None = None
    newer: DemoPost | None = None
    older: DemoPost | None = None
    pager: str = ""
    message: str = ""
    era: str = "designer-2010"

    blog_title = TITLE
    locale = "zh-CN"
    css_name = "widget_css_bundle"
    labels = sentences.LABELS

    @property
    def blog_id(self) -> str:
        return self.knobs.blog_id or BLOG_ID

    @property
    def css_number(self) -> str:
        return str(1535467126 + 7919 * self.knobs.churn)

    @property
    def js_number(self) -> str:
        return str(1763280072 + 104729 * self.knobs.churn)

    @property
    def scheme(self) -> str:
        return self.knobs.scheme

    @property
    def home(self) -> str:
        return f"{self.scheme}://{HOST}"

    @property
    def address(self) -> str:
        return self.home + self.path

    @property
    def canonical(self) -> str:
        return self.home + self.single.path if self.single else ""

    @property
    def pages(self) -> tuple[DemoPost, ...]:
        return self.blog.pages

    @property
    def page_title(self) -> str:
        return f"{TITLE}: {self.single.title}" if self.single else TITLE

    @property
    def archive(self) -> list[Year]:
        return _archive(self.blog, self.knobs.archive_only)

    @property
    def sidebar(self) -> Markup:
        """The frame beside the posts: the same on all pages of an era, and made once."""
        return _sidebar(self.blog, self.knobs.archive_only, self.scheme, self.era)

    def month_address(self, year: int, month: int) -> str:
        """Return a month's address, in the old form for the oldest theme."""
        old = self.era == "layouts-2007"
        return f"{self.home}/{year}_{month:02}_01_archive.html" if old else f"{self.home}/{year}/{month:02}/"

    def body(self, post: DemoPost) -> Markup:
        """Return a post's body, on list pages up to its jump break."""
        return Markup(markup.body(post, self.scheme, cut=self.jumps(post)))  # noqa: S704 (the demo's own text)

    def jumps(self, post: DemoPost) -> bool:
        """Say whether this page shows the post only up to its jump break."""
        return post.form == "jump" and self.single is None

    def instant(self, post: DemoPost) -> str:
        """Return the attribute's instant: to the second, as pages have it."""
        return post.published.isoformat(timespec="seconds")

    def clock(self, post: DemoPost) -> str:
        """Return the visible time of day."""
        return f"{post.published:%H:%M}"

    def long_date(self, post: DemoPost) -> str:
        """Return the visible date of a responsive theme."""
        return f"{post.published:%B} {post.published.day:02}, {post.published.year}"

    def millis(self, comment: Comment) -> str:
        """Return a comment's instant as its link has it."""
        return str(int(datetime.fromisoformat(comment.published or "").timestamp() * 1000))


class Pages:
    """Answers for the blog's own HTML addresses."""

    def __init__(self, blog: DemoBlog, knobs: Knobs) -> None:
        self._blog, self._knobs = blog, knobs
        self._by_path = blog.by_path
        self._position = {post.path: n for n, post in enumerate(blog.posts)}
        self._rendered: dict[str, bytes] = {}

    def page(self, path: str, query: str, count: int) -> tuple[int, bytes]:
        """Return (status, page) for an address; ``count`` makes this answer's token."""
        token = f"AOuZoY{count:08}:{1_400_000_000_000 + count}" if self._knobs.tokens else "AOuZoY"
        slot = "@@token@@"
        address = f"{path}?{query}" if query else path
        if address not in self._rendered:
            view = self._view(path, query, slot)
            status = 404 if view.message else 200
            self._rendered[address] = f"{status}".encode() + _TEMPLATES.get_template(f"{view.era}.html").render(
                view=view
            ).encode("utf-8")
        stored = self._rendered[address]
        return int(stored[:3]), stored[3:].replace(slot.encode(), token.encode())

    def _view(self, path: str, query: str, token: str) -> View:
        make: Callable[..., View] = functools.partial(View, self._blog, self._knobs, path, token=token)
        era = "designer-2010" if self._knobs.era == "mixed" else self._knobs.era
        if post := self._by_path.get(path):
            return self._single(make, post)
        if path == "/":
            return make(page_type="index", days=_days(self._blog.posts[:INDEX_LENGTH]), pager=self._older(), era=era)
        if posts := self._period(path):
            return make(page_type="archive", days=_days(posts), era=era)
        if path.startswith("/search"):
            return make(page_type="index", days=_days(self._searched(query)), pager=self._older(query), era=era)
        return make(page_type="error_page", message=NOT_FOUND, era=era)

    def _single(self, make: Callable[..., View], post: DemoPost) -> View:
        era = self._knobs.era
        if era == "mixed":
            era = "designer-2010" if post.is_page else _ERA_OF_YEAR.get(post.published.year, "designer-2010")
        if post.is_page:
            return make(page_type="static_page", days=(("", (post,)),), single=post, era=era)
        position = self._position[post.path]
        posts = self._blog.posts
        newer = posts[position - 1] if position else None
        older = posts[position + 1] if position + 1 < len(posts) else None
        return make(
            page_type="item",
            days=_days((post,)),
            single=post,
            newer=self._known(newer),
            older=self._known(older),
            era=era,
        )

    def _known(self, post: DemoPost | None) -> DemoPost | None:
        return post if post and post.number not in self._knobs.archive_only else None

    def _period(self, path: str) -> tuple[DemoPost, ...]:
        digits = path.replace("_01_archive.html", "").replace("_", "/").strip("/").split("/")
        if not all(part.isdecimal() for part in digits) or len(digits) > 2:
            return ()
        wanted = tuple(int(part) for part in digits)
        return tuple(p for p in self._blog.posts if (p.published.year, p.published.month)[: len(wanted)] == wanted)

    def _searched(self, query: str) -> tuple[DemoPost, ...]:
        start = int(hashlib.sha256(query.encode()).hexdigest(), 16) % max(len(self._blog.posts) - INDEX_LENGTH, 1)
        return self._blog.posts[start : start + INDEX_LENGTH]

    def _older(self, query: str = "") -> str:
        # Every page of the pager has another address: followed, it never ends.
        start = len(query) % 97
        home = f"{self._knobs.scheme}://{HOST}"
        return f"{home}/search?updated-max=2016-11-30T22:00:00%2B08:00&max-results=7&start={start}&by-date=false"


def _days(posts: tuple[DemoPost, ...]) -> tuple[tuple[str, tuple[DemoPost, ...]], ...]:
    return tuple((header, tuple(day)) for header, day in groupby(posts, lambda post: header_of(post.published)))


@functools.lru_cache(maxsize=16)
def _sidebar(blog: DemoBlog, archive_only: frozenset[int], scheme: str, era: str) -> Markup:
    view = View(blog, Knobs(archive_only=archive_only, scheme=scheme), "", "", "", era=era)
    parts: Any = _TEMPLATES.get_template("parts.html").module
    return Markup(parts.sidebar(view))  # noqa: S704 (the demo's own text)


@functools.lru_cache(maxsize=8)
def _archive(blog: DemoBlog, archive_only: frozenset[int]) -> list[Year]:
    years: list[Year] = []
    for year, posts in groupby(blog.posts, lambda post: post.published.year):
        of_year = list(posts)
        months: list[Month] = []
        for month, some in groupby(of_year, lambda post: post.published.month):
            of_month = tuple(some)
            # Blogger unfolds the newest month alone.
            shown = tuple(p for p in of_month if p.number not in archive_only) if not years and not months else ()
            months.append((month, f"{month}月", len(of_month), shown))
        years.append((year, len(of_year), months))
    return years
