"""How likely something is by the weights of its signs: that a person named in a report was at its event, that a post
reports a gathering of its writer's own.

A logistic regression (Cox, "The Regression Analysis of Binary Sequences", 1958): each sign has a weight, their sum
becomes a probability. The weights stand in `pipelines/people_weights.tsv` and `pipelines/gathering_weights.tsv`, made
by training/weigh.py from reports of which both are known. So each judgement can be taken apart, sign by sign.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Iterable, Mapping
from importlib.resources import files
from typing import Literal

_BASE = "base"  # the sign that everybody has


def likelihood(signs: Iterable[str], of: Literal["people", "gathering"] = "people") -> float:
    """Return how likely it is of what has these signs, between 0 and 1."""
    weights = _weights(of)
    total = weights.get(_BASE, 0) + sum(weights.get(sign, 0) for sign in signs)
    return 1 / (1 + math.exp(-total / 100))


@functools.cache
def _weights(of: str) -> Mapping[str, int]:
    """Return the weight of each sign in hundredths: whole numbers, whose sum hangs on no order."""
    text = files("pipelines").joinpath(f"{of}_weights.tsv").read_text(encoding="utf-8")
    lines = (line.rpartition("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return {sign: int(weight) for sign, _, weight in lines}
