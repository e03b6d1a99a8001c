"""WordPress eXtended RSS 1.2, as `wp-admin/includes/export.php` of WordPress writes it: elements as text. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape

_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0"
  xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
  xmlns:content="http://purl.org/rss/1.0/modules/content/"
  xmlns:wfw="http://wellformedweb.org/CommentAPI/"
  xmlns:dc="http://purl.org/dc/elements/1.1/"
  xmlns:wp="http://wordpress.org/export/1.2/">
<channel>
"""
TAIL = "</channel>\n</rss>\n"


def legal(text: str) -> str:
    r"""Return text without characters that XML cannot hold, each replaced by U+FFFD.

    >>> legal("a\x0bb\U0001f56f")
    'a\ufffdb🕯'
    """
    return _ILLEGAL.sub("\ufffd", text)


def is_legal(text: str) -> bool:
    """Say whether XML holds a text as it is."""
    return _ILLEGAL.search(text) is None


def cdata(text: str) -> str:
    """Return text as CDATA, in two pieces wherever it would end one.

    >>> cdata("a]]>b")
    '<![CDATA[a]]]]><![CDATA[>b]]>'
    """
    return f"<![CDATA[{legal(text).replace(']]>', ']]]]><![CDATA[>')}]]>"


def element(name: str, text: str | int) -> str:
    """Return an element whose content is text."""
    return f"<{name}>{text if isinstance(text, int) else cdata(text)}</{name}>\n"


def attribute(text: str) -> str:
    """Return text for an attribute's value."""
    return escape(legal(text)).replace("\n", "&#10;")


def meta(kind: str, pairs: Iterable[tuple[str, str]]) -> str:
    """Return what is kept of a post or comment beside its fields; ``kind`` is wp:postmeta or wp:commentmeta."""
    return "".join(
        f"<{kind}>\n{element('wp:meta_key', key)}{element('wp:meta_value', value)}</{kind}>\n" for key, value in pairs
    )
