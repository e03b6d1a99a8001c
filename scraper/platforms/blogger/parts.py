"""The parts of a page: the bodies of its posts, and around each what Blogger says of that post.

What stands in a body is its author's, or was pasted from anywhere: it may look like Blogger's own markup, and says
nothing of the post, of another, or of the page. And a body may leave elements open: then the parser nests what follows
in it, its own footer and whole posts among them. Those are found again by their footers.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Container, Sequence
from dataclasses import dataclass

from scraper.platforms.blogger.lookup import Element, Lookup, Ranges, has_class

_FALLBACKS = ("entry-content", "post-entry", "post-content")
_NOT_A_POST = ("PopularPosts", "FeaturedPost", "sidebar", "comments", "comment", "snippet-item")
_HOLDERS = ("post", "hentry", "post-outer", "blog-post")
TITLES = ("post-title", "entry-title")
_NUMBERED = re.compile(r"post-body-\d{5,20}")


@dataclass(frozen=True)
class Part:
    """A post on a page: its body, what lies around it and is its own, and whether the body swallowed its footer."""

    body: Element
    container: Element
    own: Ranges
    swallowed: bool = False


@dataclass(frozen=True)
class Parts:
    """The posts on a page, in order, and all that is in none of their bodies."""

    posts: tuple[Part, ...]
    outside: Ranges

    @property
    def bodies(self) -> list[Element]:
        """The posts' bodies."""
        return [post.body for post in self.posts]


def parts_of(lookup: Lookup) -> Parts:
    """Return the parts of a page."""
    named = _named(lookup)
    bodies = _bodies(lookup, named)
    extents = [_extent(lookup, body) for body in bodies]
    containers = _containers(lookup, named, bodies, extents)
    holes = [each for body, each in zip(bodies, extents, strict=True) if _is_marked(body)]
    own = _own(lookup, bodies, containers, extents)
    posts = [
        Part(body, container, around, extent.stop < lookup.below(body).stop)
        for body, container, around, extent in zip(bodies, containers, own, extents, strict=True)
    ]
    return Parts(tuple(posts), lookup.without(holes))


def _own(
    lookup: Lookup, bodies: Sequence[Element], containers: Sequence[Element], extents: Sequence[range]
) -> list[Ranges]:
    """Return what is each post's own: of its container what lies before the next post, and a footer that fell out."""
    begins = sorted(map(lookup.place, containers))
    found: list[Ranges] = []
    for body, container, extent in zip(bodies, containers, extents, strict=True):
        below = lookup.below(container)
        following = next(iter(begins[bisect_right(begins, extent.start) :]), lookup.whole.stop)
        own = lookup.without([extent] if _is_marked(body) else [], range(below.start, min(below.stop, following)))
        if not lookup.of_class("post-footer", inside=own):
            # A body that closes more than it opened has its footer behind its container.
            stray = lookup.of_class("post-footer", inside=(range(below.stop, following),))
            own = (
                *own,
                *(range(lookup.place(each), lookup.below(each).stop) for each in stray[:1] if is_of_post(each)),
            )
        found.append(own)
    return found


def is_of_post(element: Element) -> bool:
    """Say whether an element is none of the page's frame: side bars, popular posts, comments."""
    return not any(map(_is_frame, (element, *element.iterancestors())))


def headings(lookup: Lookup, inside: Element | Ranges) -> list[Element]:
    """Return what is marked as the title of a post."""
    return lookup.of_class(*TITLES, inside=inside) or [
        element for element in lookup.of_property("name", inside) if element.tag in ("h1", "h2", "h3")
    ]


def _is_frame(element: Element) -> bool:
    name = element.get("id") or ""
    named = name == "comments" or name.startswith("sidebar")
    return named or element.tag == "aside" or has_class(element, *_NOT_A_POST)


def _bodies(lookup: Lookup, named: list[Element]) -> list[Element]:
    """Return the bodies of the posts on a page, in order; ``named`` are those of Blogger's own markup."""
    for candidates in (named, lookup.of_property("articleBody"), lookup.of_class(*_FALLBACKS)):
        found = dict.fromkeys(element for element in candidates if is_of_post(element))
        if own := [element for element in found if _is_own(lookup, element, found)]:
            return own
    return []


def _named(lookup: Lookup) -> list[Element]:
    """Return what Blogger's own markup calls a body, of a post or of something in the page's frame."""
    named = lookup.in_order([*lookup.of_class("post-body"), *lookup.of_id_beginning("post-body-")])
    return [element for element in named if element.tag != "script"]


def _is_marked(body: Element) -> bool:
    """Say whether a body is surely nothing but the body: themes of their own use the other names for more."""
    name, part = body.get("id") or "", body.get("itemprop") or ""
    return has_class(body, "post-body") or name.startswith("post-body-") or "articleBody" in part


def _is_own(lookup: Lookup, body: Element, found: Container[Element]) -> bool:
    """Say whether a body is in no other, or is that of a later post which an open element holds in another."""
    outer = next((ancestor for ancestor in body.iterancestors() if ancestor in found), None)
    if outer is None:
        return True
    holder = _nearest_holder(body)
    if holder is None or lookup.place(holder) not in lookup.below(outer):
        return False
    numbered = bool(_NUMBERED.fullmatch(body.get("id") or ""))
    return numbered and lookup.place(holder) >= _extent(lookup, outer).stop


def _extent(lookup: Lookup, body: Element) -> range:
    """Return the places of a body: to its end, or to its post's own footer, if an open element drew that in."""
    below = lookup.below(body)
    whole = range(below.start - 1, below.stop)
    holder = _nearest_holder(body)
    if holder is None:
        return whole
    behind = range(below.stop, lookup.below(holder).stop)
    following = lookup.of_class(*_HOLDERS, inside=(behind,))[:1]
    mine = range(whole.start, lookup.place(following[0]) if following else behind.stop)
    footers = lookup.of_class("post-footer", inside=(mine,))
    places = [lookup.place(footer) for footer in footers if _nearest_holder(footer) is holder]
    swallowed = bool(places) and all(place in below for place in places)
    return range(whole.start, places[-1]) if swallowed else whole


def _nearest_holder(element: Element) -> Element | None:
    return next((ancestor for ancestor in element.iterancestors() if _is_holder(ancestor)), None)


def _is_holder(element: Element) -> bool:
    return element.tag == "article" or has_class(element, *_HOLDERS)


def _containers(
    lookup: Lookup, named: Sequence[Element], bodies: Sequence[Element], extents: Sequence[range]
) -> list[Element]:
    places = [lookup.place(body) for body in bodies]
    begins = [extent.start for extent in extents]
    others = [place for place in map(lookup.place, named) if place not in extents[_last(begins, place)]]
    all_bodies = sorted({*others, *places})
    return [_container(lookup, body, places, all_bodies) for body in bodies]


def _last(begins: Sequence[int], place: int) -> int:
    """Return the number of the last that begins at a place or before it, else of the first."""
    return max(0, bisect_right(begins, place) - 1)


def _container(lookup: Lookup, body: Element, posts: Sequence[int], all_bodies: Sequence[int]) -> Element:
    """Return what holds a post: the outermost such element with no other post's body in it, else the nearest."""
    above = list(body.iterancestors())
    holders = [ancestor for ancestor in above if _is_holder(ancestor)]
    alone = [holder for holder in holders if _count(lookup.below(holder), posts) == 1]
    if holders:
        return alone[-1] if alone else holders[0]
    # A theme of its own: the nearest ancestor that has a heading, but none that holds another body.
    for ancestor in above:
        if _count(lookup.below(ancestor), all_bodies) > 1:
            break
        if headings(lookup, ancestor):
            return ancestor
    return above[0] if above else body


def _count(below: range, places: Sequence[int]) -> int:
    return bisect_left(places, below.stop) - bisect_left(places, below.start)
