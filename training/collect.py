"""See every person whom the running text of a known report names, and every post: the signs, and what is so.

Usage: python -m training.collect OUT.json [FOLDER]

The golden cases that state people (tests/corpus), and the training reports; or those of FOLDER alone. OUT has "people",
a list of {"writer", "report", "person", "there", "known", "needed", "signs"}: ``known`` says that the rules know the
person was there, ``needed`` is the likelihood from which on who has such signs was there. And "gathering", a list of
{"writer", "report", "there", "known", "needed", "signs"} of posts: whether anybody was at a gathering of the writer's.
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
from pipelines.own_gatherings import LIKELY_OWN, how_own, signs_of_post
from scraper.extract import read
from tools.golden import capture_of
from training.reports import FOLDER, Person, reports

People = tuple[Sequence[Text], str, str, tuple[Runs, Runs]]
Known = tuple[str, str, Post, Sequence[Person]]
CORPUS = Path(__file__).parent.parent / "tests" / "corpus"


def main(target: Path, folder: Path | None) -> None:
    """Write what is seen."""
    known = from_reports(folder) if folder else (*from_corpus(), *from_reports(FOLDER))
    seen: dict[str, list[dict[str, Any]]] = {"people": [], "gathering": []}
    for one in known:
        for of, rows in _seen(*one).items():
            seen[of] += rows
    target.write_text(json.dumps(seen, ensure_ascii=False), encoding="utf-8")
    for of, rows in seen.items():
        there, by_rule = sum(row["there"] for row in rows), sum(row["known"] for row in rows)
        print(f"{of}: {len(rows)} seen, there {there}, known by rules {by_rule}")


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


def _seen(writer: str, report: str, post: Post, there: Sequence[Person]) -> dict[str, list[dict[str, Any]]]:
    """Return what is seen of the people of a post, whether its gathering was the writer's own or not, and of it."""
    people_, posts = _asked(post)
    where = {"writer": writer, "report": report}
    were = {name for person in there for name in person if name}
    seen = []
    for (texts, title, day, told), beside, of_own in people_:
        lists, known = map(names_of, told)
        seen += [
            where
            | {
                "person": " ".join(one.names),
                "there": not were.isdisjoint(name.replace("․", ".") for name in one.names),
                "known": not known.isdisjoint(one.names),
                "needed": needed(signs, of_own=of_own),
                "signs": sorted(signs),
            }
            for one, signs in signs_in(texts, title, day, told, beside=beside, without=lists)
        ]
    gatherings = [
        where | {"there": bool(there), "known": own == 1, "needed": LIKELY_OWN, "signs": sorted(signs)}
        for own, signs in posts
        if own  # else there is nothing to weigh: no day, or a day of others
    ]
    return {"people": seen, "gathering": gatherings}


def _asked(post: Post) -> tuple[list[tuple[People, Sequence[Text], bool]], list[tuple[float, frozenset[str]]]]:
    """Return (what is asked of the people of a post in each of its parts, how own its gathering is with its signs)."""
    people_: list[tuple[People, Sequence[Text], bool]] = []
    posts: list[tuple[float, frozenset[str]]] = []

    def ask_people(*given: Any, beside: Sequence[Text] = (), of_own: bool = True) -> tuple[Runs, Runs]:
        people_.append((given, beside, of_own))
        return {}, {}

    def ask_post(given: Post, day: str, texts: Sequence[Text], *, listed: bool) -> float:
        own = how_own(given, day, texts, listed=listed)
        posts.append((own, signs_of_post(given, day, texts)))
        return max(own, LIKELY_OWN) if own else own

    with patch("pipelines.attendees.likely_there", ask_people), patch("pipelines.attendees.how_own", ask_post):
        refine(post)
    return people_, posts


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else None)
