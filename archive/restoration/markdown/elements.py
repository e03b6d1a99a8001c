"""Sanitised markup as a tree: what is written as Markdown goes from element to element. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

_EMPTY = frozenset(("br", "hr", "img", "col", "wbr"))


@dataclass
class Element:
    """An element; its children are elements and texts. Not frozen only while it is read."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Element | str] = field(default_factory=list)

    def find(self, tag: str) -> list[Element]:
        """Return all elements of a tag within, in order."""
        found = []
        for child in self.children:
            if isinstance(child, Element):
                found += [child] if child.tag == tag else []
                found += child.find(tag)
        return found


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("div")
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        made = Element(tag, {name: value or "" for name, value in attrs})
        self._open[-1].children.append(made)
        if tag not in _EMPTY:
            self._open.append(made)

    def handle_endtag(self, tag: str) -> None:
        # Markup that nh3 wrote is well-formed.
        if len(self._open) > 1 and self._open[-1].tag == tag:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        self._open[-1].children.append(data)


def tree_of(markup: str) -> Element:
    """Return the tree of markup as nh3 writes it: well-formed, and no deeper than it lets pass."""
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    return reader.root
