"""A site without protected names: made of the records alone, for captures, pictures and drafts hold the names."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from urllib.parse import urlsplit

from archive.export.source import sealed_records
from archive.layout import Layout
from archive.records import Post
from archive.redaction.hiding import Hiding
from archive.redaction.records import redacted
from archive.restoration.article import Article, Lack, Material, made_of_paragraphs

_NAMES = Lack(
    "names", "", "names are hidden: pictures, drafts, layout and links are left out, since they may hold them"
)


def hidden(layout: Layout, found: Material, how: Hiding) -> Material:
    """Return what a site is made from in which no protected name stands.

    Raises Damaged for a record that is not as sealed.
    """
    records = sealed_records(layout)

    def articles() -> Iterator[Article]:
        for number, record in enumerate(records):
            yield _without_names(redacted(record.post, how.redactor, how.marks), first=number == 0)

    return dataclasses.replace(
        found,
        home=how.redactor.address(found.home),
        blog=dataclasses.replace(found.blog, title=how.redactor.text(found.blog.title)),
        articles=articles,
        picture=lambda _: None,
        exports=(),
        lacks=tuple(dataclasses.replace(lack, why=how.redactor.text(lack.why)) for lack in found.lacks),
        holds_name=how.redactor.holds,
    )


def _without_names(post: Post, *, first: bool) -> Article:
    post = dataclasses.replace(post, images=(), links=(), embeds=())
    path = urlsplit(post.url).path if post.url.startswith(("http://", "https://")) else ""
    return Article(post, path, made_of_paragraphs(post), False, post.comments, lacks=(_NAMES,) if first else ())
