"""New records and readings put in the place of the old, all or none, wherever the process or the power ends.

    state/reextract/             the new ones, as in a collection, while they are made
    state/reextract/ready.json   they are whole: whoever holds the collection next puts them in place
    state/records.old/           the old records, until the new ones are in the manifest

Before there is a ``ready.json`` the old ones count, and the new are thrown away; from then on the new ones do. Each
step may be taken again. It names every new file with its digest, and is signed with the collection's key: whoever else
can write in ``state/`` cannot have records of his own put in place and sealed.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Container, Iterator, Mapping
from pathlib import Path
from typing import Any

from archive import events, keys, manifest
from archive.durable import make_folder, replace, storage_errors, sync_file, sync_folder
from archive.integrity.reading import read_regular
from archive.layout import Layout

_EVENT = "metadata extraction"
_NAMESPACE = "beilin-renewal"  # of the signature


def begin(layout: Layout) -> Layout:
    """Return where new records and readings are to be made: an empty place, laid out as a collection."""
    settle(layout)
    fresh = _fresh(layout)
    with storage_errors(fresh.root):
        make_folder(fresh.records)
    return fresh


def put_in_place(layout: Layout, detail: Mapping[str, str | int]) -> None:
    """Put what was made into the place of the old, log that with a detail, and seal. The caller holds the lock.

    Raises:
        StorageError: the disk refused; `settle` goes on from there.
    """
    fresh = _fresh(layout)
    with storage_errors(fresh.root):
        sync_file(fresh.readings)
        for folder, _, _ in os.walk(fresh.root):
            sync_folder(Path(folder))
        sync_folder(layout.state)
    signer = manifest.prepare(layout)
    lines = len(_event_lines(layout))
    told = {"detail": dict(detail), "events": lines, "files": _digests(fresh), "sealed": _sealed(layout)}
    said = json.dumps(told, ensure_ascii=False)
    signature = signer.sign(said.encode(), _NAMESPACE).decode()
    replace(_ready(layout), json.dumps({"said": said, "signature": signature}).encode())
    settle(layout)


def is_pending(layout: Layout) -> bool:
    """Say whether a process ended while it put new records in place."""
    return _ready(layout).exists()


def is_unsettled(layout: Layout) -> bool:
    """Say whether what is there is to be read only after `settle`: records lie half in their place."""
    return is_pending(layout) or (_old(layout).exists() and not layout.records.exists())


def settle(layout: Layout) -> None:
    """Finish what a process that ended had begun to put in place, or throw it away. The caller holds the lock.

    Raises:
        StorageError: the disk refused.
    """
    with storage_errors(layout.state):
        if is_pending(layout) and (ready := _ours(layout)):
            _finish(layout, ready)
        elif _old(layout).exists() and not layout.records.exists():
            _move(_old(layout), layout.records)
        shutil.rmtree(_old(layout), ignore_errors=True)
        shutil.rmtree(_fresh(layout).root, ignore_errors=True)


def record_files(records: Path) -> Iterator[str]:
    """Yield the versions of records in a folder of records, as paths from it."""
    paths = records.rglob("v*.json") if records.is_dir() else ()
    yield from (path.relative_to(records).as_posix() for path in paths)


def _ours(layout: Layout) -> dict[str, Any] | None:
    """Return what ready.json says, None where this collection's key did not sign it, or other files lie there."""
    signer = keys.signer_of(layout)
    try:
        ready = json.loads(read_regular(_ready(layout)))
        said, signature = str(ready["said"]), str(ready["signature"])
    except (ValueError, KeyError, TypeError, OSError):
        return None
    # Ed25519 is deterministic: the same key makes the same signature again.
    if signer is None or signer.sign(said.encode(), _NAMESPACE).decode() != signature:
        return None
    told: dict[str, Any] = json.loads(said)
    fresh = _fresh(layout)
    if fresh.records.exists():
        return told if _digests(fresh) == told["files"] else None
    return told if told["files"].items() <= _digests(layout).items() else None  # others may have put more there


def _digests(layout: Layout) -> dict[str, str]:
    """Return the SHA-256 of every file of the records, by its path from them. Links are no records."""
    paths = (path for path in layout.records.rglob("*") if path.is_symlink() or path.is_file())
    return {
        path.relative_to(layout.records).as_posix(): "" if path.is_symlink() else manifest.digest_of(path)
        for path in paths
    }


def _finish(layout: Layout, ready: Mapping[str, Any]) -> None:
    fresh, old = _fresh(layout), _old(layout)
    manifest.prepare(layout)
    if fresh.records.exists():
        if layout.records.exists():
            _move(layout.records, old)
        _move(fresh.records, layout.records)
    if fresh.readings.exists():
        _replace_readings(fresh.readings, layout.readings)
    if not any(json.loads(line)["type"] == _EVENT for line in _event_lines(layout)[ready["events"] :]):
        events.append(layout, _EVENT, ready["detail"])
    _keep_strange_files(layout, {*ready["files"], *ready["sealed"]})
    manifest.seal(layout, (f"{layout.records.name}/{name}" for name in {*ready["files"], *ready["sealed"]}))
    _ready(layout).unlink()
    sync_folder(fresh.root)


def _keep_strange_files(layout: Layout, ours: Container[str]) -> None:
    """Move what lay among the old records, and beilin neither sealed nor makes, beside the new ones.

    Somebody put it there: it is evidence, and verification is to find it.
    """
    old = _old(layout)
    for path in sorted(old.rglob("*")) if old.is_dir() else ():
        name = path.relative_to(old).as_posix()
        is_own = path.suffix == ".part" or name in ours  # a part is what a kill left of our own writing
        target = layout.records / name
        if (path.is_symlink() or not path.is_dir()) and not is_own and not target.exists():
            make_folder(target.parent)
            path.rename(target)


def _sealed(layout: Layout) -> list[str]:
    """Return the files of the records that a seal covers, by their path from them."""
    folder = f"{layout.records.name}/"
    return [name.removeprefix(folder) for name in manifest.read(layout) if name.startswith(folder)]


def _replace_readings(new: Path, old: Path) -> None:
    for suffix in ("-wal", "-shm"):
        old.with_name(old.name + suffix).unlink(missing_ok=True)
    _move(new, old)


def _move(source: Path, target: Path) -> None:
    source.rename(target)
    sync_folder(target.parent)
    sync_folder(source.parent)


def _event_lines(layout: Layout) -> list[bytes]:
    """Return the whole lines of the log."""
    return read_regular(layout.events).split(b"\n")[:-1] if layout.events.exists() else []


def _fresh(layout: Layout) -> Layout:
    return Layout(layout.state / "reextract")


def _ready(layout: Layout) -> Path:
    return _fresh(layout).root / "ready.json"


def _old(layout: Layout) -> Path:
    return layout.state / "records.old"
