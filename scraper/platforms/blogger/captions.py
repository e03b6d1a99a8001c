"""Captions: of a table or figure made for one, and of a short line that stands between two pictures."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace

from bs4 import NavigableString, PageElement, Tag

from archive.records import Image
from scraper.platforms.blogger.hidden import is_hidden
from scraper.platforms.blogger.tags import BLOCKS, fold, has_class
from scraper.platforms.blogger.wraps import Line

_LONGEST = 80  # characters, for a caption that only its place marks


def holder_of(image: Tag) -> Tag | None:
    """Return what holds the caption that a picture's table or figure gives it."""
    table = next((p for p in image.parents if p.name == "table" and has_class(p, "tr-caption-container")), None)
    captions = (node for node in table.descendants if isinstance(node, Tag)) if table else ()
    holder: PageElement | None = next((node for node in captions if has_class(node, "tr-caption")), None)
    if holder is None:
        figure = next((parent for parent in image.parents if parent.name == "figure"), None)
        holder = figure.find("figcaption") if figure else None
    return holder if isinstance(holder, Tag) else None


def caption_in(holder: Tag) -> str | None:
    """Return the lines of a caption, joined with a space, None where it has none."""
    return " ".join(_lines(holder)) or None


def _lines(holder: Tag) -> list[str]:
    lines = [""]
    for node in holder.descendants:
        if isinstance(node, Tag):
            lines += [""] if node.name == "br" or node.name in BLOCKS else []
        elif type(node) is NavigableString and _is_seen(node, holder):
            lines[-1] += node
    return [line for line in map(fold, lines) if line]


def _is_seen(node: PageElement, holder: Tag) -> bool:
    return not any(map(is_hidden, itertools.takewhile(lambda parent: parent is not holder, node.parents)))


def with_captions_by_place(flow: Sequence[Image | Line]) -> list[Image | Line]:
    """Mark the short line between two pictures as the caption of the one above it."""
    marked = list(flow)
    for n in range(1, len(flow) - 1):
        above, line, below = flow[n - 1 : n + 2]
        if isinstance(above, Image) and isinstance(below, Image) and isinstance(line, Line) and _is_caption(line):
            marked[n] = replace(line, role="caption")
            marked[n - 1] = replace(above, caption=above.caption or line.text)
    return marked


def _is_caption(line: Line) -> bool:
    short = len(line.text) <= _LONGEST and not line.text.endswith(tuple(".。!！?？:："))
    return short and line.role in ("body", "caption")
