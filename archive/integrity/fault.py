"""One finding of the verifier."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """What is wrong (``code`` for machines, ``detail`` for people), in which file, at which bytes."""

    code: str
    file: str
    detail: str
    offset: int | None = None
    length: int | None = None
