"""A captured page as it can be read without danger: its markup, with nothing that acts, loads or leads away. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urljoin

import nh3
from markupsafe import Markup

from archive.records import Capture
from archive.web.visible import plainly

_TAGS = """
    a abbr address article aside b bdi bdo blockquote br caption center cite code col colgroup dd del dfn div dl dt em
    figcaption figure footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li main mark nav ol p pre q rp rt ruby s samp
    section small span strike strong sub sup table tbody td tfoot th thead time tr tt u ul var wbr
"""
_ATTRIBUTES = {
    "*": frozenset(("dir", "lang")),
    "img": frozenset(("alt", "src")),
    "td": frozenset(("colspan", "rowspan")),
    "th": frozenset(("colspan", "rowspan")),
}
_REMOVED_WHOLE = "script style title template noscript iframe object svg math select textarea"
_CHARSET = re.compile(rb"charset\s{0,5}=\s{0,5}[\"']?\s{0,5}([\w-]{1,40})", re.IGNORECASE)
_LONGEST = 4 << 20  # characters

Pictured = Callable[[str], str | None]


def sanitised(capture: Capture, pictured: Pictured) -> Markup:
    """Return a captured page for reading; ``pictured`` gives the address of a picture that is in the collection.

    Links keep their text alone, pictures that are not in the collection their alternative text.
    """

    def filtered(tag: str, attribute: str, value: str) -> str | None:
        if (tag, attribute) == ("img", "src"):
            return _pictured(capture.target_uri, value, pictured)
        return plainly(value)

    clean = nh3.clean(
        text_of(capture)[:_LONGEST],
        tags=set(_TAGS.split()),
        clean_content_tags=set(_REMOVED_WHOLE.split()),
        attributes={tag: set(names) for tag, names in _ATTRIBUTES.items()},
        attribute_filter=filtered,
        strip_comments=True,
        link_rel=None,
        url_schemes={"http", "https"},  # of a picture's address, which `filtered` replaces or leaves out
    )
    return Markup(clean)  # noqa: S704 (that is what nh3 is for; and the page's policy lets nothing run)


def _pictured(page: str, value: str, pictured: Pictured) -> str | None:
    try:
        return pictured(urljoin(page, value.strip()))
    except ValueError:  # what the page wrote is no address
        return None


def text_of(capture: Capture) -> str:
    """Return the text of a page, by the character set that its header or its first bytes name."""
    stated = _CHARSET.search(capture.header("Content-Type").encode("latin-1", "replace")) or _CHARSET.search(
        capture.body[:1024]
    )
    try:
        return capture.body.decode(stated[1].decode("ascii") if stated else "utf-8", "replace")
    except (LookupError, ValueError):
        return capture.body.decode("utf-8", "replace")
