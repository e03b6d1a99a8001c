"""Takeout's folder: the feed, and beside it the settings and the theme, which the classic form has as entries.

    Takeout/Blogger/Blogs/NAME/feed.atom            posts, pages and comments
                               settings.csv         the settings' names, and below them their values
                               theme-layouts.xml    the theme; an old one is theme-classic.html
                               settings.atom        ours: the same as the classic form has them, with titles and dates

Takeout itself has no `settings.atom`; what reads Takeout does not look for it.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from archive.restoration.exports.document import SETTINGS, TEMPLATE, Document, Entry, Head, Text, Trouble
from archive.restoration.exports.reading import read
from archive.restoration.exports.writing import CLASSIC

FEED, VALUES, OURS = "feed.atom", "settings.csv", "settings.atom"
_LAYOUTS, _HTML = "theme-layouts.xml", "theme-classic.html"
_BESIDE = (SETTINGS, TEMPLATE)
_UNFIT = re.compile(r"[^\w .()-]+")
_LONGEST = 60  # characters of a folder's name
_LARGEST = 16 << 20  # bytes of a file beside the feed


def folder_of(title: str) -> PurePosixPath:
    """Return the folder of a blog, by its title.

    >>> str(folder_of("A/B: 北门"))
    'Takeout/Blogger/Blogs/A_B_ 北门'
    """
    name = _UNFIT.sub("_", title)[:_LONGEST].strip(" .") or "blog"
    return PurePosixPath("Takeout/Blogger/Blogs") / name


def is_beside(entry: Entry) -> bool:
    """Say whether Takeout has an entry in a file beside the feed."""
    return entry.kind in _BESIDE


def files_beside(head: Head, entries: Iterable[Entry]) -> Iterator[tuple[str, bytes]]:
    """Yield (name, content) of the files beside the feed, from the settings and templates among some entries."""
    kept = [entry for entry in entries if is_beside(entry)]
    if not kept:
        return
    yield OURS, b"".join(CLASSIC.whole(head, kept))
    settings = {_name(entry): _value(entry) for entry in kept if entry.kind == SETTINGS}
    if settings:
        table = io.StringIO()
        csv.writer(table, lineterminator="\n").writerows([settings, settings.values()])
        yield VALUES, table.getvalue().encode("utf-8", "replace")
    themes = {_theme(entry): _value(entry) for entry in kept if entry.kind == TEMPLATE}
    yield from ((name, value.encode("utf-8", "replace")) for name, value in themes.items())


def read_folder(folder: Path) -> Document:
    """Return the document of a Takeout folder that holds a feed. Raises OSError where the feed cannot be read."""
    document = read((folder / FEED).read_bytes())
    if ours := _content(folder / OURS):
        beside = read(ours)
        entries, troubles = beside.entries, beside.troubles
    else:
        entries, troubles = _beside(folder, document.head)
    return Document(document.head, (*entries, *document.entries), (*document.troubles, *troubles), document.whole)


def _beside(folder: Path, head: Head) -> tuple[tuple[Entry, ...], tuple[Trouble, ...]]:
    themes = [
        Entry(id=f"{head.id}.{kind}", kind=TEMPLATE, content=Text(text.decode("utf-8", "replace"), "text"))
        for name, kind in ((_LAYOUTS, "layout"), (_HTML, "template"))
        if (text := _content(folder / name))
    ]
    try:
        rows = list(csv.reader(io.StringIO(_content(folder / VALUES).decode("utf-8-sig")), strict=True))
    except (UnicodeDecodeError, csv.Error):
        return tuple(themes), (Trouble("settings", f"{VALUES} cannot be read as a table"),)
    settings = [
        Entry(id=f"{head.id}.settings.{name.upper()}", kind=SETTINGS, content=Text(value, "text"))
        for name, value in (zip(rows[0], rows[1], strict=False) if len(rows) > 1 else ())
    ]
    return (*themes, *settings), ()


def _content(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() and path.stat().st_size <= _LARGEST else b""


def setting(entries: Iterable[Entry], name: str) -> str:
    """Return the value of a setting among some entries, by its name in capitals; "" where there is none."""
    return next((_value(one) for one in entries if one.kind == SETTINGS and one.id.endswith(f".{name}")), "")


def _name(entry: Entry) -> str:
    return entry.id.rpartition(".")[2].lower()


def _value(entry: Entry) -> str:
    return entry.content.value if entry.content else ""


def _theme(entry: Entry) -> str:
    return _LAYOUTS if _value(entry).lstrip().startswith("<?xml") else _HTML
