"""What to show of a post that was found: pieces of its paragraphs, in their own script, with the words marked. Pure."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from archive.search.folding import fold, folded_places
from archive.search.schema import Texts
from archive.search.tokens import Phrase, is_paired, places
from archive.search.values import Snippet

_MOST, _BEFORE, _LENGTH = 3, 40, 160  # snippets of a post; characters before the first mark, and of all
_MOST_MARKS = 50  # of one text


def snippets(title: str, texts: Texts, wanted: Sequence[Phrase]) -> tuple[Snippet, ...]:
    """Return a few pieces in which a post has what was asked: of the title, then of each language's paragraphs in turn.

    Where nothing is marked, its beginning.
    """
    found = [_piece(None, "", title, marks)] if (marks := marked(title, wanted)) else []
    by_language: dict[str, list[Snippet]] = {}
    for index, language, text in texts:
        pieces = by_language.setdefault(language, [])
        if len(pieces) < _MOST and (marks := marked(text, wanted)):
            pieces.append(_piece(index, language, text, marks))
    while any(by_language.values()) and len(found) < _MOST:
        found += [pieces.pop(0) for pieces in by_language.values() if pieces]
    if not found:
        found = [_piece(index, language, text, []) for index, language, text in texts if text][:1]
    return tuple(found[:_MOST])


def marked(text: str, wanted: Sequence[Phrase]) -> list[tuple[int, int]]:
    """Return (begin, end) of what was asked for in a text, in order, none within another.

    >>> from archive.search.tokens import phrase
    >>> marked("公民權利", [phrase("权利")])
    [(2, 4)]
    """
    folded = fold(text)
    spans = sorted(places(folded, wanted))[: _MOST_MARKS * 4]
    if not spans:
        return []
    begins = folded_places(text)
    return list(_joined((bisect_right(begins, begin) - 1, bisect_left(begins, end)) for begin, end in spans))[
        :_MOST_MARKS
    ]


def _joined(spans: Iterator[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    last: tuple[int, int] | None = None
    for begin, end in spans:
        if last and begin <= last[1]:
            last = (last[0], max(end, last[1]))
            continue
        if last:
            yield last
        last = (begin, end)
    if last:
        yield last


def _between(text: str, at: int, towards: int) -> int:
    """Return the place nearest to one, on the way to another, that cuts no word; the first where there is none."""
    way = range(at, towards + 1) if at <= towards else range(at, towards, -1)
    return next((place for place in way if not _cuts(text, place)), at)


def _cuts(text: str, at: int) -> bool:
    # Between Chinese characters a text may be cut, and never before a mark that belongs to a letter.
    return 0 < at < len(text) and (
        unicodedata.category(text[at]).startswith("M")
        or all(c.isalnum() and not is_paired(c) for c in text[at - 1 : at + 1])
    )


def _piece(index: int | None, language: str, text: str, marks: list[tuple[int, int]]) -> Snippet:
    first = marks[0][0] if marks else 0
    start = _between(text, max(0, first - _BEFORE), first)
    end = _between(text, min(len(text), start + _LENGTH), max(start, marks[0][1] if marks else 0))
    parts: list[tuple[str, bool]] = [("…", False)] if start else []
    at = start
    for begin, stops in marks:
        if begin >= end:
            break
        stop = min(stops, end)
        parts += [(text[at:begin], False)] if begin > at else []
        parts.append((text[begin:stop], True))
        at = stop
    parts += [(text[at:end], False)] if at < end else []
    parts += [("…", False)] if end < len(text) else []
    return Snippet(index, language, tuple(parts))
