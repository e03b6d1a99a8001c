"""WARC files that no seal covers yet, brought back to what the collection's key vouches for.

A crawl that was killed leaves its last record torn; somebody else may have added to the file, or changed it, while
it lay there. What was not promised (`archive.promises`) goes into a file of its own before the WARC file is cut, so
nothing is lost, and nothing of it is read as a capture or sealed as one.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

from archive import events, keys, promises, started
from archive.durable import make_folder, private, storage_errors, sync_folder
from archive.layout import Layout
from archive.promises import Standing


def settle(layout: Layout, paths: Iterable[Path]) -> None:
    """Cut WARC files back to the last whole records that the key vouches for; the rest is kept aside.

    Where somebody else wrote, captures may be gone that were acknowledged: notes and frontier, which have them as done,
    go, too, and are made again from what is there.

    Raises:
        KeyUnavailable: the key is not on this machine, or cannot be used.
        StorageError: the disk refused.
    """
    strange = [path for path in paths if _settle(layout, path)]
    if strange:
        _forget_what_was_derived(layout)
    for path in strange:  # said once
        promises.shorten(layout.journal(path.name), path.stat().st_size)


def _forget_what_was_derived(layout: Layout) -> None:
    was_there = [path for base in (layout.readings, layout.frontier) for path in layout.state.glob(f"{base.name}*")]
    for path in was_there:
        path.unlink()
    if was_there:
        events.append(layout, "modification", {"what": "notes and frontier made again from the WARC"})


def _settle(layout: Layout, path: Path) -> bool:
    signer = keys.signer_of(layout)
    assert signer is not None  # a WARC file is begun with an event, and an event with a key
    with storage_errors(path):
        there = promises.standing(path, layout.journal(path.name), signer)
        size = path.stat().st_size
    is_strange = size > there.promised or there.vouched < there.acknowledged
    if is_strange:
        _put_strange_aside(layout, path, there)
    elif size > there.vouched:
        _put_torn_aside(layout, path, there.vouched)
    return is_strange


def _put_torn_aside(layout: Layout, path: Path, cut: int) -> None:
    aside, sha256 = layout.torn(path.name), _digest_from(path, cut)
    where = aside.relative_to(layout.root).as_posix()
    _cut_off(path, cut, aside, lambda size: started.keep_torn(layout, path.name, where, size, sha256))


def _put_strange_aside(layout: Layout, path: Path, there: Standing) -> None:
    cut = there.vouched
    # Named by what it holds: what is found a second time must not take the first one's place.
    aside = layout.unvouched(path.name, _digest_from(path, cut))
    detail: dict[str, str | int] = {"what": "bytes that the key does not vouch for put aside"}
    detail |= {"file": f"{layout.warc.name}/{path.name}", "offset": cut, "acknowledged": there.acknowledged}
    detail |= {"aside": aside.relative_to(layout.root).as_posix()}
    _cut_off(path, cut, aside, lambda size: events.append(layout, "modification", {**detail, "bytes": size}))


def _digest_from(path: Path, offset: int) -> str:
    with storage_errors(path), path.open("rb") as file:
        file.seek(offset)
        return hashlib.file_digest(file, "sha256").hexdigest()


def _cut_off(path: Path, length: int, evidence: Path, log: Callable[[int], None]) -> None:
    """Cut a WARC file to a length; what followed is kept aside. A file that is no longer is left alone.

    The tail is made durable, and ``log`` told its length, before the file is cut: a crash in between loses nothing.
    """
    tail = path.stat().st_size - length
    if tail <= 0:
        return
    with storage_errors(path), path.open("r+b") as file:
        file.seek(length)
        make_folder(evidence.parent)
        with private(evidence) as aside:
            shutil.copyfileobj(file, aside)
            aside.flush()
            os.fsync(aside.fileno())
        sync_folder(evidence.parent)
        log(tail)
        file.truncate(length)
        os.fsync(file.fileno())
