"""The records of a sealed collection, one after another, each held against the seal in the moment it is read.

Of what was judged suspect or replaced no record was ever made (`archive.judged`): the newest version of a record is the
last good one.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from archive import codec
from archive.errors import Damaged, UsageError
from archive.integrity.files import files_under
from archive.integrity.proof import check_proof
from archive.layout import Layout
from archive.records import Post

_RECORD = re.compile(r"records/(?P<folder>.+)/v(?P<version>[1-9]\d*)\.json")


@dataclass(frozen=True)
class Record:
    """One version of a record: ``path`` is its place below ``records/``, by which the tables of an export join."""

    path: str
    post: Post

    @property
    def folder(self) -> PurePosixPath:
        """The folder of its versions."""
        return PurePosixPath(self.path).parent


@dataclass(frozen=True)
class Sealed:
    """What the seal lists of records: (path from the collection, SHA-256), in order."""

    layout: Layout
    listed: tuple[tuple[str, str], ...]

    def __len__(self) -> int:
        return len(self.listed)

    def __iter__(self) -> Iterator[Record]:
        """Yield the records. Raises Damaged for one that is not as sealed."""
        for name, sha256 in self.listed:
            yield Record(name.removeprefix("records/"), self._read(name, sha256))

    def _read(self, name: str, sha256: str) -> Post:
        path = self.layout.root / name
        try:
            content = b"" if path.is_symlink() else path.read_bytes()
            if hashlib.sha256(content).hexdigest() == sha256:
                return codec.load(Post, content)
        except (FileNotFoundError, ValueError):
            pass
        raise Damaged(f"{path} is not as it was sealed, and nothing was exported: run beilin verify.")


def sealed_records(layout: Layout, *, all_versions: bool = False) -> Sealed:
    """Return the records of a collection that its seal lists: the newest version of each, or every one.

    Raises:
        Damaged: the seal does not hold, or there are records that it does not know.
        UsageError: there are no records yet.
    """
    if not layout.manifest.exists() and not any(layout.records.rglob("v*.json")):
        raise UsageError(f"{layout.root} holds no records yet: run beilin mirror first.")
    proof = check_proof(layout)
    present = {f"records/{name}" for name in files_under(layout.records)}
    if proof.faults or present - proof.listed.keys():
        raise Damaged(f"{layout.root} is not as it was sealed, and nothing was exported: run beilin verify.")
    found: dict[str, list[int]] = {}
    for match in filter(None, map(_RECORD.fullmatch, proof.listed)):
        found.setdefault(match["folder"], []).append(int(match["version"]))
    if not found:
        raise UsageError(f"{layout.root} holds no records yet: run beilin mirror first.")
    names = [
        f"records/{folder}/v{version}.json"
        for folder, versions in sorted(found.items())
        for version in (sorted(versions) if all_versions else [max(versions)])
    ]
    return Sealed(layout, tuple((name, proof.listed[name]) for name in names))
