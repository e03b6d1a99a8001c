"""Patterns for Chinese words in both scripts, written once, in Simplified characters."""

from __future__ import annotations

import functools
import itertools
import re

from archive.search.folding import TRADITIONAL
from pipelines.scripts import simplified_only

# Characters that both scripts have, where Traditional texts write some words of the patterns with another, too.
_BESIDE = frozenset("后里只面台干表志余于制准板系云松布注秘群峰采游抬念托周挽吊吃占几儿挂宁并丰征划吁舍扎")


def both_scripts(pattern: str) -> str:
    """Return a pattern that matches a text in either script.

    >>> both_scripts("出席者|[举挂]")
    '出席者|[举舉挂掛]'
    >>> both_scripts("发言")
    '[发發髮]言'
    """
    pieces = re.split(r"(\[[^\]]{1,200}\])", pattern)
    return "".join(_within(piece) if piece.startswith("[") else _outside(piece) for piece in pieces)


def words_in_both(words: str) -> str:
    """Return words, parted by ``|``, in every form that `both_scripts` matches.

    >>> words_in_both("领唱|发")
    '领唱|領唱|发|發|髮'
    """
    forms = (itertools.product(*map(_forms, word)) for word in words.split("|"))
    return "|".join("".join(form) for of_word in forms for form in of_word)


def _within(group: str) -> str:
    return "".join(map(_forms, group))


def _outside(text: str) -> str:
    return "".join(f"[{forms}]" if len(forms := _forms(character)) > 1 else character for character in text)


@functools.cache
def _forms(character: str) -> str:
    """Return a character with its Traditional forms, if it is Simplified only or stands for one of these."""
    is_other = character in _BESIDE or character in simplified_only()
    return character + (TRADITIONAL.get(character, "") if is_other else "")
