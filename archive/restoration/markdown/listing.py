"""Pages that list posts: of each month and year at Blogger's addresses, and of each label."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from archive.restoration.markdown.converting import plain_markdown
from archive.restoration.markdown.entry import Entry, key_of
from archive.restoration.months import month_paths, year_path


@dataclass(frozen=True)
class _Line:
    date: str
    path: str
    title: str


class Listing:
    """Collects posts, and gives the pages that list them, newest first."""

    def __init__(self) -> None:
        self._of: dict[tuple[str, str], list[_Line]] = {}
        self._months: set[str] = set()

    def add(self, entry: Entry, month: str) -> None:
        """List a post by its labels, and in a month ("2014-03"), "" for none."""
        line = _Line(entry.date or "", entry.path, entry.title)
        if month:
            self._months.add(month)
            for path in (year_path(month), month_paths(month)[1]):
                self._of.setdefault(("time", path), []).append(line)
        for name in entry.labels:
            self._of.setdefault(("label", name), []).append(line)

    def months(self) -> frozenset[str]:
        """Return the months that have a list."""
        return frozenset(self._months)

    def labels(self) -> Iterator[tuple[str, str]]:
        """Yield each label, and the path of the page that lists its posts."""
        for kind, name in sorted(self._of):
            if kind == "label":
                yield name, _path_of_label(name)

    def pages(self) -> Iterator[Entry]:
        """Yield the pages."""
        for (kind, name), lines in sorted(self._of.items()):
            path = _path_of_label(name) if kind == "label" else name
            title = name if kind == "label" else name.strip("/").replace("/", "-")
            text = "".join(map(_item, sorted(lines, key=lambda line: (line.date, line.path), reverse=True)))
            yield Entry("list", f"{kind}-{key_of(name)}", path, title, text)


def _path_of_label(name: str) -> str:
    return f"/labels/{key_of(name)}/"


def _item(line: _Line) -> str:
    return f"-   {line.date[:10]} [{plain_markdown(line.title) or line.path}]({line.path})\n"
