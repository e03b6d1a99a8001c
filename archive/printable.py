"""Text of others on a terminal."""

from __future__ import annotations


def printable(text: str) -> str:
    r"""Return text with control and bidirectional characters escaped: a page's words must not steer the terminal.

    >>> printable("a\x1b[31mb\u202e")
    'a\\x1b[31mb\\u202e'
    """
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)
