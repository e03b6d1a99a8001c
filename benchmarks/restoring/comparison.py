"""One archive before and after an import, field by field. Pure but for the pictures' files."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html import unescape
from urllib.parse import quote

from bs4 import BeautifulSoup, Tag

from archive import addresses
from archive.records import Comment
from archive.restoration.article import DRAFT, Article, Material

Facts = Mapping[str, object]
"""What is known of a post, by field; a field that is not there, or None, was not told."""
FIELDS = ("kind", "draft", "path", "title", "instant", "exact", "labels", "author", "comments", "text", "pictures")
_UNSEEN = re.compile(r"[\s\u200b\ufeff\xa0]+")


@dataclass
class Comparison:
    """``counts``: of each field how many are the same, of how many; ``differences``: (post, field, was, is)."""

    counts: dict[str, tuple[int, int]] = field(default_factory=dict)
    differences: list[tuple[str, str, object, object]] = field(default_factory=list)

    def note(self, post: str, name: str, was: object, now: object) -> None:
        """Count one field of one post."""
        same, total = self.counts.get(name, (0, 0))
        self.counts[name] = (same + (was == now), total + 1)
        if was != now:
            self.differences.append((post, name, was, now))


def expected(material: Material) -> dict[str, Facts]:
    """Return the facts of all articles by the ids of their posts."""
    return {article.post.id: _facts(article, material) for article in material.articles()}


def _facts(article: Article, material: Material) -> Facts:
    post = article.post
    instant = instant_of(post.published.value) if post.published else None
    return {
        "kind": "page" if post.kind == "page" else "post",
        "draft": article.status == DRAFT,
        "path": None if article.status == DRAFT else quote(article.path, safe="/%"),
        "title": plain(post.title.raw),
        "instant": instant and instant.astimezone(UTC).replace(microsecond=0),
        "exact": exact(instant),
        "labels": tuple(sorted(post.labels)),
        "author": post.author.account,
        "comments": tuple(sorted(comment_facts(article.comments), key=repr)),
        "text": text_of(article.markup),
        "pictures": tuple(sorted(_pictures(article, material))),
    }


def comment_facts(comments: Iterable[Comment]) -> list[tuple[object, ...]]:
    """Return what counts of comments; a parent that is gone is none."""
    found = tuple(comments)
    ids = {one.id for one in found}
    return [
        (one.id, one.author, _second(one.published), plain(one.text), one.parent if one.parent in ids else None)
        for one in found
    ]


def _second(text: str | None) -> datetime | None:
    found = instant_of(text)
    return found and found.astimezone(UTC).replace(microsecond=0)


def _pictures(article: Article, material: Material) -> list[str]:
    by_address = {addresses.key(url): one for one in article.post.images for url in (one.url, one.original_url) if url}
    found = set()
    for address in images_in(article.markup):
        image = by_address.get(addresses.key(address))
        picture = material.picture(image) if image else None
        if picture and picture.shown:
            found.add(hashlib.sha256(picture.body).hexdigest())
    return sorted(found)


def instant_of(text: str | None) -> datetime | None:
    """Return an instant of ISO 8601, None for what is none."""
    return datetime.fromisoformat(text) if text else None


def exact(instant: datetime | None) -> str | None:
    """Return an instant with its thousandths and its offset, as text."""
    return instant.isoformat(timespec="milliseconds") if instant else None


def plain(text: str) -> str:
    """Return text without what cannot be seen: white space is the importer's own affair."""
    return _UNSEEN.sub("", text)


def text_of(markup: str) -> str:
    """Return what markup says."""
    return plain(BeautifulSoup(markup, "html.parser").get_text())


def images_in(markup: str) -> list[str]:
    """Return the addresses of the pictures that markup shows."""
    found = BeautifulSoup(markup, "html.parser").find_all("img", src=True)
    return [unescape(str(one["src"])) for one in found if isinstance(one, Tag)]


def compare(was: Mapping[str, Facts], now: Mapping[str, Facts], leave: Iterable[str] = ()) -> Comparison:
    """Compare what was with what is, field by field; what was not told of a post is not asked for. ``leave`` are
    fields that this judge is not asked about.
    """
    result = Comparison()
    for post, facts in was.items():
        result.note(post, "there", True, post in now)
        for name in FIELDS:
            if post in now and name not in leave and facts[name] is not None:
                result.note(post, name, facts[name], now[post].get(name))
    for post in now.keys() - was.keys():
        result.note(post, "there", False, True)
    return result


def original_targets(material: Material, captured: Collection[str]) -> list[str]:
    """Return every address of the blog that readers may have kept, as they go over the wire: those that were captured,
    and those that Blogger makes of posts and labels.
    """
    articles = [one for one in material.articles() if one.status != DRAFT and one.path]
    known = [*captured, *(one.path for one in articles)]
    months = {match[0] for path in known if (match := re.match(r"/\d{4}/\d{2}/", path))}
    labels = {name for one in articles for name in one.post.labels}
    paths = ["/", "/feeds/posts/default", "/feeds/posts/default?alt=rss", "/atom.xml", "/?m=1", "/search?q=kiln"]
    paths += [*captured, *(quote(one.path) for one in articles)]
    paths += [f"{quote(one.path)}?m=1" for one in articles]
    paths += [*months, *{f"{month[:5]}/" for month in months}]
    paths += [f"/{month[1:5]}_{month[6:8]}_01_archive.html" for month in months]
    paths += [f"/search/label/{quote(name, safe='')}" for name in labels]
    return sorted(set(paths))
