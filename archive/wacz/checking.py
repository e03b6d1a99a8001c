"""Checking a WACZ file on behalf of somebody who says whom to trust."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from archive.durable import storage_errors
from archive.errors import UsageError
from archive.wacz.identity import chain_of
from archive.wacz.validator import Judgement, Progress, Trust, judge_wacz

WACZ = ".wacz"


def verify_wacz(path: Path, signers: Iterable[str], roots: Path | None, progress: Progress) -> Judgement:
    """Judge a file. ``signers`` are fingerprints of keys, ``roots`` a PEM file; where there are none, all are taken.

    Raises:
        UsageError: the file is not there, or what is to be trusted cannot be read.
        StorageError: it cannot be read.
    """
    if not path.is_file():
        raise UsageError(f"{path} is no file: check the path.")
    keys = frozenset(signers)
    if strange := [key for key in sorted(keys) if not key.startswith("SHA256:")]:
        raise UsageError(f"{strange[0]} is no fingerprint of a key: beilin verify prints them, SHA256:...")
    with storage_errors(path):
        trusted = chain_of(roots.read_text("ascii", "replace"), str(roots)) if roots else []
        return judge_wacz(path, Trust(keys, tuple(trusted)), progress)
