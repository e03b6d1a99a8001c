"""A captured page as it can be read without danger: its markup, with nothing that acts, loads or leads away. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urljoin

from markupsafe import Markup

from archive.records import Capture
from archive.sanitising import LONGEST, clean
from archive.visible import plainly

_CHARSET = re.compile(rb"charset\s{0,5}=\s{0,5}[\"']?\s{0,5}([\w-]{1,40})", re.IGNORECASE)

Pictured = Callable[[str], str | None]


def sanitised(capture: Capture, pictured: Pictured) -> Markup:
    """Return a captured page for reading; ``pictured`` gives the address of a picture that is in the collection.

    Links keep their text alone, pictures that are not in the collection their alternative text.
    """

    def filtered(tag: str, attribute: str, value: str) -> str | None:
        if (tag, attribute) == ("img", "src"):
            return _pictured(capture.target_uri, value, pictured)
        return plainly(value)

    return Markup(clean(text_of(capture)[:LONGEST], filtered))  # noqa: S704 (that is what nh3 is for; and the page's policy lets nothing run)


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
