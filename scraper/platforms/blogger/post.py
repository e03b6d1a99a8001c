"""One post on a page: its container, address, title, author, labels and body, in any template era.

What is looked for is asked for in order, the most telling first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urljoin

from lxml import html

from archive.records import Author, Finding, Post, Provenance, Title
from scraper.platforms.blogger import urls
from scraper.platforms.blogger.body import Body, read_body
from scraper.platforms.blogger.comments import read_comments
from scraper.platforms.blogger.dates import published
from scraper.platforms.blogger.documents import id_of
from scraper.platforms.blogger.lookup import Element, Lookup, has_class
from scraper.platforms.blogger.markup import first_text, flat
from scraper.platforms.blogger.page import Page, body_candidates

_CONTAINERS = ("post", "hentry", "post-outer", "blog-post")
_HEADINGS = ("h1", "h2", "h3")
_TITLES = ("post-title", "entry-title")
_NUMBER = re.compile(r"post-body-(\d{5,20})")


def read_post(page: Page, element: Element, number: int) -> Post:
    """Read the post whose body is the given element, the ``number``-th of the page (from 0)."""
    container = _container(page, element)
    body = _read_body(page, element, number)
    url = _permalink(page, container)
    title, basis = _title(page, container)
    dated, findings = published(page, container, element)
    kind = "page" if page.kind == "static-page" or urls.classify(url) == "page" else "post"
    findings = (*basis, *(findings if kind == "post" else ()), *_jump(page.lookup, container), *body.findings)
    return Post(
        id=_id(page, element, container, kind) or url,
        url=url,
        kind=kind,
        title=Title(title),
        author=Author(account=_author(page.lookup, container)),
        published=dated if kind == "post" else None,
        labels=_labels(page.lookup, container),
        paragraphs=body.paragraphs,
        images=body.images,
        links=body.links,
        embeds=body.embeds,
        comments=read_comments(page.lookup) if page.is_single else (),
        unread=body.unread,
        findings=findings,
        provenance=Provenance(captures=(page.ref,)),
    )


def _container(page: Page, element: Element) -> Element:
    holders = [a for a in element.iterancestors() if a.tag == "article" or has_class(a, *_CONTAINERS)]
    if holders:
        return holders[-1]
    # A theme of its own: the nearest ancestor that has a heading, but none that holds another post.
    bodies = body_candidates(page.lookup)
    for ancestor in element.iterancestors():
        if len(page.lookup.inside([ancestor], bodies)) > 1:
            break
        if _headings(page.lookup, ancestor):
            return ancestor
    above = element.getparent()
    return above if above is not None else page.tree


def _read_body(page: Page, element: Element, number: int) -> Body:
    if number < len(page.deep_bodies):
        return read_body(page.deep_bodies[number], page.url)
    return read_body(html.tostring(element, encoding="unicode", with_tail=False), page.url)


def _permalink(page: Page, container: Element) -> str:
    if page.is_single:
        stated = page.context.canonical_url or _canonical_link(page.lookup)
        if urls.classify(urls.canonical(stated)) in ("post", "page"):
            return urls.canonical(_joined(page.url, stated))
        if urls.classify(urls.canonical(page.url)) in ("post", "page"):
            return urls.canonical(page.url)
    for anchor in _addresses(page.lookup, container):
        url = urls.canonical(_joined(page.url, anchor.get("href", "")))
        if urls.classify(url) in ("post", "page"):
            return url
    return urls.canonical(page.url)


def _canonical_link(lookup: Lookup) -> str:
    stated = (link.get("href") for link in lookup.of_tag("link") if link.get("rel") == "canonical")
    return next((href for href in stated if href is not None), "")


def _addresses(lookup: Lookup, container: Element) -> Iterator[Element]:
    """Yield the anchors that may lead to a post's own page, most telling first."""
    anchors = lookup.of_tag("a", inside=container)
    titles = lookup.of_class(*_TITLES, inside=container)
    for found in (
        _anchors_below(lookup, titles),
        [anchor for anchor in anchors if has_class(anchor, "timestamp-link")],
        [anchor for anchor in anchors if anchor.get("rel") == "bookmark"],
    ):
        yield from (anchor for anchor in found if anchor.get("href") is not None)


def _anchors_below(lookup: Lookup, elements: list[Element]) -> list[Element]:
    return lookup.in_order(anchor for element in elements for anchor in lookup.of_tag("a", inside=element))


def _joined(page: str, href: str) -> str:
    try:
        return urljoin(page, href)
    except ValueError:
        return href


def _id(page: Page, element: Element, container: Element, kind: str) -> str:
    match = _NUMBER.search(element.get("id") or "")
    stated = [
        match[1] if match else "",
        *(e.get("content") for e in page.lookup.of_property("postId", container) if e.get("itemprop") == "postId"),
        *(name for a in page.lookup.of_tag("a", inside=container) if (name := a.get("name", "")).isdecimal()),
        page.context.post_id if page.is_single else "",
    ]
    number = next((str(number) for number in stated if number), "")
    blog = page.context.blog_id
    return id_of(blog, number, kind) if blog and number else ""


def _title(page: Page, container: Element) -> tuple[str, tuple[Finding, ...]]:
    own = _headings(page.lookup, container) or [
        heading for heading in page.lookup.of_tag(*_HEADINGS, inside=container) if _may_be_title(heading)
    ]
    if own:
        return flat(own[0]), ()
    hentry = has_class(container, "hentry") or page.lookup.of_class("hentry", inside=container)
    if not page.is_single or hentry:
        return "", ()  # Blogger leaves the heading out where a post has no title
    return _title_of_page(page)


def _headings(lookup: Lookup, container: Element) -> list[Element]:
    """Return what is marked as the title of a post."""
    return lookup.of_class(*_TITLES, inside=container) or [
        element for element in lookup.of_property("name", container) if element.tag in _HEADINGS
    ]


def _may_be_title(heading: Element) -> bool:
    inside = any("post-body" in (ancestor.get("class") or "") for ancestor in heading.iterancestors())
    return not inside and not has_class(heading, "date-header")


def _title_of_page(page: Page) -> tuple[str, tuple[Finding, ...]]:
    stated = [
        *(m.get("content", "") for m in page.lookup.of_tag("meta") if m.get("property") == "og:title"),
        *(flat(heading) for heading in page.lookup.of_class(*_TITLES)),
        *(flat(title) for title in page.lookup.of_tag("title")),
    ]
    blog = page.context.title
    title = next((" ".join(text.split()) for text in stated if text.strip()), "")
    for frame in (f"{blog}:", f"{blog} -", f"- {blog}", f"| {blog}", blog):
        title = title.removeprefix(frame).removesuffix(frame).strip() if blog else title
    return title, (Finding("title-basis", "the post has no heading of its own; the title is that of the page"),)


def _labels(lookup: Lookup, container: Element) -> tuple[str, ...]:
    tagged = [anchor for anchor in lookup.of_tag("a", inside=container) if anchor.get("rel") == "tag"]
    found = tagged or _anchors_below(lookup, lookup.of_class("post-labels", inside=container))
    return tuple(dict.fromkeys(label for anchor in found if (label := flat(anchor))))


def _jump(lookup: Lookup, container: Element) -> tuple[Finding, ...]:
    if _anchors_below(lookup, lookup.of_class("jump-link", inside=container)):
        return (Finding("jump-break", "this page shows the post only up to its jump break"),)
    return ()


def _author(lookup: Lookup, container: Element) -> str | None:
    signed = lookup.of_class("post-author", inside=container)
    stated = lookup.of_property("author", container)
    names = [
        *(name for element in signed for name in lookup.of_class("fn", inside=element)),
        *(name for element in stated for name in lookup.of_property("name", element)),
        *lookup.of_class("g-profile", inside=container),
    ]
    return first_text(names) or None
