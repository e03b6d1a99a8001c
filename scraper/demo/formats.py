"""The formats that Blogger serves a feed in, by ``alt`` in the query: Atom, RSS, JSON, JSON in a function call."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any

from jinja2 import Environment, PackageLoader

from scraper.demo.entries import Entry

TEMPLATES = Environment(loader=PackageLoader("scraper.demo"), autoescape=True)
_CALLBACK = "gdata.io.handleScriptLoaded"
_MEDIA_TYPES = {
    "rss": "application/rss+xml",
    "json": "application/json",
    "json-in-script": "text/javascript",
}


@dataclass(frozen=True)
class Page:
    """One page of a feed: ``path`` is its address on the blog, ``away`` the one on Blogger's own host."""

    id: str
    title: str
    home: str
    path: str
    alternate: str
    updated: str
    away: str
    start: int
    size: int
    total: int
    more: bool
    entries: list[Entry]


def format_of(path: str, query: Mapping[str, str]) -> str:
    """Return the format asked for: atom, rss, json or json-in-script."""
    alt = query.get("alt", "rss" if path == "/rss.xml" else "atom")
    return alt if alt in _MEDIA_TYPES else "atom"


def media_type(path: str, query: Mapping[str, str]) -> str:
    """Return the media type of the answer."""
    return _MEDIA_TYPES.get(format_of(path, query), "application/atom+xml") + "; charset=UTF-8"


def render(page: Page, query: Mapping[str, str]) -> bytes:
    """Return a page of a feed in the format asked for."""
    alt = format_of(page.path, query)
    if alt == "rss":
        return TEMPLATES.get_template("rss.xml").render(feed=page, rfc822=_rfc822).encode("utf-8")
    if alt == "atom":
        return TEMPLATES.get_template("feed.xml").render(feed=page).encode("utf-8")
    text = json.dumps({"version": "1.0", "encoding": "UTF-8", "feed": _feed(page)}, ensure_ascii=False)
    if alt == "json-in-script":
        text = f"// API callback\n{query.get('callback', _CALLBACK)}({text});"
    return text.encode("utf-8")


def _feed(page: Page) -> dict[str, Any]:
    numbers = {"totalResults": page.total, "startIndex": page.start, "itemsPerPage": page.size}
    links = [{"rel": "alternate", "type": "text/html", "href": page.alternate}]
    if page.more:
        address = f"{page.away}?alt=json&start-index={page.start + page.size}&max-results={page.size}"
        links.append({"rel": "next", "type": "application/atom+xml", "href": address})
    return {
        "xmlns": "http://www.w3.org/2005/Atom",
        "xmlns$openSearch": "http://a9.com/-/spec/opensearchrss/1.0/",
        "xmlns$thr": "http://purl.org/syndication/thread/1.0",
        "id": {"$t": page.id},
        "updated": {"$t": page.updated},
        "title": {"type": "text", "$t": page.title},
        "link": links,
        "author": [_author("northgate")],
        **{f"openSearch${name}": {"$t": str(number)} for name, number in numbers.items()},
        **({"entry": [_entry(entry) for entry in page.entries]} if page.entries else {}),
    }


def _entry(entry: Entry) -> dict[str, Any]:
    said: dict[str, Any] = {name: {"$t": getattr(entry, name)} for name in ("id", "published", "updated")}
    if entry.labels:
        said["category"] = [{"scheme": "http://www.blogger.com/atom/ns#", "term": label} for label in entry.labels]
    said["title"] = {"type": "text", "$t": entry.title}
    said[entry.tag] = {"type": entry.type, "$t": entry.content}
    said["link"] = [{"rel": "alternate", "type": "text/html", "href": entry.url, "title": entry.title}]
    if entry.related:
        said["link"].append({"rel": "related", "type": "application/atom+xml", "href": entry.related})
    said["author"] = [_author(entry.author)]
    if entry.thumbnail:
        said["media$thumbnail"] = {
            "xmlns$media": "http://search.yahoo.com/mrss/",
            "url": entry.thumbnail,
            "height": "72",
            "width": "72",
        }
    if entry.answers:
        said["thr$in-reply-to"] = {"href": entry.answers_url, "ref": entry.answers, "type": "text/html"}
    if entry.comments is not None:
        said["thr$total"] = {"$t": str(entry.comments)}
    return said


def _author(name: str) -> dict[str, Any]:
    return {"name": {"$t": name}, "email": {"$t": "noreply@blogger.com"}}


def _rfc822(instant: str) -> str:
    return format_datetime(datetime.fromisoformat(instant).astimezone(UTC))
