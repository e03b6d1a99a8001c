"""Either form of an export into a document. The forms' elements are in name spaces of their own, so one reader takes
both; what no field holds is kept as it stands.
"""

from __future__ import annotations

import contextlib
import functools
import html
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import urlsplit

from archive.mending import mended
from archive.restoration.exports.derived import CONTROL, LINK, REPLY, alternate_of, related_of, reply_of
from archive.restoration.exports.document import (
    COMMENT,
    DRAFT,
    LIVE,
    Document,
    Element,
    Entry,
    Head,
    Person,
    Text,
    Trouble,
)
from archive.restoration.exports.elements import Broken, parts_of
from archive.restoration.exports.names import APP, ATOM, BLOGGER, KIND, KINDS, LABELS, OWN, TAG

_A, _B, _O = f"{{{ATOM}}}", f"{{{BLOGGER}}}", f"{{{OWN}}}"
_ENTRY = f"{_A}entry"


def read(body: bytes) -> Document:
    """Return what an export holds, classic or Takeout's, or a single entry of one.

    Never raises for what is in it: where it breaks off, what stands before the break is there, and a trouble says so.
    """
    text, mends = mended(body)
    troubles = tuple(Trouble(one.code, one.detail) for one in mends)
    head: list[Element] = []
    entries: list[Element] = []
    root, whole = "", True
    try:
        for name, part in parts_of(text):
            root = name
            (entries if part.name == _ENTRY else head).append(part)
    except Broken as broken:
        troubles, whole = (*troubles, broken.args[0]), False
    if root == _ENTRY:
        entries, head = [Element(_ENTRY, children=tuple(head))], []
    elif root != f"{_A}feed":
        return Document(troubles=(*troubles, Trouble("not-an-export", "it is no feed of Atom")), whole=False)
    own = _head(head)
    return Document(own, tuple(_entry(one, own) for one in entries), troubles, whole)


class _Taken:
    """The children of an element: what a field takes is no longer among the others."""

    def __init__(self, children: tuple[Element, ...]) -> None:
        self._left = list(children)

    def first(self, name: str, fits: Callable[[Element], bool] = lambda _: True) -> Element | None:
        for number, one in enumerate(self._left):
            if one.name == name and fits(one):
                return self._left.pop(number)
        return None

    def each(self, name: str, fits: Callable[[Element], bool] = lambda _: True) -> Iterator[Element]:
        while (found := self.first(name, fits)) is not None:
            yield found

    def line(self, name: str) -> str:
        """Take the first simple element of a name, and return its text without the space around it."""
        found = self.first(name, _is_simple)
        return found.text.strip() if found else ""

    def optional(self, name: str) -> str | None:
        """Take the first simple element of a name, and return its text, None where there is none."""
        found = self.first(name, _is_simple)
        return found.text if found else None

    def text(self, name: str) -> Text | None:
        """Take the first title or body that holds text alone."""
        found = self.first(name, lambda one: not one.children and {key for key, _ in one.attributes} <= {"type"})
        return Text(found.text, found.get("type")) if found else None

    def left(self) -> tuple[Element, ...]:
        """Return what is not taken yet."""
        return tuple(self._left)

    def others(self) -> tuple[Element, ...]:
        """Return what was not taken; the white space between elements says nothing."""
        return tuple(replace(one, tail="") for one in self._left)


def _is_simple(element: Element) -> bool:
    return not element.children and not element.attributes


def _head(children: list[Element]) -> Head:
    taken = _Taken(tuple(children))
    alternate = taken.first(f"{_A}link", lambda one: _keys(one) == {"rel", "type", "href"} and _is_page(one))
    home = alternate.get("href") if alternate else ""
    return Head(
        id=taken.line(f"{_A}id").removesuffix(".archive"),
        title=taken.text(f"{_A}title"),
        updated=taken.line(f"{_A}updated"),
        home=home if not home or home.endswith("/") else f"{home}/",
        authors=tuple(map(_person, taken.each(f"{_A}author"))),
        others=taken.others(),
    )


def _is_page(link: Element) -> bool:
    return link.get("rel") == "alternate" and link.get("type") == "text/html"


def _keys(element: Element) -> set[str]:
    return {key for key, _ in element.attributes}


def _person(element: Element) -> Person:
    taken = _Taken(element.children)
    return Person(
        name=taken.optional(f"{_A}name"),
        uri=taken.optional(f"{_A}uri"),
        email=taken.optional(f"{_A}email"),
        type=taken.optional(f"{_B}type"),
        others=taken.others(),
    )


def _entry(element: Element, head: Head) -> Entry:
    taken = _Taken(element.children)
    title = taken.text(f"{_A}title")
    if title and element.find(f"{_B}type") is not None:
        # Takeout escapes twice what a title has of &, ' and ".
        title = Text(html.unescape(title.value), title.type)
    kind = _kind(taken)
    entry = Entry(
        id=taken.line(f"{_A}id"),
        kind=kind,
        status=_status(taken),
        title=title,
        content=taken.text(f"{_A}content"),
        published=_instant(taken, "published"),
        updated=_instant(taken, "updated"),
        created=taken.line(f"{_B}created"),
        authors=tuple(map(_person, taken.each(f"{_A}author"))),
        labels=tuple(one.get("term") for one in taken.each(f"{_A}category", lambda one: _is_label(one, head))),
        meta=taken.optional(f"{_B}metaDescription"),
        trashed=taken.optional(f"{_B}trashed"),
    )
    if kind == COMMENT:
        return _comment(entry, taken, head)
    path = taken.line(f"{_B}filename") or path_in(taken.left())
    entry = replace(entry, path=path)
    taken.first(LINK, functools.partial(_is_same, alternate_of(entry, head)))
    return replace(entry, others=taken.others())


def _comment(entry: Entry, taken: _Taken, head: Head) -> Entry:
    post = taken.line(f"{_B}parent") or next((one.get("ref") for one in taken.left() if one.name == REPLY), "")
    comment = taken.line(f"{_B}inReplyTo") or _related(taken.left(), post)
    entry = replace(entry, post=post, comment=comment, path=taken.line(f"{_B}filename"))
    for usual in (reply_of(entry, head), related_of(entry, head)):
        if usual:
            taken.first(usual.name, functools.partial(_is_same, usual))
    return replace(entry, others=taken.others())


def _is_same(usual: Element | None, element: Element) -> bool:
    # The order of attributes says nothing.
    return usual is not None and not element.children and sorted(element.attributes) == sorted(usual.attributes)


def path_in(elements: Iterable[Element]) -> str:
    """Return the path that a link to an entry's own page leads to, "" where there is none."""
    links = (one for one in elements if one.name == LINK and one.get("rel") == "alternate")
    for link in links:
        with contextlib.suppress(ValueError):  # it is no address
            if (path := urlsplit(link.get("href")).path) not in ("", "/"):
                return path
    return ""


def _related(elements: Iterable[Element], post: str) -> str:
    """Return the id of the comment that one answers: a link leads to it, "" where there is none."""
    blog = post.rpartition(".")[0]
    numbers = (
        one.get("href").rpartition("/")[2] for one in elements if one.name == LINK and one.get("rel") == "related"
    )
    return next((f"{blog}.post-{number}" for number in numbers if number.isdecimal() and blog.startswith(TAG)), "")


def _kind(taken: _Taken) -> str:
    stated = taken.line(f"{_B}type")
    usual = taken.first(f"{_A}category", _is_kind)
    if stated:
        return stated.lower() if stated == stated.upper() else stated
    return usual.get("term").removeprefix(KINDS) if usual else ""


def _is_kind(category: Element) -> bool:
    return (
        _keys(category) == {"scheme", "term"}
        and category.get("scheme") == KIND
        and (category.get("term").startswith(KINDS))
    )


def _status(taken: _Taken) -> str:
    stated = taken.line(f"{_B}status")
    if stated != LIVE:
        control = taken.first(CONTROL, _is_usual_control)
        stated = stated or (DRAFT if control else "")
    return stated or (DRAFT if any(map(_is_draft, taken.left())) else LIVE)


def _is_usual_control(element: Element) -> bool:
    return len(element.children) == 1 and replace(element.children[0], tail="") == Element(
        f"{{{APP}}}draft", text="yes"
    )


def _is_draft(element: Element) -> bool:
    return element.name == CONTROL and any("yes" in child.text.lower() for child in element.children)


def _instant(taken: _Taken, name: str) -> str:
    """Return an instant: with its offset, where that stands beside it and is the same instant."""
    stated = taken.line(f"{_A}{name}")
    own = taken.first(f"{_O}{name}", lambda one: _is_simple(one) and in_utc(one.text) == stated)
    return own.text if own else stated


def in_utc(instant: str) -> str:
    """Return an instant as Takeout has it, to the millisecond and in UTC; as it is, where it is none.

    >>> in_utc("2014-03-05T22:36:00.005+08:00")
    '2014-03-05T14:36:00.005Z'
    """
    try:
        when = datetime.fromisoformat(instant)
        if when.tzinfo is None:
            return instant
        text = when.astimezone(UTC).isoformat(timespec="milliseconds" if when.microsecond else "seconds")
    except (ValueError, OverflowError):
        return instant
    return text.replace("+00:00", "Z")


def _is_label(category: Element, head: Head) -> bool:
    if _keys(category) != {"scheme", "term"} or category.children:
        return False
    scheme = category.get("scheme")
    return scheme == LABELS or (bool(head.id) and scheme == head.id) or (not head.id and scheme.startswith(TAG))
