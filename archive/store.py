"""The records of a collection: posts as JSON, every version kept, each written whole or not at all."""

from __future__ import annotations

import contextlib
import dataclasses
import re
from collections.abc import Callable, Container, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from archive import codec
from archive.documents import read_document
from archive.durable import replace
from archive.errors import CollectionError, Damaged
from archive.layout import Layout, record_folder
from archive.records import SCHEMA, Post, Provenance

_ASKED_FOR = {"id", "kind", "url", "version", "attendees", "comments", "provenance"}
_VERSION = re.compile(r"v([1-9]\d*)\.json")


Write = Callable[[Path, bytes], None]
Known = Container[str] | None  # the files (by their path from the collection) that beilin wrote; None: all


def keep(layout: Layout, post: Post, write: Write = replace, known: Known = None) -> tuple[str, str]:
    """Store a post as its next version, and say what it was (new, changed, unchanged or revised) and which file has it.

    Unchanged content adds no version and leaves the stored one as it is, its provenance included. A version of
    the same crawl is revised in place: a crawl that goes on after a stop is one visit, not two. A version that is
    neither ``known`` nor of the same crawl was put there by somebody else: it is passed over, and stays.
    """
    folder = layout.records / record_folder(post.kind, post.url)
    there = versions(folder)
    latest = _latest(layout, folder, post.provenance.crawl, known)
    if latest is None:
        return _write(layout, write, folder, post, max(there, default=0) + 1, "new")
    name = _name(layout, folder, latest.version)
    if latest.provenance.crawl == post.provenance.crawl:
        same = dataclasses.replace(post, version=latest.version) == latest
        return ("unchanged", name) if same else _write(layout, write, folder, post, latest.version, "revised")
    if _content(latest) == _content(post):
        return "unchanged", name
    return _write(layout, write, folder, post, max(there) + 1, "changed")


def _latest(layout: Layout, folder: Path, crawl: str, known: Known) -> Post | None:
    """Return the newest version that counts: one that is known, or that a crawl itself made before it was stopped."""
    for number in reversed(versions(folder)):
        path = folder / f"v{number}.json"
        if known is None or _name(layout, folder, number) in known:
            return _load(path)
        with contextlib.suppress(Damaged, CollectionError):
            post = _load(path)
            if (post.provenance.crawl, post.version) == (crawl, number):
                return post
    return None


def current(folder: Path) -> Post | None:
    """Return the newest version in a record's folder, None where there is none.

    Raises:
        Damaged: it cannot be read.
        CollectionError: a newer beilin wrote it, in another form.
    """
    numbers = versions(folder)
    return _load(folder / f"v{numbers[-1]}.json") if numbers else None


def _load(path: Path) -> Post:
    return read_document(path, partial(_post, path))


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


def documents(layout: Layout, known: Known = None) -> Iterator[dict[str, Any]]:
    """Yield what `posts` does as plain JSON objects, hardly checked: for those who ask for few fields of many records.

    Versions that are not ``known`` are passed over.

    Raises:
        Damaged: one is no record at all.
    """
    for folder in folders(layout):
        if numbers := known_versions(layout, folder, known):
            yield read_document(folder / f"v{numbers[-1]}.json", _record)


def known_versions(layout: Layout, folder: Path, known: Known) -> list[int]:
    """Return the numbers of the versions in a record's folder that are known, in order."""
    return [number for number in versions(folder) if known is None or _name(layout, folder, number) in known]


def _name(layout: Layout, folder: Path, version: int) -> str:
    return (folder / f"v{version}.json").relative_to(layout.root).as_posix()


def _post(path: Path, plain: Any) -> Post:
    schema = plain.get("schema")
    if isinstance(schema, int) and schema > SCHEMA:
        raise CollectionError(f"{path} is of schema {schema}, and this beilin knows {SCHEMA}: install a newer beilin.")
    return codec.from_plain(Post, plain)


def _record(plain: Any) -> dict[str, Any]:
    if not isinstance(plain, dict) or not plain.keys() >= _ASKED_FOR:
        raise ValueError("no record")
    return plain


def _content(post: Post) -> Post:
    return dataclasses.replace(post, version=0, provenance=Provenance())


def _write(layout: Layout, write: Write, folder: Path, post: Post, version: int, outcome: str) -> tuple[str, str]:
    name = _name(layout, folder, version)
    write(layout.root / name, codec.dump(dataclasses.replace(post, version=version)).encode("utf-8"))
    return outcome, name
