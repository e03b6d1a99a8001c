"""What a list says of one person, and what a piece of a list is."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Listed:
    """One person as listed, in one language or in both; ``raw`` is the whole piece: honorific, role and bracket too."""

    en: str | None = None
    zh: str | None = None
    affiliation: str | None = None
    raw: str = ""

    @property
    def name(self) -> str:
        """The name it is known by here."""
        return self.en or self.zh or ""

    @property
    def names(self) -> tuple[str, ...]:
        """The names, none to two."""
        if self.en:
            return (self.en, self.zh) if self.zh else (self.en,)
        return (self.zh,) if self.zh else ()


@dataclass(frozen=True)
class Piece:
    """One piece of a run: a person, or of another kind: surname, note or unread."""

    text: str
    person: Listed | None = None
    kind: str = "note"
