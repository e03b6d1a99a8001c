"""What identifies files that captures came from: their digests, never a name or a path of this machine."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path


def digest_of(path: Path) -> str:
    """Return the URN of a file, made of its bytes."""
    with path.open("rb") as file:
        return f"urn:x-sha256:{hashlib.file_digest(file, 'sha256').hexdigest()}"


def named(parts: Iterable[str]) -> str:
    """Return the URN of what is made of parts: of one its own, of several one made of them all, in any order."""
    found = sorted(set(parts))
    if len(found) == 1:
        return found[0]
    together = "\n".join(found).encode("utf-8", "surrogateescape")
    return f"urn:x-folder-sha256:{hashlib.sha256(together).hexdigest()}"
