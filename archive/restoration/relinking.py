"""The addresses in a sanitised body, made those of the restored site: its pictures, and links to its own posts. Pure.

The markup is as nh3 writes it: every attribute quoted, and each `<` and `>` of a text or an attribute escaped, so that
what looks like a tag is one.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape, unescape

_TAG = re.compile(r"<(a|img)(?=[ >])([^<>]*)>")
_PICTURE = re.compile(r"\s*<(img)(?=[ >])([^<>]*)>")
_ATTRIBUTE = re.compile(r' ([^\s=>"/]+)(?:="([^"]*)")?')

Linked = Callable[[str, str | None], str | None]
"""Gives the new address of a link, from its old one and that of the picture it stands around, if any; None: no link."""
Shown = Callable[[str], str | None]
"""Gives the new address of a picture, None where there is none to show."""


def relinked(markup: str, link: Linked, picture: Shown) -> str:
    """Return a body with its links and pictures at other addresses.

    A link or picture without an address keeps its text: what the one says, or the other says in its place.

    >>> relinked('<a href="/1"><img src="/2" alt="Y &amp; Z"></a>', lambda old, around: f"{old}{around}", str.upper)
    '<a href="/1/2"><img alt="Y &amp; Z" src="/2"></a>'
    """
    return _TAG.sub(lambda match: _tag(match, markup, link, picture), markup)


def _tag(match: re.Match[str], markup: str, link: Linked, picture: Shown) -> str:
    name, place = match[1], "href" if match[1] == "a" else "src"
    given = _attributes(match)
    attributes = dict(given)
    if place in given:
        del attributes[place]
        address = picture(given[place]) if name == "img" else link(given[place], _around(markup, match.end()))
        attributes |= {place: address} if address is not None else {}
    if name == "img" and place not in attributes:
        return escape(given.get("alt") or given.get("title") or "", quote=False)
    return f"<{name}" + "".join(f' {key}="{escape(value)}"' for key, value in attributes.items()) + ">"


def _around(markup: str, end: int) -> str | None:
    """Return the address of the picture that a link begins with."""
    first = _PICTURE.match(markup, end)
    return _attributes(first).get("src") if first else None


def _attributes(match: re.Match[str]) -> dict[str, str]:
    return {one[1].lower(): unescape(one[2] or "") for one in _ATTRIBUTE.finditer(match[2])}
