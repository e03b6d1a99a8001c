"""The people pages: who is named, how spelled, and where."""

from __future__ import annotations

from archive.web.asking import number, text
from archive.web.desk import Desk, Shown
from archive.web.holdings import NotHeld

PER_PAGE = 60
TOGETHER = 60  # pairs
PLACES = 200  # of each way a person is named


def people(desk: Desk) -> Shown:
    """Return the people who fit a name in any script, or all."""
    page = number(desk.asked, "page", 1, 5000)
    found = desk.holdings.index.people(text(desk.asked, "q") or None, PER_PAGE, (page - 1) * PER_PAGE)
    pairs = () if text(desk.asked, "q") or page > 1 else desk.holdings.together(TOGETHER)
    return Shown("people.html", {"found": found, "page": page, "pages": -(-found.total // PER_PAGE), "pairs": pairs})


def person(desk: Desk) -> Shown:
    """Return one person."""
    found = desk.holdings.index.person(str(desk.path["id"]), PLACES)
    if found is None:
        raise NotHeld(desk.path["id"])
    return Shown("person.html", {"found": found})
