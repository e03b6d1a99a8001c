"""The records of a collection: posts as JSON, every version kept, each written whole or not at all."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from archive import codec
from archive.durable import replace
from archive.errors import Damaged
from archive.layout import Layout, record_folder
from archive.records import Post, Provenance

_VERSION = re.compile(r"v([1-9]\d*)\.json")


Write = Callable[[Path, bytes], None]


def keep(layout: Layout, post: Post, write: Write = replace) -> str:
    """Store a post as its next version, and say what it was: new, changed, unchanged or revised.

    Unchanged content adds no version and leaves the stored one as it is, its provenance included. A version of
    the same crawl is revised in place: a crawl that goes on after a stop is one visit, not two.
    """
    folder = layout.records / record_folder(post.kind, post.url)
    latest = current(folder)
    if latest is None:
        return _write(write, folder, post, 1, "new")
    if latest.provenance.crawl == post.provenance.crawl:
        same = dataclasses.replace(post, version=latest.version) == latest
        return "unchanged" if same else _write(write, folder, post, latest.version, "revised")
    if _content(latest) == _content(post):
        return "unchanged"
    return _write(write, folder, post, latest.version + 1, "changed")


def current(folder: Path) -> Post | None:
    """Return the newest version in a record's folder, None where there is none."""
    numbers = versions(folder)
    if not numbers:
        return None
    path = folder / f"v{numbers[-1]}.json"
    try:
        return codec.load(Post, path.read_bytes())
    except ValueError:
        raise Damaged(f"{path} is no record that can be read: see beilin verify, and get it from a replica.") from None


def versions(folder: Path) -> list[int]:
    """Return the version numbers in a record's folder, in order."""
    if not folder.is_dir():
        return []
    return sorted(int(match[1]) for entry in folder.iterdir() if (match := _VERSION.fullmatch(entry.name)))


def folders(layout: Layout) -> Iterator[Path]:
    """Yield the folder of every record, in order."""
    found = {path.parent for path in layout.records.rglob("v*.json")} if layout.records.is_dir() else set()
    yield from sorted(found)


def posts(layout: Layout) -> Iterator[Post]:
    """Yield the current version of every record, in order."""
    yield from (post for folder in folders(layout) if (post := current(folder)))


def documents(layout: Layout) -> Iterator[dict[str, Any]]:
    """Yield what `posts` does as plain JSON objects, unchecked: for those who ask for a few fields of many records."""
    for folder in folders(layout):
        yield json.loads((folder / f"v{versions(folder)[-1]}.json").read_bytes())


def _content(post: Post) -> Post:
    return dataclasses.replace(post, version=0, provenance=Provenance())


def _write(write: Write, folder: Path, post: Post, version: int, outcome: str) -> str:
    write(folder / f"v{version}.json", codec.dump(dataclasses.replace(post, version=version)).encode("utf-8"))
    return outcome
