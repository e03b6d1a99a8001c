"""How characters are read: tables made by tools, a reading, a tab and its characters a line."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from importlib.resources import files


@functools.cache
def readings(table: str) -> Mapping[str, tuple[str, ...]]:
    """Return the readings of each character by a table of this package, the usual one first."""
    found: dict[str, tuple[str, ...]] = {}
    for line in files("archive").joinpath(table).read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            said, characters = line.split("\t")
            found.update(dict.fromkeys(characters, tuple(said.split(","))))
    return found
