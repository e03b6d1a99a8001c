"""Several readings of one post become one: each part from its best witness, disagreements kept as findings.

A reading is (kind of page, post as read there). Nothing is reconciled away: where two witnesses contradict each
other the better one's word stands in the post, and a finding has both.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from urllib.parse import urlsplit

from archive.records import Author, Comment, DateClaim, Finding, Post, Provenance, Title

# Best witness of the body first: the post's own page, a full feed, the owner's export, then pages that list posts.
_BODY_ORDER = (
    "item",
    "static-page",
    "pages-feed",
    "feed",
    "export",
    "archive",
    "front",
    "label",
    "dynamic-shell",
    "comments-feed",
)
# Takeout has instants in UTC alone, which may be another day than the blog's.
_DATE_ORDER = ("feed", "attribute", "export", "date-header", "date-header-inherited", "permalink")
_CUT_SHORT = {"jump-break", "feed-short"}
_MONTH = re.compile(r"/(\d{4})/(\d{2})/")

Reading = tuple[str, Post]


def merge(readings: Sequence[Reading]) -> Post:
    """Return one unrefined post from its readings, given in order of capture; of a kind the latest counts.

    Raises:
        ValueError: there is no reading.
    """
    if not readings:
        raise ValueError("a post needs at least one reading")
    latest = {kind: post for kind, post in readings if kind != "comments-feed"}
    ranked = sorted(latest.items(), key=lambda reading: _rank(*reading))
    with_comments = [post for kind, post in readings if kind == "comments-feed"]
    body = ranked[0][1] if ranked else with_comments[0]
    posts = [post for _, post in ranked] + with_comments
    findings = [finding for post in posts for finding in post.findings if finding.code not in _CUT_SHORT]
    if any(f.code in _CUT_SHORT for f in body.findings):
        findings += [f for f in body.findings if f.code in _CUT_SHORT]
    findings += _disagreements(ranked)
    return Post(
        id=next((post.id for post in posts if post.id.startswith("tag:")), body.id),
        url=body.url,
        kind=body.kind,
        title=_title(ranked),
        author=Author(next((p.author.account for p in posts if p.author.account), None)),
        published=_published(posts),
        published_claims=_claims(posts, body.url) if body.kind == "post" else (),
        updated=next((post.updated for post in posts if post.updated), None),
        labels=tuple(dict.fromkeys(label for post in posts for label in post.labels)),
        paragraphs=body.paragraphs,
        images=body.images,
        links=body.links,
        embeds=body.embeds,
        comments=_comments(posts),
        unread=body.unread,
        findings=tuple(dict.fromkeys(findings)),
        provenance=Provenance(tuple(dict.fromkeys(ref for post in posts for ref in post.provenance.captures))),
    )


def _rank(kind: str, post: Post) -> tuple[bool, int]:
    short = any(finding.code in _CUT_SHORT for finding in post.findings)
    return short, _BODY_ORDER.index(kind) if kind in _BODY_ORDER else len(_BODY_ORDER)


def _title(ranked: Sequence[Reading]) -> Title:
    # A heading of the post's own is better than one taken from the page around it.
    own = [p.title for _, p in ranked if p.title.raw and not any(f.code == "title-basis" for f in p.findings)]
    return next(iter(own), ranked[0][1].title if ranked else Title())


def _published(posts: Iterable[Post]) -> DateClaim | None:
    claims = [post.published for post in posts if post.published]
    return min(claims, key=lambda claim: _DATE_ORDER.index(claim.basis), default=None)


def _claims(posts: Iterable[Post], url: str) -> tuple[DateClaim, ...]:
    """Return all that is said of a post's publication, each once; last what its address says, which is not trusted."""
    stated = [claim for post in posts for claim in (post.published, *post.published_claims) if claim]
    if month := _MONTH.match(urlsplit(url).path):
        stated.append(DateClaim(f"{month[1]}-{month[2]}", month[0], "permalink"))
    return tuple(sorted(dict.fromkeys(stated), key=lambda claim: _DATE_ORDER.index(claim.basis)))


def _comments(posts: Sequence[Post]) -> tuple[Comment, ...]:
    """Return the union by id, in order of publication; the comments feed knows instants and parents better."""
    known: dict[str, Comment] = {}
    for post in posts:
        for comment in post.comments:
            # Feeds come after pages in ``posts``, so theirs is the last word; a parent once known is kept.
            old = known.get(comment.id)
            parent = comment.parent or (old.parent if old else None)
            known[comment.id] = Comment(comment.id, comment.author, comment.published, comment.text, parent)
    return tuple(sorted(known.values(), key=lambda comment: (comment.published or "", comment.id)))


def _disagreements(ranked: Sequence[Reading]) -> Iterable[Finding]:
    by_kind = dict(ranked)
    if item := by_kind.get("item"):
        for kind in ("feed", "export"):
            if other := by_kind.get(kind):
                yield from _between(item, kind, other)
    yield from _month(ranked)


def _between(item: Post, kind: str, other: Post) -> Iterable[Finding]:
    """Yield where a post's own page and a feed or export say different things."""
    if item.title.raw != other.title.raw and _plain(item.title.raw) != _plain(other.title.raw):
        yield Finding("title-disagree", f"item page: {item.title.raw!r}; {kind}: {other.title.raw!r}")
    full = not any(f.code in _CUT_SHORT for f in other.findings)
    if full and _body_text(item) != _body_text(other):
        yield Finding(
            "body-disagree", f"item page: {len(_body_text(item))} characters; {kind}: {len(_body_text(other))}"
        )
    one, two = item.published, other.published
    if one and two and one.value and two.value and _second(one.value) != _second(two.value):
        yield Finding("published-disagree", f"{one.basis}: {one.value}; {two.basis}: {two.value}")


def _second(instant: str) -> str:
    """Return an instant in UTC to the second: pages have no fractions, and exports no offset but UTC."""
    try:
        when = datetime.fromisoformat(instant)
        return when.astimezone(UTC).isoformat()[:19] if when.tzinfo else instant[:19]
    except (ValueError, OverflowError):
        return instant[:19]


def _month(ranked: Sequence[Reading]) -> Iterable[Finding]:
    """Hold the address's month, that of first publication, against the published one: re-dated posts differ."""
    published = _published(post for _, post in ranked)
    path = _MONTH.match(urlsplit(ranked[0][1].url).path) if ranked else None
    if published and published.value and path and published.value[:7] != f"{path[1]}-{path[2]}":
        yield Finding("permalink-month", f"address: {path[1]}-{path[2]}; published: {published.value[:10]}")


def _body_text(post: Post) -> str:
    return _plain("".join(paragraph.text for paragraph in post.paragraphs))


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())
