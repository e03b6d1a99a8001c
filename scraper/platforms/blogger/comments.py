"""Readers' comments as they stand on a post's page. Long threads are whole only in the comments feed."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from archive.records import Comment
from scraper.platforms.blogger.body import text_of_markup
from scraper.platforms.blogger.fragment import grown_or_written
from scraper.platforms.blogger.lookup import Element, Lookup, Ranges, has_class
from scraper.platforms.blogger.markup import flat

_ID = re.compile(r"c(\d{5,20})")
_INSTANT = re.compile(r"showComment=(\d{12,14})")
# Of text that `flat` has folded: no two spaces follow each other.
_SAID = re.compile(r"\s?(?:said|said\.\.\.|说|說|:|：|\.\.\.|…)\s?$")


def read_comments(lookup: Lookup, outside: Ranges) -> tuple[Comment, ...]:
    """Return the comments on a page outside its posts' bodies, in order, by either of Blogger's two forms of markup."""
    threads, blocks = (lookup.within(outside, lookup.of_id(name)) for name in ("comments", "comments-block"))
    threaded = lookup.inside([*threads, *lookup.of_class("comments", inside=outside)], lookup.of_class("comment"))
    found = [_threaded(lookup, element) for element in threaded if _is_comment(element)]
    found += [_classic(term) for term in lookup.inside([*blocks, *threads], lookup.of_tag("dt"))]
    return tuple({comment.id: comment for comment in found if comment and comment.text}.values())


def _is_comment(element: Element) -> bool:
    return has_class(element, "comment") and (element.get("id") or "").startswith("c")


def _threaded(lookup: Lookup, element: Element) -> Comment | None:
    number = _ID.fullmatch(element.get("id") or "")
    content = lookup.of_class("comment-content", inside=element)
    if not number or not content:
        return None
    above = next((ancestor for ancestor in element.iterancestors() if _is_comment(ancestor)), None)
    parent = _ID.fullmatch(above.get("id") or "") if above is not None else None
    header = lookup.of_class("user", inside=element)
    times = lookup.inside(lookup.of_class("datetime", inside=element), lookup.of_tag("a", inside=element))
    hrefs = [href for anchor in times if (href := anchor.get("href")) is not None]
    return Comment(
        id=number[1],
        author=flat(header[0]) if header else "",
        published=_instant(hrefs[:1]),
        text=_text(content[0]),
        parent=parent[1] if parent else None,
    )


def _classic(term: Element) -> Comment | None:
    names = (term.get("id") or "", *(anchor.get("name") or "" for anchor in term.iterdescendants("a")))
    number = next((match for name in names if (match := _ID.fullmatch(name))), None)
    body = next((dd for dd in term.itersiblings("dd") if has_class(dd, "comment-body")), None)
    if not number or body is None:
        return None
    footer = next((dd for dd in term.itersiblings("dd") if has_class(dd, "comment-footer")), None)
    anchors = footer.iterdescendants("a") if footer is not None else ()
    links = [href for anchor in anchors if (href := anchor.get("href")) is not None]
    author = _SAID.sub("", flat(term))
    return Comment(number[1], re.sub(r"\s?(?:said|说|說)$", "", author), _instant(links), _text(body))


def _text(element: Element) -> str:
    return text_of_markup(grown_or_written(element))


def _instant(hrefs: list[str]) -> str | None:
    """Return the instant that a comment's own link carries in milliseconds."""
    match = next((match for href in hrefs if (match := _INSTANT.search(href))), None)
    if not match:
        return None
    return datetime.fromtimestamp(int(match[1]) / 1000, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
