"""Which paragraph translates which: English and Chinese paired in order, never by force.

Dynamic programming over the two sequences, after Gale and Church (1993), with lengths, shared numbers and
neighbourhood as evidence, and no dictionary. Where the page alternates without a gap, neighbours are pairs and
nothing is computed; lists pair with lists and captions with captions.
"""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Sequence
from dataclasses import replace

from archive.records import Paragraph, Post
from pipelines.calendar_words import mentions_en, mentions_zh
from pipelines.scripts import plain

_RATIO, _SPREAD = 3.35, 0.35  # letters of English to a character of Chinese, and the spread of its logarithm
_NEIGHBOUR = {1: 0.45, 2: 0.15}
_BLOCKS = 0.25  # as many paragraphs of each language, one block after the other
_CLOSE_LENGTH = -0.6  # a worse fit of lengths needs other evidence
_NUMBER = re.compile(r"\d[\d,]{0,12}")
_END = re.compile(r"[.!?。！？:：;；…][\"'”’」』)）]*$")
_GROUPS = {"body": "text", "quote": "text", "heading": "text", "attendees": "attendees", "caption": "caption"}


def pair_paragraphs(post: Post) -> Post:
    """Return the post with each paragraph's translation, both ways; None where there is none."""
    pairs: dict[int, int] = {}
    for group in ("text", "attendees", "caption"):
        members = [p for p in post.paragraphs if _GROUPS.get(p.role) == group]
        for english, chinese in _pairs(members):
            pairs[english], pairs[chinese] = chinese, english
    paragraphs = (p if p.pair == pairs.get(p.index) else replace(p, pair=pairs.get(p.index)) for p in post.paragraphs)
    return replace(post, paragraphs=tuple(paragraphs))


def _pairs(members: Sequence[Paragraph]) -> list[tuple[int, int]]:
    english = [p for p in members if p.language == "en"]
    chinese = [p for p in members if p.language.startswith("zh")]
    if not english or not chinese:
        return []
    if _alternates(members, english, chinese):
        return [(e.index, z.index) for e, z in zip(english, chinese, strict=True)]
    return _best(english, chinese)


def _alternates(members: Sequence[Paragraph], english: Sequence[Paragraph], chinese: Sequence[Paragraph]) -> bool:
    """Say whether every paragraph stands beside its counterpart, and the numbers in them do not object."""
    if len(english) != len(chinese) or len(members) != 2 * len(english):
        return False
    beside = all(
        {members[n].language[:2], members[n + 1].language[:2]} == {"en", "zh"} for n in range(0, len(members), 2)
    )
    return beside and not any(_contradict(e.text, z.text) for e, z in zip(english, chinese, strict=True))


def _best(english: Sequence[Paragraph], chinese: Sequence[Paragraph]) -> list[tuple[int, int]]:
    blocks = len(english) == len(chinese) and (
        english[-1].index < chinese[0].index or chinese[-1].index < english[0].index
    )
    extra = _BLOCKS if blocks else 0.0

    @functools.cache
    def gain(i: int, j: int) -> float:
        return _score(english[i], chinese[j]) + extra

    rows, columns = len(english), len(chinese)
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for i in range(rows - 1, -1, -1):
        for j in range(columns - 1, -1, -1):
            best[i][j] = max(best[i + 1][j], best[i][j + 1], best[i + 1][j + 1] + gain(i, j))
    pairs, i, j = [], 0, 0
    while i < rows and j < columns:
        if gain(i, j) > 0 and best[i][j] == best[i + 1][j + 1] + gain(i, j):
            pairs.append((english[i].index, chinese[j].index))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs


def _score(english: Paragraph, chinese: Paragraph) -> float:
    """Return the evidence that one translates the other; 0 or less is none."""
    if _contradict(english.text, chinese.text):
        return -1.0
    letters, characters = len(english.text), len("".join(chinese.text.split()))
    deviation = math.log(max(letters, 1) / (_RATIO * max(characters, 1))) / _SPREAD
    length = max(-(deviation**2) / 2, -6.0) * 0.35
    shared = len(_numbers(english.text) & _numbers(chinese.text))
    near = _NEIGHBOUR.get(abs(english.index - chinese.index), 0.0)
    ends = 0.0 if bool(_END.search(english.text)) == bool(_END.search(chinese.text)) else -0.3
    score = length + min(shared, 4) * 0.45 + near + ends
    return score if shared or length > _CLOSE_LENGTH else min(score, 0.0)


def _contradict(english: str, chinese: str) -> bool:
    """Say whether both have numbers of weight and share none of them."""
    one, two = _numbers(english), _numbers(chinese)
    heavy = {n for n in one if len(n) > 1}, {n for n in two if len(n) > 1}
    return bool(heavy[0] and heavy[1]) and not one & two


@functools.lru_cache(maxsize=4096)
def _numbers(text: str) -> frozenset[str]:
    folded = plain(text)
    numbers = {number.replace(",", "") for number in _NUMBER.findall(folded)}
    months = {str(mention.month) for mention in (*mentions_en(folded), *mentions_zh(folded))}
    years = {str(mention.year) for mention in mentions_zh(folded) if mention.year}
    return frozenset(numbers | months | years)
