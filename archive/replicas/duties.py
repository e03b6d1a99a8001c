"""What `beilin replicate` and `beilin restore` do, from addresses to results: open, work, remember, close."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from archive import manifest
from archive.errors import BeilinError, Damaged, ReplicaUnreachable, StorageError, UsageError
from archive.integrity.signers import named_key
from archive.layout import Layout
from archive.lock import locked, reading
from archive.replicas import memory
from archive.replicas.address import Access, normal, open_target
from archive.replicas.audit import Audit, Seen, audit
from archive.replicas.local import Progress
from archive.replicas.repair import Repair, repair
from archive.replicas.restore import Restored, Say, restore
from archive.replicas.sending import Sent, replicate
from archive.replicas.target import Target
from archive.replicas.trust import trusted_keys

_NOT_REMEMBERED = (
    "This replica is not remembered, since nothing can be written where the collection lies: name it again from a disk "
    "that can be written to, so that it is audited."
)


@contextmanager
def opened(access: Access, known: bool) -> Iterator[Target]:
    """Open a replica and let go of it at the end."""
    target = open_target(access, known)
    try:
        yield target
    finally:
        target.close()


def send(layout: Layout, access: Access, key: str | None = None, progress: Progress = lambda *_: None) -> Sent:
    """Bring a replica up to the collection and remember it. Raises as `sending.replicate` and `address.open_target`."""
    access = normal(access)
    _refuse_overlap(layout, access)
    with reading(layout, alone=True) as writable:
        remember = memory.remember if writable else _forget
        known = memory.recall(layout)
        access = memory.completed(known, access)
        with opened(access, any(one.access.address == access.address for one in known)) as target:
            try:
                sent = replicate(layout, target, trusted_keys(layout, key), progress)
            except (ReplicaUnreachable, StorageError):
                remember(layout, access, None)  # begun is begun: an audit must know of it
                raise
        remember(layout, access, sent.snapshot)
    return sent if writable else replace(sent, notes=(*sent.notes, _NOT_REMEMBERED))


def _forget(layout: Layout, access: Access, snapshot: str | None) -> None:
    """Remember nothing, where nothing can be written."""


def _refuse_overlap(layout: Layout, access: Access) -> None:
    if "://" in access.address:
        return
    root, place = layout.root.resolve(), Path(access.address).resolve()
    if root == place or root in place.parents or place in root.parents:
        raise UsageError(f"{access.address} and the collection lie within each other: give a folder of its own.")


@dataclass(frozen=True)
class Examined:
    """An audit, what a repair then did (None: none was asked for), and the exit code that both come to."""

    audit: Audit
    repair: Repair | None
    exit_code: int


def examine(
    layout: Layout,
    key: str | None = None,
    sample: int | None = None,
    mend: bool = False,
    progress: Progress = lambda *_: None,
) -> Examined:
    """Audit all remembered replicas, and repair what is found where that is asked for.

    Raises:
        UsageError: no replica is remembered.
        Damaged: the collection's own seal is broken and no key is named that could decide what is right.
    """
    known = memory.recall_some(layout)
    trusted = trusted_keys(layout, key)
    if mend and not trusted:
        raise Damaged(
            f"The seal of {layout.root} is broken, so it cannot say whose signature counts: nothing was repaired; "
            "give the key that you wrote down with --key SHA256:..."
        )
    with _held(layout, mend), ExitStack() as stack:
        found = audit(layout, [_enter(stack, one) for one in known], trusted, sample, progress)
        done = repair(layout, found, trusted, progress) if mend else None
    return Examined(found, done, _exit_code(found, done))


@contextmanager
def _held(layout: Layout, mend: bool) -> Iterator[None]:
    with locked(layout) if mend else reading(layout):
        if mend:
            manifest.finish(layout)
        yield


def _enter(stack: ExitStack, one: memory.Remembered) -> tuple[Target | BeilinError, str, tuple[str, ...]]:
    try:
        place: Target | BeilinError = stack.enter_context(opened(one.access, known=True))
    except BeilinError as error:
        place = error
    return place, one.access.address, one.snapshots


def _exit_code(found: Audit, done: Repair | None) -> int:
    if done is None:
        return found.exit_code
    trouble = next((one.trouble.exit_code for one in found.seen if one.trouble), 0)
    lasting = [alarm for alarm in found.alarms if alarm.code == "history-forked"]
    return Damaged.exit_code if done.left or lasting else trouble


def bring_back(
    accesses: Sequence[Access],
    folder: Path,
    key: str | None = None,
    as_of: str | None = None,
    say: Say = lambda _: None,
    progress: Progress = lambda *_: None,
) -> Restored:
    """Restore a collection from replicas and remember them. Raises as `restore.restore` and `address.open_target`."""
    accesses = [normal(access) for access in accesses]
    trusted = frozenset({named_key(key)}) if key else frozenset[str]()
    with ExitStack() as stack:
        targets = [stack.enter_context(opened(access, known=True)) for access in accesses]
        restored = restore(targets, folder.absolute(), trusted, as_of, say, progress)
    for access in accesses:
        memory.remember(Layout(folder), access, None)
    return restored


def plain_examination(examined: Examined) -> dict[str, Any]:
    """Return an audit as a JSON document."""
    found, done = examined.audit, examined.repair
    return {
        "whole": not found.faults and not any(one.trouble for one in found.seen),
        "newest": found.truth.name if found.truth else None,
        "collection": {
            "newest": found.own.name if found.own else None,
            "faults": [asdict(fault) for fault in (*found.seal, *found.local.values())],
        },
        "alarms": [asdict(alarm) for alarm in found.alarms],
        "replicas": [_plain_replica(one, found) for one in found.seen],
        "repair": asdict(done) if done else None,
    }


def _plain_replica(one: Seen, found: Audit) -> dict[str, Any]:
    return {
        "replica": one.address,
        "newest": one.newest.name if one.newest else None,
        "behind": is_behind(one, found),
        "snapshots": one.snapshots,
        "objects": len(one.expected),
        "read_back": len(one.answers),
        "bytes": one.bytes,
        "nonce": one.nonce,
        "answers": dict(one.answers),
        "faults": [asdict(fault) for fault in one.faults],
        "trouble": str(one.trouble) if one.trouble else None,
        "notes": one.notes,
    }


def is_behind(one: Seen, found: Audit) -> bool:
    """Say whether a replica lacks the newest snapshot: `beilin replicate` brings it up."""
    if not one.target or one.trouble or not found.truth:
        return False
    return one.newest is None or one.newest.name != found.truth.name
