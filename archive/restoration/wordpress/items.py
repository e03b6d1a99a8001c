"""An article, its comments and its pictures as items of WXR. Pure.

What WordPress has no field for lies in meta fields of each post: ``blogger_permalink`` and ``blogger_author``, as
WordPress' own Blogger importer calls them, ``_published`` (the instant with its fraction and offset) and ``_record``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape

from archive.addresses import escaped
from archive.records import Comment, Post
from archive.restoration.article import DRAFT, Article
from archive.restoration.clock import Clock, Instant
from archive.restoration.picture_files import PictureFile
from archive.restoration.wordpress import wxr

_NOWHERE = "<!-- nothing -->"  # WordPress refuses a post without title and body


@dataclass(frozen=True)
class Placed:
    """An article with what WordPress is to call it: ``tags`` are (name, slug), ``markup`` has the new addresses."""

    article: Article
    number: int
    slug: str
    login: str
    tags: Sequence[tuple[str, str]]
    markup: str
    instant: Instant


def item(placed: Placed, comments: str) -> str:
    """Return the item of a post or static page."""
    article, post = placed.article, placed.article.post
    content = placed.markup or ("" if post.title.raw else _NOWHERE)
    return _item(
        title=escape(post.title.raw, quote=False),
        link=_address(post.url),
        login=placed.login,
        content=content,
        fields={
            "wp:post_id": placed.number,
            **_dates(placed.instant),
            "wp:comment_status": "open" if post.kind == "post" else "closed",
            "wp:ping_status": "closed",
            "wp:post_name": placed.slug,
            "wp:status": "draft" if article.status == DRAFT else "publish",
            "wp:post_parent": 0,
            "wp:menu_order": 0,
            "wp:post_type": "page" if post.kind == "page" else "post",
            "wp:post_password": "",
            "wp:is_sticky": 0,
        },
        rest="".join(_tag(name, slug) for name, slug in placed.tags) + _post_meta(post, article.path) + comments,
    )


def attachment(number: int, parent: Placed, file: PictureFile, title: str, base: str) -> str:
    """Return the item of a picture, which the importer fetches at ``base``."""
    return _item(
        title=title,
        link=base + file.name,
        login=parent.login,
        content="",
        fields={
            "wp:post_id": number,
            **_dates(parent.instant),
            "wp:comment_status": "closed",
            "wp:ping_status": "closed",
            "wp:post_name": f"picture-{file.sha256[:16]}",
            "wp:status": "inherit",
            "wp:post_parent": parent.number,
            "wp:menu_order": 0,
            "wp:post_type": "attachment",
            "wp:post_password": "",
            "wp:is_sticky": 0,
            "wp:attachment_url": base + file.name,
        },
        rest=wxr.meta("wp:postmeta", [("_sha256", file.sha256)]),
    )


def _item(*, title: str, link: str, login: str, content: str, fields: Mapping[str, str | int], rest: str) -> str:
    return (
        "<item>\n"
        + wxr.element("title", title)
        + f"<link>{wxr.attribute(link)}</link>\n"
        + wxr.element("dc:creator", login)
        + f'<guid isPermaLink="false">{wxr.attribute(link)}</guid>\n'
        + "<description></description>\n"
        + wxr.element("content:encoded", content)
        + wxr.element("excerpt:encoded", "")
        + "".join(wxr.element(name, value) for name, value in fields.items())
        + rest
        + "</item>\n"
    )


def _address(url: str) -> str:
    """Return an address as a URI: importers end at what is not ASCII."""
    before, mark, rest = url.partition("://")
    return f"{before}{mark}{escaped(rest)}"


def _dates(instant: Instant) -> dict[str, str]:
    local, utc = written(instant.local), written(instant.utc)
    return {"wp:post_date": local, "wp:post_date_gmt": utc, "wp:post_modified": local, "wp:post_modified_gmt": utc}


def written(instant: datetime) -> str:
    """Return a wall clock as WordPress' data base has it: to the second, without an offset."""
    return instant.strftime("%Y-%m-%d %H:%M:%S").rjust(19, "0")


def _tag(name: str, slug: str) -> str:
    shown = wxr.cdata(escape(name, quote=False))
    return f'<category domain="post_tag" nicename="{wxr.attribute(slug)}">{shown}</category>\n'


def _post_meta(post: Post, path: str) -> str:
    facts = {
        "blogger_permalink": path,
        "blogger_author": post.author.account,
        "_byline": post.author.byline,
        "_published": post.published.value if post.published else None,
        "_updated": post.updated,
        "_record": post.id,
    }
    return wxr.meta("wp:postmeta", [(name, value) for name, value in facts.items() if value])


def comments(placed: Placed, numbers: Iterator[int], clock: Clock) -> str:
    """Return an article's comments, each behind the one it answers: the importer joins them by rising numbers."""
    given: dict[str, int] = {}
    parts = []
    for comment in in_order(placed.article.comments):
        given[comment.id] = number = next(numbers)
        parent = given.get(comment.parent or "", 0)
        parts.append(_comment(comment, number, parent, clock.told(comment.published) or placed.instant))
    return "".join(parts)


def in_order(found: Sequence[Comment]) -> Iterator[Comment]:
    """Yield comments, parents before their answers; those that answer each other in a ring come last.

    >>> [one.id for one in in_order((Comment("2", parent="1"), Comment("1")))]
    ['1', '2']
    """
    here = {one.id for one in found}
    told: set[str] = set()
    waiting = list(found)
    while waiting:
        ready = [one for one in waiting if one.parent not in here or one.parent in told] or waiting
        yield from ready
        told.update(one.id for one in ready)
        waiting = [one for one in waiting if one.id not in told]


def _comment(comment: Comment, number: int, parent: int, instant: Instant) -> str:
    facts = {"_comment": comment.id, "_answers": comment.parent, "_published": comment.published}
    fields: dict[str, str | int] = {
        "wp:comment_id": number,
        "wp:comment_author": comment.author,
        "wp:comment_author_email": "",
        "wp:comment_author_url": "",
        "wp:comment_author_IP": "",
        "wp:comment_date": written(instant.local),
        "wp:comment_date_gmt": written(instant.utc),
        "wp:comment_content": escape(comment.text, quote=False),
        "wp:comment_approved": "1",
        "wp:comment_type": "comment",
        "wp:comment_parent": parent,
        "wp:comment_user_id": 0,
    }
    return (
        "<wp:comment>\n"
        + "".join(wxr.element(name, value) for name, value in fields.items())
        + wxr.meta("wp:commentmeta", [(name, value) for name, value in facts.items() if value])
        + "</wp:comment>\n"
    )
