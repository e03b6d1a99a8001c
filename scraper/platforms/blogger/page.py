"""A parsed page, and what is known of it before its posts are read."""

from __future__ import annotations

from dataclasses import dataclass

from archive.records import CaptureRef
from scraper.platforms.blogger.context import Context
from scraper.platforms.blogger.deep import DeepBody
from scraper.platforms.blogger.lookup import Element, Lookup, Ranges
from scraper.platforms.blogger.parts import Parts


@dataclass(frozen=True)
class Page:
    """A parsed page: ``deep`` are its bodies where the tree has them empty, since they go too deep for its parser."""

    url: str
    kind: str
    tree: Element
    lookup: Lookup
    parts: Parts
    context: Context
    ref: CaptureRef
    deep: tuple[DeepBody, ...] = ()

    @property
    def is_single(self) -> bool:
        """Whether the page is about one post."""
        return self.kind in ("item", "static-page")

    @property
    def outside(self) -> Ranges:
        """What lies in no post's body."""
        return self.parts.outside
