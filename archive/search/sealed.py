"""The records that a collection's manifest names, with their digests: what the index believes.

A record that is not in the manifest belongs to a crawl that has not ended, or to nobody. A collection that was never
sealed has no manifest: then all that lies in its folder of records counts.
"""

from __future__ import annotations

import hashlib
import os
import re
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from archive import manifest
from archive.judged import rank
from archive.layout import Layout
from archive.search.entry import instant_of
from archive.state import read_only

_RECORD = re.compile(r"records/(?P<folder>(?:posts|pages)/.+)/v(?P<version>[1-9]\d{0,8})\.json")
_PUBLISHED = re.compile(rb'\n  "published": \{\n    "value": "([^"\n]+)"')  # as `archive.codec` writes it
LARGEST = 64 << 20  # bytes of a record
_HEAD = 1 << 14  # bytes, in which that stands


@dataclass(frozen=True)
class Version:
    """One version of a record: its path in the collection, and its SHA-256 by the manifest."""

    path: str
    number: int
    digest: str


@dataclass(frozen=True)
class Records:
    """The versions of each record of a collection, oldest first, by its folder in ``records/``."""

    root: Path
    folders: dict[str, tuple[Version, ...]]


def stamp(path: Path) -> str:
    """Return what changes when a file does, without reading it; "" where there is none."""
    try:
        found = path.stat()
    except OSError:
        return ""
    return f"{found.st_mtime_ns}-{found.st_size}-{found.st_ino}"


def records_of(layout: Layout) -> Records:
    """Return the records of a collection."""
    folders: dict[str, list[Version]] = {}
    for path, digest in _named(layout):
        if (match := _RECORD.fullmatch(path)) and ".." not in path.split("/"):
            folders.setdefault(match["folder"], []).append(Version(path, int(match["version"]), digest))
    ordered = ((folder, tuple(sorted(found, key=lambda one: one.number))) for folder, found in folders.items())
    return Records(layout.root, dict(ordered))


def _named(layout: Layout) -> Iterator[tuple[str, str]]:
    try:
        if named := manifest.read(layout):
            yield from named.items()
            return
    except (OSError, ValueError):
        return  # a manifest that cannot be read vouches for nothing
    for path in sorted(layout.records.rglob("v*.json")):
        if path.is_file():
            yield path.relative_to(layout.root).as_posix(), manifest.digest_of(path)


def in_order(root: Path, found: Sequence[tuple[str, tuple[Version, ...]]]) -> list[tuple[str, tuple[Version, ...]]]:
    """Return records in the order of their publication, by a look into each file: so an index grows at its end."""
    if len(found) == 1:
        return list(found)
    return sorted(found, key=lambda one: (_published(f"{root}/{one[1][-1].path}"), one[0]))


def _published(path: str) -> int:
    try:
        descriptor = _opened(path)
    except OSError:
        return 0
    try:
        match = _PUBLISHED.search(os.read(descriptor, _HEAD))
    except OSError:  # a folder in its place, say
        return 0
    finally:
        os.close(descriptor)
    return instant_of(match[1].decode("ascii", "replace")) if match else 0


def _opened(path: str) -> int:
    return os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)


def read_record(path: str, digest: str) -> bytes:
    """Return the bytes of a record's file.

    Raises:
        OSError: it is not there, or cannot be read.
        ValueError: it is not the file that was sealed.
    """
    with os.fdopen(_opened(path), "rb", buffering=0) as file:
        size = os.fstat(file.fileno()).st_size
        if size > LARGEST:
            raise ValueError("it is too large")
        data = file.read(size + 1)
    if hashlib.sha256(data).hexdigest() != digest:
        raise ValueError("it is not the file that was sealed: see beilin verify")
    return data


def states_of(layout: Layout) -> dict[str, str]:
    """Return what the newest capture of each address was judged to be, by the address's key; empty where unknown."""
    if not layout.readings.is_file():
        return {}
    try:
        with closing(read_only(layout.readings)) as database:
            ranked = f"SELECT key, state FROM judgements ORDER BY {rank('judgements')}"  # noqa: S608 (columns of ours)
            return dict(database.execute(ranked))
    except sqlite3.Error:
        return {}  # it is derived, too, and belongs to the crawl
