"""What several rules ask of one paragraph, worked out once.

The rules that look for people are many, and each reads every paragraph of a post, so that the same question comes
several times within a post and then hardly ever again. Kept is therefore little: what a post's paragraphs have.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Hashable
from typing import ParamSpec, TypeVar

_PARAGRAPHS = 64  # few posts have more

_Given = ParamSpec("_Given")
_Told = TypeVar("_Told", bound=Hashable)


def once_a_paragraph(work: Callable[_Given, _Told]) -> Callable[_Given, _Told]:
    """Return a pure function of texts that keeps what it said of the last ones; what it says cannot be changed."""
    return functools.wraps(work)(functools.lru_cache(maxsize=_PARAGRAPHS)(work))  # type: ignore[return-value]
