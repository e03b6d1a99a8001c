"""Bringing a replica up to the collection: what is new is added, what is there stays for ever.

Nothing is sent that the signed manifest does not vouch for, so files that were encrypted or altered on this machine
go nowhere; and nothing at all where the replica knows more than this machine does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from archive.errors import Damaged, NotACollection
from archive.integrity import Fault
from archive.layout import Layout
from archive.replicas import objects, snapshots
from archive.replicas.local import Progress, damaged
from archive.replicas.objects import Source, object_name, of_bytes, of_file
from archive.replicas.readme import TEXT
from archive.replicas.snapshots import EVENTS, README, Fetch, Snapshot
from archive.replicas.target import Absent, SourceChanged, Target, Unreadable


@dataclass(frozen=True)
class Sent:
    """What came of it: the snapshot that the replica now holds whole (None: it lacks something), and what was sent."""

    replica: str
    snapshot: str | None
    objects: int
    bytes: int
    already: int
    notes: tuple[str, ...]
    faults: tuple[Fault, ...]


def put_snapshot(target: Target, own: Snapshot) -> None:
    """Write a snapshot whose objects are all there. Raises ReplicaUnreachable, StorageError."""
    put_parts(target, snapshots.parts(own))


def put_parts(target: Target, parts: Iterable[tuple[str, bytes]]) -> None:
    """Write the files of a snapshot, in their order; those that are there whole are left as they are."""
    for name, content in parts:
        source = of_bytes(content)
        held = objects.holds(target, name, source)
        if not held:
            objects.put(target, name, source, damaged=held is False)


def replicate(
    layout: Layout,
    target: Target,
    trusted: frozenset[str],
    progress: Progress = lambda *_: None,
    put: Callable[[Target, Snapshot], None] = put_snapshot,
) -> Sent:
    """Send a replica what it lacks, read each file back, and write the snapshot last, by ``put``.

    Raises:
        Damaged: the collection's seal is broken, or it was rolled back; nothing was sent. Or the replica does not
            give back what it was given.
        NotACollection: there is something else at the target.
        ReplicaUnreachable, StorageError: it gives no answer or has no room; the same command goes on.
    """
    fetch = snapshots.fetch_from(target)
    own, wrong = snapshots.of_collection(layout, fetch, trusted)
    if own is None or not own.events:
        raise Damaged(
            f"Nothing was sent: the seal of {layout.root} is broken ({wrong[0].detail}); "
            "beilin verify says more, and beilin restore gets the last good state from a replica."
        )
    listed = snapshots.listing(target)
    there, faults = snapshots.newest(target, listed, fetch, trusted)
    _refuse_strangers(target, listed, own, there, fetch)
    if there:
        _refuse_rollback(target, own, there)
    bad = damaged(layout.root, own.files, progress)
    sending = _Sending(layout.root, target, own, listed, frozenset(there.files.values()) if there else frozenset())
    _put_missing(target, listed, README, of_bytes(TEXT.encode("utf-8")))
    sending.run(bad, progress)
    if not sending.lacking:
        put(target, own)
    return Sent(
        target.address,
        None if sending.lacking else own.name,
        sending.objects,
        sending.bytes,
        len(set(own.files.values())) - sending.objects - len(sending.lacking),
        tuple(target.notes()),
        (*faults, *bad.values(), *sending.faults),
    )


def _refuse_strangers(
    target: Target, listed: Mapping[str, int], own: Snapshot, there: Snapshot | None, fetch: Fetch
) -> None:
    strange = snapshots.foreign(listed)
    if strange and README not in listed:
        raise NotACollection(f"{target.address} holds something else ({strange[0]!r}): give a new or an empty place.")
    other, _ = snapshots.newest(target, listed, fetch, frozenset())  # whoever signed it
    if other and other.events and other.events.partition(b"\n")[0] != own.events.partition(b"\n")[0]:
        raise NotACollection(f"{target.address} is the replica of another collection: give a place of its own.")
    if other and not there:
        raise Damaged(
            f"ALARM: the replica {target.address} is signed by a key that this collection does not know: somebody else "
            "made one of the two. Nothing was sent; restore from it with the --key that you wrote down, or, if you "
            "revoked its key yourself, give a new place."
        )


def _refuse_rollback(target: Target, own: Snapshot, there: Snapshot) -> None:
    how = snapshots.relation(own.events, there.events)
    if how in ("behind", "forked"):
        what = "knows events that this collection has lost" if how == "behind" else "knows another history"
        raise Damaged(
            f"ALARM: the replica {target.address} {what} (snapshot {there.name}): this collection was rolled back "
            "or rewritten. Nothing was sent; beilin restore gets the newer state."
        )


def _put_missing(target: Target, listed: Mapping[str, int], name: str, source: Source) -> None:
    if name not in listed:
        objects.put(target, name, source)


class _Sending:
    """The objects of one run. Those of the replica's own newest snapshot were read back before it was written."""

    def __init__(
        self, root: Path, target: Target, own: Snapshot, listed: Mapping[str, int], proven: frozenset[str]
    ) -> None:
        self._root, self._target, self._listed, self._proven = root, target, listed, proven
        self._paths = {sha256: path for path, sha256 in own.files.items()}  # a path for each object
        self._own = own
        self.objects = self.bytes = 0
        self.lacking: list[str] = []
        self.faults: list[Fault] = []

    def run(self, bad: Mapping[str, Fault], progress: Progress) -> None:
        """Send each object that is not there whole; where its file here is damaged it is only looked for."""
        sound = {sha256: path for path, sha256 in self._own.files.items() if path not in bad}
        wanted = [sha256 for sha256 in self._paths if not self._is_proven(sha256, sound.get(sha256))]
        done = len(self._paths) - len(wanted)
        sent = objects.side_by_side(self._target, lambda sha256: self._bring(sha256, sound.get(sha256)), wanted)
        for number, (sha256, size) in enumerate(zip(wanted, sent, strict=True), done + 1):
            progress(number, len(self._paths))
            if size is None:
                self.lacking.append(self._paths[sha256])
            elif size >= 0:
                self.objects += 1
                self.bytes += size

    def _is_proven(self, sha256: str, path: str | None) -> bool:
        stated = self._listed.get(object_name(sha256))
        if sha256 not in self._proven or stated is None:
            return False
        return path is None or stated == self._source(path, sha256).size

    def _source(self, path: str, sha256: str) -> Source:
        # The log may have grown since it was sealed.
        return of_bytes(self._own.events) if path == EVENTS else of_file(self._root / path, sha256)

    def _bring(self, sha256: str, path: str | None) -> int | None:
        """Return the bytes sent, -1 where the object is there whole, None where it is not and cannot be sent."""
        name = object_name(sha256)
        held = self._is_held(name, sha256)
        if held:
            return -1
        if path is None:
            return None
        if held is False:
            detail = "it was damaged on the replica; set aside there and sent again"
            self.faults.append(Fault("object-damaged", f"{name} ({path})", detail))
        source = self._source(path, sha256)
        try:
            objects.put(self._target, name, source, damaged=held is False)
        except SourceChanged:
            self.faults.append(Fault("file-changed", path, "it changed while it was being sent; it was not kept there"))
            return None
        return source.size

    def _is_held(self, name: str, sha256: str) -> bool | None:
        if name not in self._listed:
            return None
        try:
            return objects.challenge(self._target, name, self._listed[name]).sha256 == sha256
        except Absent:
            return None
        except Unreadable:
            return False
