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
from scraper.platforms.blogger.deep import body_at
from scraper.platforms.blogger.documents import id_of
from scraper.platforms.blogger.fragment import grown_or_written
from scraper.platforms.blogger.lookup import Element, Lookup, Ranges, has_class
from scraper.platforms.blogger.markup import first_text, flat
from scraper.platforms.blogger.page import Page
from scraper.platforms.blogger.parts import TITLES, Part, headings

_NUMBER = re.compile(r"post-body-(\d{5,20})")


def read_post(page: Page, part: Part, number: int) -> Post:
    """Read a post, the ``number``-th of the page (from 0)."""
    own = part.own
    body = _read_body(page, part, number)
    url = permalink(page, own)
    title, basis = _title(page, part)
    claims, findings = published(page, part)
    kind = "page" if page.kind == "static-page" or urls.classify(url) == "page" else "post"
    findings = (*basis, *(findings if kind == "post" else ()), *_jump(page.lookup, part), *body.findings)
    return Post(
        id=_id(page, part, kind) or url,
        url=url,
        kind=kind,
        title=Title(title),
        author=Author(account=_author(page.lookup, own)),
        published=next(iter(claims), None) if kind == "post" else None,
        published_claims=claims if kind == "post" else (),
        labels=_labels(page.lookup, own),
        paragraphs=body.paragraphs,
        images=body.images,
        links=body.links,
        embeds=body.embeds,
        comments=read_comments(page.lookup, page.outside) if page.is_single else (),
        unread=body.unread,
        findings=findings,
        provenance=Provenance(captures=(page.ref,)),
    )


def _read_body(page: Page, part: Part, number: int) -> Body:
    if _is_snippet(part.body) and not page.is_single:
        return Body()
    deep = body_at(page.deep, part.body.get("id") or "", number)
    if deep is not None:
        return read_body(deep.tag, page.url, framed=deep.framed)
    return read_body(grown_or_written(part.body), page.url, framed=part.swallowed)


def markup_of(page: Page, part: Part, number: int) -> str:
    """Return the markup of a post's body, its element with it; "" where the page shows the first words alone."""
    if (_is_snippet(part.body) and not page.is_single) or _jump(page.lookup, part):
        return ""
    deep = body_at(page.deep, part.body.get("id") or "", number)
    return str(deep.tag) if deep else html.tostring(part.body, encoding="unicode", with_tail=False)


def _is_snippet(body: Element) -> bool:
    """Say whether a list shows the first words of a post in its body's place, cut where a line is full."""
    return (body.get("id") or "").startswith("post-snippet-") or any(has_class(e, "post-snippet") for e in body)


def permalink(page: Page, own: Ranges) -> str:
    """Return the address of a post; ``own`` is what of the page is its own."""
    if page.is_single:
        stated = page.context.canonical_url or _canonical_link(page)
        if urls.classify(urls.canonical(stated)) in ("post", "page"):
            return urls.canonical(_joined(page.url, stated))
        if urls.classify(urls.canonical(page.url)) in ("post", "page"):
            return urls.canonical(page.url)
    for anchor in _addresses(page.lookup, own):
        url = urls.canonical(_joined(page.url, anchor.get("href", "")))
        if urls.classify(url) in ("post", "page"):
            return url
    return urls.canonical(page.url)


def _canonical_link(page: Page) -> str:
    stated = (
        link.get("href") for link in page.lookup.of_tag("link", inside=page.outside) if link.get("rel") == "canonical"
    )
    return next((href for href in stated if href is not None), "")


def _addresses(lookup: Lookup, own: Ranges) -> Iterator[Element]:
    """Yield the anchors that may lead to a post's own page, most telling first."""
    anchors = lookup.of_tag("a", inside=own)
    titles = lookup.of_class(*TITLES, inside=own)
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


def _id(page: Page, part: Part, kind: str) -> str:
    match = _NUMBER.search(part.body.get("id") or "")
    stated = [
        match[1] if match else "",
        *(e.get("content") for e in page.lookup.of_property("postId", part.own) if e.get("itemprop") == "postId"),
        *(name for a in page.lookup.of_tag("a", inside=part.own) if (name := a.get("name", "")).isdecimal()),
        page.context.post_id if page.is_single else "",
    ]
    number = next((str(number) for number in stated if number), "")
    blog = page.context.blog_id
    return id_of(blog, number, kind) if blog and number else ""


def _title(page: Page, part: Part) -> tuple[str, tuple[Finding, ...]]:
    found = headings(page.lookup, part.own) or [
        heading for heading in page.lookup.of_tag("h1", "h2", "h3", inside=part.own) if _may_be_title(heading)
    ]
    if found:
        return flat(found[0]), ()
    hentry = has_class(part.container, "hentry") or page.lookup.of_class("hentry", inside=part.own)
    if not page.is_single or hentry:
        return "", ()  # Blogger leaves the heading out where a post has no title
    return _title_of_page(page)


def _may_be_title(heading: Element) -> bool:
    inside = any("post-body" in (ancestor.get("class") or "") for ancestor in heading.iterancestors())
    return not inside and not has_class(heading, "date-header")


def _title_of_page(page: Page) -> tuple[str, tuple[Finding, ...]]:
    stated = [
        *(
            m.get("content", "")
            for m in page.lookup.of_tag("meta", inside=page.outside)
            if m.get("property") == "og:title"
        ),
        *(flat(heading) for heading in page.lookup.of_class(*TITLES, inside=page.outside)),
        *(flat(title) for title in page.lookup.of_tag("title", inside=page.outside)),
    ]
    blog = page.context.title
    title = next((" ".join(text.split()) for text in stated if text.strip()), "")
    for frame in (f"{blog}:", f"{blog} -", f"- {blog}", f"| {blog}", blog):
        title = title.removeprefix(frame).removesuffix(frame).strip() if blog else title
    return title, (Finding("title-basis", "the post has no heading of its own; the title is that of the page"),)


def _labels(lookup: Lookup, own: Ranges) -> tuple[str, ...]:
    tagged = [anchor for anchor in lookup.of_tag("a", inside=own) if anchor.get("rel") == "tag"]
    found = tagged or _anchors_below(lookup, lookup.of_class("post-labels", inside=own))
    return tuple(dict.fromkeys(label for anchor in found if (label := flat(anchor))))


def _jump(lookup: Lookup, part: Part) -> tuple[Finding, ...]:
    # Old themes have the link in the body.
    places = (*part.own, lookup.below(part.body))
    if _is_snippet(part.body) or _anchors_below(lookup, lookup.of_class("jump-link", inside=places)):
        return (Finding("jump-break", "this page shows the post only up to its jump break"),)
    return ()


def _author(lookup: Lookup, own: Ranges) -> str | None:
    signed = lookup.of_class("post-author", inside=own)
    stated = lookup.of_property("author", own)
    names = [
        *(name for element in signed for name in lookup.of_class("fn", inside=element)),
        *(name for element in stated for name in lookup.of_property("name", element)),
        *lookup.of_class("g-profile", inside=own),
    ]
    return first_text(names) or None
