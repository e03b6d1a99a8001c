"""Characters that make a text look like what it is not, or hide something in it: told, and left as they stand.

The record keeps the source's own characters; matching has a copy without them (`pipelines.scripts.bare`). What is told:
controls of direction, characters without width, controls, halves of pairs and what stands for lost ones (U+FFFD),
private ones, marks heaped on letters that take none, and words whose letters are of two alphabets.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from archive.frozen import replace
from archive.records import Finding, Post
from pipelines.scripts import LOOKALIKES

_ODD_KINDS = frozenset(("Cf", "Cc", "Cs", "Co"))
_ORDINARY = frozenset("\t\n\r")
_WORD = re.compile(r"[^\W\d_]{2,}")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
_OTHER = re.compile(r"[\u0370-\u052f]")  # Greek and Cyrillic
# Letters of scripts that are written without marks above and below, once those they have are composed.
_TAKES_NO_MARK = re.compile(
    "[A-Za-z\u00c0-\u024f\u3400-\u9fff\uf900-\ufaff\uff01-\uff5e][\u0300-\u036f\u1ab0-\u1aff\u20d0-\u20ff]"
)
_MARK = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u20d0-\u20ff]")
_MOST = 12  # code points and words named in one finding


def flag_characters(post: Post) -> Post:
    """Return the post with a finding for each text that has odd characters."""
    texts = [("title", post.title.raw), *((f"paragraph {p.index}", p.text) for p in post.paragraphs)]
    found = (Finding("odd-characters", f"{where}: {', '.join(odd)}") for where, text in texts if (odd := odd_in(text)))
    return replace(post, findings=tuple(dict.fromkeys((*post.findings, *found))))


def odd_in(text: str) -> list[str]:
    """Return what is odd in a text, at most so much that a finding stays a line.

    >>> odd_in("B\\u0430i Luoxi\\u202e")
    ['U+202E RIGHT-TO-LEFT OVERRIDE', "letters of two alphabets in 'B\\u0430i' (U+0430)"]
    """
    if text.isascii() and text.isprintable():
        return []
    return [*_points(text), *_mixed(text)][:_MOST]


def _points(text: str) -> Iterator[str]:
    odd: set[str] = set()
    if not text.isprintable() or "\ufffd" in text:  # what is printable is of none of the odd kinds
        odd = {c for c in set(text) if unicodedata.category(c) in _ODD_KINDS or c == "\ufffd"} - _ORDINARY
    if _MARK.search(text):
        # Uncomposed, é is ordinary writing; what is left behind a letter once all is composed is not.
        odd |= {pair[1] for pair in _TAKES_NO_MARK.findall(unicodedata.normalize("NFC", text))}
    yield from (f"U+{ord(c):04X} {unicodedata.name(c, '')}".strip() for c in sorted(odd))


def _mixed(text: str) -> Iterator[str]:
    if not _OTHER.search(text) or not _LATIN.search(text):
        return
    for word in dict.fromkeys(_WORD.findall(text)):
        others = sorted(set(_OTHER.findall(word)))
        points = ", ".join(f"U+{ord(c):04X}" for c in others)
        if others and _LATIN.search(word):
            yield f"letters of two alphabets in {word[:40]!r} ({points})"
        elif others and all(c in LOOKALIKES for c in word):
            yield f"looks like Latin and is not: {word[:40]!r} ({points})"
