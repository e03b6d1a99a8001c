"""Beautiful Soup's tree of a post body, grown straight from lxml's.

Beautiful Soup's own builder asks of every element what a fragment of HTML never answers (name spaces, line numbers,
mismatched ends); without these questions the same tree takes half the time.
"""

from __future__ import annotations

from typing import cast

from bs4 import BeautifulSoup, CData, Comment, NavigableString, PageElement, Tag
from bs4.builder import HTMLTreeBuilder
from bs4.builder._lxml import LXMLTreeBuilder
from lxml import etree

from scraper.platforms.blogger.wholeness import element_of, end_mark, has_mark

_CONTAINERS = HTMLTreeBuilder.DEFAULT_STRING_CONTAINERS
_PRESERVING = HTMLTreeBuilder.DEFAULT_PRESERVE_WHITESPACE_TAGS
_EMPTY = HTMLTreeBuilder.DEFAULT_EMPTY_ELEMENT_TAGS  # type: ignore[attr-defined]
_TEXTS = (NavigableString, CData)  # what counts as an element's text
_ROOTS = etree.XPath("/*")  # broken markup may have several
_SPACES = BeautifulSoup.ASCII_SPACES
_FEW = 60  # nodes whose words stand for an element's


def parsed(markup: str) -> tuple[BeautifulSoup, bool]:
    """Return (a fragment's tree, whether it ended): False where something that swallows text is open at its end."""
    mark = end_mark(markup.encode("utf-8", "replace"))
    soup = soup_of(markup + element_of(mark))
    return (soup, True) if has_mark(soup, mark) else (soup_of(markup), False)


def soup_of(markup: str) -> BeautifulSoup:
    """Return the tree of a fragment of HTML."""
    if markup.count("<") < 256:
        return BeautifulSoup(markup, builder=_Builder())
    # lxml is several times as fast, and drops what lies deeper than 256 elements: fewer tags cannot be as deep.
    # Where a comment never ends, that parser looks for its end from each sign of one anew: so it is given an end.
    unended = markup.rfind("<!--") > markup.rfind("-->")
    return BeautifulSoup(f"{markup}<!---->" if unended else markup, "html.parser")


def beginning(tag: Tag) -> str:
    """Return the first words below an element; not all, lest nested ones be gone through again and again."""
    own = tag.interesting_string_types
    kinds = own if isinstance(own, tuple) else (own,)
    waiting: list[PageElement] = [tag]
    words = []
    for _ in range(_FEW):
        node = waiting.pop() if waiting else None
        if isinstance(node, Tag):
            waiting += node.contents[_FEW::-1]
        elif type(node) in kinds:
            words.append(str(node))
    return "".join(words)


class _Builder(LXMLTreeBuilder):
    """Beautiful Soup's builder on lxml, which lets lxml parse the whole before a tree is made of it."""

    def feed(self, markup: str | bytes) -> None:
        """Parse the fragment and grow its tree."""
        assert self.soup is not None
        parser = etree.HTMLParser()
        parser.feed(markup)
        growth = _Growth(self.soup)
        tree = parser.close() if markup.strip() else None
        if tree is not None:  # a comment alone makes no tree
            for root in cast(list[etree._Element], _ROOTS(tree)):
                growth.take(root)


class _Growth:
    """A tree on its way from lxml's nodes to Beautiful Soup's."""

    def __init__(self, soup: BeautifulSoup) -> None:
        self._open: list[Tag] = [soup]
        self._kinds: list[type[NavigableString]] = [NavigableString]  # of strings, by what is open
        self._preserving = 0  # how many elements are open that keep white space
        self._last: Tag | NavigableString = soup

    def take(self, root: etree._Element) -> None:
        """Take an element and all that lies in it."""
        for event, node in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
            if event == "start":
                self._begin(node.tag, dict(node.items()))
                self._string(node.text)
                continue
            if event == "end":
                self._end(node.tag)
            else:
                self._add(Comment(node.text or ""))
            self._string(node.tail)

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        kind = _CONTAINERS.get(name)
        tag = Tag(
            name=name,
            parent=self._open[-1],
            previous=self._last,
            can_be_empty_element=name in _EMPTY,
            interesting_string_types=kind or _TEXTS,
        )
        if attributes:
            tag.attrs.update(attributes)
            if "class" in attributes:
                tag.attrs["class"] = attributes["class"].split()
        self._open[-1].contents.append(tag)
        self._last = tag
        self._open.append(tag)
        self._kinds.append(kind or self._kinds[-1])
        self._preserving += name in _PRESERVING

    def _end(self, name: str) -> None:
        self._kinds.pop()
        self._open.pop()
        self._preserving -= name in _PRESERVING

    def _string(self, text: str | None) -> None:
        if not text:
            return
        if not self._preserving and not text.strip(_SPACES):
            text = "\n" if "\n" in text else " "
        self._add(self._kinds[-1](text))

    def _add(self, string: NavigableString) -> None:
        parent = self._open[-1]
        string.setup(parent, self._last)
        parent.contents.append(string)
        self._last = string
