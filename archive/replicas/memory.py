"""Which replicas a collection has: ``state/replicas.json``, on this machine only.

Where replicas are must not stand in the collection, where a thief would read it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from archive import durable
from archive.documents import read_document
from archive.errors import CollectionError
from archive.layout import Layout
from archive.replicas.address import Access

_FILE = "replicas.json"


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
    path = layout.state / _FILE
    if not os.path.lexists(path):
        return ()
    remedy = "move it away and name each replica again with beilin replicate"
    return read_document(path, _load_all, remedy=remedy, raises=CollectionError)


def _load_all(plain: Any) -> tuple[Remembered, ...]:
    if not isinstance(plain, list):
        raise ValueError("no list")
    return tuple(map(_load, plain))


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
    known = {one.access.address: one for one in recall(layout)}
    before = known.get(access.address, Remembered(access)).snapshots
    added = (snapshot,) if snapshot and snapshot not in before else ()
    known[access.address] = Remembered(access, before + added)
    text = json.dumps([asdict(one) for one in known.values()], ensure_ascii=False, indent=2) + "\n"
    durable.replace(layout.state / _FILE, text.encode("utf-8"))
