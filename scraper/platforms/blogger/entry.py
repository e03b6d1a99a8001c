"""One entry of a feed or an export, as the post, page or comment that it is."""

from __future__ import annotations

from archive.records import Author, CaptureRef, Comment, DateClaim, Finding, Image, Post, Provenance, Title
from scraper.platforms.blogger.body import Body, read_body, text_of_markup
from scraper.platforms.blogger.documents import Entry, own_number
from scraper.platforms.blogger.images import original


def post_of(entry: Entry, url: str, *, basis: str, is_page: bool, ref: CaptureRef) -> Post:
    """Return the post or static page of an entry. ``basis`` is that of its publication, which pages have none of."""
    body, findings = _body(entry, url)
    dated = None if is_page or not entry.stated else DateClaim(entry.published or None, entry.stated, basis)
    return Post(
        id=entry.id,
        url=url or entry.id,
        kind="page" if is_page else "post",
        title=Title(entry.title),
        author=Author(account=entry.author or None),
        published=dated,
        published_claims=(dated,) if dated else (),
        updated=entry.updated or None,
        labels=entry.labels,
        paragraphs=body.paragraphs,
        images=body.images,
        links=body.links,
        embeds=body.embeds,
        unread=body.unread,
        findings=findings,
        provenance=Provenance(captures=(ref,)),
    )


def comment_of(entry: Entry, post: str) -> Comment:
    """Return the comment of an entry; ``post`` is the number of the post it stands under."""
    # What a comment answers is in thr:in-reply-to, or behind rel=related, where it is a comment and no post.
    numbers = [own_number(name) for name in entry.answers]
    numbers += [address.rpartition("/")[2] for address in entry.related]
    markup = entry.summary if entry.content is None else entry.content
    return Comment(
        id=own_number(entry.id) or entry.id,
        author=entry.author,
        published=entry.published or None,
        text=text_of_markup(markup),
        parent=next((number for number in numbers if number and number != post), None),
    )


def _body(entry: Entry, url: str) -> tuple[Body, tuple[Finding, ...]]:
    if entry.content is None:  # the blog's owner gives summaries alone
        thumbnail = (Image(entry.thumbnail, original(entry.thumbnail)),) if entry.thumbnail else ()
        return Body(images=thumbnail), (Finding("feed-short", "the feed gives a summary of this post, not its text"),)
    body = read_body(entry.content, url)
    return body, body.findings
