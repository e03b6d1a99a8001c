"""Which captures may stand as a page of a package."""

from __future__ import annotations

from collections.abc import Callable

from archive.layout import Layout
from archive.wacz.index import Candidate

Standing = Callable[[Candidate], bool]

_PAGES = ("text/html", "application/xhtml+xml")


def standing(layout: Layout) -> Standing:  # noqa: ARG001 (the judgement of suspect captures will be read from it)
    """Return what says of a capture whether it may stand as a page: here by the answer alone."""
    return is_whole_page


def is_whole_page(candidate: Candidate) -> bool:
    """Say whether an answer was a page, found and got to its end."""
    return candidate.status == 200 and candidate.media_type in _PAGES and not candidate.truncated
