"""What was last worked out of a text: a page is read, and then judged, and who asks second need not wait."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Latest(Generic[T]):
    """A function of a text that keeps its last answer.

    Unlike `functools.lru_cache` it hashes no text, which is to go through all of it: to compare two pages begins with
    their lengths, and stops where they differ first. And it gives up one page's tree before the next one grows; who
    needs it no more has it forgotten at once: to free a tree takes seven times as long when other work came between.
    """

    def __init__(self, make: Callable[[str], T]) -> None:
        self._make = make
        self._kept: tuple[str, T] | None = None

    def __call__(self, text: str) -> T:
        """Return what the function makes of a text."""
        kept = self._kept
        if kept is None or kept[0] != text:
            self._kept = kept = None
            self._kept = kept = text, self._make(text)
        return kept[1]

    def forget(self) -> None:
        """Give the answer up."""
        self._kept = None
