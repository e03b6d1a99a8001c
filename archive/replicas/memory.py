"""Which replicas a collection has: ``$BEILIN_HOME/replicas/FINGERPRINT.json``, by its first key, as pins are kept.

Where replicas are, and which host's key was confirmed, must not stand in the collection: a thief would read it there,
and whoever can write there would send the replicas elsewhere.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from archive import durable
from archive.documents import read_document
from archive.errors import CollectionError, UsageError
from archive.home import file_name, home
from archive.integrity.proof import check_proof
from archive.layout import Layout
from archive.replicas.address import Access


@dataclass(frozen=True)
class Remembered:
    """A replica and the snapshots that were read back whole from it."""

    access: Access
    snapshots: tuple[str, ...] = ()


def recall(layout: Layout) -> tuple[Remembered, ...]:
    """Return the replicas that are known, in the order in which they came.

    Raises:
        CollectionError: the file is damaged.
    """
    path = _path(layout)
    if path is None or not os.path.lexists(path):
        return ()
    remedy = "move it away and name each replica again with beilin replicate"
    return read_document(path, _load_all, remedy=remedy, raises=CollectionError)


def _load_all(plain: Any) -> tuple[Remembered, ...]:
    if not isinstance(plain, list):
        raise ValueError("no list")
    return tuple(map(_load, plain))


def recall_some(layout: Layout) -> tuple[Remembered, ...]:
    """Return what `recall` does, and refuse where there is none. Raises UsageError, CollectionError."""
    if known := recall(layout):
        return known
    old = layout.state / "replicas.json"
    before = f"; what {old} says is not believed, since whoever can write there can change it" if old.exists() else ""
    raise UsageError(
        f"No replica of {layout.root} is known to this machine: name each with beilin replicate {layout.root} "
        f"TARGET{before}."
    )


def _path(layout: Layout) -> Path | None:
    """Return the file of a collection, None where nothing says which collection it is."""
    proof = check_proof(layout)
    first = proof.known.first if proof.known else next(iter(proof.keys.line), None)
    return home() / "replicas" / f"{file_name(first)}.json" if first else None


def _load(item: dict[str, Any]) -> Remembered:
    access = item["access"]
    return Remembered(
        Access(str(access["address"]), tuple(access["host_keys"]), access["identity"], access["endpoint"]),
        tuple(item["snapshots"]),
    )


def completed(known: Sequence[Remembered], access: Access) -> Access:
    """Return an access with what is remembered of the same address and was not given now."""
    before = next((one.access for one in known if one.access.address == access.address), access)
    return replace(
        access,
        host_keys=access.host_keys or before.host_keys,
        identity=access.identity or before.identity,
        endpoint=access.endpoint or before.endpoint,
    )


def remember(layout: Layout, access: Access, snapshot: str | None) -> None:
    """Note a replica, and a snapshot that it holds. Raises StorageError."""
    path = _path(layout)
    if path is None:
        return  # no key, no identity: what has no name is not remembered
    known = {one.access.address: one for one in recall(layout)}
    before = known.get(access.address, Remembered(access)).snapshots
    added = (snapshot,) if snapshot and snapshot not in before else ()
    known[access.address] = Remembered(access, before + added)
    text = json.dumps([asdict(one) for one in known.values()], ensure_ascii=False, indent=2) + "\n"
    durable.replace(path, text.encode("utf-8"))
