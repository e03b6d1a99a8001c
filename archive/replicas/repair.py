"""Making the collection and its replicas whole again from what is sound anywhere. Nothing damaged is thrown away.

Damaged bytes go to ``quarantine/`` of the replica (or stay an older version, where a bucket keeps versions), those of
this machine to ``state/quarantine/``. Whatever is written is read back, and the signed manifest's digest decides.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from archive import durable
from archive.durable import storage_errors, sync_folder
from archive.errors import BeilinError
from archive.integrity import Fault
from archive.layout import Layout
from archive.replicas import objects, parts, snapshots
from archive.replicas.audit import Audit, Seen, sound_elsewhere
from archive.replicas.local import Progress
from archive.replicas.objects import Source, object_name, of_bytes, of_file
from archive.replicas.readme import TEXT
from archive.replicas.snapshots import EVENTS, MANIFEST, README, SIGNATURE, SNAPSHOTS
from archive.replicas.target import Absent, SourceChanged, Target, Unreadable


@dataclass(frozen=True)
class Mended:
    """One thing made whole: where ("" is this machine), which file, and how."""

    replica: str
    file: str
    how: str


@dataclass(frozen=True)
class Repair:
    """What was made whole, and what could not be."""

    mended: tuple[Mended, ...]
    left: tuple[Fault, ...]


@dataclass(frozen=True)
class Shelf:
    """Where sound bytes may be found: the collection's folder, and targets with what each states as sizes."""

    folder: Path | None
    local: Mapping[str, str]  # SHA-256 -> a path in the folder, of files that are sound
    suspects: Mapping[str, str]  # SHA-256 -> a path in the folder, of files that are not
    memory: Mapping[str, bytes]  # SHA-256 -> bytes that were read already
    targets: tuple[tuple[Target, Mapping[str, int]], ...]


@contextmanager
def found(shelf: Shelf, sha256: str, work: Path) -> Iterator[tuple[Source, str] | None]:
    """Give the bytes of a digest as a source and how they were got, while the context lasts; None: nobody has them.

    ``work`` is a folder for what is being put together.
    """
    if shelf.folder and sha256 in shelf.local:
        yield of_file(shelf.folder / shelf.local[sha256], sha256), "from the collection"
        return
    if sha256 in shelf.memory:
        yield of_bytes(shelf.memory[sha256]), "from the collection's log"
        return
    with storage_errors(work):
        work.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder = work / secrets.token_hex(8)
    folder.mkdir(mode=0o700)
    try:
        yield _gathered(shelf, sha256, folder)
    finally:
        shutil.rmtree(folder)


def _gathered(shelf: Shelf, sha256: str, folder: Path) -> tuple[Source, str] | None:
    copies = []
    for number, (target, listed) in enumerate(shelf.targets):
        path = folder / str(number)
        state = _fetch(target, sha256, listed.get(object_name(sha256)), path)
        if state == "sound":
            return of_file(path, sha256), f"from {target.address}"
        if state == "damaged":
            copies.append(path)
    if shelf.folder and sha256 in shelf.suspects and (shelf.folder / shelf.suspects[sha256]).is_file():
        copies.append(shelf.folder / shelf.suspects[sha256])
    whole = folder / "whole"
    if copies and parts.rebuild(copies, sha256, whole):
        return of_file(whole, sha256), f"from the parts of {len(copies)} damaged copies"
    return None


def _fetch(target: Target, sha256: str, size: int | None, into: Path) -> str:
    """Bring an object here and say whether it is sound, damaged (what came of it is kept) or gone."""
    if size is None:
        return "gone"
    digest = hashlib.sha256()
    with storage_errors(into), into.open("wb") as file:
        try:
            for piece in objects.stream(target, object_name(sha256), size):
                digest.update(piece)
                file.write(piece)
        except Absent:
            return "gone"
        except (Unreadable, BeilinError):
            return "damaged"
    return "sound" if digest.hexdigest() == sha256 else "damaged"


def repair(layout: Layout, audited: Audit, trusted: frozenset[str], progress: Progress = lambda *_: None) -> Repair:
    """Repair what an audit found, from whatever is sound anywhere.

    Raises:
        StorageError: this machine's disk refused.
    """
    return _Repair(layout, audited, trusted).run(progress)


class _Repair:
    def __init__(self, layout: Layout, audited: Audit, trusted: frozenset[str]) -> None:
        self._layout, self._audited, self._trusted = layout, audited, trusted
        self._stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
        self._mended: list[Mended] = []
        self._left: list[Fault] = []
        self._local = self._local_wants()

    def run(self, progress: Progress) -> Repair:
        """Repair object by object, so that each is got once; then seals and snapshots, which come last."""
        wrong = {sha256: None for one in self._reachable() for sha256 in one.wrong}
        wanted = list({**dict.fromkeys(self._local.values()), **wrong})
        shelf = self._shelf()
        for number, sha256 in enumerate(wanted, 1):
            with found(shelf, sha256, self._layout.state / "repair") as got:
                self._mend(sha256, got)
            progress(number, len(wanted))
        self._mend_seal()
        for one in self._reachable():
            self._attempt(one, README, lambda one=one: self._mend_snapshots(one))  # type: ignore[misc]
        with contextlib.suppress(OSError):
            (self._layout.state / "repair").rmdir()
        return Repair(tuple(self._mended), tuple(self._left))

    def _reachable(self) -> list[Seen]:
        return [one for one in self._audited.seen if one.target and not one.trouble]

    def _local_wants(self) -> dict[str, str]:
        """Return path and digest of what the collection should have and has not."""
        audited = self._audited
        if not audited.truth:
            return {}
        current = audited.own.files if audited.own else audited.truth.files
        wanted = audited.truth.files
        moved = [path for path, sha256 in wanted.items() if current.get(path) != sha256]
        return {path: wanted[path] for path in (*audited.local, *moved) if path in wanted}

    def _shelf(self) -> Shelf:
        audited = self._audited
        base = audited.own or audited.truth
        files = base.files if base else {}
        # The log on the disk may have grown since it was sealed; what is about to be replaced is no source.
        sound = {sha256: path for path, sha256 in files.items() if path not in self._local and path != EVENTS}
        suspects = {sha256: path for path, sha256 in files.items() if path in audited.local}
        logs = [one for one in (audited.own, audited.truth) if one and one.events]
        return Shelf(
            self._layout.root,
            sound,
            suspects,
            {one.files[EVENTS]: one.events for one in logs},
            tuple((one.target, one.listed) for one in self._reachable() if one.target),
        )

    def _mend(self, sha256: str, got: tuple[Source, str] | None) -> None:
        paths = [path for path, wanted in self._local.items() if wanted == sha256]
        needing = [one for one in self._reachable() if sha256 in one.wrong]
        if got is None:
            names = paths or [one.expected[sha256] for one in needing]
            detail = "no copy of it is sound anywhere, nor do the damaged ones together make a whole"
            self._left += [Fault("unrepaired", name, detail) for name in dict.fromkeys(names)]
            return
        for path in paths:
            self._put_local(path, got[0])
            self._mended.append(Mended("", path, got[1]))
        for one in needing:
            self._attempt(one, object_name(sha256), lambda one=one: self._put(one, sha256, *got))  # type: ignore[misc]

    def _put(self, one: Seen, sha256: str, source: Source, how: str) -> None:
        assert one.target
        name = object_name(sha256)
        held = objects.holds(one.target, name, source)
        if not held:
            objects.put(one.target, name, source, damaged=held is False)
        self._mended.append(Mended(one.address, f"{name} ({one.expected[sha256]})", how))

    def _attempt(self, one: Seen, name: str, work: Callable[[], None]) -> None:
        if one.trouble:
            return
        try:
            work()
        except (BeilinError, SourceChanged) as error:
            one.trouble = error if isinstance(error, BeilinError) else None
            self._left.append(Fault("unrepaired", name, str(error)))

    def _put_local(self, path: str, source: Source) -> None:
        """Set aside what is there, write the sound bytes beside it, sync, and put them in its place."""
        place = self._layout.root / path
        with storage_errors(place):
            _set_aside(self._layout, path, self._stamp)
            place.parent.mkdir(parents=True, exist_ok=True)
            part = place.with_name(f".{secrets.token_hex(8)}.part")
            write(source, part)
            durable.sync_file(part)
            part.replace(place)
            sync_folder(place.parent)

    def _mend_seal(self) -> None:
        """Write the newest sound manifest where the collection's own is damaged or older."""
        own, truth = self._audited.own, self._audited.truth
        if truth is None or (own and own.name == truth.name):
            return
        for name, content in ((SIGNATURE, truth.signature), (MANIFEST, truth.manifest)):
            _set_aside(self._layout, name, self._stamp)
            durable.replace(self._layout.root / name, content)
            self._mended.append(Mended("", name, f"snapshot {truth.name}"))

    def _mend_snapshots(self, one: Seen) -> None:
        assert one.target
        self._put_small(one, README, TEXT.encode("utf-8"))
        fetch = snapshots.first_of([snapshots.fetch_local(self._layout), snapshots.fetch_from(one.target)])
        for name in one.broken:
            base = self._audited.own or self._audited.truth
            sound = sound_elsewhere(name, base, self._audited.seen, fetch, self._trusted)
            if sound is None:
                detail = "no other place has this snapshot whole; newer ones are not touched by that"
                self._left.append(Fault("unrepaired", f"{SNAPSHOTS}{name}", detail))
                continue
            for part, content in snapshots.parts(sound):
                self._put_small(one, part, content)

    def _put_small(self, one: Seen, name: str, content: bytes) -> None:
        assert one.target
        source = of_bytes(content)
        held = objects.holds(one.target, name, source)
        if not held:
            objects.put(one.target, name, source, damaged=held is False)
            self._mended.append(Mended(one.address, name, "written again"))


def write(source: Source, path: Path) -> None:
    """Write a source into a new file."""
    descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "wb") as file, source.open() as body:
        shutil.copyfileobj(body, file, 1 << 20)


def _set_aside(layout: Layout, path: str, stamp: str) -> None:
    place, aside = layout.root / path, layout.state / "quarantine" / stamp / path
    if os.path.lexists(place):
        aside.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        place.rename(aside)
        sync_folder(aside.parent)
