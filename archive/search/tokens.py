"""Texts to tokens, and queries to phrases of tokens that find exactly the texts that hold them. Pure.

A run of Chinese characters (or kana, Hangul) gives a token for each place: the character there with the next one, and
the last character alone. So any piece of a run is found by the pairs in it, one after the other, and one
character by the tokens that begin with it. Words of other scripts are one token each, English ones by their stem.

    "人权Activists被捕"  ->  人权 权 activist 被捕 捕
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import add

from archive.search.folding import BREAK, fold
from archive.search.stems import MOST_KEPT, Stems

_PAIRED = (
    "\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3040-\u30ff\u31f0-\u31ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
_PIECES = re.compile(f"([{_PAIRED}]+)")
_PAIR, _RUN = re.compile(f"[{_PAIRED}]"), re.compile(f"[{_PAIRED}]+")
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


def is_paired(character: str) -> bool:
    """Say whether a character is Chinese, kana or Hangul: such are written without spaces."""
    return bool(_PAIR.match(character))


class _Spaced(dict[int, str]):
    """Each character met so far as it is compared, with a space for what belongs to no token."""

    def __missing__(self, code: int) -> str:
        folded = fold(chr(code))
        self[code] = spaced = "".join(c if c.isalnum() or c == "'" or _PAIR.match(c) else " " for c in folded)
        return spaced


class _Tokenised(dict[str, str]):
    """The tokens of what stands between spaces; those of words are kept, as most come again."""

    def __missing__(self, piece: str) -> str:
        if _RUN.fullmatch(piece):
            return " ".join(map(add, piece, piece[1:] + " "))[:-1]
        if "'" in piece or _PAIR.search(piece):
            return " ".join(token for token, _, _ in _spans(piece))
        if len(self) >= MOST_KEPT:
            self.clear()
        self[piece] = stem = _stems.stem(piece)
        return stem


_spaced, _tokenised = _Spaced(), _Tokenised()


def tokens(*texts: str) -> str:
    """Return the tokens of some texts, in order, with a `BREAK` between each and the next, and spaces between all."""
    return _joined([text.translate(_spaced) for text in texts])


def indexed(titles: Sequence[str], texts: Sequence[str]) -> tuple[str, str, str]:
    """Return the tokens of titles and of texts, and each Chinese character (kana, Hangul) of both once."""
    title, body = ([text.translate(_spaced) for text in each] for each in (titles, texts))
    each = "".join(sorted(set[str]().union(*title, *body)))
    return _joined(title), _joined(body), " ".join("".join(_RUN.findall(each)))


def _joined(spaced: list[str]) -> str:
    each = (" ".join([_tokenised[piece] for piece in text.split()]) for text in spaced)
    return f" {BREAK} ".join(filter(None, each))


def phrase(text: str) -> Phrase | None:
    """Return what finds a text in others; None where it has neither letters nor digits.

    >>> phrase("公民權利").tokens, phrase("權").is_open
    (('公民', '民权', '权利'), True)
    """
    folded = fold(text)
    pieces = [piece for piece in _PIECES.split(folded) if piece]
    if not (found := tokens(text).split()):
        return None
    last = [piece for piece in pieces if _PIECES.fullmatch(piece) or _WORD.search(piece)][-1]
    if not _PIECES.fullmatch(last):
        return Phrase(tuple(found))
    # The run may go on in the text: its last character alone would find it at the end of a run only.
    return Phrase(tuple(found), True) if len(last) == 1 else Phrase(tuple(found[:-1]))


def places(folded: str, wanted: Iterable[Phrase]) -> Iterator[tuple[int, int]]:
    """Yield (begin, end) of each place in a folded text where one of some phrases stands, in no order."""
    words: set[str] = set()
    others: list[Phrase] = []
    for one in wanted:
        if run := _run_of(one):
            yield from _found(folded, run)
        elif len(one.tokens) == 1 and not _PAIR.match(one.tokens[0]):
            words.add(one.tokens[0])
        else:
            others.append(one)
    if words:
        yield from ((begin, end) for word, begin, end in _words(folded) if word in words)
    if others:
        spans = list(_spans(folded))
        for one in others:
            yield from _standing(spans, one)


def _run_of(wanted: Phrase) -> str:
    """Return the characters of a phrase that is nothing but one piece of a run; "" for another."""
    first, *rest = wanted.tokens
    is_piece = _RUN.fullmatch(first) and (is_character(wanted) if len(first) == 1 else not wanted.is_open)
    if is_piece and all(len(b) == 2 and a[-1] == b[0] for a, b in pairwise(wanted.tokens)):
        return first + "".join(token[1] for token in rest)
    return ""


def _found(folded: str, piece: str) -> Iterator[tuple[int, int]]:
    begin = folded.find(piece)
    while begin >= 0:
        yield begin, begin + len(piece)
        begin = folded.find(piece, begin + 1)


def _standing(spans: Sequence[tuple[str, int, int]], wanted: Phrase) -> Iterator[tuple[int, int]]:
    length = len(wanted.tokens)
    for start in range(len(spans) - length + 1):
        if all(_is(spans[start + n][0], token, wanted, n) for n, token in enumerate(wanted.tokens)):
            last = spans[start + length - 1]
            yield spans[start][1], last[1] + 1 if wanted.is_open else last[2]


def _is(token: str, wanted: str, whole: Phrase, number: int) -> bool:
    if whole.is_open and number == len(whole.tokens) - 1:
        return token.startswith(wanted)
    return token == wanted


def _words(folded: str) -> Iterator[tuple[str, int, int]]:
    """Yield the words of a folded text by their stems, with their places; no characters."""
    start = 0
    for number, piece in enumerate(_PIECES.split(folded)):
        if not number % 2:
            yield from ((_stems[word[0]], start + word.start(), start + word.end()) for word in _WORD.finditer(piece))
        start += len(piece)


def _spans(folded: str) -> Iterator[tuple[str, int, int]]:
    """Yield the tokens of a folded text with their places."""
    start = 0
    for number, piece in enumerate(_PIECES.split(folded)):
        if number % 2:
            yield from ((piece[n : n + 2], start + n, start + min(n + 2, len(piece))) for n in range(len(piece)))
        else:
            yield from ((_stems[word[0]], start + word.start(), start + word.end()) for word in _WORD.finditer(piece))
        start += len(piece)
