"""How likely a person named in a report was at its event, by the weights of the signs around his name.

A logistic regression (Cox, "The Regression Analysis of Binary Sequences", 1958): each sign has a weight, their sum
becomes a probability. The weights stand in `pipelines/likelihood.tsv`, made by training/weigh.py from reports whose
people are known. So each judgement can be taken apart, sign by sign.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Iterable, Mapping
from importlib.resources import files

_BASE = "base"  # the sign that everybody has


def likelihood(signs: Iterable[str]) -> float:
    """Return how likely a person with these signs was there, between 0 and 1."""
    weights = _weights()
    total = weights.get(_BASE, 0) + sum(weights.get(sign, 0) for sign in signs)
    return 1 / (1 + math.exp(-total / 100))


@functools.cache
def _weights() -> Mapping[str, int]:
    """Return the weight of each sign in hundredths: whole numbers, whose sum hangs on no order."""
    text = files("pipelines").joinpath("likelihood.tsv").read_text(encoding="utf-8")
    lines = (line.rpartition("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return {sign: int(weight) for sign, _, weight in lines}
