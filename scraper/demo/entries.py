"""A post, static page or comment of the demo blog as an entry of its feeds and exports."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from archive.records import Comment
from scraper.demo import markup
from scraper.demo.posts import BLOG_ID, DemoPost


@dataclass(frozen=True)
class Entry:
    """One entry. ``path`` is the address without the host, ``answered`` the id of the comment that one answers."""

    id: str
    title: str
    url: str
    path: str
    published: str
    updated: str
    content: str
    edit: str
    author: str = "northgate"
    tag: str = "content"
    type: str = "html"
    labels: tuple[str, ...] = ()
    comments: int | None = None
    answers: str = ""
    answers_url: str = ""
    related: str = ""
    answered: str = ""
    thumbnail: str = ""
    kind: str = "post"


def entry_of_post(post: DemoPost, home: str, *, short: bool = False) -> Entry:
    """Return the entry of a post or static page; a short one has its first words instead of its body."""
    scheme = home.partition(":")[0]
    first = [markup.image_url(picture, post.number, 0, scheme, "s72-c") for picture in post.pictures[:1]]
    return Entry(
        id=post.id,
        title=post.title,
        url=home + post.path,
        path=post.path,
        published=_instant(post.published),
        updated=_instant(post.updated or post.published),
        content=" ".join(line.text for line in post.lines)[:200] if short else markup.body(post, scheme),
        tag="summary" if short else "content",
        type="text" if short else "html",
        labels=post.labels,
        edit=f"http://www.blogger.com/feeds/{BLOG_ID}/{'pages' if post.is_page else 'posts'}/default/{post.post_id}",
        comments=None if post.is_page else len(post.comments),
        thumbnail="".join(first),
        kind="page" if post.is_page else "post",
    )


def entry_of_comment(post: DemoPost, comment: Comment, home: str) -> Entry:
    """Return the entry of a comment on a post."""
    feed = f"http://www.blogger.com/feeds/{BLOG_ID}/{post.post_id}/comments/default"
    return Entry(
        id=_comment_id(comment.id),
        title=" ".join(comment.text.split()[:5]) + " ...",
        url=f"{home}{post.path}?showComment=1#c{comment.id}",
        path="",
        published=comment.published or "",
        updated=comment.published or "",
        content=comment.text,
        edit=f"{feed}/{comment.id}",
        author=comment.author,
        answers=post.id,
        answers_url=home + post.path,
        related=f"{feed}/{comment.parent}" if comment.parent else "",
        answered=_comment_id(comment.parent) if comment.parent else "",
        kind="comment",
    )


def _comment_id(number: str) -> str:
    return f"tag:blogger.com,1999:blog-{BLOG_ID}.post-{number}"


def _instant(when: datetime) -> str:
    return when.isoformat(timespec="milliseconds")
