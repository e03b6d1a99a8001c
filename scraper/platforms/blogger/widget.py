"""The archive widget in a page's frame: hundreds of links and counts, which the pages of a blog repeat.

It can make most of a page's elements. So it is cut out before the page is parsed, and what it says is worked out once
for each form it has.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

from lxml import etree, html

from archive.records import Count
from scraper.platforms.blogger.latest import Latest
from scraper.platforms.blogger.lookup import Element, Lookup
from scraper.platforms.blogger.markup import flat

_BEGIN = re.compile(r"<div[^>]{0,200}class=[\"'][^\"'>]{0,200}\bBlogArchive\b[^>]{0,200}>")
_LONGEST_BEGIN = 500  # characters of it before the name
_DIV = re.compile(r"<(/?)div\b", re.I)
_NUMBERS = etree.XPath(".//span[contains(concat(' ', normalize-space(@class), ' '), ' post-count ')]")
_PERIOD = re.compile(r"/(\d{4})(?:/(\d{2})|_(\d{2})_\d{2}_archive\.html)?/?$|updated-min=(\d{4})-01-01T")
_NUMBER = re.compile(r"\(?([\d,.]{1,9})\)?(?![\d,.])")
_MOST_KNOWN = 8
# What a widget is made of. One that holds more stays where it is: broken markup may not close it where it ends.
_OWN = frozenset(("div", "ul", "li", "a", "span", "h2", "select", "option", "br"))
_TAG = re.compile(r"</?([^/\s>]+)")
_MORE = re.compile(r"post-body|entry-content|post-title|itemprop|comment|date-header")


@dataclass(frozen=True)
class Archive:
    """What the widget says: where it leads, and how many posts each year and month has."""

    hrefs: tuple[str, ...] = ()
    counts: tuple[Count, ...] = ()


def cut_archive(text: str) -> tuple[str, Archive]:
    """Return (a page without the inside of its archive widget, what the widget says)."""
    rest, inside = take_archive(text)
    return rest, (_said(inside) if inside else None) or Archive()


def take_archive(text: str) -> tuple[str, str]:
    """Return (a page without the inside of its archive widget, that inside as markup); "" where it has none."""
    return _latest(text)


def _taken(text: str) -> tuple[str, str]:
    named = text.find("BlogArchive")
    begin = _BEGIN.search(text, max(0, named - _LONGEST_BEGIN)) if named >= 0 else None
    inside = _insides.at(text, begin.end()) if begin else ""
    if not begin or not inside:
        return text, ""
    return text[: begin.end()] + text[begin.end() + len(inside) :], inside


_latest = Latest(_taken)
forget_page = _latest.forget


class _Insides:
    """Finds the insides of widgets: one that was met a short while ago is known again, and its tags are not counted."""

    def __init__(self) -> None:
        self._known: tuple[str, ...] = ()  # the last ones, the newest first

    def at(self, text: str, begin: int) -> str:
        """Return the inside that begins at a place, "" where it has no end, or is none of a widget."""
        for known in self._known:
            # The same tags to the same end: then the end is the same, too.
            if text.startswith(known, begin) and (tag := _DIV.match(text, begin + len(known))) and tag[1]:
                return known
        end = _end(text, begin)
        if end is None or not _said(inside := text[begin:end]):
            return ""
        self._known = (inside, *self._known[: _MOST_KNOWN - 1])
        return inside


_insides = _Insides()


def counts_in(lookup: Lookup) -> tuple[Count, ...]:
    """Return the counts of the widgets that are still in a page."""
    widgets = (element for element in lookup.of_class("BlogArchive") if element.tag == "div")
    return tuple(count for widget in widgets for count in _counts(widget))


def _end(text: str, begin: int) -> int | None:
    """Return where the element ends that begins before a place, None where it does not."""
    depth = 1
    for tag in _DIV.finditer(text, begin):
        depth += -1 if tag[1] else 1
        if not depth:
            return tag.start()
    return None


@functools.lru_cache(maxsize=128)  # pages of one month have the same one
def _said(markup: str) -> Archive | None:
    """Return what a widget says, None where it holds more than a widget does."""
    if _MORE.search(markup) or not _OWN.issuperset(_TAG.findall(markup)):
        return None
    widget = html.fragment_fromstring(markup, create_parent="div")
    hrefs = (anchor.get("href") for anchor in widget.iter("a"))
    return Archive(tuple(dict.fromkeys(href for href in hrefs if href is not None)), tuple(_counts(widget)))


def _counts(widget: Element) -> Iterator[Count]:
    for number in cast(list[Element], _NUMBERS(widget)):
        # The number stands behind its year's or month's link, or inside it.
        above = number.getparent()
        inside = above is not None and above.tag == "a"
        anchor = above if inside else next(number.itersiblings("a", preceding=True), None)
        count = _count(anchor.get("href", ""), flat(number)) if anchor is not None else None
        if count:
            yield count


def _count(href: str, text: str) -> Count | None:
    period, stated = _PERIOD.search(href), _NUMBER.search(text)
    if not period or not stated:
        return None
    year, month = period[1] or period[4], period[2] or period[3]
    return Count("posts", f"{year}-{month}" if month else year, int(re.sub(r"\D", "", stated[1])))
