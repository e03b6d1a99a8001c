"""Templates to pages. Everything a template is told is escaped, and shown with what is hidden in it."""

from __future__ import annotations

import functools

import jinja2

from archive.records import Paragraph
from archive.visible import plainly, visibly
from archive.web import words
from archive.web.desk import Reader, Shown


def render(desk: Reader, shown: Shown) -> str:
    """Return a page as HTML."""
    switch = [(tag, name, desk.again(hl=tag)) for tag, name in words.LANGUAGES.items()]
    text = _environment().get_template(shown.template).render(
        **shown.values,
        desk=desk,
        t=desk.say,
        called=desk.called,
        link=desk.link,
        again=desk.again,
        tag=words.TAGS[desk.language],
        switch=switch,
    )  # fmt: skip
    # Halves of surrogate pairs have no form in UTF-8.
    return text.encode("utf-8", "replace").decode("utf-8")


@functools.cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("archive.web"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        finalize=_finalized,
    )
    environment.filters.update(plainly=plainly, day=_day, moment=_moment, tag_of=_tag_of)
    return environment


def _finalized(value: object) -> object:
    return visibly(value) if type(value) is str else value


def _day(instant: str | None) -> str:
    return (instant or "")[:10]


def _moment(instant: str) -> str:
    """Return an instant to the second, as people read it."""
    return instant[:19].replace("T", " ") + instant[19:].lstrip(".0123456789")


def _tag_of(paragraph: Paragraph) -> str:
    """Return the value of ``lang``: "" says that nobody knows."""
    return "" if paragraph.language in ("und", "mixed") else paragraph.language
