"""When a post was published, as its page states it: an instant in an attribute, or words in a heading."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.records import DateClaim, Finding
from scraper.platforms.blogger.lookup import Element, Lookup, has_class
from scraper.platforms.blogger.markup import first_text, flat
from scraper.platforms.blogger.page import Page, is_of_post

_VISIBLE_DATES = ("published", "post-date", "entry-date")
_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})")
_LD_DATE = re.compile(r'"datePublished"\s*:\s*"([^"]{10,40})"')


def published(page: Page, container: Element, element: Element) -> tuple[DateClaim | None, tuple[Finding, ...]]:
    """Return what the page states of a post's publication, and a finding with the heading beside an instant."""
    header, inherited = _date_header(page.lookup, container, element)
    claim = _instant(page, container)
    if claim and header:
        return claim, (Finding("date-header", header),)
    if header:
        return DateClaim(None, header, "date-header-inherited" if inherited else "date-header"), ()
    if claim is None and (visible := _visible_date(page.lookup, container)):
        return DateClaim(None, visible, "date-header"), ()
    return claim, ()


def _instant(page: Page, container: Element) -> DateClaim | None:
    for place in [container, page.tree] if page.is_single else [container]:
        for element, attributes in _instants(page.lookup, place):
            for value in (element.get(name) for name in attributes):
                if value and _INSTANT.fullmatch(value.strip()) and is_of_post(element):
                    return DateClaim(value.strip(), flat(element) or value.strip(), "attribute")
    stated = _LD_DATE.search(page.text) if page.is_single else None
    if stated and _INSTANT.fullmatch(stated[1]):
        return DateClaim(stated[1], stated[1], "attribute")
    return None


def _instants(lookup: Lookup, place: Element) -> Iterator[tuple[Element, tuple[str, ...]]]:
    """Yield the elements that may have the instant of publication, and the attributes it may stand in."""
    for element in lookup.of_class("published", inside=place):
        yield element, ("datetime", "title")
    for element in lookup.of_property("datePublished", place):
        yield element, ("datetime", "content", "title")
    for element in lookup.of_tag("time", inside=place):
        yield element, ("datetime",)


def _visible_date(lookup: Lookup, container: Element) -> str:
    stated = lookup.of_property("datePublished", container)
    return first_text([*stated, *lookup.of_class(*_VISIBLE_DATES, inside=container)])


def _date_header(lookup: Lookup, container: Element, element: Element) -> tuple[str, bool]:
    """Return (the header's text, whether an earlier post of the same day has it)."""
    headers = lookup.of_class("date-header")
    if not headers:
        return "", False
    days = (day for day in (container, *container.iterancestors()) if has_class(day, "date-outer"))
    if (day := next(days, None)) is not None:
        found = lookup.of_class("date-header", inside=day)[:1]
    else:
        found = [*lookup.before(container, headers), *lookup.of_class("date-header", inside=container)][-1:]
    if not found:
        return "", False
    bodies = lookup.of_class("post-body")
    return flat(found[0]), len(lookup.before(element, bodies)) > len(lookup.before(found[0], bodies))
