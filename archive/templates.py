"""Templates to HTML, the same way for all pages of ours: what a template is told is escaped, what is hidden shown."""

from __future__ import annotations

from collections.abc import Callable

import jinja2
from markupsafe import escape

from archive.records import Paragraph
from archive.visible import plainly, visibly


def environment(package: str, **filters: Callable[..., object]) -> jinja2.Environment:
    """Return what renders the templates of a package; ``filters`` are its own, beside those that all have."""
    made = jinja2.Environment(
        loader=jinja2.PackageLoader(package),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        finalize=_finalized,
    )
    made.filters.update(plainly=plainly, day=_day, tag_of=_tag_of, **filters)
    return made


def tag_of(language: str) -> str:
    """Return the value of ``lang``: "" says that nobody knows."""
    return "" if language in ("und", "mixed") else language


def _finalized(value: object) -> object:
    if type(value) is not str:
        return value
    return escape(value) if plainly(value) == value else visibly(value)


def _day(instant: str | None) -> str:
    return (instant or "")[:10]


def _tag_of(paragraph: Paragraph) -> str:
    return tag_of(paragraph.language)
