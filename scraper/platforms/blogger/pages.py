"""HTML pages: what kind of page it is, the posts on it, what it counts and where it leads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from archive.counted import counted
from archive.records import Capture, Finding, Reading
from scraper.platforms.blogger import links, urls
from scraper.platforms.blogger.context import Context, blog_id_of, context_of, without_pasted_ends
from scraper.platforms.blogger.deep import take_bodies
from scraper.platforms.blogger.fragment import soup_of
from scraper.platforms.blogger.frame import frame_of
from scraper.platforms.blogger.lookup import Element, Lookup
from scraper.platforms.blogger.markup import parse_html, text_of
from scraper.platforms.blogger.page import Page
from scraper.platforms.blogger.parts import Part, parts_of
from scraper.platforms.blogger.post import markup_of, permalink, read_post
from scraper.platforms.blogger.verdict import in_its_place
from scraper.platforms.blogger.wholeness import (
    UNENDED,
    after_the_end,
    beyond,
    deep_findings,
    ends_of,
    ends_once,
    with_incomplete,
)
from scraper.platforms.blogger.widget import Archive, counts_in, cut_archive

_PAGE_TYPES = {"item": "item", "static_page": "static-page", "archive": "archive", "error_page": "error-page"}
_PATHS = {"post": "item", "page": "static-page", "archive": "archive", "year": "archive", "front": "front"}

_LARGEST = 24 << 20  # bytes: the largest real page has a twentieth of it, and its tree takes ten times as much


def read(capture: Capture) -> Reading:
    """Return what an HTML page says."""
    if len(capture.body) > _LARGEST:
        return Reading("unknown", findings=(Finding("unread-page", f"{len(capture.body)} bytes are no page's"),))
    opened = _opened(capture)
    page, findings = opened.page, opened.findings
    if opened.place:
        return Reading(opened.place, findings=findings)
    if page.kind in ("error-page", "removed", "private", "content-warning"):
        return Reading(page.kind, findings=findings, blog=page.context.blog)
    unseen = (*_unseen(opened.behind, ended=opened.ended), *opened.deep_findings)
    findings = (*findings, *unseen)
    found = [with_incomplete(read_post(page, part, number), unseen) for number, part in _chosen(page)]
    # A list may show a post without its address (an untitled one in a bare theme): nothing would say whose it is.
    posts = tuple(post for post in found if page.is_single or urls.classify(post.url) in ("post", "page"))
    if len(posts) < len(found):
        without = f"{counted(len(found) - len(posts), 'post')} here without an address"
        findings = (*findings, Finding("post-without-address", without))
    return Reading(
        kind=page.kind,
        posts=posts,
        links=links.of_page(page, posts, opened.archive),
        counts=tuple(dict.fromkeys([*opened.archive.counts, *counts_in(page.lookup)])),
        findings=findings,
        blog=page.context.blog,
        frame=frame_of(page.lookup),
    )


def markups(capture: Capture) -> Iterator[tuple[str, str]]:
    """Yield the address of each post of a page that has its body, and the markup of that body as the page has it."""
    if len(capture.body) <= _LARGEST and not (opened := _opened(capture)).place:
        for number, part in _chosen(opened.page):
            if markup := markup_of(opened.page, part, number):
                yield permalink(opened.page, part.own), markup


@dataclass(frozen=True)
class _Opened:
    """A page that is parsed, without the ``archive`` widget: ``place`` says what stands in the blog's place, "" where
    it is the blog; ``ended`` whether nothing that swallows text is open at its end, ``behind`` is the markup after it.
    """

    page: Page
    behind: str
    archive: Archive
    place: str
    ended: bool
    findings: tuple[Finding, ...]
    deep_findings: tuple[Finding, ...]


def _opened(capture: Capture) -> _Opened:
    stated, findings = text_of(capture)
    ends = ends_of(stated)
    own = without_pasted_ends(stated, ends)
    text, archive = cut_archive(own)
    behind = "" if own is stated and ends_once(stated, ends) else after_the_end(text)
    context = context_of(text)
    place = "" if context.page_type else in_its_place(stated)
    tree, whole, ended = parse_html(text)
    rest, deep = ("", ()) if whole else take_bodies(text)
    tree, shallow, _ = (tree, True, True) if whole else parse_html(rest)
    lookup = Lookup(tree)
    parts = parts_of(lookup)
    if not context.blog_id:
        context = replace(context, blog_id=blog_id_of(lookup, parts))
    # Posts speak of takedowns, too; what stands in a blog's place has none of its posts, and not its id.
    place = "" if context.blog_id and parts.posts else place
    kind = place or _kind(capture, context, lookup, parts.bodies)
    page = Page(capture.target_uri, kind, tree, lookup, parts, context, capture.ref, deep)
    known = () if whole else tuple(deep_findings(shallow=shallow and len(deep) == len(parts.bodies)))
    return _Opened(page, behind, archive, place, ended, findings, known)


def _unseen(behind: str, *, ended: bool) -> Iterator[Finding]:
    """Yield what is known not to have been seen."""
    if not ended:
        yield UNENDED
    if behind:
        yield from beyond(soup_of(behind).get_text(" "))


def _kind(capture: Capture, context: Context, lookup: Lookup, bodies: list[Element]) -> str:
    if context.page_type == "error_page" or (
        not bodies and (capture.status in (404, 410) or lookup.of_class("status-msg-body"))
    ):
        return "error-page"
    path = _PATHS.get(urls.classify(urls.canonical(capture.target_uri)), "")
    kind = _PAGE_TYPES.get(context.page_type) or path or _by_form(context, bodies)
    # Dynamic Views: the page is a script, the posts are in the feed alone.
    if kind in ("item", "static-page") and not bodies and b"dynamicviews" in capture.body[:200_000].lower():
        return "dynamic-shell"
    if context.page_type == "index":
        return "front" if path == "front" else "label"
    return kind


def _by_form(context: Context, bodies: list[Element]) -> str:
    """Return the kind of a page that says nothing of itself and lies at an address of no known form."""
    stated = urls.classify(urls.canonical(context.canonical_url)) if context.canonical_url else ""
    return _PATHS.get(stated) or ("item" if len(bodies) == 1 else "label")


def _chosen(page: Page) -> list[tuple[int, Part]]:
    """Return the (number, part) of the posts to read: on a page about one post, that one alone."""
    numbered = list(enumerate(page.parts.posts))
    if not page.is_single:
        return numbered
    own = [pair for pair in numbered if page.context.post_id and page.context.post_id in (pair[1].body.get("id") or "")]
    return (own or numbered)[:1]
