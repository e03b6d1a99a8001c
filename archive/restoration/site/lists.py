"""The lists of a site: front page, months, years, labels."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from archive.restoration.months import month_paths
from archive.restoration.site.contents import Beginnings, Contents, Entry
from archive.restoration.site.places import Places, label_path
from archive.restoration.site.rendering import render, write_text
from archive.restoration.site.syndication import Site

NEWEST = 20  # posts of the front page
_TOGETHER = 300  # posts of a page of a list


@dataclass(frozen=True)
class Label:
    """A label and the first page of its list."""

    name: str
    place: str
    number: int


@dataclass(frozen=True)
class Month:
    """A month in the list of years. Its page stands at both ``place`` and ``folder``: the one can be linked to from
    a file, the other is what most links to it say.
    """

    year: str
    month: str
    place: str
    folder: str
    number: int


class Labels:
    """Where lists are: ``named`` labels, ``months``, and ``lists`` by their old addresses' paths."""

    def __init__(self, contents: Contents, places: Places) -> None:
        self.named = {
            name: Label(name, places.list(label_path(name)), len(held)) for name, held in contents.labels.items()
        }
        self.months = [_month(month, len(held), places) for month, held in contents.months.items()]
        years = dict.fromkeys(one.year for one in reversed(self.months))
        self.years = {year: places.list(f"/{year}/") for year in years}
        self.lists = {"/": "index.html", "/search": "search/index.html"}
        self.lists |= {label_path(name): label.place for name, label in self.named.items()}
        self.lists |= {f"/search/label/{name}": label.place for name, label in self.named.items()}
        self.lists |= {f"/{year}": place for year, place in self.years.items()}
        for one in self.months:
            self.lists |= {path.rstrip("/"): one.place for path in month_paths(f"{one.year}-{one.month}")}


def _month(name: str, number: int, places: Places) -> Month:
    year, month = name.split("-")
    first, folder = map(places.list, month_paths(name))
    return Month(year, month, first, folder, number)


def write_lists(
    root: Path, site: Site, contents: Contents, labels: Labels, places: Places, beginnings: Sequence[Beginnings]
) -> None:
    """Write the front page and all lists of posts; ``beginnings`` are those of the newest posts, in their order."""
    known = sorted(labels.named.values(), key=lambda one: (-one.number, one.name))
    newest = list(zip(contents.posts[:NEWEST], beginnings, strict=True))
    write_text(root, "index.html", render("front.html", "index.html", site=site, newest=newest,
                                      number=len(contents.posts), months=labels.months, labels=known))  # fmt: skip
    _write_list(root, site, "search/label/index.html", "标签 Labels", [], labels=known)
    for name, entries in contents.labels.items():
        _write_pages(root, site, labels.named[name].place, name, entries, places)
    years: dict[str, list[tuple[str, str, Sequence[Entry]]]] = defaultdict(list)
    for one, entries in zip(labels.months, contents.months.values(), strict=True):
        name = f"{one.year}-{one.month}"
        for place in (one.place, one.folder):
            _write_list(root, site, place, name, [("", "", entries)])
        years[one.year].append((name, one.place, entries))
    for year, groups in years.items():
        _write_list(root, site, labels.years[year], year, groups)


def _write_pages(root: Path, site: Site, place: str, heading: str, entries: Sequence[Entry], places: Places) -> None:
    parts = [entries[start : start + _TOGETHER] for start in range(0, len(entries), _TOGETHER)]
    stem = f"/{place.rpartition('/')[0]}"
    names = [place, *(places.list(f"{stem}/page-{n}.html") for n in range(2, len(parts) + 1))]
    for n, part in enumerate(parts):
        newer, older = names[n - 1] if n else "", names[n + 1] if n + 1 < len(parts) else ""
        _write_list(root, site, names[n], heading, [("", "", part)], newer=newer, older=older)


def _write_list(
    root: Path, site: Site, place: str, heading: str, groups: Sequence[tuple[str, str, Sequence[Entry]]],
    **more: Any,
) -> None:  # fmt: skip
    values = {"labels": (), "newer": "", "older": "", **more}
    write_text(root, place, render("list.html", place, site=site, heading=heading, groups=groups, **values))
