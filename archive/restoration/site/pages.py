"""The page of one post, its pictures and the feed of its comments, written by itself; and what the lists of the site
have of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from archive import codec
from archive.records import Image
from archive.restoration.article import Article, Lack, Shown, unreadable
from archive.restoration.comment_feeds import number_of
from archive.restoration.picture_files import PictureFile, PictureWriter, by_digest
from archive.restoration.site.bodies import Surroundings, body_of
from archive.restoration.site.contents import Beginnings, Entry, beginnings_of
from archive.restoration.site.lists import NEWEST, Label
from archive.restoration.site.pictures import pictures_of
from archive.restoration.site.places import root_of
from archive.restoration.site.rendering import render, write_text
from archive.restoration.site.searching import Found, found_in
from archive.restoration.site.syndication import News, Site, comments_of, news_of, write_thread
from archive.restoration.site.threads import threads_of
from archive.web.side_by_side import rows


@dataclass(frozen=True)
class Plan:
    """Where everything of a site stands: ``by_path`` the places of its posts, ``lists`` those of its lists, both by the
    paths of their old addresses, ``labels`` by name.
    """

    site: Site
    by_path: Mapping[str, str]
    lists: Mapping[str, str]
    labels: Mapping[str, Label]

    def page(self, path: str) -> str | None:
        """Return the place of an address of the blog, None for what the site does not have."""
        plain = path.split("?", maxsplit=1)[0]
        return self.by_path.get(plain) or self.lists.get(plain.rstrip("/") or "/")


@dataclass(frozen=True)
class Standing:
    """Where a post or page stands among the others: ``rank`` is 0 for the newest post; pages come behind all posts."""

    rank: int
    entry: Entry
    newer: Entry | None
    older: Entry | None


@dataclass(frozen=True)
class Made:
    """What the site's lists have of a post: ``beginnings`` are its first words, None away from the front page."""

    lacks: tuple[Lack, ...]
    found: Found
    news: News
    beginnings: Beginnings | None


class PageWriter:
    """Writes the pages of one site (`archive.restoration.article.Make`)."""

    def __init__(self, root: Path, plan: Plan, picture: Shown) -> None:
        self._root, self._plan = root, plan
        self._pictures = PictureWriter(root, picture, by_digest)

    def __call__(self, standing: Standing, article: Article) -> object:
        """Write the page of an article, and return `Made` as plain values."""
        entry, post = standing.entry, article.post
        pictures, missing = pictures_of(post, self._pictures)
        self._write_page(standing, article, pictures, missing)
        title = post.title
        texts = [one.text for one in post.paragraphs]
        absolute = self._around(self._plan.site.home, pictures)
        site = self._plan.site
        comments = comments_of(entry, article, site)
        write_thread(self._root, entry, article, site, comments)
        return codec.to_plain(
            Made(
                lacks=(*article.lacks, *_unread(missing, entry)),
                found=found_in(entry.place, (title.raw, title.en, title.zh), entry.instant[:10], texts),
                news=news_of(standing.rank, entry, article, site, comments, lambda: body_of(article.markup, absolute)),
                beginnings=beginnings_of(post) if standing.rank < NEWEST and not entry.is_page else None,
            )
        )

    def _around(self, root: str, pictures: dict[str, PictureFile]) -> Surroundings:
        return Surroundings(root, self._plan.site.home, self._plan.page, pictures)

    def _write_page(
        self, standing: Standing, article: Article, pictures: dict[str, PictureFile], missing: tuple[Image, ...]
    ) -> None:
        entry, post = standing.entry, article.post
        paired = any(one.pair is not None or one.rendered_in is not None for one in post.paragraphs)
        top, below = threads_of(article.comments)
        text = render(
            "post.html", entry.place, site=self._plan.site, entry=entry, post=post,
            number=number_of(post.id), body=body_of(article.markup, self._around(root_of(entry.place), pictures)),
            rows=list(rows([one for one in post.paragraphs if one.role != "caption"])) if paired else [],
            shown=[(one, kept) for one in post.images if (kept := self._pictures.file(one)) and kept.shown],
            labels=[self._plan.labels[label] for label in entry.labels],
            apart=sorted({kept for kept in pictures.values() if not kept.shown}, key=lambda kept: kept.name),
            missing=missing, comments=top, below=below, count=len(article.comments),
            newer=standing.newer, older=standing.older,
        )  # fmt: skip
        write_text(self._root, entry.place, text)


def _unread(missing: tuple[Image, ...], entry: Entry) -> Iterator[Lack]:
    for image in missing:
        if image.digest:  # of the others the article tells
            yield unreadable(image.url, entry.path)
