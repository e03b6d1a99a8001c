"""Whether a post reports a gathering of its writer's own, and how sure that is: by rules, else weighed by its words.

Rules know who writes "we gathered" in words that tables have. Of what they do not know, the words of the title and of
the first paragraphs tell together whether people of the writer's own came together, or whether this is news, an essay,
a letter, a life (`pipelines.likelihood`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

from archive.records import Post
from archive.search.folding import fold
from pipelines.both_scripts import both_scripts
from pipelines.likelihood import likelihood
from pipelines.scenes import is_ours, looks_back, own_reports, reports
from pipelines.scripts import bare
from pipelines.word_signs import pairs_of, stems_of

_MISSED_IT = re.compile(
    r"\bnone of us (?:could|was|were|went)\b|\bwe (?:could not|were not able to|were unable to|did not) (?:go"
    r"|attend|come|be (?:there"
    r"|present))\b|"
    + both_scripts("我们(?:没有人|无人|都没|无法|未能|没能|不能)[^,。;]{0,6}(?:去|前往|参加|出席|到场)"),
    re.I,
)
_WE = re.compile(r"\b(?:we|our|us|ourselves)\b|" + both_scripts("我们|本会|本党|本社|本盟|咱们|大家"), re.I)
LIKELY_OWN = 0.8  # from here on a post counts as a report of the writer's own gathering
_SENTENCE_END = re.compile(r"(?<=[.!?]) ")
_PARAGRAPHS, _LONGEST = 4, 1500  # how many are read, and how many characters of each
_SOON, _WEEK, _MONTH = 3, 7, 31  # days from the event to the post
_FEW = 3  # from here on captions are many

Text = tuple[int, str]


def how_own(post: Post, day: str, texts: Sequence[Text], *, listed: bool) -> float:
    """Return how likely a post reports a gathering of its writer's own on a day (YYYY-MM-DD), between 0 and 1.

    One that has lists of people does, without an event's date none; of all others it is 1 where rules say so.
    ``texts`` are its paragraphs.
    """
    words = bare(post.event_date.raw) if post.event_date else ""
    if listed or not words:
        return float(listed)
    if any(_MISSED_IT.search(text) or (words in text and looks_back(text)) for _, text in texts):
        return 0
    return 1 if _tells_own(words, day, texts) else likelihood(signs_of_post(post, day, texts), "gathering")


def _tells_own(words: str, day: str, texts: Sequence[Text]) -> bool:
    """Say whether the sentence with the words for the event's day, or one in the other language with the same day,
    tells of the writer's own.
    """
    return any(map(is_ours, reports(words, texts))) or bool(own_reports(day, texts))


def signs_of_post(post: Post, day: str, texts: Sequence[Text]) -> frozenset[str]:
    """Return the signs of a post: what its words are, how long after the event it was published, its captions."""
    captions = sum(paragraph.role == "caption" for paragraph in post.paragraphs)
    later = _later(day, (post.published.value or "")[:10] if post.published else "")
    signs = (*_signs(bare(post.title.raw), texts), f"captions: {min(_FEW, captions)}", f"published: {later}")
    return frozenset(signs)


def _signs(title: str, texts: Sequence[Text]) -> Iterator[str]:
    yield from (f"title: {word}" for word in (*stems_of(title), *pairs_of(title)))
    for _, text in texts[:_PARAGRAPHS]:
        for stems in map(stems_of, _SENTENCE_END.split(text[:_LONGEST])):
            yield from (f"en: {word}" for word in stems)
            yield from (f"en: {word} {after}" for word, after in pairwise(stems) if word in ("we", "our"))
        yield from (f"zh: {two}" for two in pairs_of(text[:_LONGEST]))
    yield from {f"says: {fold(word)}" for _, text in texts for word in _WE.findall(text)}


def _later(event: str, published: str) -> str:
    """Return how long after its event something was published."""
    try:
        days = (date.fromisoformat(published) - date.fromisoformat(event)).days
    except ValueError:
        return "nobody knows when"
    if days < 0:
        return "before it"
    if days <= _SOON:
        return f"{days} days later"
    return "the same week" if days <= _WEEK else "the same month" if days <= _MONTH else "long after"
