"""One post on a page: its container, title, dates, author, labels and body, in any template era.

What is looked for stands in tables, most telling first. A post is told from the page's frame by its place in
the markup, never by what it says.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urljoin

from bs4 import BeautifulSoup
from lxml import html

from archive.records import Author, CaptureRef, DateClaim, Finding, Post, Provenance, Title
from scraper.platforms.blogger import urls
from scraper.platforms.blogger.body import Body, read_body
from scraper.platforms.blogger.comments import read_comments
from scraper.platforms.blogger.context import Context
from scraper.platforms.blogger.markup import flat, has_class

_BODY = f"""
    //*[not(self::script) and ({has_class("post-body")} or starts-with(@id, 'post-body-'))]
"""
_BODY_FALLBACKS = (
    "//*[contains(@itemprop, 'articleBody')]",
    f"//*[{has_class('entry-content', 'post-entry', 'post-content')}]",
)
_NOT_A_POST = has_class("PopularPosts", "FeaturedPost", "sidebar", "comments", "comment", "snippet-item") + (
    " or @id = 'comments' or starts-with(@id, 'sidebar') or self::aside"
)
_CONTAINER = f"ancestor::*[{has_class('post', 'hentry', 'post-outer', 'blog-post')} or self::article][last()]"
_TITLES = (
    f".//*[{has_class('post-title', 'entry-title')}]",
    ".//*[(self::h1 or self::h2 or self::h3) and contains(@itemprop, 'name')]",
    ".//*[(self::h1 or self::h2 or self::h3)][not(ancestor::*[contains(@class, 'post-body')])]"
    f"[not({has_class('date-header')})]",
)
_INSTANTS = (
    (f".//*[{has_class('published')}]", ("datetime", "title")),
    (".//*[contains(@itemprop, 'datePublished')]", ("datetime", "content", "title")),
    (".//time[@datetime]", ("datetime",)),
)
_AUTHORS = (
    f".//*[{has_class('post-author')}]//*[{has_class('fn')}]",
    ".//*[contains(@itemprop, 'author')]//*[contains(@itemprop, 'name')]",
    f".//*[{has_class('g-profile')}]",
)
_VISIBLE_DATES = (
    ".//*[contains(@itemprop, 'datePublished')]",
    f".//*[{has_class('published', 'post-date', 'entry-date')}]",
)
_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})")
_NUMBER = re.compile(r"post-body-(\d{5,20})")
_LD_DATE = re.compile(r'"datePublished"\s*:\s*"([^"]{10,40})"')


@dataclass(frozen=True)
class Page:
    """A parsed page: ``soup`` is there only where the tree dropped what lay too deep."""

    url: str
    kind: str
    text: str
    tree: html.HtmlElement
    context: Context
    ref: CaptureRef
    soup: BeautifulSoup | None = None

    @property
    def is_single(self) -> bool:
        """Whether the page is about one post."""
        return self.kind in ("item", "static-page")


def body_elements(tree: html.HtmlElement) -> list[html.HtmlElement]:
    """Return the bodies of the posts on a page, in order."""
    for path in (_BODY, *_BODY_FALLBACKS):
        found = [element for element in tree.xpath(path) if not element.xpath(f"ancestor-or-self::*[{_NOT_A_POST}]")]
        if outermost := [element for element in found if not any(a in found for a in element.iterancestors())]:
            return outermost
    return []


def read_post(page: Page, element: html.HtmlElement, number: int) -> Post:
    """Read the post whose body is the given element, the ``number``-th of the page (from 0)."""
    container = _container(page, element)
    body = _read_body(page, element, number)
    url = _permalink(page, container)
    title, basis = _title(page, container)
    published, findings = _published(page, container, element)
    kind = "page" if page.kind == "static-page" or urls.classify(url) == "page" else "post"
    findings = (*basis, *(findings if kind == "post" else ()), *_jump(container), *body.findings)
    return Post(
        id=_id(page, element, container) or url,
        url=url,
        kind=kind,
        title=Title(title),
        author=Author(account=_first(container, _AUTHORS)),
        published=published if kind == "post" else None,
        labels=_labels(container),
        paragraphs=body.paragraphs,
        images=body.images,
        links=body.links,
        embeds=body.embeds,
        comments=read_comments(page.tree, page.url) if page.is_single else (),
        unread=body.unread,
        findings=findings,
        provenance=Provenance(captures=(page.ref,)),
    )


def _container(page: Page, element: html.HtmlElement) -> html.HtmlElement:
    found = element.xpath(_CONTAINER)
    if found:
        return found[0]
    # A theme of its own: the nearest ancestor that has a heading, but none that holds another post.
    for ancestor in element.iterancestors():
        if len(ancestor.xpath(f".{_BODY.strip()}")) > 1:
            break
        if ancestor.xpath(_TITLES[0]) or ancestor.xpath(_TITLES[1]):
            return ancestor
    return element.getparent() if element.getparent() is not None else page.tree


def _read_body(page: Page, element: html.HtmlElement, number: int) -> Body:
    if page.soup:
        bodies = page.soup.select(".post-body") or page.soup.select("[itemprop~=articleBody], .entry-content")
        if number < len(bodies):
            return read_body(bodies[number], page.url)
    return read_body(html.tostring(element, encoding="unicode", with_tail=False), page.url)


def _permalink(page: Page, container: html.HtmlElement) -> str:
    if page.is_single:
        stated = page.context.canonical_url or next(iter(page.tree.xpath("//link[@rel='canonical']/@href")), "")
        if urls.classify(urls.canonical(stated)) in ("post", "page"):
            return urls.canonical(_joined(page.url, stated))
        if urls.classify(urls.canonical(page.url)) in ("post", "page"):
            return urls.canonical(page.url)
    paths = (
        f".//*[{has_class('post-title', 'entry-title')}]//a/@href",
        f".//a[{has_class('timestamp-link')}]/@href",
        ".//a[@rel='bookmark']/@href",
    )
    for path in paths:
        for href in container.xpath(path):
            url = urls.canonical(_joined(page.url, href))
            if urls.classify(url) in ("post", "page"):
                return url
    return urls.canonical(page.url)


def _joined(page: str, href: str) -> str:
    try:
        return urljoin(page, href)
    except ValueError:
        return href


def _id(page: Page, element: html.HtmlElement, container: html.HtmlElement) -> str:
    match = _NUMBER.search(element.get("id") or "")
    stated = [
        match[1] if match else "",
        *container.xpath(".//*[@itemprop='postId']/@content"),
        *(name for name in container.xpath(".//a/@name") if name.isdecimal()),
        page.context.post_id if page.is_single else "",
    ]
    number = next((str(number) for number in stated if number), "")
    blog = page.context.blog_id
    return f"tag:blogger.com,1999:blog-{blog}.post-{number}" if blog and number else ""


def _title(page: Page, container: html.HtmlElement) -> tuple[str, tuple[Finding, ...]]:
    for path in _TITLES:
        for element in container.xpath(path):
            return flat(element), ()
    if not page.is_single or container.xpath(f"descendant-or-self::*[{has_class('hentry')}]"):
        return "", ()  # Blogger leaves the heading out where a post has no title
    return _title_of_page(page)


def _title_of_page(page: Page) -> tuple[str, tuple[Finding, ...]]:
    stated = [
        *page.tree.xpath("//meta[@property='og:title']/@content"),
        *(flat(heading) for heading in page.tree.xpath(f"//*[{has_class('post-title', 'entry-title')}]")),
        *(flat(title) for title in page.tree.xpath("//title")),
    ]
    blog = page.context.title
    title = next((" ".join(text.split()) for text in stated if text.strip()), "")
    for frame in (f"{blog}:", f"{blog} -", f"- {blog}", f"| {blog}", blog):
        title = title.removeprefix(frame).removesuffix(frame).strip() if blog else title
    return title, (Finding("title-basis", "the post has no heading of its own; the title is that of the page"),)


def _published(
    page: Page, container: html.HtmlElement, element: html.HtmlElement
) -> tuple[DateClaim | None, tuple[Finding, ...]]:
    header, inherited = _date_header(container, element)
    claim = _instant(page, container)
    if claim and header:
        return claim, (Finding("date-header", header),)
    if header:
        return DateClaim(None, header, "date-header-inherited" if inherited else "date-header"), ()
    if claim is None and (visible := _first(container, _VISIBLE_DATES)):
        return DateClaim(None, visible, "date-header"), ()
    return claim, ()


def _instant(page: Page, container: html.HtmlElement) -> DateClaim | None:
    places = [container, page.tree] if page.is_single else [container]
    for place in places:
        for path, attributes in _INSTANTS:
            for element in place.xpath(path):
                if element.xpath(f"ancestor-or-self::*[{_NOT_A_POST}]"):
                    continue
                for value in (element.get(name) for name in attributes):
                    if value and _INSTANT.fullmatch(value.strip()):
                        return DateClaim(value.strip(), flat(element) or value.strip(), "attribute")
    stated = _LD_DATE.search(page.text) if page.is_single else None
    if stated and _INSTANT.fullmatch(stated[1]):
        return DateClaim(stated[1], stated[1], "attribute")
    return None


def _date_header(container: html.HtmlElement, element: html.HtmlElement) -> tuple[str, bool]:
    """Return (the header's text, whether an earlier post of the same day has it)."""
    path = f"(preceding::*[{has_class('date-header')}] | .//*[{has_class('date-header')}])[last()]"
    outer = container.xpath(f"ancestor-or-self::*[{has_class('date-outer')}][1]")
    found = outer[0].xpath(f".//*[{has_class('date-header')}]")[:1] if outer else container.xpath(path)
    if not found:
        return "", False
    between = element.xpath(f"count(preceding::*[{has_class('post-body')}])")
    before = found[0].xpath(f"count(preceding::*[{has_class('post-body')}])")
    return flat(found[0]), between > before


def _labels(container: html.HtmlElement) -> tuple[str, ...]:
    found = container.xpath(".//a[@rel='tag']") or container.xpath(f".//*[{has_class('post-labels')}]//a")
    return tuple(dict.fromkeys(label for anchor in found if (label := flat(anchor))))


def _jump(container: html.HtmlElement) -> tuple[Finding, ...]:
    if container.xpath(f".//*[{has_class('jump-link')}]//a"):
        return (Finding("jump-break", "this page shows the post only up to its jump break"),)
    return ()


def _first(container: html.HtmlElement, paths: tuple[str, ...]) -> str | None:
    return next((text for path in paths for found in container.xpath(path) if (text := flat(found))), None)
