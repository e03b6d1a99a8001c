"""The search page, which is the first."""

from __future__ import annotations

from archive.errors import UsageError
from archive.search import QueryError, Results
from archive.web.asking import PER_PAGE, query_of
from archive.web.desk import Desk, Shown

_FILTERS = ("from", "to", "event_from", "event_to", "lang", "person", "place", "kind", "label", "images", "state")


def search(desk: Desk) -> Shown:
    """Return the form, and what it found; without words, the newest posts first."""
    trouble, results, page = "", Results(0, ()), 1
    try:
        query = query_of(desk.asked)
        if not desk.asked.get("q") and desk.asked.get("sort", "") in ("", "relevance"):
            query = query_of({**desk.asked, "sort": "newest"})
        page = query.offset // PER_PAGE + 1
        results = desk.holdings.index.search(query)
    except (QueryError, UsageError) as error:
        trouble = str(error)
    values = {
        "trouble": trouble,
        "results": results,
        "page": page,
        "pages": -(-results.total // PER_PAGE),
        "filtered": any(desk.asked.get(name) for name in _FILTERS),
        "labels": desk.holdings.tallies("labels"),
        "kinds": desk.holdings.tallies("kinds"),
    }
    return Shown("search.html", values, 400 if trouble else 200)
