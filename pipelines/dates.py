"""The publication date, from the date header, where no machine-readable instant was found."""

from __future__ import annotations

from archive.frozen import replace
from archive.records import Post
from pipelines.calendar_words import header_date
from pipelines.scripts import plain


def date_publication(post: Post) -> Post:
    """Return the post with the date its header states; the header's words stay beside it."""
    claim = post.published
    if claim is None or claim.value or not (day := header_date(plain(claim.raw))):
        return post
    return replace(post, published=replace(claim, value=day.isoformat()))
