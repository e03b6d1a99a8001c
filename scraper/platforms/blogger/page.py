"""A parsed page, and what is known of it before its posts are read."""

from __future__ import annotations

import functools
from dataclasses import dataclass

from bs4 import BeautifulSoup, Tag

from archive.records import CaptureRef
from scraper.platforms.blogger.context import Context
from scraper.platforms.blogger.lookup import Element, Lookup, Ranges
from scraper.platforms.blogger.parts import Parts


@dataclass(frozen=True)
class Page:
    """A parsed page: ``soup`` is there only where the tree dropped what lay too deep."""

    url: str
    kind: str
    tree: Element
    lookup: Lookup
    parts: Parts
    context: Context
    ref: CaptureRef
    soup: BeautifulSoup | None = None

    @property
    def is_single(self) -> bool:
        """Whether the page is about one post."""
        return self.kind in ("item", "static-page")

    @property
    def outside(self) -> Ranges:
        """What lies in no post's body."""
        return self.parts.outside

    @functools.cached_property
    def deep_bodies(self) -> list[Tag]:
        """The bodies as the slow parser finds them; none where the fast one saw all."""
        if not self.soup:
            return []
        found = self.soup.select(".post-body") or self.soup.select("[itemprop~=articleBody], .entry-content")
        known = {id(tag) for tag in found}
        return [tag for tag in found if known.isdisjoint(map(id, tag.parents))]

    def deep_body(self, name: str, number: int) -> Tag | None:
        """Return a body by its id, else by its number, as the slow parser finds it; None if the fast one saw all."""
        bodies = self.deep_bodies
        named = [tag for tag in bodies if name and tag.get("id") == name]
        return next(iter(named or bodies[number : number + 1]), None)
