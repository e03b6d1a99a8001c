"""Beautiful Soup's tree of a post body, grown straight from lxml's.

Beautiful Soup's own builder asks of every element what a fragment of HTML never answers (name spaces, line numbers,
mismatched ends), and links each to what stands before and behind it. Nobody here asks for that: without, the same tree
takes a fifth of the time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, cast

from bs4 import BeautifulSoup, CData, Comment, NavigableString, PageElement, Tag
from bs4.builder import HTMLTreeBuilder
from lxml import etree, html

from scraper.platforms.blogger.wholeness import END_MARK, has_mark

_CONTAINERS = HTMLTreeBuilder.DEFAULT_STRING_CONTAINERS
_PRESERVING = HTMLTreeBuilder.DEFAULT_PRESERVE_WHITESPACE_TAGS
_EMPTY = HTMLTreeBuilder.DEFAULT_EMPTY_ELEMENT_TAGS  # type: ignore[attr-defined]
_TEXTS = (NavigableString, CData)  # what counts as an element's text
_ROOTS = etree.XPath("/*")  # broken markup may have several
_SPACES = BeautifulSoup.ASCII_SPACES
# Elements that are written with both ends, or are empty, and hold no raw text.
_PLAIN = frozenset(
    """
    a b big blockquote br center div em font h1 h2 h3 h4 h5 h6 i img o:p p s small span strike strong sub sup table
    tbody td tr u
    """.split()  # noqa: SIM905 (a list of thirty strings in quotes is no easier to read)
)
_ADDRESSES = frozenset(("href", "src", "action", "name"))
# libxml2 escapes in an address what is not one of these.
_AS_WRITTEN = re.compile(r"[\w.!~*'()\"#$%&+,/:;<=>?@\[\\\]^`{|}-]*", re.ASCII).fullmatch
_BOOLEAN = frozenset(
    "checked compact declare defer disabled ismap multiple nohref noresize noshade nowrap readonly selected".split()  # noqa: SIM905
)
_MOST_LEVELS = 200
_FEW = 60  # nodes whose words stand for an element's


def parsed(markup: str) -> tuple[Tag, bool]:
    """Return (a fragment's tree, whether it ended): False where something that swallows text is open at its end."""
    soup = soup_of(markup + END_MARK)
    return (soup, True) if has_mark(soup) else (soup_of(markup), False)


def soup_of(markup: str) -> Tag:
    """Return the tree of a fragment of HTML."""
    if markup.count("<") < 256:
        return _grown(markup.removeprefix("\ufeff"))
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


def _grown(markup: str) -> Tag:
    """Return the tree as lxml parses it."""
    grown = _Element(BeautifulSoup.ROOT_TAG_NAME, {}, None, None)
    parser = etree.HTMLParser()
    parser.feed(markup)
    tree = parser.close() if markup.strip() else None
    if tree is not None:  # a comment alone makes no tree
        for root in cast(list[etree._Element], _ROOTS(tree)):
            _take(root, grown, NavigableString, preserving=False)
            if root.tail:
                _add(NavigableString, root.tail, grown, preserving=False)
    return grown


def grown_or_written(element: etree._Element) -> Tag | str:
    """Return the tree of an element that is parsed already; its markup where that may give another tree."""
    grown = grown_from(element)
    return html.tostring(element, encoding="unicode", with_tail=False) if grown is None else grown


def grown_from(body: etree._Element) -> Tag | None:
    """Return the tree of a body that is parsed already, as its markup would give it; None where that may be another.

    To write a body down and parse it anew changes what addresses hold that must be escaped, raw text, comments, and
    elements of which the end is not written: one with none of these is taken as it stands.
    """
    grown = _Element(BeautifulSoup.ROOT_TAG_NAME, {}, None, None)
    try:
        _take_plain(body, grown, _MOST_LEVELS)
    except _NotPlainError:
        return None
    return grown


class _NotPlainError(Exception):
    """A body has something that is not the same when it is parsed anew."""


class _Element(Tag):
    """An element of a grown tree: what lies below it is found by ``contents`` alone, and it cannot be changed."""

    prefix = namespace = None
    hidden = known_xml = False
    cdata_list_attributes: Any = None
    preserve_whitespace_tags = _PRESERVING

    def __init__(self, name: str, attributes: dict[str, Any], parent: Tag | None, kind: Any) -> None:
        # Not Tag's own: see above.
        self.name, self.attrs, self.parent = name, attributes, parent
        self.contents: list[PageElement] = []
        self.can_be_empty_element = name in _EMPTY
        self.interesting_string_types = kind or _TEXTS

    @property
    def descendants(self) -> Iterator[PageElement]:
        """What lies below, in order."""
        waiting = self.contents[::-1]
        while waiting:
            node = waiting.pop()
            yield node
            if isinstance(node, Tag):
                waiting += node.contents[::-1]


def _take(node: Any, parent: Tag, kept: type[NavigableString], *, preserving: bool) -> None:
    """Grow an element of lxml's and all that lies in it, which is not deep.

    ``kept`` is the type of its strings, ``preserving`` says that an element around it keeps white space.
    """
    name, attributes = node.tag, dict(node.items())
    if "class" in attributes:
        attributes["class"] = attributes["class"].split()
    kind = _CONTAINERS.get(name)
    kept, preserving = kind or kept, preserving or name in _PRESERVING
    tag = _Element(name, attributes, parent, kind)
    parent.contents.append(tag)
    if text := node.text:
        _add(kept, text, tag, preserving=preserving)
    for child in node:
        if isinstance(child.tag, str):
            _take(child, tag, kept, preserving=preserving)
        else:  # a comment, or an instruction
            _add(Comment, child.text or "", tag, preserving=True)
        if text := child.tail:
            _add(kept, text, tag, preserving=preserving)


def _take_plain(node: Any, parent: Tag, levels: int) -> None:
    """Grow a plain element and all that lies in it, so many ``levels`` deep at most."""
    name, attributes = node.tag, dict(node.items())
    if name not in _PLAIN or not levels:
        raise _NotPlainError
    if attributes:
        if not _BOOLEAN.isdisjoint(attributes) or not all(
            _AS_WRITTEN(attributes[each]) for each in _ADDRESSES.intersection(attributes)
        ):
            raise _NotPlainError
        if "class" in attributes:
            attributes["class"] = attributes["class"].split()
    tag = _Element(name, attributes, parent, None)
    parent.contents.append(tag)
    _add_plain(node.text, tag)
    for child in node:
        _take_plain(child, tag, levels - 1)
        _add_plain(child.tail, tag)


def _add_plain(text: str | None, parent: Tag) -> None:
    if text:
        if "\r" in text:
            raise _NotPlainError
        _add(NavigableString, text, parent, preserving=False)


def _add(kind: type[NavigableString], text: str, parent: Tag, *, preserving: bool) -> None:
    if not preserving and not text.strip(_SPACES):
        text = "\n" if "\n" in text else " "
    string = str.__new__(kind, text)  # without the links that the type itself would set
    string.parent = parent
    parent.contents.append(string)
