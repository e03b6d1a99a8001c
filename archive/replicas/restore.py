"""A collection back from its replicas, on a machine that has nothing: steps told, digests checked, nothing overwritten.

What a replica says is not believed: the manifest's signature decides what the collection is, each file's SHA-256 what
its bytes are, and no name leads out of the folder.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import stat
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from archive import durable
from archive.counted import counted
from archive.durable import storage_errors, sync_folder
from archive.errors import Damaged, NotACollection, NotTrusted, StorageError, UsageError
from archive.integrity import Fault, verify
from archive.integrity.signers import signer_of
from archive.layout import Layout
from archive.manifest import digest_of
from archive.replicas import objects, snapshots
from archive.replicas.local import Progress
from archive.replicas.objects import Source, object_name
from archive.replicas.repair import Shelf, found, write
from archive.replicas.snapshots import MANIFEST, SIGNATURE, Fetch, Snapshot
from archive.replicas.target import Target

Say = Callable[[str], None]  # a step, a sentence, or several


@dataclass(frozen=True)
class Restored:
    """What came back: the snapshot, how many files and bytes, in how many seconds, and what is wrong or missing."""

    snapshot: str
    files: int
    bytes: int
    seconds: float
    vouched: bool  # the key was known beforehand
    faults: tuple[Fault, ...]


def restore(
    sources: Sequence[Target],
    folder: Path,
    trusted: frozenset[str] = frozenset(),
    as_of: str | None = None,
    say: Say = lambda _: None,
    progress: Progress = lambda *_: None,
) -> Restored:
    """Build a collection from replicas in a new folder. Stopped, the same command goes on.

    ``trusted`` are fingerprints of the keys that may have signed; none: whoever signed is told, to be compared.

    Raises:
        NotACollection: the folder holds something.
        Damaged: no snapshot on the replicas is sound.
        UsageError: there is no snapshot ``as_of``.
        StorageError: there is no room for what the replicas state.
    """
    began = time.monotonic()
    _refuse_occupied(folder)
    say(f"Step 1 of 5: reading the snapshots of {', '.join(target.address for target in sources)}.")
    listed = [(target, snapshots.listing(target)) for target in sources]
    fetch = snapshots.first_of([snapshots.fetch_from(target) for target in sources])
    chosen, passed = _choose(listed, fetch, trusted, as_of)
    say(f"Step 2 of 5: snapshot {chosen.name}, {counted(len(chosen.files), 'file')}. {_who(chosen, trusted)}")
    part = folder.with_name(f"{folder.name}.part")
    size = _refuse_too_large(chosen, listed, part)
    say(f"Step 3 of 5: bringing the files here ({size} bytes), each checked by its SHA-256.")
    begun_before = part.exists()
    faults = _bring(chosen, Shelf(None, {}, {}, {}, tuple(listed)), part, progress)
    if chosen.files and len(faults) == len(chosen.files):
        raise _nothing(chosen, part, begun_before=begun_before)
    say("Step 4 of 5: putting the folder in its place.")
    _finish(chosen, part, folder)
    say("Step 5 of 5: verifying the whole collection.")
    if faults:
        say(
            f"{len(faults)} files are on none of these replicas. To bring them from another, rename {folder} to {part} "
            "and run the same command again with that one as a further --from."
        )
    faults = passed + (faults or _verified(folder, as_of))
    return Restored(
        chosen.name,
        len(chosen.files),
        sum((folder / path).stat().st_size for path in chosen.files if (folder / path).is_file()),
        round(time.monotonic() - began, 3),
        bool(trusted),
        tuple(faults),
    )


def _nothing(chosen: Snapshot, part: Path, *, begun_before: bool) -> Damaged:
    """Take away what was made for files of which not one came, and say so."""
    if not begun_before:
        shutil.rmtree(part, ignore_errors=True)
    return Damaged(
        f"Of snapshot {chosen.name} not one file is there whole, and nothing was restored: restore from "
        "another replica."
    )


def _verified(folder: Path, as_of: str | None) -> list[Fault]:
    """Return what is wrong with the collection that came back; who asks for an older state knows that it is one."""
    return [fault for fault in verify(Layout(folder)) if not (as_of and fault.code == "rolled-back")]


def _refuse_occupied(folder: Path) -> None:
    if folder.is_symlink() or (folder.exists() and not (folder.is_dir() and not any(folder.iterdir()))):
        raise NotACollection(f"{folder} holds something: give a new or an empty folder, nothing is overwritten.")
    around = next((one for one in folder.resolve().parents if Layout(one).config.is_file()), None)
    if around:
        raise NotACollection(f"{folder} lies within the collection {around}: give a folder outside of it.")


def _choose(
    listed: Sequence[tuple[Target, dict[str, int]]], fetch: Fetch, trusted: frozenset[str], as_of: str | None
) -> tuple[Snapshot, list[Fault]]:
    """Return the newest sound snapshot of all replicas, or the one that is asked for, and what is wrong with newer."""
    best: Snapshot | None = None
    faults: list[Fault] = []
    there = sorted({name for _, names in listed for name in snapshots.names(names)})
    if as_of and len(fitting := [name for name in there if name.startswith(as_of)]) > 1:
        raise UsageError(f"{as_of} may be {' or '.join(fitting[:20])}: say more of the name.")
    for target, names in listed:
        wanted = [name for name in names if as_of is None or name.startswith(f"snapshots/{as_of}")]
        found_here, wrong = snapshots.newest(target, wanted, fetch, trusted)
        faults += wrong
        if found_here and best and snapshots.relation(best.events, found_here.events) == "forked":
            if not trusted:
                raise NotTrusted("The replicas hold two histories: say whose is right with --key SHA256:....")
            faults.append(Fault("history-forked", found_here.name, "another replica holds another history"))
        if found_here and (not best or snapshots.relation(best.events, found_here.events) == "behind"):
            best = found_here
    if best:
        return best, faults
    if as_of and not any(name.startswith(as_of) for name in there):
        raise UsageError(f"There is no snapshot {as_of}: there are {', '.join(there[-20:]) or 'none'}.")
    why = f"{faults[0].file}: {faults[0].detail}" if faults else "there is none"
    raise Damaged(f"No snapshot of this replica can be trusted ({why}): restore from another replica.")


def _who(chosen: Snapshot, trusted: frozenset[str]) -> str:
    if trusted:
        return "It is signed by the key that you trust, or by one that it vouches for."
    return (
        f"Nothing on this machine says whose key may sign: compare {signer_of(chosen.signers)} with what was written "
        "down, or use --key."
    )


def _refuse_too_large(chosen: Snapshot, listed: Sequence[tuple[Target, dict[str, int]]], part: Path) -> int:
    """Return how many bytes the files take, as the replicas state; what they state is also the most that is read."""
    total = sum(
        max((names.get(object_name(sha256), 0) for _, names in listed), default=0) for sha256 in chosen.files.values()
    )
    with storage_errors(part):
        part.parent.mkdir(parents=True, exist_ok=True)
        room = shutil.disk_usage(part.parent).free + _size_of(part)
    if total > room:
        raise StorageError(f"{part.parent} has no room for {total} bytes: free some space or choose another folder.")
    return total


def _size_of(part: Path) -> int:
    return sum(path.lstat().st_size for path in part.rglob("*") if path.is_file()) if part.is_dir() else 0


def _bring(chosen: Snapshot, shelf: Shelf, part: Path, progress: Progress) -> list[Fault]:
    work = part / "state" / "restore"
    with storage_errors(part):
        _make(work, part)

    def one(item: tuple[str, str]) -> Fault | None:
        path, sha256 = item
        if _is_there(part / path, sha256):
            return None
        with found(shelf, sha256, work) as got:
            if got:
                _lay(got[0], part / path, part)
                return None
        return Fault("file-missing", path, "no sound copy of it is on the replica: name another with --from, too")

    faults = []
    for number, fault in enumerate(objects.side_by_side(shelf.targets[0][0], one, chosen.files.items()), 1):
        faults += [fault] if fault else []
        progress(number, len(chosen.files))
    return faults


def _is_there(place: Path, sha256: str) -> bool:
    """Say whether an earlier run, stopped, brought this file."""
    try:
        if not stat.S_ISREG(place.lstat().st_mode):
            return False
        return digest_of(place) == sha256
    except OSError:
        return False


def _lay(source: Source, place: Path, part: Path) -> None:
    with storage_errors(place):
        _make(place.parent, part)
        place.unlink(missing_ok=True)
        write(source, place)


def _make(folder: Path, above: Path) -> None:
    """Make a folder for its owner alone. A link in its way is refused: somebody laid it there."""
    if folder != above:
        _make(folder.parent, above)
    with contextlib.suppress(FileExistsError):
        folder.mkdir(mode=0o700)
    if folder.is_symlink():
        raise NotACollection(f"{folder} is a symbolic link: remove {above} and run the command again.")


def _finish(chosen: Snapshot, part: Path, folder: Path) -> None:
    durable.replace(part / SIGNATURE, chosen.signature)
    durable.replace(part / MANIFEST, chosen.manifest)
    with storage_errors(folder):
        with contextlib.suppress(OSError):
            (part / "state" / "restore").rmdir()
        os.sync()  # all files at once
        os.replace(part, folder)  # noqa: PTH105 (an empty folder may be there)
        sync_folder(folder.parent)
