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

    def line(self) -> str:
        """Return it as one line: file, byte range, what is wrong, code."""
        where = "" if self.offset is None else f" bytes {self.offset}-{self.offset + (self.length or 1) - 1}"
        return f"{self.file}{where}: {self.detail} [{self.code}]"
