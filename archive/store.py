"""The records of a collection: posts as JSON, every version kept, each written whole or not at all."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from archive import codec
from archive.documents import read_document
from archive.durable import replace
from archive.errors import CollectionError
from archive.layout import Layout, record_folder
from archive.records import SCHEMA, Post, Provenance

_ASKED_FOR = {"id", "kind", "url", "version", "attendees", "comments", "provenance"}
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
    """Return the newest version in a record's folder, None where there is none.

    Raises:
        Damaged: it cannot be read.
        CollectionError: a newer beilin wrote it, in another form.
    """
    path = _newest(folder)
    return read_document(path, partial(_post, path)) if path else None


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
    """Yield what `posts` does as plain JSON objects, hardly checked: for those who ask for few fields of many records.

    Raises:
        Damaged: one is no record at all.
    """
    for folder in folders(layout):
        path = _newest(folder)
        if path:
            yield read_document(path, _record)


def _post(path: Path, plain: Any) -> Post:
    schema = plain.get("schema")
    if isinstance(schema, int) and schema > SCHEMA:
        raise CollectionError(f"{path} is of schema {schema}, and this beilin knows {SCHEMA}: install a newer beilin.")
    return codec.from_plain(Post, plain)


def _newest(folder: Path) -> Path | None:
    numbers = versions(folder)
    return folder / f"v{numbers[-1]}.json" if numbers else None


def _record(plain: Any) -> dict[str, Any]:
    if not isinstance(plain, dict) or not plain.keys() >= _ASKED_FOR:
        raise ValueError("no record")
    return plain


def _content(post: Post) -> Post:
    return dataclasses.replace(post, version=0, provenance=Provenance())


def _write(write: Write, folder: Path, post: Post, version: int, outcome: str) -> str:
    write(folder / f"v{version}.json", codec.dump(dataclasses.replace(post, version=version)).encode("utf-8"))
    return outcome
