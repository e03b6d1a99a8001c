"""A post's markup with its links and pictures turned to the site's own files. Pure.

It was sanitised before (`archive.sanitising`), and lost its links to quarantined hosts; it is again here, so that
nothing acts or loads whatever it was made from. The policy of each page lets nothing be loaded from elsewhere either.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import nh3
from markupsafe import Markup

from archive.addresses import split
from archive.config import ALWAYS_QUARANTINED
from archive.restoration.own import is_same_blog
from archive.restoration.picture_files import PictureFile
from archive.restoration.site.pictures import forms
from archive.restoration.site.places import link
from archive.sanitising import TAGS
from archive.visible import plainly

_ATTRIBUTES = {
    "*": {"dir", "lang", "align", "style", "class"},
    "a": {"href", "title", "name"},
    "img": {"alt", "src", "title", "width", "height"},
    "font": {"color", "face", "size"},
    "ol": {"start", "type"},
    "td": {"colspan", "rowspan", "valign"},
    "th": {"colspan", "rowspan", "valign"},
    "time": {"datetime"},
}
_CLASSES = frozenset(("separator", "tr-caption", "tr-caption-container"))
# Size and face of the letters are the site's own; of these none hides, moves or loads anything.
_STYLES = {
    "clear", "color", "display", "float", "font-size", "font-style", "font-weight", "text-align", "text-decoration",
    "text-indent", "visibility", "white-space",
}  # fmt: skip
_TAG = re.compile(r"(<[^<>]*>)")  # nh3 escapes both signs, in attributes, too
_TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_LONGEST = 4 << 20  # characters


@dataclass
class Surroundings:
    """Where a body stands: ``page`` finds the place of an address of the blog, None for what the site does not have."""

    root: str
    home: str
    page: Callable[[str], str | None]
    pictures: Mapping[str, PictureFile] = field(default_factory=dict)


def body_of(markup: str, around: Surroundings) -> Markup:
    """Return a body for the site: links to its own pages and pictures lead to files, those to others stay.

    Links to quarantined hosts, and to what the blog had and the site has not, are text alone.
    """

    def filtered(_: str, attribute: str, value: str) -> str | None:
        if attribute == "src":
            return _shown(value, around)
        if attribute == "href":
            return _led(value, around)
        if attribute == "class":
            return " ".join(name for name in value.split() if name in _CLASSES) or None
        return value

    clean = nh3.clean(
        markup[:_LONGEST],
        tags={*TAGS.split(), "font"},
        attributes=_ATTRIBUTES,
        attribute_filter=filtered,
        strip_comments=True,
        link_rel="noreferrer",
        url_schemes={"http", "https", "mailto"},
        filter_style_properties=_STYLES,
    )
    return Markup(_visibly(clean))  # noqa: S704 (that is what nh3 is for; and the page's policy lets nothing run)


def _shown(url: str, around: Surroundings) -> str | None:
    kept = _kept(url, around)
    return link(kept.name, around.root) if kept and kept.shown else None


def _kept(url: str, around: Surroundings) -> PictureFile | None:
    return next((around.pictures[form] for form in forms(url) if form in around.pictures), None)


def _led(url: str, around: Surroundings) -> str | None:
    if kept := _kept(url, around):
        return link(kept.name, around.root)
    parts = split(url)
    if parts is None or url.startswith("mailto:"):
        return url if url.startswith("mailto:") else None
    if is_of(parts.hostname or "", (ALWAYS_QUARANTINED,)):
        return None
    if not is_same_blog(url, around.home):
        return url
    place = around.page(parts.path or "/")
    fragment = f"#{parts.fragment}" if place and parts.fragment else ""
    return f"{link(place, around.root)}{fragment}" if place else None


def is_of(host: str, others: tuple[str, ...]) -> bool:
    """Say whether a host is one of some, or below one.

    >>> is_of("www.Bad.example.", ("bad.example",)), is_of("notbad.example", ("bad.example",))
    (True, False)
    """
    try:
        plain = host.rstrip(".").encode("idna").decode("ascii").lower()
    except UnicodeError:
        plain = host.rstrip(".").lower()
    return any(plain == other or plain.endswith(f".{other}") for other in map(str.lower, others))


def _visibly(clean: str) -> str:
    """Return markup in which characters that turn the text about are shown, and turn nothing beyond themselves."""
    if not _TURNING.search(clean):
        return clean
    pieces = _TAG.split(clean)
    pieces[1::2] = map(plainly, pieces[1::2])
    pieces[::2] = (_TURNING.sub(_marked, piece) for piece in pieces[::2])
    return "".join(pieces)


def _marked(match: re.Match[str]) -> str:
    # The character stays, so that the text is as it was; it stands alone in an element that nothing gets out of.
    return f'<bdi class="turning" title="U+{ord(match[0]):04X}">{match[0]}</bdi>'
