"""A request's parameters as a query: a language of its own in ``q``, and fields beside it. Pure."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping

from archive.search import Query, QueryError, parse

PER_PAGE = 20
_LAST_PAGE = 5000
LONGEST_TEXT = 400  # characters
_DATE = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?", re.ASCII)
SORTS = ("relevance", "newest", "oldest")
_FIELDS = {
    "from": "published_from",
    "to": "published_to",
    "event_from": "event_from",
    "event_to": "event_to",
    "lang": "language",
    "person": "person",
    "place": "place",
    "kind": "kind",
    "label": "label",
    "state": "state",
}
_DATES = ("from", "to", "event_from", "event_to")


def query_of(asked: Mapping[str, str], per_page: int = PER_PAGE) -> Query:
    """Return the query of a request's parameters. Empty ones count as not given.

    Raises:
        QueryError: one of them cannot be; a sentence says which.
    """
    query = parse(text(asked, "q"))
    given = {_FIELDS[name]: value for name in _FIELDS if (value := text(asked, name))}
    for name in _DATES:
        if (value := text(asked, name)) and not _DATE.fullmatch(value):
            raise QueryError(f"{name} should be a date such as 2014-03-05, 2014-03 or 2014.")
    if text(asked, "images"):
        given["has_images"] = asked["images"] in ("1", "true", "yes", "on")  # type: ignore[assignment]
    if sort := text(asked, "sort"):
        if sort not in SORTS:
            raise QueryError(f"sort should be one of {', '.join(SORTS)}.")
        given["sort"] = sort
    page = number(asked, "page", 1, _LAST_PAGE)
    return dataclasses.replace(query, **given, limit=per_page, offset=(page - 1) * per_page)  # type: ignore[arg-type]


def number(asked: Mapping[str, str], name: str, default: int, most: int) -> int:
    """Return a whole number from 1 on. Raises QueryError for anything else."""
    value = text(asked, name)
    if not value:
        return default
    if not re.fullmatch(r"[0-9]{1,7}", value) or not 1 <= int(value) <= most:
        raise QueryError(f"{name} should be a number from 1 to {most}.")
    return int(value)


def text(asked: Mapping[str, str], name: str) -> str:
    """Return a parameter without white space around it. Raises QueryError where it is too long."""
    value = asked.get(name, "").strip()
    if len(value) > LONGEST_TEXT:
        raise QueryError(f"{name} is too long: at most {LONGEST_TEXT} characters.")
    return value
