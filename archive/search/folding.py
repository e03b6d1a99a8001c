"""Text as it is compared: Traditional characters as Simplified ones, letters without case, marks and width. Pure.

Each character is folded by itself, whatever stands beside it: so a text folds the same however it was composed, and
places in the folded text can be taken back to places in the text.

`archive.redaction.folding` is another on purpose. To hide, it joins all that could be taken for each other: Japanese
forms, every variant of a variant, letters of other alphabets that look alike. Here each such join would find posts that
do not have what was asked. What is one here is one there, too (`tests/archive/test_foldings.py`).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from importlib.resources import files
from itertools import accumulate

# Without a word's meaning: accents of Latin letters, vowel points of Arabic, variation selectors.
_MARKS = ((0x300, 0x36F), (0x64B, 0x655), (0x1AB0, 0x1AFF), (0x1DC0, 0x1DFF), (0x20D0, 0x20FF), (0xFE00, 0xFE0F),
          (0xFE20, 0xFE2F), (0xE0100, 0xE01EF))  # fmt: skip
_APOSTROPHES = frozenset("’ʼ＇‘`´")
BREAK = "\ue000"  # parts paragraphs, so that no phrase goes across; in a text it is folded to a space


class _Folds(dict[int, str]):
    """The folded form of each character met so far."""

    def __init__(self, simplified: dict[str, str]) -> None:
        super().__init__()
        self._simplified = simplified

    def __missing__(self, code: int) -> str:
        self[code] = folded = self._fold(chr(code))
        return folded

    def _fold(self, character: str) -> str:
        if character in _APOSTROPHES:
            return "'"
        if unicodedata.category(character) in ("Cc", "Co"):
            return " "
        # Hangul stays composed; all else is taken apart, so that both ways to write é come to e.
        is_hangul = "\uac00" <= character <= "\ud7a3"
        decomposed = character if is_hangul else unicodedata.normalize("NFKD", character)
        letters = (c for c in decomposed if not _is_dropped(c))
        return "".join(self._simplified.get(c, c) for letter in letters for c in letter.casefold())


def _is_dropped(character: str) -> bool:
    code = ord(character)
    return unicodedata.category(character) in ("Cf", "Cs") or any(first <= code <= last for first, last in _MARKS)


def _read_traditional() -> dict[str, str]:
    text = files("archive.search").joinpath("simplified.tsv").read_text(encoding="utf-8")
    lines = (line.partition("\t") for line in text.splitlines() if not line.startswith("#"))
    return {simplified: many for simplified, _, many in lines}


TRADITIONAL: Mapping[str, str] = _read_traditional()  # the Traditional forms of each Simplified character
_FOLDS = _Folds({one: simplified for simplified, many in TRADITIONAL.items() for one in many})


def fold(text: str) -> str:
    """Return a text as it is compared.

    >>> fold("公民權利 Ｒights’ CAFÉ")
    "公民权利 rights' cafe"
    """
    return text.translate(_FOLDS)


def folded_places(text: str) -> list[int]:
    """Return where in the folded text each character of a text begins, and at last how long that is.

    >>> folded_places("é㍿")
    [0, 1, 5]
    """
    return [0, *accumulate(len(_FOLDS[ord(character)]) for character in text)]
