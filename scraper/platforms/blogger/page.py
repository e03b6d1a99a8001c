"""A parsed page, and where the bodies of its posts are.

A post is told from the page's frame by its place in the markup, never by what it says.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

from bs4 import BeautifulSoup, Tag

from archive.records import CaptureRef
from scraper.platforms.blogger.context import Context
from scraper.platforms.blogger.lookup import Element, Lookup, has_class

_BODY_FALLBACKS = ("entry-content", "post-entry", "post-content")
_NOT_A_POST = ("PopularPosts", "FeaturedPost", "sidebar", "comments", "comment", "snippet-item")


@dataclass(frozen=True)
class Page:
    """A parsed page: ``soup`` is there only where the tree dropped what lay too deep."""

    url: str
    kind: str
    text: str
    tree: Element
    lookup: Lookup
    context: Context
    ref: CaptureRef
    soup: BeautifulSoup | None = None

    @property
    def is_single(self) -> bool:
        """Whether the page is about one post."""
        return self.kind in ("item", "static-page")

    @functools.cached_property
    def deep_bodies(self) -> list[Tag]:
        """The bodies as the slow parser finds them; none where the fast one saw all."""
        if not self.soup:
            return []
        return self.soup.select(".post-body") or self.soup.select("[itemprop~=articleBody], .entry-content")


def body_elements(lookup: Lookup) -> list[Element]:
    """Return the bodies of the posts on a page, in order."""
    for candidates in (body_candidates(lookup), lookup.of_property("articleBody"), lookup.of_class(*_BODY_FALLBACKS)):
        found = [element for element in candidates if is_of_post(element)]
        if outermost := [element for element in found if not any(a in found for a in element.iterancestors())]:
            return outermost
    return []


def body_candidates(lookup: Lookup) -> list[Element]:
    """Return what Blogger's own markup calls a body, of a post or of something in the page's frame."""
    named = lookup.in_order([*lookup.of_class("post-body"), *lookup.of_id_beginning("post-body-")])
    return [element for element in named if element.tag != "script"]


def is_of_post(element: Element) -> bool:
    """Say whether an element is none of the page's frame: side bars, popular posts, comments."""
    return not any(map(_is_frame, (element, *element.iterancestors())))


def _is_frame(element: Element) -> bool:
    name = element.get("id") or ""
    named = name == "comments" or name.startswith("sidebar")
    return named or element.tag == "aside" or has_class(element, *_NOT_A_POST)
