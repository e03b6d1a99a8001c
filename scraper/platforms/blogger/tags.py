"""What elements are to a reader of text: blocks and inline ones, their classes, and their white space."""

from __future__ import annotations

import re
import unicodedata

from bs4 import Tag

BLOCKS = frozenset(
    """
    address article aside blockquote body caption center dd details dir div dl dt fieldset figcaption figure footer
    h1 h2 h3 h4 h5 h6 header hr html li main menu nav noscript ol p pre section summary table tbody td tfoot th thead tr
    ul
    """.split()  # noqa: SIM905 (a list of forty strings in quotes is no easier to read)
)
# The last six are what Word leaves behind when a text is pasted.
INLINE = frozenset(
    """
    a abbr acronym b bdi bdo big cite code col colgroup data del dfn em font i ins kbd label mark nobr q rp rt ruby s
    samp
    small span strike strong sub sup time tt u var wbr o:p st1:city st1:country-region st1:date st1:personname st1:place
    """.split()  # noqa: SIM905
)
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_EDGE = " \t\r\n\f\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_WIDE = "\u2e80-\u303f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef"
# A line wrap in the source between two wide characters shows as nothing (CSS Text 3, segment break transformation).
_WRAP = re.compile(f"(?<=[{_WIDE}])[ \\t]*[\\r\\n][ \\t\\r\\n]*(?=[{_WIDE}])")
_BREAK = re.compile(r"[\r\n]")
_SPACE = re.compile(r"[ \t\r\n\f]+")


def has_class(tag: Tag, *names: str) -> bool:
    """Say whether an element has one of these classes."""
    classes = tag.attrs.get("class") or ()
    return bool(classes) and not set(names).isdisjoint(classes)


def fold(text: str) -> str:
    """Fold source white space as a browser does, and take the indent off; no other character is touched."""
    if "\n" in text or "  " in text or "\t" in text or "\r" in text or "\f" in text:  # faster than an expression
        text = _SPACE.sub(" ", _WRAP.sub("", text) if _BREAK.search(text) else text)
    folded = text.strip(_EDGE)
    if folded[:1].isalnum():
        return folded
    # A line of nothing but zero-width characters is an empty line.
    return folded if any(unicodedata.category(c) not in ("Cf", "Zs", "Cc") for c in folded) else ""
