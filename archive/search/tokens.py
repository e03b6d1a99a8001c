"""Texts to tokens, and queries to phrases of tokens that find exactly the texts that hold them. Pure.

A run of Chinese characters (or kana, Hangul) gives a token for each place: the character there with the next one, and
the last character alone. So any piece of a run is found by the pairs in it, one after the other, and one
character by the tokens that begin with it. Words of other scripts are one token each, English ones by their stem.

    "人权Activists被捕"  ->  人权 权 activist 被捕 捕
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from operator import add

from archive.search.folding import BREAK, fold
from archive.search.stems import Stems

_PAIRED = (
    "\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3040-\u30ff\u31f0-\u31ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
_PIECES = re.compile(f"([{_PAIRED}]+)")
_WORD = re.compile(rf"[^\W_]+(?:'[^\W_]+)*|{BREAK}")

_stems = Stems()


@dataclass(frozen=True)
class Phrase:
    """Tokens that stand one after the other; of the last one the beginning, where ``is_open``."""

    tokens: tuple[str, ...]
    is_open: bool = False


def is_character(wanted: Phrase) -> bool:
    """Say whether a phrase is one Chinese character and nothing else."""
    return wanted.is_open and len(wanted.tokens) == 1


def tokens(*texts: str) -> list[str]:
    """Return the tokens of some texts, in order, with a `BREAK` between each and the next."""
    found: list[str] = []
    pieces = _PIECES.split(BREAK.join(map(fold, texts)))
    for piece, run in zip_longest(pieces[::2], pieces[1::2], fillvalue=""):
        if len(piece) > 1 or piece.isalnum() or piece == BREAK:  # most pieces are a comma
            found += [_stems[word] for word in _WORD.findall(piece)]
        if run:
            found += map(add, run, run[1:])
            found.append(run[-1])
    return found


def characters(*found: str) -> list[str]:
    """Return the Chinese characters (kana, Hangul) that some tokens begin with, each once."""
    return sorted(filter(_PIECES.match, {token[0] for token in found}))


def phrase(text: str) -> Phrase | None:
    """Return what finds a text in others; None where it has neither letters nor digits.

    >>> phrase("公民權利").tokens, phrase("權").is_open
    (('公民', '民权', '权利'), True)
    """
    folded = fold(text)
    pieces = [piece for piece in _PIECES.split(folded) if piece]
    if not (found := tokens(text)):
        return None
    last = [piece for piece in pieces if _PIECES.fullmatch(piece) or _WORD.search(piece)][-1]
    if not _PIECES.fullmatch(last):
        return Phrase(tuple(found))
    # The run may go on in the text: its last character alone would find it at the end of a run only.
    return Phrase(tuple(found), True) if len(last) == 1 else Phrase(tuple(found[:-1]))


def places(folded: str, wanted: Phrase) -> Iterator[tuple[int, int]]:
    """Yield (begin, end) of each place in a folded text where a phrase stands."""
    spans = list(_spans(folded))
    length = len(wanted.tokens)
    for start in range(len(spans) - length + 1):
        if all(_is(spans[start + n][0], token, wanted, n) for n, token in enumerate(wanted.tokens)):
            last = spans[start + length - 1]
            yield spans[start][1], last[1] + 1 if wanted.is_open else last[2]


def _is(token: str, wanted: str, whole: Phrase, number: int) -> bool:
    if whole.is_open and number == len(whole.tokens) - 1:
        return token.startswith(wanted)
    return token == wanted


def _spans(folded: str) -> Iterator[tuple[str, int, int]]:
    """Yield the tokens of a folded text with their places."""
    start = 0
    for number, piece in enumerate(_PIECES.split(folded)):
        if number % 2:
            yield from ((piece[n : n + 2], start + n, start + min(n + 2, len(piece))) for n in range(len(piece)))
        else:
            yield from ((_stems[word[0]], start + word.start(), start + word.end()) for word in _WORD.finditer(piece))
        start += len(piece)
