"""Markup of others without what acts, loads or lies: what may stay of a page, and of a post's body. Pure.

Sizes and depths are bounded first: what is beyond them is not cleaned but refused, and the caller has the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from urllib.parse import urljoin, urlsplit

import nh3

TAGS = """
    a abbr address article aside b bdi bdo blockquote br caption center cite code col colgroup dd del dfn div dl dt em
    figcaption figure footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li main mark nav ol p pre q rp rt ruby s samp
    section small span strike strong sub sup table tbody td tfoot th thead time tr tt u ul var wbr
"""
_REMOVED_WHOLE = "script style title template noscript iframe object svg math select textarea"
_EVERYWHERE = frozenset(("dir", "lang"))
_CELL = frozenset(("colspan", "rowspan"))
PLAIN: Mapping[str, frozenset[str]] = {
    "*": _EVERYWHERE,
    "img": frozenset(("alt", "src")),
    "td": _CELL,
    "th": _CELL,
}
_OF_A_BODY: Mapping[str, frozenset[str]] = {
    "*": _EVERYWHERE | {"align", "style"},
    "a": frozenset(("href", "title", "name")),
    "img": frozenset(("alt", "src", "title", "width", "height", "border")),
    "font": frozenset(("color", "face", "size")),
    "ol": frozenset(("start", "type")),
    "ul": frozenset(("type",)),
    "table": frozenset(("border", "cellpadding", "cellspacing", "width")),
    "td": _CELL | {"width", "valign"},
    "th": _CELL | {"width", "valign"},
    "time": frozenset(("datetime",)),
}
# What Blogger's editor lays a post out with, and what a caption is known by.
_CLASSES = frozenset(("separator", "tr-caption", "tr-caption-container", "post-share-buttons", "jump-link"))
# Of these no value loads anything.
_STYLES = """
    clear color background-color direction display float font-family font-size font-style font-variant font-weight
    height letter-spacing line-height margin margin-bottom margin-left margin-right margin-top max-height max-width
    padding padding-bottom padding-left padding-right padding-top text-align text-decoration text-indent
    text-transform vertical-align visibility white-space width word-break writing-mode
"""
_WITH_CLASSES = ("div", "table", "tr", "td", "tbody", "p", "span", "figure", "figcaption")
_PICTURED = frozenset(("http", "https"))
_SCHEMES = _PICTURED | {"mailto", "tel"}
LONGEST = 4 << 20  # characters
DEEPEST = 200  # elements within each other; the deepest real post has a tenth of it
_OPEN_OR_SHUT = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,20})(?=[\s/>])")
_WITHOUT_END = frozenset(("br", "hr", "img", "col", "wbr", "input", "meta", "link", "area", "base", "embed", "source"))

Filter = Callable[[str, str, str], str | None]


class TooMuch(ValueError):
    """Markup that is longer, or deeper, than any post's."""


def clean(markup: str, filtered: Filter, attributes: Mapping[str, frozenset[str]] = PLAIN) -> str:
    """Return markup of `TAGS` with some attributes; ``filtered`` is asked (tag, attribute, value) for each."""
    styled = "style" in attributes["*"]
    return nh3.clean(
        markup,
        tags={*TAGS.split(), "font"} if styled else set(TAGS.split()),
        clean_content_tags=set(_REMOVED_WHOLE.split()),
        attributes={tag: set(names) for tag, names in attributes.items()},
        attribute_filter=filtered,
        strip_comments=True,
        link_rel=None,
        url_schemes=set(_SCHEMES),
        allowed_classes={tag: set(_CLASSES) for tag in _WITH_CLASSES} if styled else None,
        filter_style_properties=set(_STYLES.split()) if styled else None,
    )


def body_of(markup: str, page: str, is_barred: Callable[[str], bool] = lambda _: False) -> str:
    """Return a post's body with its layout, links and pictures, and nothing that acts.

    Addresses are made absolute, from that of the ``page``; those that are none of the web's, or of mail, are left out,
    and so are those that are barred.

    Raises:
        TooMuch: it is beyond what a post has.
    """
    if len(markup) > LONGEST:
        raise TooMuch(f"its markup has {len(markup)} characters")

    def filtered(tag: str, attribute: str, value: str) -> str | None:
        if attribute in ("href", "src"):
            found = _absolute(page, value, _SCHEMES if tag == "a" else _PICTURED)
            return None if found and is_barred(found) else found
        return value

    found = clean(markup, filtered, _OF_A_BODY)
    if (depth := depth_of(found)) > DEEPEST:
        raise TooMuch(f"its markup is {depth} elements deep")
    return found


def depth_of(markup: str) -> int:
    """Return how many elements of well-formed HTML lie within each other.

    >>> depth_of("<p>a<br>b<b><i>c</i></b></p><p></p>")
    3
    """
    depth = deepest = 0
    for match in _OPEN_OR_SHUT.finditer(markup):
        if match[2].lower() not in _WITHOUT_END:
            depth += -1 if match[1] else 1
            deepest = max(deepest, depth)
    return deepest


def _absolute(page: str, value: str, schemes: frozenset[str]) -> str | None:
    try:
        found = urljoin(page, value.strip())
        return found if urlsplit(found).scheme in schemes else None
    except ValueError:  # what the page wrote is no address
        return None
