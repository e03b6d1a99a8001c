"""Which English paragraph translates which Chinese one: link F1 of the aligners, on documents put together by seed.

Usage: python -m benchmarks.alignment [--documents N] [--pairs FILE]... [--before FILE] [--json]

The scenarios are those of the blog: every paragraph beside its translation (clean), lines under pictures between them
(captions), translations that are missing (deletions; turned: with the Chinese first), two paragraphs rendered as one
(groups), all English and then all Chinese with some missing (blocks), and a paragraph followed by the translation of
its neighbour (neighbours). ``--pairs`` takes other texts, one pair a line with a tab between; ``--before`` an older
pipelines/alignment.py.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import random
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from archive.records import Paragraph, Post
from benchmarks.bilingual import CAPTIONS, TEXTS
from benchmarks.gale_church import gale_church, next_chinese
from pipelines import evidence
from pipelines.alignment import pair_paragraphs
from scraper.demo.sentences import SENTENCES

Pair = tuple[str, str]
Link = tuple[int, int]  # (place of the English paragraph, place of the Chinese one)
Piece = tuple[str, str, int | None]  # (language, text, number of the pair it belongs to)
Aligner = Callable[[Sequence[Paragraph]], set[Link]]


@dataclass(frozen=True)
class Document:
    """Paragraphs in page order, and which of them translate each other."""

    paragraphs: tuple[Paragraph, ...]
    links: frozenset[Link]


def document(pieces: Sequence[Piece], also: Sequence[tuple[int, int]] = ()) -> Document:
    """Return the document of pieces; ``also`` joins numbers of pairs that one paragraph renders together."""
    joined = dict(also)
    paragraphs = tuple(Paragraph(n, text, language) for n, (language, text, _) in enumerate(pieces))
    numbers = [joined.get(pair, pair) if pair is not None else None for _, _, pair in pieces]
    links = {
        (e, z)
        for e, (one, _, _) in enumerate(pieces)
        for z, (two, _, _) in enumerate(pieces)
        if one == "en" and two != "en" and numbers[e] is not None and numbers[e] == numbers[z]
    }
    return Document(paragraphs, frozenset(links))


def _beside(pairs: Sequence[Pair]) -> list[Piece]:
    return [piece for n, (en, zh) in enumerate(pairs) for piece in (("en", en, n), ("zh-Hans", zh, n))]


def clean(pairs: Sequence[Pair], _: random.Random) -> Document:
    """Every paragraph beside its translation."""
    return document(_beside(pairs))


def captions(pairs: Sequence[Pair], chance: random.Random) -> Document:
    """Lines under pictures anywhere between the paragraphs, in one language or both."""
    pieces: list[Piece] = []
    for n, pair in enumerate(_beside(pairs)):
        pieces.append(pair)
        if chance.random() < 0.25:
            number, (en, zh) = 1000 + n, chance.choice(CAPTIONS)
            kind = chance.random()
            pieces += [("en", en, number)] if kind < 0.75 else []
            pieces += [("zh-Hans", zh, number)] if kind > 0.4 else []
    return document(pieces)


def _without(pieces: list[Piece], chance: random.Random, share: float) -> list[Piece]:
    """Drop translations: of a pair at most one side."""
    lost = {(p[2], chance.choice(("en", "zh-Hans"))) for p in pieces if p[0] == "en" and chance.random() < share}
    return [piece for piece in pieces if (piece[2], piece[0]) not in lost]


def deletions(pairs: Sequence[Pair], chance: random.Random) -> Document:
    """A quarter of the paragraphs stand in one language only."""
    return document(_without(_beside(pairs), chance, 0.25))


def turned(pairs: Sequence[Pair], chance: random.Random) -> Document:
    """The same where the Chinese stands first."""
    pieces = [("zh-Hans" if en == "en" else "en", pairs[n][en == "en"], n) for en, _, n in _beside(pairs)]
    return document(_without(pieces, chance, 0.25))


def groups(pairs: Sequence[Pair], chance: random.Random) -> Document:
    """Here and there two paragraphs are rendered as one."""
    pieces, also, n = [], [], 0
    while n < len(pairs):
        if n + 1 < len(pairs) and chance.random() < 0.3:
            (e1, z1), (e2, z2) = pairs[n : n + 2]
            also.append((n + 1, n))
            one = chance.random() < 0.5
            english = [("en", f"{e1} {e2}", n)] if one else [("en", e1, n), ("en", e2, n + 1)]
            chinese = [("zh-Hans", z1, n), ("zh-Hans", z2, n + 1)] if one else [("zh-Hans", z1 + z2, n)]
            pieces += english + chinese
            n += 2
        else:
            pieces += [("en", pairs[n][0], n), ("zh-Hans", pairs[n][1], n)]
            n += 1
    return document(pieces, also)


def blocks(pairs: Sequence[Pair], chance: random.Random) -> Document:
    """All English, then all Chinese, a fifth in one language only."""
    return document(sorted(_without(_beside(pairs), chance, 0.2), key=lambda piece: piece[0] != "en"))


def neighbours(pairs: Sequence[Pair], chance: random.Random) -> Document:
    """Here and there a paragraph without a translation is followed by a translation without an original."""
    lost: set[tuple[int, str]] = set()
    for n in range(len(pairs) - 1):
        if (n, "en") not in lost and chance.random() < 0.3:
            lost |= {(n, "zh-Hans"), (n + 1, "en")}
    return document([piece for piece in _beside(pairs) if (piece[2], piece[0]) not in lost])


SCENARIOS = (clean, captions, deletions, turned, groups, blocks, neighbours)


def by_pipeline(step: Callable[[Post], Post]) -> Aligner:
    """Return the aligner that a step of the pipeline is."""

    def align(paragraphs: Sequence[Paragraph]) -> set[Link]:
        post = step(Post("id", "http://b.blogspot.com/2014/03/a.html", paragraphs=tuple(paragraphs)))
        partners = [
            (p.index, p.pair if p.pair is not None else getattr(p, "rendered_in", None)) for p in post.paragraphs
        ]
        ends = [(index, partner) for index, partner in partners if partner is not None]
        english = {p.index for p in paragraphs if p.language == "en"}
        return {(one, other) if one in english else (other, one) for one, other in ends}

    return align


def _older(path: Path) -> Aligner:
    spec = importlib.util.spec_from_file_location("alignment_before", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return by_pipeline(module.pair_paragraphs)


def without_words(align: Aligner) -> Aligner:
    """Return an aligner that has no glossary: what it makes of a subject that the glossary does not know."""

    def poorer(paragraphs: Sequence[Paragraph]) -> set[Link]:
        known = evidence.notions_en, evidence.notions_zh
        evidence.notions_en, evidence.notions_zh = lambda _: frozenset(), lambda _: (frozenset(), frozenset())
        try:
            return align(paragraphs)
        finally:
            evidence.notions_en, evidence.notions_zh = known

    return poorer


def documents(pairs: Sequence[Pair], scenario: Callable[..., Document], count: int) -> list[Document]:
    """Return a scenario's documents: neighbouring texts of one subject, by fixed seeds."""
    made = []
    for seed in range(count):
        chance = random.Random(f"{scenario.__name__} {seed}")
        size = chance.randint(4, 14)
        first = chance.randrange(len(pairs))
        made.append(scenario([pairs[(first + n) % len(pairs)] for n in range(min(size, len(pairs)))], chance))
    return made


def f1(align: Aligner, of: Sequence[Document]) -> tuple[int, int, int]:
    """Return (links right, links found, links there are)."""
    right = found = there = 0
    for each in of:
        links = align(each.paragraphs)
        right, found, there = right + len(links & each.links), found + len(links), there + len(each.links)
    return right, found, there


def _percent(right: int, found: int, there: int) -> float:
    return round(200 * right / (found + there), 2) if found + there else 100.0


def measure(pairs: Sequence[Pair], aligners: dict[str, Aligner], count: int) -> dict[str, dict[str, float]]:
    """Return link F1 in per cent of each aligner on each scenario and over all links, and its time a document."""
    made = {scenario.__name__: documents(pairs, scenario, count) for scenario in SCENARIOS}
    table: dict[str, dict[str, float]] = {}
    for name, align in aligners.items():
        began = time.process_time()
        counts = {scenario: f1(align, of) for scenario, of in made.items()}
        spent = time.process_time() - began
        total = tuple(map(sum, zip(*counts.values(), strict=True)))
        row = {scenario: _percent(*numbers) for scenario, numbers in counts.items()}
        table[name] = {**row, "all": _percent(*total), "ms": round(1000 * spent / (count * len(made)), 2)}
    return table


def main(arguments: Sequence[str]) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Link F1 of paragraph aligners.")
    parser.add_argument("--documents", type=int, default=100, help="of each scenario")
    parser.add_argument("--pairs", type=Path, action="append", default=[])
    parser.add_argument("--before", type=Path)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(arguments)
    aligners = {"next Chinese paragraph": next_chinese, "Gale-Church": gale_church}
    aligners |= {"before": _older(options.before)} if options.before else {}
    aligners |= {"beilin, no glossary": without_words(by_pipeline(pair_paragraphs))}
    aligners |= {"beilin": by_pipeline(pair_paragraphs)}
    texts = {"own texts": (*TEXTS, *SENTENCES)}
    for path in options.pairs:
        lines = (line.split("\t") for line in path.read_text("utf-8").splitlines() if line)
        texts[path.stem] = tuple((en, zh) for en, zh in lines)
    tables = {name: measure(pairs, aligners, options.documents) for name, pairs in texts.items()}
    if options.json:
        print(json.dumps(tables, indent=2))
        return
    for name, table in tables.items():
        heads = list(next(iter(table.values())))
        print(f"\n{name} ({len(texts[name])} pairs, {options.documents} documents a scenario; link F1 %)\n")
        print(f"| aligner | {' | '.join(heads)} |\n|---|{'---|' * len(heads)}")
        for aligner, row in table.items():
            print(f"| {aligner} | {' | '.join(f'{value:g}' for value in row.values())} |")


if __name__ == "__main__":
    main(sys.argv[1:])
