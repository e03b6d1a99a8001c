"""The measures: what of a field is right, what was found, what there is. What a case does not state is not judged.

Posts are held against the expected ones by id, address or text, and paragraphs by their text, so that one missing
paragraph does not make all that follow wrong. Names, dates and titles must be equal.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from benchmarks.evaluate.cases import Case, Plain, day, languages, pairs, people, texts

SHORT = 20  # characters, up to which a paragraph is a short one


@dataclass(frozen=True)
class Score:
    """Counts: ``right`` of what was ``found``, and of what is ``there``; equal for what is only right or wrong."""

    right: int = 0
    found: int = 0
    there: int = 0

    def __add__(self, other: Score) -> Score:
        return Score(self.right + other.right, self.found + other.found, self.there + other.there)

    @property
    def ratio(self) -> float | None:
        """The F1 of precision and recall, which is the accuracy where found and there are equal."""
        return 2 * self.right / (self.found + self.there) if self.found + self.there else None


Measure = tuple[str, Score]
# Accuracies and F1 in the order of the table; counts that are no ratios have a name of their own.
FIELDS = (
    "post boundaries, F1", "paragraph text, F1", "language, over 20 characters", "language, to 20 characters",
    "pairs, F1", "attendees, precision", "attendees, recall", "name joins, F1", "event date", "event date: wrong",
    "event date: wrong in silence", "event date: abstained", "published", "title as it stands", "title split", "author",
)  # fmt: skip
PLAIN_COUNTS = ("event date: wrong", "event date: wrong in silence", "event date: abstained")


def measures(case: Case) -> Iterator[Measure]:
    """Yield what a case says of each field that it states."""
    if "posts" not in case.expected:
        return
    matched = match_posts(case.posts, case.said["posts"])
    yield "post boundaries, F1", boundaries(case.posts, case.said["posts"], matched)
    for n, expected in enumerate(case.posts):
        said = case.said["posts"][matched[n]] if n in matched else {}
        yield from _of_paragraphs(expected, said)
        yield from _of_people(expected, said)
        yield from _of_dates(expected, said)
        yield from _of_titles(expected, said)


def right_or_wrong(right: bool) -> Score:
    """Return the score of one thing that is either."""
    return Score(int(right), 1, 1)


def match_posts(expected: Sequence[Plain], said: Sequence[Plain]) -> dict[int, int]:
    """Return which found post is which expected one: by id, then address, then shared text, then place."""
    matched: dict[int, int] = {}
    for sure in (_same("id"), _same("url"), _shares_text, lambda one, _: not {"id", "url", "texts"} & set(one)):
        for n, one in enumerate(expected):
            free = [m for m in range(len(said)) if m not in matched.values()]
            free.sort(key=lambda m: (abs(m - n), m))
            if n not in matched and (found := next((m for m in free if sure(one, said[m])), None)) is not None:
                matched[n] = found
    return matched


def _same(field: str) -> Callable[[Plain, Plain], bool]:
    return lambda one, other: field in one and one[field] == other[field]


def _shares_text(one: Plain, other: Plain) -> bool:
    return bool(set(map(flat, texts(one) or ())) & set(map(flat, texts(other) or ())))


def boundaries(expected: Sequence[Plain], said: Sequence[Plain], matched: dict[int, int]) -> Score:
    """Count the posts that hold most of their own text and mostly their own."""
    right = 0
    for n, m in matched.items():
        wanted = texts(expected[n])
        own, found = Counter(map(flat, wanted or ())), Counter(map(flat, texts(said[m]) or ()))
        shared = sum((own & found).values())
        right += wanted is None or (not own and not found) or shared * 2 > max(sum(own.values()), sum(found.values()))
    return Score(right, len(said), len(expected))


def flat(text: str) -> str:
    """Return a text without what white space adds."""
    return " ".join(text.split())


def overlap(expected: Sequence[str], found: Sequence[str]) -> Score:
    """Count the texts that both have."""
    one, other = Counter(map(flat, expected)), Counter(map(flat, found))
    return Score(sum((one & other).values()), sum(other.values()), sum(one.values()))


def _of_paragraphs(expected: Plain, said: Plain) -> Iterator[Measure]:
    wanted, found = texts(expected), texts(said) or []
    if wanted is not None:
        yield "paragraph text, F1", overlap(wanted, found)
    # Where no texts are stated, the places must do.
    place = places(wanted, found) if wanted is not None else {n: n for n in range(len(found))}
    if (tongues := languages(expected)) is not None:
        spoken = languages(said) or []
        for n, language in enumerate(tongues):
            if n in place and place[n] < len(spoken):
                kind = "language, over 20 characters" if len(found[place[n]]) > SHORT else "language, to 20 characters"
                yield kind, right_or_wrong(spoken[place[n]] == language)
    if (partners := pairs(expected)) is not None:
        yield "pairs, F1", _links(partners, pairs(said) or [], place)


def places(wanted: Sequence[str], found: Sequence[str]) -> dict[int, int]:
    """Return where each wanted text stands in what was found; of equal ones the first is the first."""
    where = defaultdict(list)
    for n, text in enumerate(found):
        where[flat(text)].append(n)
    return {n: of.pop(0) for n, text in enumerate(wanted) if (of := where[flat(text)])}


def _links(wanted: Sequence[int | None], said: Sequence[int | None], place: dict[int, int]) -> Score:
    def links(partners: Sequence[int | None]) -> set[tuple[int, int]]:
        return {(min(n, other), max(n, other)) for n, other in enumerate(partners) if other is not None}

    there, found = links(wanted), links(said)
    moved = {tuple(sorted((place[a], place[b]))) for a, b in there if a in place and b in place}
    return Score(len(moved & found), len(found), len(there))


def _of_people(expected: Plain, said: Plain) -> Iterator[Measure]:
    wanted, found = people(expected), people(said) or []
    if wanted is None:
        return
    left, right = list(found), 0
    for en, zh in wanted:
        one = next((p for p in left if (en and p[0] == en) or (zh and p[1] == zh)), None)
        if one is not None:
            left.remove(one)
            right += 1
    yield "attendees, precision", Score(right, len(found), len(found))
    yield "attendees, recall", Score(right, len(wanted), len(wanted))
    joins, others = ({p for p in of if p[0] and p[1]} for of in (wanted, found))
    yield "name joins, F1", Score(len(joins & others), len(others), len(joins))


def _of_dates(expected: Plain, said: Plain) -> Iterator[Measure]:
    if "event_date" in expected:
        wanted, found = day(expected["event_date"]), day(said.get("event_date"))
        loud = any(finding["code"].startswith("event-date") for finding in said.get("findings", ()))
        wrong = found is not None and found != wanted
        yield "event date", right_or_wrong(found == wanted)
        yield "event date: wrong", Score(int(wrong), 1, 1)
        yield "event date: wrong in silence", Score(int(wrong and not loud), 1, 1)
        yield "event date: abstained", Score(int(found is None and wanted is not None), 1, 1)
    if "published" in expected:
        wanted, found = day(expected["published"]), day(said.get("published"))
        yield "published", right_or_wrong((found or "")[: len(wanted or found or "")] == (wanted or ""))


def _of_titles(expected: Plain, said: Plain) -> Iterator[Measure]:
    title = expected.get("title")
    if title is not None:
        found = said.get("title") or {}
        if "raw" in title:
            yield "title as it stands", right_or_wrong(found.get("raw") == title["raw"])
        parts = [part for part in ("en", "zh") if part in title]
        if parts:
            yield "title split", right_or_wrong(all(found.get(part) == title[part] for part in parts))
    if "author" in expected:
        author, found = expected["author"], said.get("author") or {}
        yield "author", right_or_wrong(all(found.get(part) == value for part, value in author.items()))
