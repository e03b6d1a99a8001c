"""Opening and creating collections. A folder that holds something else is never touched."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterable
from pathlib import Path

from archive import bag, config, events, keys, pins, readme
from archive.config import Config
from archive.durable import make_folder, replace, storage_errors
from archive.errors import NotACollection
from archive.layout import Layout
from archive.lock import locked
from archive.signing import fingerprint


def open_collection(folder: Path) -> Layout:
    """Return the layout of an existing collection, its records whole.

    Raises:
        NotACollection: there is no such folder, it is no collection, or a newer beilin's.
    """
    layout = Layout(folder)
    if folder.is_file():
        raise NotACollection(f"{folder} is a file: give a collection's folder (a WACZ file's name ends in .wacz).")
    if not folder.is_dir():
        raise NotACollection(f"{folder} does not exist: check the path, or make a collection with beilin mirror.")
    if not layout.config.is_file():
        raise NotACollection(f"{folder} is not a beilin collection (it has no beilin.toml): check the path.")
    config.refuse_newer(layout)
    return layout


def create_collection(folder: Path, settings: Config) -> Layout:
    """Return the layout of a collection in a new or empty folder; one that is a collection already is left as it is.

    Raises:
        NotACollection: the path is a file, or a folder that holds something else, or a newer beilin's collection.
        StorageError: the disk refused.
    """
    layout = Layout(folder)
    if layout.config.is_file():
        config.refuse_newer(layout)
        return layout
    if folder.exists() and not (folder.is_dir() and _is_empty_or_half_made(layout)):
        raise NotACollection(f"{folder} holds something other than a beilin collection: give a new or an empty folder.")
    with storage_errors(folder):
        for part in (*layout.kept, layout.state):
            make_folder(part)
    bag.complete(layout)
    pins.release(layout)
    public = keys.public_of(layout)
    name = fingerprint(public) if public else keys.start(layout).fingerprint
    replace(layout.readme, readme.with_key(readme.TEXT, name).encode("utf-8"))
    events.append(layout, "creation", {"address": settings.address})
    config.create(layout, settings)  # last: a folder with beilin.toml is a whole collection
    return layout


def discard(layout: Layout, folders: Iterable[Path]) -> None:
    """Remove a collection that this process made and in which no blog was ever seen; of the folder nothing else.

    ``folders`` are those that were made for it, the deepest first; they go, too, where nothing else is in them. Nothing
    is removed where there is a record, of whatever blog. The key that was made for it stays on this machine.

    Raises:
        CollectionInUse: another process has it by now.
        StorageError: the disk refused.
    """
    with locked(layout), storage_errors(layout.root):
        if any(layout.records.rglob("v*.json")):
            return
        pins.forget(layout, None, "")
        for path in (*layout.kept, *_made_beside(layout), layout.state):
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)
    with contextlib.suppress(OSError):
        for folder in folders:
            folder.rmdir()


def _made_beside(layout: Layout) -> tuple[Path, ...]:
    """Return what a collection has beside `Layout.kept` and ``state/``; what says that it is one comes first."""
    sealed = (layout.manifest, layout.signature, layout.events, layout.events_signature)
    return (layout.config, *sealed, layout.readme, layout.bag, layout.about.parent, layout.keys, layout.timestamps)


def _is_empty_or_half_made(layout: Layout) -> bool:
    """Say whether a folder holds nothing, or nothing but what a process that was killed had made of a collection."""
    files = (layout.readme, layout.events, layout.bag)
    folders = (*layout.kept, layout.state, layout.keys, layout.about.parent)
    own = {path.name for path in (*files, *folders)}
    entries = list(layout.root.iterdir())
    strange = [entry for entry in entries if entry.name not in own and not entry.name.endswith(".part")]
    return not strange and not any(path.is_file() for folder in layout.kept for path in folder.rglob("*"))
