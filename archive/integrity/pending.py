"""The instant of a seal: files that were committed together and not all moved to their place when the power went.

From the moment they lie whole in ``state/seal/`` they are what holds (`archive.staging`, which shares no code with
this).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from archive.integrity.files import files_under
from archive.layout import Layout

# What a seal stages, and nothing else: who can write there must not pass a record for another.
_STAGED = re.compile(
    r"README\.txt|(?:events\.jsonl|manifest-sha256\.txt)(?:\.sig)?|keys/[^/]+|timestamps/[^/]+"
    r"|bagit\.txt|data/about\.txt"
)


@dataclass(frozen=True)
class Places:
    """Where each file of a collection is, by its path from the collection. ``waiting`` are those not in their place."""

    root: Path
    waiting: Mapping[str, Path] = field(default_factory=dict)

    def __call__(self, name: str) -> Path:
        return self.waiting.get(name, self.root / name)

    def in_folder(self, folder: str) -> list[str]:
        """Return the names of the files directly in a folder, in order."""
        there = files_under(self.root / folder) if (self.root / folder).is_dir() else ()
        names = {*there, *(name.removeprefix(f"{folder}/") for name in self.waiting if name.startswith(f"{folder}/"))}
        return sorted(name for name in names if "/" not in name)


def in_place(layout: Layout) -> Places:
    """Return the files as they lie in their places."""
    return Places(layout.root)


def as_committed(layout: Layout) -> Places:
    """Return the files as they will lie once all that waits is in its place."""
    staged = layout.state / "seal"
    names = files_under(staged) if staged.is_dir() and not staged.is_symlink() else ()
    return Places(layout.root, {name: staged / name for name in names if _STAGED.fullmatch(name)})
