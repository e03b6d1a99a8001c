"""Learn what signs weigh, and write pipelines/*_weights.tsv; or measure how well posts of unseen writers are judged.

Usage: python training/weigh.py SEEN.json [--measure]

SEEN.json is what training/collect.py wrote. It needs scikit-learn and nothing of beilin: `make weights` runs it in an
environment of its own. With --measure nothing is written: each writer's posts and people are judged by weights learned
from all other writers, and shown is what the judge would add to what the rules know, by how sure it must be.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

PIPELINES = Path(__file__).parent.parent / "pipelines"
SELDOM = {"people": 3, "gathering": 10}  # signs that fewer have are not weighed
STRENGTH = 0.3  # the inverse of the penalty on large weights (L2), chosen by --measure among 0.03, 0.1, 0.3 and 1
HEADS = {
    "people": """\
# What each sign of a person in a report weighs (pipelines/signs.py), in hundredths of the natural logarithm of the
# odds; "base" is everybody's. Made by training/weigh.py from {} people of {} posts by {} writers; {} were there.
""",
    "gathering": """\
# What each sign of a post weighs (pipelines/own_gatherings.py), in hundredths of the natural logarithm of the odds;
# "base" is every post's. Made by training/weigh.py from {} of {} posts by {} writers; {} name who was there.
""",
}

Rows = list[dict[str, Any]]


def main(seen: dict[str, Rows], *, measure: bool) -> None:
    """Write the weights, or measure."""
    posts = judged(seen["gathering"], SELDOM["gathering"])
    seen["people"] = [row for row in seen["people"] if of(row) in likely(posts)]
    if measure:
        show(posts, judged(seen["people"], SELDOM["people"]))
        return
    for kind, rows in seen.items():
        vectors, model = learn(rows, SELDOM[kind])
        weights = dict(zip(vectors.get_feature_names_out(), model.coef_[0], strict=True))
        weights["base"] = model.intercept_[0]
        hundredths = {sign: round(100 * weight) for sign, weight in weights.items()}
        told = len(rows), len(set(map(of, rows))), len({row["writer"] for row in rows})
        head = HEADS[kind].format(*told, sum(row["there"] for row in rows))
        lines = (f"{sign}\t{weight}\n" for sign, weight in sorted(hundredths.items()) if weight)
        (PIPELINES / f"{kind}_weights.tsv").write_text(head + "".join(lines), encoding="utf-8")


def learn(rows: Rows, seldom: int) -> tuple[DictVectorizer, LogisticRegression]:
    """Return the signs in order, and what they weigh."""
    counts = Counter(sign for row in rows for sign in row["signs"])
    vectors = DictVectorizer()
    table = vectors.fit_transform([{sign: 1 for sign in row["signs"] if counts[sign] >= seldom} for row in rows])
    model = LogisticRegression(C=STRENGTH, max_iter=5000, tol=1e-6)
    return vectors, model.fit(table, np.array([row["there"] for row in rows]))


def judged(rows: Rows, seldom: int) -> Rows:
    """Return what was seen, each with its "chance" by what was learned from other writers."""
    found = []
    for writer in sorted({row["writer"] for row in rows}):
        vectors, model = learn([row for row in rows if row["writer"] != writer], seldom)
        his = [row for row in rows if row["writer"] == writer]
        table = vectors.transform([dict.fromkeys(row["signs"], 1) for row in his])
        found += [row | {"chance": chance[1]} for row, chance in zip(his, model.predict_proba(table), strict=True)]
    return found


def likely(posts: Rows) -> set[tuple[str, str]]:
    """Return the posts that count as reports of the writer's own gathering: of others nobody's people are weighed."""
    return {of(row) for row in posts if row["known"] or row["chance"] >= row["needed"]}


def of(row: dict[str, Any]) -> tuple[str, str]:
    """Return the post of what was seen."""
    return row["writer"], row["report"]


def show(posts: Rows, people: Rows) -> None:
    """Print how posts and people are judged by what was learned from other writers."""
    tell("posts whose gathering no rule knows", [row for row in posts if not row["known"]])
    by_rule = {of(row) for row in posts if row["known"]}
    left = [row for row in people if not row["known"]]
    tell("people whom no rule knows, of gatherings known by rules", [row for row in left if of(row) in by_rule])
    tell("people whom no rule knows, of gatherings known by weights", [row for row in left if of(row) not in by_rule])


def tell(what: str, rows: Rows) -> None:
    """Print how many of those that no rule knows would be added, and how many of them rightly."""
    print(f"{what}: {sum(row['there'] for row in rows)} of {len(rows)} were there")
    for least in (0, 0.7, 0.8, 0.9):
        added = [row for row in rows if row["chance"] >= max(least, row["needed"])]
        bound = f"at {least} at least" if least else "as in use"
        print(f"  {bound}: {sum(row['there'] for row in added)} of {len(added)} added were there")


if __name__ == "__main__":
    main(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")), measure="--measure" in sys.argv)
