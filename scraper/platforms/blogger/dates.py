"""When a post was published, as its page states it: an instant in an attribute, or words in a heading."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.records import DateClaim, Finding
from scraper.platforms.blogger.lookup import Element, Lookup, Ranges, has_class
from scraper.platforms.blogger.markup import first_text, flat
from scraper.platforms.blogger.page import Page
from scraper.platforms.blogger.parts import Part, is_of_post

_VISIBLE_DATES = ("published", "post-date", "entry-date")
_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})")
_LD_DATE = re.compile(r'"datePublished"\s*:\s*"([^"]{10,40})"')


def published(page: Page, part: Part) -> tuple[tuple[DateClaim, ...], tuple[Finding, ...]]:
    """Return all that the page states of a post's publication, most telling first, and a finding with the heading
    beside an instant.
    """
    header, inherited = _date_header(page, part)
    claim = _instant(page, part.own)
    heading = DateClaim(None, header, "date-header-inherited" if inherited else "date-header") if header else None
    if claim is None and heading is None and (visible := _visible_date(page.lookup, part.own)):
        heading = DateClaim(None, visible, "date-header")
    claims = tuple(filter(None, (claim, heading)))
    return claims, (Finding("date-header", header),) if claim and header else ()


def _instant(page: Page, own: Ranges) -> DateClaim | None:
    for place in (own, page.outside) if page.is_single else (own,):
        for element, attributes in _instants(page.lookup, place):
            for value in (element.get(name) for name in attributes):
                if value and _INSTANT.fullmatch(value.strip()) and is_of_post(element):
                    return DateClaim(value.strip(), flat(element) or value.strip(), "attribute")
    scripts = page.lookup.of_tag("script", inside=page.outside) if page.is_single else ()
    stated = next((match for script in scripts if (match := _LD_DATE.search(script.text or ""))), None)
    if stated and _INSTANT.fullmatch(stated[1]):
        return DateClaim(stated[1], stated[1], "attribute")
    return None


def _instants(lookup: Lookup, place: Ranges) -> Iterator[tuple[Element, tuple[str, ...]]]:
    """Yield the elements that may have the instant of publication, and the attributes it may stand in."""
    for element in lookup.of_class("published", inside=place):
        yield element, ("datetime", "title")
    for element in lookup.of_property("datePublished", place):
        yield element, ("datetime", "content", "title")
    for element in lookup.of_tag("time", inside=place):
        yield element, ("datetime",)


def _visible_date(lookup: Lookup, own: Ranges) -> str:
    stated = lookup.of_property("datePublished", own)
    return first_text([*stated, *lookup.of_class(*_VISIBLE_DATES, inside=own)])


def _date_header(page: Page, part: Part) -> tuple[str, bool]:
    """Return (the header's text, whether an earlier post of the same day has it)."""
    lookup, container, element = page.lookup, part.container, part.body
    headers = lookup.of_class("date-header", inside=page.outside)
    if not headers:
        return "", False
    days = (day for day in (container, *container.iterancestors()) if has_class(day, "date-outer"))
    if (day := next(days, None)) is not None:
        found = lookup.inside([day], headers)[:1]
    else:
        own = lookup.of_class("date-header", inside=part.own)
        # An open element in the body draws the next day's header in.
        own = lookup.before(element, own) if part.swallowed else own
        found = [*lookup.before(container, headers), *own][-1:]
    if not found:
        return "", False
    since = range(lookup.place(found[0]), lookup.place(element))
    return flat(found[0]), bool(lookup.within([since], page.parts.bodies))
