"""Learn what signs weigh, and write pipelines/likelihood.tsv; or measure how well people of unseen writers are judged.

Usage: python training/weigh.py SEEN.json [--measure]

SEEN.json is what training/collect.py wrote. It needs scikit-learn and nothing of beilin: `make weights` runs it in an
environment of its own. With --measure nothing is written: each writer's people are judged by weights learned from all
other writers, and shown is whom the judge would add to those whom the rules know, by how sure it must be.
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

TARGET = Path(__file__).parent.parent / "pipelines" / "likelihood.tsv"
SELDOM = 3  # people: signs of fewer are not weighed
STRENGTH = 0.3  # the inverse of the penalty on large weights (L2), chosen by --measure among 0.03, 0.1, 0.3 and 1
HEAD = """\
# What each sign of a person in a report weighs (pipelines/signs.py), in hundredths of the natural logarithm of the
# odds; "base" is everybody's. Made by training/weigh.py from {} people of {} reports by {} writers; {} were there.
"""


def main(seen: list[dict[str, Any]], *, measure: bool) -> None:
    """Write the weights, or measure."""
    if measure:
        show(seen)
        return
    vectors, model = learn(seen)
    weights = dict(zip(vectors.get_feature_names_out(), model.coef_[0], strict=True)) | {"base": model.intercept_[0]}
    hundredths = {sign: round(100 * weight) for sign, weight in weights.items()}
    told = len(seen), len({(one["writer"], one["report"]) for one in seen}), len({one["writer"] for one in seen})
    head = HEAD.format(*told, sum(one["there"] for one in seen))
    lines = (f"{sign}\t{weight}\n" for sign, weight in sorted(hundredths.items()) if weight)
    TARGET.write_text(head + "".join(lines), encoding="utf-8")


def learn(seen: list[dict[str, Any]]) -> tuple[DictVectorizer, LogisticRegression]:
    """Return the signs in order, and what they weigh."""
    counts = Counter(sign for person in seen for sign in person["signs"])
    vectors = DictVectorizer()
    table = vectors.fit_transform([{sign: 1 for sign in p["signs"] if counts[sign] >= SELDOM} for p in seen])
    model = LogisticRegression(C=STRENGTH, max_iter=5000, tol=1e-6)
    return vectors, model.fit(table, np.array([person["there"] for person in seen]))


def show(seen: list[dict[str, Any]]) -> None:
    """Print how people are judged by what was learned from other writers."""
    for writer in sorted({person["writer"] for person in seen}):
        vectors, model = learn([person for person in seen if person["writer"] != writer])
        his = [person for person in seen if person["writer"] == writer]
        table = vectors.transform([dict.fromkeys(person["signs"], 1) for person in his])
        for person, chance in zip(his, model.predict_proba(table), strict=True):
            person["chance"] = chance[1]
    left = [person for person in seen if not person["known"]]
    print(f"{sum(person['there'] for person in left)} of {len(left)} whom no rule knows were there")
    for least in (0, 0.7, 0.8, 0.9):
        added = [person for person in left if person["chance"] >= max(least, person["needed"])]
        bound = f"at {least} at least" if least else "as in use"
        print(f"{bound}: {sum(person['there'] for person in added)} of {len(added)} added were there")


if __name__ == "__main__":
    main(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")), measure="--measure" in sys.argv)
