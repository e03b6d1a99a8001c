"""What a page of HTML says, by the elements that matter. Pure.

For markup that a serialiser wrote, ours or nh3's: elements that may be open are shut in their order.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser

_VOID = frozenset(("br", "hr", "img", "col", "wbr", "input", "meta", "link", "area", "base", "embed", "source"))


@dataclass
class Region:
    """An element: ``id`` is its own, or that of the nearest around it. ``texts`` are its texts in order, ``pictures``
    and ``links`` the addresses in it.
    """

    name: str
    attributes: Mapping[str, str]
    id: str
    texts: list[str] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All that it says."""
        return "".join(self.texts)


def whole(markup: str) -> Region:
    """Return markup as one region."""
    return _read(markup, {})[0]


def regions(markup: str, wanted: Mapping[str, tuple[str, str]]) -> list[Region]:
    """Return the elements that have a word in an attribute, in order; ``wanted`` is (attribute, word) by name.

    >>> [(one.name, one.text) for one in regions('<p class="a b">x<i>y</i></p>z', {"said": ("class", "b")})]
    [('said', 'xy')]
    """
    return _read(markup, wanted)[1:]


def _read(markup: str, wanted: Mapping[str, tuple[str, str]]) -> list[Region]:
    reader = _Reader(wanted)
    reader.feed(markup)
    reader.close()
    return reader.found


class _Reader(HTMLParser):
    def __init__(self, wanted: Mapping[str, tuple[str, str]]) -> None:
        super().__init__(convert_charrefs=True)
        self._wanted = wanted
        self.found = [Region("", {}, "")]
        self._open: list[tuple[str, str, int]] = []  # tag, nearest id, regions that are open within
        self._regions = [self.found[0]]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take an element's beginning."""
        stated = {name: value or "" for name, value in attrs}
        for region in self._regions:
            if tag == "img" and "src" in stated:
                region.pictures.append(stated["src"])
            elif tag == "a" and "href" in stated:
                region.links.append(stated["href"])
        if tag in _VOID:
            return
        near = stated.get("id") or (self._open[-1][1] if self._open else "")
        begun = [
            Region(name, stated, near)
            for name, (attribute, word) in self._wanted.items()
            if word in stated.get(attribute, "").split()
        ]
        self.found += begun
        self._regions += begun
        self._open.append((tag, near, len(begun)))

    def handle_endtag(self, tag: str) -> None:
        """Take an element's end; one that was never begun is none."""
        if tag not in (one[0] for one in self._open):
            return
        while self._open:
            shut, _, begun = self._open.pop()
            del self._regions[len(self._regions) - begun :]
            if shut == tag:
                return

    def handle_data(self, data: str) -> None:
        """Take a text."""
        for region in self._regions:
            region.texts.append(data)
