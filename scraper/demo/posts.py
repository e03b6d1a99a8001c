"""One post of the demo blog: what it shows, and the truth about it in the same value."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from archive.records import Attendee, Comment

BLOG_ID = "7301948265501837264"
HOST = "beimengongminhui.blogspot.com"
TITLE = "Northgate Civic League 北门公民会"


@dataclass(frozen=True)
class Line:
    """One paragraph. ``after`` is the markup between it and the next: "br", "brbr", or "" within one run."""

    text: str
    language: str
    role: str = "body"
    pair: int | None = None


@dataclass(frozen=True)
class Picture:
    """One picture; ``form`` is how the markup shows it: linked, wrapper, unlinked or hosted."""

    name: str
    caption: str = ""
    form: str = "linked"


@dataclass(frozen=True)
class DemoPost:
    """A post and the truth about it. ``form`` names the editor's markup (`scraper.demo.markup.FORMS`)."""

    number: int
    path: str
    published: datetime
    title: str
    title_en: str | None
    title_zh: str | None
    lines: tuple[Line, ...] = ()
    form: str = "soup"
    byline: str | None = None
    event_date: date | None = None
    labels: tuple[str, ...] = ()
    attendees: tuple[Attendee, ...] = ()
    pictures: tuple[Picture, ...] = ()
    comments: tuple[Comment, ...] = ()
    updated: datetime | None = None
    extra: str = ""
    is_page: bool = False

    @property
    def id(self) -> str:
        """The id that Blogger gives it."""
        return f"tag:blogger.com,1999:blog-{BLOG_ID}.{'page' if self.is_page else 'post'}-{self.post_id}"

    @property
    def post_id(self) -> str:
        """The number within the id."""
        return f"{3_000_000_000_000_000_000 + self.number * 7_919_104_729}"
