"""Opening and creating collections. A folder that holds something else is never touched."""

from __future__ import annotations

from pathlib import Path

from archive import bag, config, events, keys, pins, readme
from archive.config import Config
from archive.durable import make_folder, replace, storage_errors
from archive.errors import NotACollection
from archive.layout import Layout
from archive.signing import fingerprint


def open_collection(folder: Path) -> Layout:
    """Return the layout of an existing collection, its records whole.

    Raises:
        NotACollection: there is no such folder, or it is no collection.
    """
    layout = Layout(folder)
    if not folder.is_dir():
        raise NotACollection(f"{folder} does not exist: check the path, or make a collection with beilin mirror.")
    if not layout.config.is_file():
        raise NotACollection(f"{folder} is not a beilin collection (it has no beilin.toml): check the path.")
    return layout


def create_collection(folder: Path, settings: Config) -> Layout:
    """Return the layout of a collection in a new or empty folder; one that is a collection already is left as it is.

    Raises:
        NotACollection: the path is a file, or a folder that holds something else.
        StorageError: the disk refused.
    """
    layout = Layout(folder)
    if layout.config.is_file():
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


def _is_empty_or_half_made(layout: Layout) -> bool:
    """Say whether a folder holds nothing, or nothing but what a process that was killed had made of a collection."""
    files = (layout.readme, layout.events, layout.bag)
    folders = (*layout.kept, layout.state, layout.keys, layout.about.parent)
    own = {path.name for path in (*files, *folders)}
    entries = list(layout.root.iterdir())
    strange = [entry for entry in entries if entry.name not in own and not entry.name.endswith(".part")]
    return not strange and not any(path.is_file() for folder in layout.kept for path in folder.rglob("*"))
