"""Where Blogger has the feed of a post's comments. Pure."""

from __future__ import annotations


def number_of(post_id: str) -> str:
    """Return the number in an id of Blogger's, "" for another's id.

    >>> number_of("tag:blogger.com,1999:blog-12.post-34")
    '34'
    """
    number = post_id.rpartition("-")[2]
    return number if number.isdecimal() and number.isascii() else ""


def comment_feed(post_id: str) -> str:
    """Return the path of the feed of a post's comments, "" where Blogger did not number the post.

    >>> comment_feed("tag:blogger.com,1999:blog-12.post-34")
    '/feeds/34/comments/default'
    """
    number = number_of(post_id)
    return f"/feeds/{number}/comments/default" if number else ""
