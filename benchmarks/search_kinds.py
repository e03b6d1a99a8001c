"""How long beilin's own search takes by the kind of query, processor time and wall. Prints Markdown.

Run by `benchmarks/search.py`, or alone: python -m benchmarks.search_kinds COLLECTION [--each N]

A query's time is that of its count, its first twenty posts and their snippets. Each is asked once before, so that the
disk is not what is measured, and then by relevance and newest first.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from archive.search import Index, Query, open_index, parse
from archive.search.folding import fold
from benchmarks.many_posts import post, vocabularies
from benchmarks.telling import p95
from scraper.demo.names import PEOPLE
from scraper.demo.sentences import LABELS, PLACES

Make = Callable[[random.Random, int], Query]  # from the number of posts
_HEADS = (
    "query",
    "posts that fit",
    "relevance: CPU ms, median",
    "p95",
    "wall median",
    "wall p95",
    "newest first: CPU ms, median",
    "p95",
    "wall median",
    "wall p95",
)


@dataclass(frozen=True)
class Spent:
    """What one query took, in milliseconds."""

    cpu: float
    wall: float


def _word(rng: random.Random) -> str:
    """Return an English word, as often as it stands in the posts."""
    return vocabularies()[0].some(rng, 1)[0]


def _piece(rng: random.Random, posts: int, length: int) -> str:
    while True:
        text = fold(rng.choice(post(rng.randrange(posts)).paragraphs[1::2]).text)
        start = rng.randrange(len(text) - length)
        piece = text[start : start + length]
        if all("\u3400" <= c <= "\u9fff" for c in piece):
            return piece


def _characters(*lengths: int) -> Make:
    return lambda rng, posts: parse(_piece(rng, posts, rng.choice(lengths)))


def _words(shape: str) -> Make:
    """Return a maker of queries in which each %s is an English word."""

    def make(rng: random.Random, _: int) -> Query:
        return parse(shape % tuple(_word(rng) for _ in range(shape.count("%s"))))

    return make


def _phrase(rng: random.Random, posts: int) -> Query:
    words = rng.choice(post(rng.randrange(posts)).paragraphs[::2]).text.rstrip(".").split()
    start = rng.randrange(len(words) - 1)
    return parse(f'"{words[start]} {words[start + 1]}"')


def _in_both(rng: random.Random, posts: int) -> Query:
    return parse(f"{_word(rng)} {_piece(rng, posts, 2)} lang:zh")


def _month(rng: random.Random, _: int) -> Query:
    month = f"{rng.randrange(2006, 2020)}-{rng.randrange(1, 13):02}"
    return Query(published_from=month, published_to=month, language=rng.choice(("zh", "zh-Hant", "en")))


def _word_in_years(rng: random.Random, posts: int) -> Query:
    year = rng.randrange(2006, 2018)
    text = rng.choice((_word(rng), _piece(rng, posts, 2)))
    return Query(text, published_from=str(year), published_to=str(year + 1))


def _event(rng: random.Random, _: int) -> Query:
    year = str(rng.randrange(2006, 2020))
    return Query(event_from=year, event_to=year, kind=rng.choice(("rally", "vigil", "march")), has_images=True)


def _person(rng: random.Random, _: int) -> Query:
    return parse(f'person:"{rng.choice(rng.choice(PEOPLE))}"')


def _word_and_person(rng: random.Random, _: int) -> Query:
    return Query(_word(rng), person=rng.choice(PEOPLE)[0])


def _place_and_label(rng: random.Random, _: int) -> Query:
    return Query(place=rng.choice(rng.choice(PLACES)), label=rng.choice(LABELS))


KINDS: Mapping[str, Make] = {
    "1 character": _characters(1),
    "2 characters": _characters(2),
    "3 characters": _characters(3),
    "4 to 8 characters": _characters(4, 5, 6, 7, 8),
    "an English word": _words("%s"),
    "two words": _words("%s %s"),
    "a word without another": _words("%s -%s"),
    "three words with OR": _words("%s OR %s OR %s"),
    "a phrase of two words": _phrase,
    "a word of the title": _words("title:%s"),
    "a word in each language and lang:zh": _in_both,
    "a word in two years": _word_in_years,
    "a word and a person": _word_and_person,
    "a field OR a word": _words("kind:rally OR %s"),
    "everything": lambda *_: Query(),
    "a month and a language": _month,
    "a year of events, kind, images": _event,
    "a person": _person,
    "place and label": _place_and_label,
}


def measure(index: Index, posts: int, each: int) -> str:
    """Return the table, with the load that there was."""
    before = os.getloadavg()[0]
    lines = [f"| {' | '.join(_HEADS)} |", "|---" * len(_HEADS) + "|"]
    all_of: dict[str, list[Spent]] = {"relevance": [], "newest": []}
    for name, make in KINDS.items():
        rng = random.Random(name)
        asked = [make(rng, posts) for _ in range(each)]
        fitting = [index.search(one).total for one in asked]
        spent = {sort: [_timed(index, replace(one, sort=sort)) for one in asked] for sort in all_of}
        for sort, found in spent.items():
            all_of[sort] += found
        lines.append(_row(name, f"{statistics.mean(fitting):,.0f}", spent))
    lines.append(_row("all", "", all_of))
    return "\n".join([*lines, f"\nLoad {before:.1f} to {os.getloadavg()[0]:.1f}."])


def _timed(index: Index, query: Query) -> Spent:
    cpu, wall = time.process_time(), time.perf_counter()
    index.search(query)
    return Spent((time.process_time() - cpu) * 1000, (time.perf_counter() - wall) * 1000)


def _row(name: str, fitting: str, spent: Mapping[str, Sequence[Spent]]) -> str:
    figures = []
    for sort in ("relevance", "newest"):
        for times in ([one.cpu for one in spent[sort]], [one.wall for one in spent[sort]]):
            figures += [statistics.median(times), p95(times)]
    return f"| {name} | {fitting} | {' | '.join(f'{figure:.1f}' for figure in figures)} |"


def main() -> None:
    """Print the table of a collection that `benchmarks.many_posts` made."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("collection", type=Path)
    parser.add_argument("--each", type=int, default=40)
    options = parser.parse_args()
    index = open_index(options.collection)
    print(measure(index, index.search(Query(limit=1)).total, options.each))


if __name__ == "__main__":
    main()
