"""Pins: what this machine has seen of a collection, kept where a thief of the collection cannot change it.

A collection proves itself by its key; that it is *this* collection's key, and that nothing newer was there before, no
collection can prove by itself. So the machine remembers, as SSH does of hosts, the key and the newest event of
each collection it wrote or found whole.
"""

from __future__ import annotations

import dataclasses
import functools
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from archive.durable import replace, storage_errors
from archive.errors import StorageError
from archive.home import file_name, home
from archive.layout import Layout

_LONGEST = 1 << 20  # bytes of a pin


@dataclass(frozen=True)
class Pin:
    """What was last seen: the first key and the newest by their fingerprints, the first event's hash, the newest
    event's number and hash. ``folder`` is where this machine writes the collection, empty where it only verified it;
    ``successor`` the key by which it is replacing a lost one, noted before and empty after.
    """

    first: str
    key: str
    genesis: str
    seq: int
    hash: str
    folder: str = ""
    successor: str = ""


def find(layout: Layout, first: str | None, genesis: str) -> Pin | None:
    """Return what is known of the collection in a folder.

    The folder decides before all that stands in it: who replaces a collection as a whole replaces its keys, too.
    """
    pins, folder = list(_all()), _folder(layout)
    by = ([pin for pin in pins if pin.folder == folder], [pin for pin in pins if pin.first == first],
          [pin for pin in pins if genesis and pin.genesis == genesis])  # fmt: skip
    return next((found[0] for found in by if found), None)


def keep(layout: Layout, pin: Pin, *, ours: bool) -> None:
    """Remember. ``ours`` says that this machine writes the collection in this folder. Raises StorageError."""
    before = _read(str(_path(pin.first)))
    folder = _folder(layout) if ours else before.folder if before else ""
    for other in _all() if ours else ():
        if other.folder == folder and other.first != pin.first:
            _write(dataclasses.replace(other, folder=""))
    new = dataclasses.replace(pin, folder=folder)
    if new != before:
        _write(new)


def release(layout: Layout) -> None:
    """Forget what was in a folder in which a new collection begins. Raises StorageError."""
    for pin in _all():
        if pin.folder == _folder(layout):
            _write(dataclasses.replace(pin, folder=""))


def forget(layout: Layout, first: str | None, genesis: str) -> list[Pin]:
    """Forget what is known of a collection, and return it. Raises StorageError."""
    forgotten = []
    while (pin := find(layout, first, genesis)) is not None:
        forgotten.append(pin)
        with storage_errors(_path(pin.first)):
            _path(pin.first).unlink()
    return forgotten


def keep_quietly(layout: Layout, pin: Pin) -> None:
    """Remember what was found whole, where this machine lets us."""
    try:
        keep(layout, pin, ours=False)
    except StorageError:
        return  # a machine that cannot remember still verifies


def _write(pin: Pin) -> None:
    replace(_path(pin.first), json.dumps(dataclasses.asdict(pin), indent=2).encode("utf-8") + b"\n")


def _all() -> Iterator[Pin]:
    try:
        folder = home() / "pins"
        names = sorted(name for name in os.listdir(folder) if name.endswith(".json"))  # noqa: PTH208 (ten times as fast)
    except (OSError, StorageError):
        return
    yield from (pin for name in names if (pin := _read(f"{folder}{os.sep}{name}")))


def _read(path: str) -> Pin | None:
    try:
        state = os.stat(path)  # noqa: PTH116
    except OSError:
        return None
    return _parsed(path, state.st_ino, state.st_mtime_ns, state.st_size)


@functools.lru_cache(1 << 17)
def _parsed(path: str, _number: int, _written: int, size: int) -> Pin | None:
    """Return the pin in a file as it is now: one that is replaced has another number, and is read again.

    A machine that keeps thousands of collections would else read thousands of files for each question.
    """
    try:
        if size > _LONGEST:
            return None
        plain = json.loads(Path(path).read_bytes())
        pin = Pin(**plain)
    except (OSError, ValueError, TypeError, RecursionError):
        return None
    fits = all(type(getattr(pin, field.name)).__name__ == field.type for field in dataclasses.fields(Pin))
    return pin if fits else None


def _path(first: str) -> Path:
    return home() / "pins" / f"{file_name(first)}.json"


def _folder(layout: Layout) -> str:
    return str(layout.root.resolve())
