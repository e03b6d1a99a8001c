"""Readers' comments as they stand on a post's page. Long threads are whole only in the comments feed."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from lxml import html

from archive.records import Comment
from scraper.platforms.blogger.body import text_of_markup
from scraper.platforms.blogger.markup import flat, has_class

_ID = re.compile(r"c(\d{5,20})")
_INSTANT = re.compile(r"showComment=(\d{12,14})")
_THREADED = f"//*[@id='comments' or {has_class('comments')}]//*[{has_class('comment')} and starts-with(@id, 'c')]"
_CLASSIC = "//*[@id='comments-block']//dt | //*[@id='comments']//dt"


def read_comments(tree: html.HtmlElement, page: str) -> tuple[Comment, ...]:  # noqa: ARG001 (kept beside its feed twin)
    """Return the comments on a page, in order, by either of Blogger's two forms of markup."""
    found = [*map(_threaded, tree.xpath(_THREADED)), *map(_classic, tree.xpath(_CLASSIC))]
    return tuple({comment.id: comment for comment in found if comment and comment.text}.values())


def _threaded(element: html.HtmlElement) -> Comment | None:
    number = _ID.fullmatch(element.get("id") or "")
    content = element.xpath(f"(.//*[{has_class('comment-content')}])[1]")
    if not number or not content:
        return None
    above = element.xpath(f"ancestor::*[{has_class('comment')} and starts-with(@id, 'c')][1]/@id")
    parent = _ID.fullmatch(above[0]) if above else None
    header = element.xpath(f"(.//*[{has_class('user')}])[1]")
    return Comment(
        id=number[1],
        author=flat(header[0]) if header else "",
        published=_instant(element.xpath(f"(.//*[{has_class('datetime')}]//a/@href)[1]")),
        text=_text(content[0]),
        parent=parent[1] if parent else None,
    )


def _classic(term: html.HtmlElement) -> Comment | None:
    number = _ID.fullmatch(term.get("id") or "") or next(
        (match for name in term.xpath(".//a/@name") if (match := _ID.fullmatch(name))), None
    )
    body = term.xpath(f"following-sibling::dd[{has_class('comment-body')}][1]")
    if not number or not body:
        return None
    links = term.xpath(f"following-sibling::dd[{has_class('comment-footer')}][1]//a/@href")
    author = re.sub(r"\s*(?:said|said\.\.\.|说|說|:|：|\.\.\.|…)\s*$", "", flat(term))
    return Comment(number[1], re.sub(r"\s*(?:said|说|說)$", "", author), _instant(links), _text(body[0]))


def _text(element: html.HtmlElement) -> str:
    return text_of_markup(html.tostring(element, encoding="unicode", with_tail=False))


def _instant(hrefs: list[str]) -> str | None:
    """Return the instant that a comment's own link carries in milliseconds."""
    match = next((match for href in hrefs if (match := _INSTANT.search(href))), None)
    if not match:
        return None
    return datetime.fromtimestamp(int(match[1]) / 1000, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
