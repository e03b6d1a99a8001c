"""The manifest: the SHA-256 of every file of a collection, in the form that ``sha256sum -c`` and BagIt read.

Sealing never blesses what it did not see being written: a file that is in the manifest and never changes once
written (captures, versions of records, reports of earlier crawls) keeps its digest there unread, so that a file
that changed, or is gone, fails verification for ever after.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from archive.durable import replace
from archive.layout import Layout

_MUTABLE = frozenset({"README.txt", "beilin.toml", "events.jsonl"})


def seal(layout: Layout, rewritten: frozenset[str] = frozenset()) -> None:
    """Write the manifest over all files but ``state/`` and itself.

    ``rewritten`` are paths (relative, POSIX) that the caller wrote again, or removed, on purpose; only these and
    the few files that live (events, configuration) get a new digest.
    """
    old = read(layout)
    present = {path.relative_to(layout.root).as_posix(): path for path in _files(layout)}
    kept = {name: sha256 for name, sha256 in old.items() if name not in rewritten and name not in _MUTABLE}
    fresh = {name: digest_of(path) for name, path in present.items() if name not in kept}
    lines = [f"{sha256}  {name}\n" for name, sha256 in sorted({**kept, **fresh}.items())]
    replace(layout.manifest, "".join(lines).encode("utf-8"))


def read(layout: Layout) -> dict[str, str]:
    """Return the digest of each file by its path; empty where there is no manifest yet."""
    if not layout.manifest.exists():
        return {}
    lines = layout.manifest.read_text(encoding="utf-8").splitlines()
    return {name: sha256 for sha256, _, name in (line.partition("  ") for line in lines)}


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _files(layout: Layout) -> Iterator[Path]:
    yield from (layout.root / name for name in sorted(_MUTABLE) if (layout.root / name).is_file())
    for folder in layout.kept:
        yield from (path for path in sorted(folder.rglob("*")) if path.is_file())
