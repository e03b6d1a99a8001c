"""Templates to pages. Everything a template is told is escaped, and shown with what is hidden in it."""

from __future__ import annotations

import functools

import jinja2

from archive.templates import environment
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
    return environment("archive.web", moment=_moment)


def _moment(instant: str) -> str:
    """Return an instant to the second, as people read it."""
    return instant[:19].replace("T", " ") + instant[19:].lstrip(".0123456789")
