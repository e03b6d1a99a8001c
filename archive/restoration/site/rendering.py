"""Values to pages. All that a template is told is escaped, and what is hidden in it is shown."""

from __future__ import annotations

import functools
from importlib.resources import files
from pathlib import Path

import jinja2

from archive.restoration.site.places import link, root_of
from archive.templates import environment

_SHARED, _OWN = "beilin.css", ("site.css", "search.js")


def render(template: str, place: str, **values: object) -> str:
    """Return the page at a place; ``link`` in it leads from there to other places."""
    root = root_of(place)
    return _environment().get_template(template).render(
        **values, root=root, place=place, link=functools.partial(link, root=root)
    )  # fmt: skip


def write_static(root: Path) -> None:
    """Write style sheets and the script. The first sheet is that of `beilin serve`: both look alike."""
    folder = root / "style"
    folder.mkdir(parents=True, exist_ok=True)
    sheet = files("archive.web").joinpath("static", _SHARED)
    (folder / _SHARED).write_bytes(sheet.read_bytes())
    for name in _OWN:
        (folder / name).write_bytes(files("archive.restoration.site").joinpath("static", name).read_bytes())


def write_text(root: Path, place: str, text: str) -> None:
    """Write a file of the site."""
    path = root / place
    data = text.encode("utf-8", "replace")
    try:
        path.write_bytes(data)
    except FileNotFoundError:  # its folder is not there yet
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


@functools.cache
def _environment() -> jinja2.Environment:
    return environment("archive.restoration.site", moment=_moment)


def _moment(instant: str) -> str:
    """Return an instant to the minute with its offset, as people read it."""
    text = instant[:16].replace("T", " ")
    offset = instant[-6:] if instant[-6:-5] in ("+", "-") and "T" in instant else "UTC" if instant.endswith("Z") else ""
    return f"{text} {offset}".strip()
