"""Did reading see all of a page? What it knows that it did not see is a finding, never a silence.

A page's end shows whether a parser got there: a mark is put behind the page, and where the tree lacks it, a comment, a
title, a script, or whatever else swallows text without end was opened and never closed. Browsers show none of that.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import replace

from bs4 import Tag
from lxml import etree

from archive.records import Finding, Post

UNENDED = Finding("parse-incomplete", "a comment, script, title or the like never ends, and hides what follows it")
_DEEP = Finding("deep-markup", "nested deeper than the fast parser goes; read by the slow one")
_TOO_DEEP = Finding("parse-incomplete", "nested deeper than the fast parser goes, and not in the posts' bodies alone")
_MARK = f"end-{secrets.token_hex(16)}"  # in no document: each process has another one, and tells nobody
END_MARK = f'<wbr id="{_MARK}">'  # an element that shows nothing and holds nothing
_MARKED = etree.XPath(f"/descendant::wbr[@id='{_MARK}']")
_TAG = re.compile(r"<(?P<ends>/?)(?P<name>script|html)\b|<!--|-->", re.I)
_ENDS = re.compile("</(?i:body|html)")  # so that it is looked for by its first characters, which have no case
_MOST_WORDS = 200  # characters of what is found, in a finding


def take_mark(tree: etree._Element) -> bool:
    """Take the mark from a tree, and say whether it was there."""
    found = _MARKED(tree)
    assert isinstance(found, list)
    for element in found:
        assert isinstance(element, etree._Element)
        if (above := element.getparent()) is not None:
            above.remove(element)
    return bool(found)


def has_mark(soup: Tag) -> bool:
    """Say whether the last that a tree holds is the mark."""
    last: Tag = soup
    while below := [node for node in last.contents[-1:] if isinstance(node, Tag)]:
        last = below[0]
    return last.get("id") == _MARK


def deep_findings(*, shallow: bool) -> tuple[Finding, ...]:
    """Return what is to be said of a page too deep for the fast parser.

    The slow parser reads the bodies instead. Where what is left is not ``shallow`` without them, what lies deep in it
    (comments, labels, links) nobody reads.
    """
    return (_DEEP,) if shallow else (_DEEP, _TOO_DEEP)


def ends_of(text: str) -> list[int]:
    """Return where ends of a body or of a page begin, in scripts and comments, too."""
    return [end.start() for end in _ENDS.finditer(text)]


def ends_once(text: str, ends: Sequence[int]) -> bool:
    """Say whether a page ends where it first says so, as most do: then `after_the_end` is nothing.

    ``ends`` are its `ends_of`. That holds also without its archive widget, which has no such end in it: behind the
    page's end would be more than white space with it as without.
    """
    first = next((end for end in ends if text.startswith("h", end + 2) or text.startswith("H", end + 2)), -1)
    return first < 0 or not _behind(text, first)


def after_the_end(text: str) -> str:
    """Return the markup behind the end of a page, "" for none.

    >>> after_the_end("<script>'</html>'</script>Words.</html> More.")
    ' More.'
    """
    inside = ""
    for tag in _TAG.finditer(text):
        name = (tag["name"] or tag[0]).lower()
        if inside:  # only its own end is one
            inside = "" if name == "-->" or (inside == name and tag["ends"]) else inside
        elif name == "html" and tag["ends"]:
            return _behind(text, tag.end())
        elif name in ("<!--", "script") and not tag["ends"]:
            inside = name
    return ""


def _behind(text: str, place: int) -> str:
    """Return what stands behind the tag that a place is in, "" for white space."""
    rest = text[place:].partition(">")[2]
    return rest if rest.strip() else ""


def beyond(words: str) -> Iterator[Finding]:
    """Yield a finding for the words that stand behind a page's end, none for no words."""
    if folded := " ".join(words.split()):
        yield Finding("after-the-end", f"behind the page's end, and in no record: {folded[:_MOST_WORDS]}")


def with_incomplete(post: Post, findings: Sequence[Finding]) -> Post:
    """Return a post with those findings of its page that say that reading did not see all: its record must say so."""
    own = (*post.findings, *(finding for finding in findings if finding.code == UNENDED.code))
    told = tuple(dict.fromkeys(own))
    return post if told == post.findings else replace(post, findings=told)
