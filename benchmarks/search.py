"""Search beside other engines: what is found of what is there, how fast, how large. Prints Markdown.

Usage: python -m benchmarks.search [--posts N] [--peers VENV] [--only NAME] [--folder DIR] [--each N] [--keep FILE]

The posts are those of `benchmarks/many_posts.py`. Truth is every post read: folded text in folded text for Chinese, any
inflection for English. Chinese queries of 1 to 8 characters are pieces of posts, asked once in each script. A recall
or precision is the mean over the queries; a latency that of the count and the first page. Each engine is a process.
Behind the table: what indexing takes, and beilin's own queries by their kind (`benchmarks/search_kinds.py`).
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from archive.search import Query, open_index, parse
from archive.search.folding import fold
from archive.search.tokens import phrase, tokens
from benchmarks.many_posts import make, texts, vocabularies
from benchmarks.search_kinds import measure
from benchmarks.search_peers import ENGINES
from benchmarks.telling import Tell, p95, teller

_EACH = 12  # queries of a kind
_ENDINGS = ("", "s", "ed", "ing")
# Words of the vocabulary whose inflections are regular, as the posts have them.
_REGULAR = frozenset(
    """
    answer arrest ask attack attend call demand destroy detain develop elect help kill murder obey order pray protest
    question rain reject report return support talk walk want work sign gather
    """.split()  # noqa: SIM905
)
_HERE = Path(__file__).parent
_HEADS = (
    "engine", "recall of 1 / 2 / 3 / 4 / 5-8 characters", "asked in Traditional", "precision", "English inflections",
    "posts/s indexed", "MB", "median ms", "p95 ms", "max ms",
)  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """A query: its kind ("1" to "8" characters, "English"), whether it is in Traditional characters, and the truth."""

    text: str
    kind: str
    is_traditional: bool
    truth: frozenset[int]


@dataclass(frozen=True)
class Answered:
    """What an engine did: seconds and bytes of its index, milliseconds and posts of each query."""

    build: float
    size: int
    answers: Sequence[tuple[float, frozenset[int]]]
    told: str = ""


def queries(posts: Sequence[str]) -> list[Asked]:
    """Return the queries with what reading every post finds."""
    rng = random.Random(7)
    folded = [fold(text) for text in posts]
    english, _, traditional = vocabularies()
    inflected = {word + ending for word in _REGULAR for ending in _ENDINGS}
    words = [inflected.intersection(text.replace(".", "").replace("\n", " ").lower().split()) for text in posts]
    back = {fold(c): c for word in traditional.words for c in word}
    found = []
    for length in range(1, 9):
        for piece in _pieces(rng, folded, length):
            truth = frozenset(number for number, text in enumerate(folded) if piece in text)
            found.append(Asked(piece, str(length), False, truth))
            found.append(Asked("".join(back.get(c, c) for c in piece), str(length), True, truth))
    for word in sorted(_REGULAR.intersection(english.words))[: 2 * _EACH]:
        forms = {word + ending for ending in _ENDINGS}
        truth = frozenset(number for number, all_of in enumerate(words) if forms & all_of)
        found += [Asked(form, "English", False, truth) for form in sorted(forms)[:2] if truth]
    return found


def _pieces(rng: random.Random, folded: Sequence[str], length: int) -> list[str]:
    pieces: list[str] = []
    while len(pieces) < _EACH:
        text = rng.choice(folded)
        start = rng.randrange(len(text) - length)
        piece = text[start : start + length]
        if all("\u3400" <= c <= "\u9fff" for c in piece):
            pieces.append(piece)
    return pieces


def beilin(folder: Path, number: int, asked: Sequence[Asked]) -> Answered:
    """Ask beilin's own index; all its hits are fetched untimed."""
    layout = make(folder / "collection", number) if not (folder / "collection").exists() else None
    root = layout.root if layout else folder / "collection"
    (root / "state" / "index.sqlite").unlink(missing_ok=True)
    start, load, before = time.perf_counter(), os.getloadavg()[0], _spent()
    index = open_index(root)
    build = time.perf_counter() - start
    own, others = (1e6 * (now - then) / number for now, then in zip(_spent(), before, strict=True))
    told = (
        f"Indexed in {build:.1f} s: {own:.0f} µs of processor time a post in the process that writes, {others:.0f} µs "
        f"in those that read and tokenise; two cores of their own would do {1e6 / max(own, (own + others) / 2):,.0f} "
        f"posts/s. Load {load:.1f} to {os.getloadavg()[0]:.1f}."
    )
    answers = []
    for one in asked:
        start = time.perf_counter()
        total = index.search(parse(one.text)).total
        spent = (time.perf_counter() - start) * 1000
        found = frozenset(int(post_id.rpartition("-")[2]) for post_id in index.identifiers(Query(one.text)))
        if total != len(found):
            raise AssertionError(one.text)
        answers.append((spent, found))
    return Answered(build, (root / "state" / "index.sqlite").stat().st_size, answers, told)


def _spent() -> tuple[float, float]:
    """Return the seconds of processor time of this process and of its children that have ended."""
    now = os.times()
    return now.user + now.system, now.children_user + now.children_system


def peer(name: str, python: str, folder: Path) -> Answered | None:
    """Ask another engine, None where it is not installed."""
    command = [python, str(_HERE / "search_peers.py"), name, str(folder)]
    done = subprocess.run(command, capture_output=True, check=False)
    if done.returncode:
        print(f"{name}: {done.stderr.decode().strip().splitlines()[-1]}", file=sys.stderr)
        return None
    told = json.loads(done.stdout)
    answers = [(one["ms"], frozenset(one["found"])) for one in told["answers"]]
    return Answered(told["build"], told["bytes"], answers)


def row(name: str, number: int, asked: Sequence[Asked], done: Answered) -> str:
    """Return an engine's line of the table."""
    pairs = list(zip(asked, done.answers, strict=True))

    def mean(of: Callable[[frozenset[int], frozenset[int]], float], holds: Callable[[Asked], bool]) -> str:
        return f"{statistics.mean(of(one.truth, found) for one, (_, found) in pairs if holds(one)):.2f}"

    def recall(truth: frozenset[int], found: frozenset[int]) -> float:
        return len(truth & found) / len(truth)

    def precision(truth: frozenset[int], found: frozenset[int]) -> float:
        return len(truth & found) / len(found) if found else 1.0

    lengths = " / ".join(mean(recall, lambda one, n=n: one.kind in n) for n in ("1", "2", "3", "4", "5678"))
    spent = sorted(ms for ms, _ in done.answers)
    columns = (
        name,
        lengths,
        mean(recall, lambda one: one.is_traditional),
        mean(precision, lambda one: one.kind != "English"),
        mean(recall, lambda one: one.kind == "English"),
        f"{number / done.build:,.0f}",
        f"{done.size / 1e6:.0f}",
        f"{statistics.median(spent):.1f}",
        f"{p95(spent):.1f}",
        f"{spent[-1]:.1f}",
    )
    return f"| {' | '.join(columns)} |"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--posts", type=int, default=20_000)
    parser.add_argument("--peers", type=Path, default=Path(".venv-peers"))
    parser.add_argument("--only", default="")
    parser.add_argument("--each", type=int, default=40, help="queries of a kind (benchmarks/search_kinds.py)")
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--keep", type=Path, help="a file for all that is printed")
    options = parser.parse_args()
    tell = teller(options.keep, f"Search, {options.posts:,} posts")
    folder = options.folder or Path(tempfile.mkdtemp(prefix="beilin-bench-"))
    posts, told = list(texts(options.posts)), ""
    asked = queries(posts)
    tell(f"| {' | '.join(_HEADS)} |\n{'|---' * len(_HEADS)}|")
    if options.only in ("", "beilin"):
        done = beilin(folder, options.posts, asked)
        tell(row("beilin", options.posts, asked, done))
        told = done.told
    if options.only in ("", *ENGINES):
        beside(folder, options.peers, [options.only] if options.only else list(ENGINES), posts, asked, tell)
    if options.only in ("", "beilin"):
        kinds = measure(open_index(folder / "collection"), options.posts, options.each)
        tell(f"\n{told}\n\n{kinds}")


def beside(
    folder: Path, peers: Path, names: Sequence[str], posts: Sequence[str], asked: Sequence[Asked], tell: Tell
) -> None:
    """Tell the lines of some other engines."""
    plain = [{"raw": text, "folded": fold(text), "tokens": tokens(text)} for text in posts]
    (folder / "texts.json").write_text(json.dumps(plain))
    found = [(one.text, phrase(one.text)) for one in asked]
    plain_queries = [
        {"raw": text, "folded": fold(text), "tokens": " ".join(wanted.tokens), "is_open": wanted.is_open}
        for text, wanted in found
        if wanted
    ]
    (folder / "queries.json").write_text(json.dumps(plain_queries))
    python = str(peers / "bin" / "python")
    for name in names:
        if done := peer(name, python, folder):
            tell(row(name, len(posts), asked, done))


if __name__ == "__main__":
    main()
