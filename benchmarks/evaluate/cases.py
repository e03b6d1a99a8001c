"""The golden cases (`tests/corpus/PLATFORM/CASE`), what is expected of them, and what beilin says."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scraper.extract import read
from tools.golden import capture_of, says

Plain = dict[str, Any]


@dataclass(frozen=True)
class Case:
    """One case: ``form`` is the form of post it stands for, ``page`` the HTML, "" for a feed."""

    name: str
    form: str
    url: str
    page: str
    expected: Plain
    said: Plain

    @property
    def posts(self) -> list[Plain]:
        """The posts that are expected."""
        return list(self.expected.get("posts", []))


def cases(folders: Iterable[Path]) -> Iterator[Case]:
    """Yield the cases in folders, however deep, by name."""
    for path in sorted({path for folder in folders for path in folder.rglob("case.json")}):
        folder = path.parent
        facts = json.loads(path.read_text("utf-8"))
        page = folder / "page.html"
        yield Case(
            name=folder.name,
            form=facts.get("form", "other"),
            url=facts["target_uri"],
            page=page.read_text("utf-8", errors="replace") if page.exists() else "",
            expected=json.loads((folder / "expected.json").read_text("utf-8")),
            said=says(read(capture_of(folder))),
        )


def texts(post: Plain) -> list[str] | None:
    """Return the paragraphs' texts of an expected or a found post; None where it states none."""
    return _column(post, "texts", "text")


def languages(post: Plain) -> list[str] | None:
    """Return the paragraphs' languages."""
    return _column(post, "languages", "language")


def pairs(post: Plain) -> list[int | None] | None:
    """Return the paragraphs' translations."""
    return _column(post, "pairs", "pair")


def people(post: Plain) -> list[tuple[str | None, str | None]] | None:
    """Return (English name, Chinese name) of those who were there; who is only credited was not."""
    if "people" in post:
        return [(person[0], person[1]) for person in post["people"] if (*person, "list")[2] != "credit"]
    if "attendees" in post:
        return [(one["en"], one["zh"]) for one in post["attendees"] if one.get("basis", "list") != "credit"]
    return None


def day(claim: Plain | str | None) -> str | None:
    """Return the value of a date, however it is stated."""
    value = claim.get("value") if isinstance(claim, dict) else claim
    return str(value) if value else None


def _column(post: Plain, short: str, name: str) -> list[Any] | None:
    if short in post:
        return list(post[short])
    if "paragraphs" in post and all(name in paragraph for paragraph in post["paragraphs"]):
        return [paragraph[name] for paragraph in post["paragraphs"]]
    return None
