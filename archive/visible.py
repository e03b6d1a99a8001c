"""Characters of others that a reader would not see, and that change what is seen: shown by their names. Pure.

A title that is turned round by U+202E, or a name with a zero-width space in it, must not pass for another. U+200C and
U+200D stay: Uyghur and other scripts are written with them.
"""

from __future__ import annotations

import re

from markupsafe import Markup, escape

_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)


def plainly(text: str) -> str:
    r"""Return text for an attribute, a title or a file.

    >>> plainly("a\u202eb")
    'a⟨U+202E⟩b'
    """
    return _HIDDEN.sub(lambda match: f"⟨U+{ord(match[0]):04X}⟩", text)


def visibly(text: str) -> Markup:
    r"""Return text as HTML in which nothing of it is markup.

    >>> str(visibly("<b>\u200b"))
    '&lt;b&gt;<span class="control">U+200B</span>'
    """
    pieces, end = [], 0
    for match in _HIDDEN.finditer(text):
        pieces += [
            escape(text[end : match.start()]),
            Markup('<span class="control">U+{:04X}</span>').format(ord(match[0])),
        ]
        end = match.end()
    return Markup("").join([*pieces, escape(text[end:])])
