"""What an export of Blogger holds, whatever its form. A field that neither form has an element for does not exist;
an element that has no field is kept as it is.
"""

from __future__ import annotations

from dataclasses import dataclass

LIVE, DRAFT = "LIVE", "DRAFT"
POST, PAGE, COMMENT, SETTINGS, TEMPLATE = "post", "page", "comment", "settings", "template"


@dataclass(frozen=True)
class Element:
    """An XML element. ``name`` and those of ``attributes`` are in Clark's form, "{name space}local"; ``text`` stands
    before the first child, ``tail`` behind the element.
    """

    name: str
    attributes: tuple[tuple[str, str], ...] = ()
    text: str = ""
    children: tuple[Element, ...] = ()
    tail: str = ""

    def get(self, attribute: str) -> str:
        """Return an attribute's value, "" where there is none."""
        return next((value for name, value in self.attributes if name == attribute), "")

    def find(self, name: str) -> Element | None:
        """Return the first child of a name."""
        return next((child for child in self.children if child.name == name), None)


@dataclass(frozen=True)
class Text:
    """A title or a body: ``type`` is text, html, or "" where the source names none."""

    value: str
    type: str = ""


@dataclass(frozen=True)
class Person:
    """An author; ``type`` is Takeout's (BLOGGER, ANONYMOUS, ...). None for what the source does not have."""

    name: str | None = None
    uri: str | None = None
    email: str | None = None
    type: str | None = None
    others: tuple[Element, ...] = ()


@dataclass(frozen=True)
class Entry:
    """One entry: a post, page or comment, and in the classic form also the template and each setting.

    ``status`` is in Blogger's words (LIVE, DRAFT, SCHEDULED, SOFT_TRASHED, PENDING, ...). Instants are as they stood,
    "" where there was none. ``path`` is the address without the host. ``post`` and ``comment`` are the ids of what a
    comment stands under and answers. ``labels`` are in order, each as often as it stood. ``others`` are all elements
    that no field holds.
    """

    id: str = ""
    kind: str = ""
    status: str = LIVE
    title: Text | None = None
    content: Text | None = None
    published: str = ""
    updated: str = ""
    created: str = ""
    authors: tuple[Person, ...] = ()
    labels: tuple[str, ...] = ()
    path: str = ""
    post: str = ""
    comment: str = ""
    meta: str | None = None
    trashed: str | None = None
    others: tuple[Element, ...] = ()


@dataclass(frozen=True)
class Head:
    """What an export says of the blog: ``id`` is "tag:blogger.com,1999:blog-NUMBER", ``home`` its address with a slash
    at the end, "" where it is not named.
    """

    id: str = ""
    title: Text | None = None
    updated: str = ""
    home: str = ""
    authors: tuple[Person, ...] = ()
    others: tuple[Element, ...] = ()


@dataclass(frozen=True)
class Trouble:
    """What was wrong with an export: ``code`` for machines, ``detail`` for people."""

    code: str
    detail: str


@dataclass(frozen=True)
class Document:
    """An export. ``whole`` is False where it breaks off: ``entries`` are those before the break."""

    head: Head = Head()
    entries: tuple[Entry, ...] = ()
    troubles: tuple[Trouble, ...] = ()
    whole: bool = True
