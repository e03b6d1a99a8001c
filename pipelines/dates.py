"""The publication date, from the date header, where no machine-readable instant was found."""

from __future__ import annotations

from archive.frozen import replace
from archive.records import DateClaim, Post
from pipelines.calendar_words import header_date
from pipelines.scripts import plain


def date_publication(post: Post) -> Post:
    """Return the post with the dates its headers state; the headers' words stay beside them."""
    published = _dated(post.published) if post.published else None
    return replace(post, published=published, published_claims=tuple(map(_dated, post.published_claims)))


def _dated(claim: DateClaim) -> DateClaim:
    if claim.value or not (day := header_date(plain(claim.raw))):
        return claim
    return replace(claim, value=day.isoformat())
