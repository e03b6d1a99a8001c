"""Captions: of a table or figure made for one, and of short lines that stand between two pictures."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace

from bs4 import NavigableString, PageElement, Tag

from archive.records import Image
from scraper.platforms.blogger.hidden import is_hidden
from scraper.platforms.blogger.tags import BLOCKS, fold, has_class
from scraper.platforms.blogger.wraps import Line, is_han

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
    """Mark the short lines between two pictures, one or one in each language, as the caption of the one above them.

    What stands below the last picture and ends the post is its caption where others have such captions, or where it
    stands there in two languages.
    """
    marked = list(flow)
    pictures = [n for n, one in enumerate(flow) if isinstance(one, Image)]
    by_place = False
    for n, below in itertools.pairwise((*pictures, len(flow))):
        lines = [one for one in flow[n + 1 : below] if isinstance(one, Line)]
        if _are_caption(lines) and (below < len(flow) or by_place or len(lines) > 1):
            by_place = True
            marked[n + 1 : below] = [replace(line, role="caption") for line in lines]
            above = marked[n]
            assert isinstance(above, Image)
            marked[n] = replace(above, caption=above.caption or " ".join(line.text for line in lines))
    return marked


def _are_caption(lines: Sequence[Line]) -> bool:
    """Say whether lines are one caption: one line, or the same in two languages."""
    in_two = len(lines) == 2 and is_han(lines[0].text) != is_han(lines[1].text)
    return (len(lines) == 1 or in_two) and all(map(_may_be_caption, lines))


def _may_be_caption(line: Line) -> bool:
    short = len(line.text) <= _LONGEST and not line.text.endswith(tuple(".。!！?？:："))
    return short and line.role in ("body", "caption")
