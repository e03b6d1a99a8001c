"""See every person whom the running text of a known report names: the signs, and whether he was there.

Usage: python -m training.collect OUT.json [FOLDER]

The golden cases that state people (tests/corpus), and the training reports; or those of FOLDER alone. OUT is a list of
{"writer", "report", "person", "there", "known", "needed", "signs"}: ``known`` says that the rules know the person was
there, ``needed`` is the likelihood from which on who has such signs was there.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from unittest.mock import patch

from archive.records import Post
from benchmarks.evaluate.cases import people
from pipelines import refine
from pipelines.likely_there import Runs, Text, names_of, needed, signs_in
from scraper.extract import read
from tools.golden import capture_of
from training.reports import FOLDER, Person, reports

Known = tuple[str, str, Post, Sequence[Person]]
CORPUS = Path(__file__).parent.parent / "tests" / "corpus"


def main(target: Path, folder: Path | None) -> None:
    """Write what is seen."""
    known = from_reports(folder) if folder else (*from_corpus(), *from_reports(FOLDER))
    seen = [person for one in known for person in _seen(*one)]
    target.write_text(json.dumps(seen, ensure_ascii=False), encoding="utf-8")
    there = sum(person["there"] for person in seen)
    print(
        f"{len(seen)} people in running text, {there} were there, {sum(person['known'] for person in seen)} are known"
    )


def from_corpus() -> Iterator[Known]:
    """Yield the posts of golden cases that state who was there."""
    for path in sorted(CORPUS.rglob("case.json")):
        expected = json.loads((path.parent / "expected.json").read_text(encoding="utf-8")).get("posts", [])
        posts = read(capture_of(path.parent)).posts
        for said, post in zip(expected, posts, strict=False):
            if len(expected) == len(posts) and (there := people(said)) is not None:
                yield path.parent.parent.name, path.parent.name, post, there


def from_reports(folder: Path) -> Iterator[Known]:
    """Yield the posts of training reports."""
    yield from ((one.writer, one.name, one.post(), one.people) for one in reports(folder))


def _seen(writer: str, report: str, post: Post, there: Sequence[Person]) -> Iterator[dict[str, Any]]:
    were = {name for person in there for name in person if name}
    asked: list[tuple[Sequence[Text], str, str, tuple[Runs, Runs], Sequence[Text]]] = []

    def ask(
        texts: Sequence[Text], title: str, day: str, told: tuple[Runs, Runs], *, beside: Sequence[Text] = ()
    ) -> tuple[Runs, Runs]:
        asked.append((texts, title, day, told, beside))
        return {}, {}

    with patch("pipelines.attendees.likely_there", ask):
        refine(post)
    for texts, title, day, told, beside in asked:
        lists, known = map(names_of, told)
        for one, signs in signs_in(texts, title, day, told, beside=beside, without=lists):
            yield {
                "writer": writer,
                "report": report,
                "person": " ".join(one.names),
                "there": not were.isdisjoint(name.replace("․", ".") for name in one.names),
                "known": not known.isdisjoint(one.names),
                "needed": needed(signs),
                "signs": sorted(signs),
            }


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else None)
