"""Where a page's elements are, by class, id, property and tag: one pass over the tree instead of a search for each.

Every element has a place, its number in document order, so that what lies below an element is one range of places.
"""

from __future__ import annotations

import functools
import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from typing import Any, cast

from lxml import etree

Element = etree._Element
Ranges = tuple[range, ...]  # of places: a part of a page that need not lie below one element
_Places = defaultdict[str, list[int]]

_ALL = etree.XPath("/descendant::*")  # broken pages have elements beside their root, too
_SPACE = re.compile(r"[ \t\r\n]+")


@functools.lru_cache(maxsize=4096)  # every page of a blog has the same few hundred values
def tokens(value: str) -> frozenset[str]:
    """Return the classes that a class attribute names."""
    return frozenset(_SPACE.split(value))


def has_class(element: Element, *names: str) -> bool:
    """Say whether an element has one of these classes."""
    value = element.get("class")
    return value is not None and not tokens(value).isdisjoint(names)


class Lookup:
    """The elements of a page."""

    def __init__(self, tree: Element) -> None:
        try:
            self._elements = cast(list[Element], _ALL(tree))
        except etree.XPathEvalError as error:
            raise MemoryError from error  # nothing else can be wrong with this one
        tags, ids, properties, classes = _Places(list), _Places(list), _Places(list), _Places(list)
        self.hrefs: list[str] = []  # of its anchors, in order
        for place, element in enumerate(cast(list[Any], self._elements)):
            tag = element.tag
            tags[tag].append(place)
            for name, value in element.items():  # to ask for each of the four takes longer
                if name == "href" and tag == "a":
                    self.hrefs.append(value)
                elif name == "class" and value:
                    for each in tokens(value):
                        classes[each].append(place)
                elif name == "id" and value:
                    ids[value].append(place)
                elif name == "itemprop" and value:
                    properties[value].append(place)
        self._tags, self._ids, self._properties, self._classes = tags, ids, properties, classes

    @functools.cached_property
    def _places(self) -> dict[Element, int]:
        return {element: place for place, element in enumerate(self._elements)}

    def of_class(self, *names: str, inside: Element | Ranges | None = None) -> list[Element]:
        """Return the elements that have one of these classes, in order; those below an element, or all."""
        return self._found((self._classes.get(name) for name in names), inside)

    def of_tag(self, *names: str, inside: Element | Ranges | None = None) -> list[Element]:
        """Return the elements of these tags."""
        return self._found((self._tags.get(name) for name in names), inside)

    def of_id(self, name: str) -> list[Element]:
        """Return the elements of an id: pages repeat what should be unique."""
        return self._found([self._ids.get(name)], None)

    def of_id_beginning(self, start: str) -> list[Element]:
        """Return the elements of which the id begins so."""
        return self._found((places for name, places in self._ids.items() if name.startswith(start)), None)

    def of_property(self, part: str, inside: Element | Ranges | None = None) -> list[Element]:
        """Return the elements of which the ``itemprop`` has this in it."""
        return self._found((places for name, places in self._properties.items() if part in name), inside)

    def in_order(self, elements: Iterable[Element]) -> list[Element]:
        """Return elements in the order of the document, each once."""
        return [self._elements[place] for place in sorted({self._places[element] for element in elements})]

    def inside(self, holders: Iterable[Element], found: Iterable[Element]) -> list[Element]:
        """Return those of the elements found that lie below one of others."""
        return self.within([self.below(holder) for holder in holders], found)

    def within(self, ranges: Iterable[range], found: Iterable[Element]) -> list[Element]:
        """Return those of the elements found that lie in one of these ranges."""
        ranges = list(ranges)
        return [element for element in found if any(self._places[element] in each for each in ranges)]

    @property
    def whole(self) -> range:
        """The places of all elements."""
        return range(len(self._elements))

    def place(self, element: Element) -> int:
        """Return an element's number in the order of the document."""
        return self._places[element]

    def below(self, element: Element) -> range:
        """Return the places of what lies below an element."""
        return range(self._places[element] + 1, self._end(element))

    def without(self, holes: Iterable[range], whole: range | None = None) -> Ranges:
        """Return what is left of a range, or of the page, without others."""
        whole, left = self.whole if whole is None else whole, []
        begin = whole.start
        for hole in sorted(holes, key=lambda hole: hole.start):
            if hole.stop > begin and hole.start < whole.stop:
                left.append(range(begin, max(begin, hole.start)))
                begin = hole.stop
        return tuple(filter(None, (*left, range(begin, whole.stop))))

    def before(self, element: Element, found: Iterable[Element]) -> list[Element]:
        """Return those of the elements found that end before an element begins: none that holds it."""
        begin = self._places[element]
        return [other for other in found if self._places[other] < begin and self._end(other) <= begin]

    def _found(self, lists: Iterable[list[int] | None], inside: Element | Ranges | None) -> list[Element]:
        given = [places for places in lists if places]
        if given and inside is not None:
            ranges = inside if isinstance(inside, tuple) else (self.below(inside),)
            given = [
                places[bisect_left(places, each.start) : bisect_left(places, each.stop)]
                for places in given
                for each in ranges
            ]
        places = given[0] if len(given) == 1 else sorted({place for each in given for place in each})
        return [self._elements[place] for place in places]

    def _end(self, element: Element) -> int:
        """Return the place of the first element behind all that lies below an element."""
        above: Element | None = element
        while above is not None:
            following: Any = above.getnext()
            while following is not None and not isinstance(following.tag, str):  # a comment has no place
                following = following.getnext()
            if following is not None:
                return self._places[following]
            above = above.getparent()
        return len(self._elements)
