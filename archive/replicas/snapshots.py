"""Snapshots: what a collection was at each sealing. One is believed for its signature, and for nothing else.

    snapshots/SEQ-DIGEST/manifest-sha256.txt(.sig), allowed_signers

SEQ is the number of the last event, DIGEST begins the manifest's own. A snapshot is written last, after all objects
that its manifest names were read back.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from archive.errors import Damaged, ReplicaUnreachable
from archive.event_lines import first_hash
from archive.integrity import Fault
from archive.integrity.reading import read_regular
from archive.integrity.seal import judge_seal
from archive.integrity.signers import signer_of
from archive.integrity.succession import LONGEST, succession
from archive.layout import Layout
from archive.replicas import objects
from archive.replicas.paths import parse_manifest
from archive.replicas.target import PARTIAL, QUARANTINE, Absent, Target, Unreadable, patiently

SNAPSHOTS = "snapshots/"
MANIFEST, SIGNATURE = "manifest-sha256.txt", "manifest-sha256.txt.sig"
README = "README.txt"
SIGNERS, KEYS, EVENTS = "keys/allowed_signers", "allowed_signers", "events.jsonl"
LARGEST = {MANIFEST: 1 << 28, SIGNATURE: 1 << 16, SIGNERS: 1 << 20, EVENTS: 1 << 28}  # bytes that are read of each
_MOST_ENTRIES = 10_000_000
_MOST_STATEMENTS = 500  # files of keys; a stranger's manifest may list any number
_MOST_TRIED = 1000  # snapshots that are no good before a replica is believed to have none
_NAME = re.compile(r"\d{8,12}-[0-9a-f]{16}")
_FORM = re.compile(
    rf"(README\.txt|objects/([0-9a-f]{{2}})/\2[0-9a-f]{{62}}|snapshots/{_NAME.pattern}/(manifest-sha256\.txt(\.sig)?|allowed_signers))"
)

Fetch = Callable[[str, int], bytes | None]  # (SHA-256, most bytes) -> the bytes that have it, if anybody has them


@dataclass(frozen=True)
class Snapshot:
    """A manifest that is signed by a trusted key, the files it names (path: SHA-256), and the log that it seals.

    ``events`` is empty where the log is damaged: whose state it is is certain, and not how it stands to others.
    """

    name: str
    manifest: bytes
    signature: bytes
    signers: bytes
    files: Mapping[str, str]
    events: bytes


Judged = tuple[Snapshot | None, list[Fault]]


def listing(target: Target) -> dict[str, int]:
    """Return the size of each file of a replica by its name, as the target states them.

    Raises:
        Damaged: there are more than ten million, which is no collection's replica.
    """

    def collect() -> dict[str, int]:
        found: dict[str, int] = {}
        for entry in target.entries():
            found[entry.name] = entry.size
            if len(found) > _MOST_ENTRIES:
                raise Damaged(f"The replica {target.address} lists more than {_MOST_ENTRIES} files: it is no replica.")
        return found

    return patiently(collect, target.address)


def foreign(listed: Iterable[str]) -> list[str]:
    """Return the names that are not of a replica."""
    return sorted(name for name in listed if not _FORM.fullmatch(name) and not name.startswith((PARTIAL, QUARANTINE)))


def names(listed: Iterable[str]) -> list[str]:
    """Return the snapshots of a replica, newest first; one without its manifest was not written to its end."""
    parts = (name.split("/") for name in listed if name.startswith(SNAPSHOTS))
    return sorted((p[1] for p in parts if p[2:] == [MANIFEST] and _NAME.fullmatch(p[1])), key=_order, reverse=True)


def _order(name: str) -> tuple[int, str]:
    return int(name.partition("-")[0]), name


def name_of(manifest: bytes, events: bytes) -> str:
    """Return a snapshot's name. Raises ValueError where the log's last line is no event."""
    lines = events.splitlines()
    try:
        number = int(json.loads(lines[-1])["seq"])
    except (IndexError, KeyError, TypeError) as error:
        raise ValueError("the last line of events.jsonl is no event") from error
    return f"{number:08}-{hashlib.sha256(manifest).hexdigest()[:16]}"


def of_replica(target: Target, name: str, fetch: Fetch, trusted: frozenset[str]) -> Judged:
    """Read and judge a snapshot of a replica. Raises ReplicaUnreachable."""
    where = f"{SNAPSHOTS}{name}/{MANIFEST}"
    try:
        manifest = objects.read(target, where, LARGEST[MANIFEST])
        signature: bytes | None = objects.read(target, f"{SNAPSHOTS}{name}/{SIGNATURE}", LARGEST[SIGNATURE])
    except (Absent, Unreadable) as error:
        return None, [Fault("snapshot-unreadable", where, f"it cannot be read ({error or 'gone'})")]
    if hashlib.sha256(manifest).hexdigest()[:16] != name.partition("-")[2]:
        return None, [Fault("snapshot-changed", where, "its digest is not the one in its name")]
    found, faults = judge(manifest, signature, first_of((_fetch_beside(target, name), fetch)), trusted)
    if found and not found.events:
        found = replace(found, name=name)
    if found and found.name != name:
        return None, [Fault("snapshot-name", where, f"it is signed and is {found.name}: its name lies about its age")]
    return found, [Fault(fault.code, where, fault.detail) for fault in faults]


def judge(manifest: bytes, signature: bytes | None, fetch: Fetch, trusted: frozenset[str]) -> Judged:
    """Return the snapshot that a manifest and its signature make, or why they make none."""
    try:
        files = parse_manifest(manifest)
    except ValueError as error:
        return None, [Fault("manifest-line", MANIFEST, str(error))]
    signers = fetch(files.get(SIGNERS, ""), LARGEST[SIGNERS])
    if signers is None:
        return None, [Fault("signers-missing", SIGNERS, "the keys that may sign are gone or damaged")]
    if faults := judge_seal(manifest, signature, signers, trusted | _heirs(files, fetch, signers, trusted)):
        return None, faults
    events = fetch(files.get(EVENTS, ""), LARGEST[EVENTS])
    if events is None:
        wrong = [Fault("events-missing", EVENTS, "the log that the manifest seals is gone or damaged")]
        return Snapshot("", manifest, signature or b"", signers, files, b""), wrong
    try:
        return Snapshot(name_of(manifest, events), manifest, signature or b"", signers, files, events), []
    except ValueError as error:
        return None, [Fault("events-chain", EVENTS, str(error))]


def _heirs(files: Mapping[str, str], fetch: Fetch, signers: bytes, trusted: frozenset[str]) -> frozenset[str]:
    """Return the keys that trusted ones vouch for, by the statements that a manifest lists; none where one is amiss."""
    signer = signer_of(signers)
    names = [path.removeprefix("keys/") for path in files if path.startswith("keys/")]
    if not trusted or signer in trusted or len(names) > _MOST_STATEMENTS:
        return frozenset()

    def read(name: str) -> bytes | None:
        return fetch(files.get(name, ""), LONGEST)

    log = fetch(files.get(EVENTS, ""), LARGEST[EVENTS]) or b""
    try:
        keys, faults = succession(names, read, signer, first_hash(log))
    except (ValueError, KeyError, TypeError):  # the first line is no event
        return frozenset()
    found = (keys.heirs(anchor) for anchor in trusted - keys.revoked)
    return frozenset().union(*found) - keys.revoked if not faults else frozenset()


def newest(target: Target, listed: Iterable[str], fetch: Fetch, trusted: frozenset[str]) -> Judged:
    """Return the newest sound snapshot of a replica, and what is wrong with newer ones."""
    faults: list[Fault] = []
    for name in names(listed)[:_MOST_TRIED]:
        found, wrong = of_replica(target, name, fetch, trusted)
        faults += wrong
        if found:
            return found, faults
    return None, faults


def fetch_from(target: Target) -> Fetch:
    """Return what gets small objects of a replica by their digest."""
    kept: dict[str, bytes] = {}

    def fetch(sha256: str, most: int) -> bytes | None:
        if sha256 in kept:
            return kept[sha256]
        try:
            content = objects.read(target, objects.object_name(sha256), most)
        except (Absent, Unreadable):
            return None
        if hashlib.sha256(content).hexdigest() != sha256:
            return None
        if most <= LARGEST[SIGNERS]:  # keys are few and the same in all snapshots
            kept[sha256] = content
        return content

    return fetch


def _fetch_beside(target: Target, name: str) -> Fetch:
    """Return what gets the keys that lie with a snapshot, where they are those that its manifest names."""

    def fetch(sha256: str, most: int) -> bytes | None:
        if most > LARGEST[SIGNERS]:
            return None
        try:
            content = objects.read(target, f"{SNAPSHOTS}{name}/{KEYS}", most)
        except (Absent, Unreadable):
            return None
        return content if hashlib.sha256(content).hexdigest() == sha256 else None

    return fetch


def fetch_local(layout: Layout) -> Fetch:
    """Return what gets the collection's own keys and log, as far as they are what is asked for."""

    def fetch(sha256: str, most: int) -> bytes | None:
        for path in (layout.root / SIGNERS, layout.events):
            if path.is_file() and path.stat().st_size <= most:
                content = sealed_part(read_regular(path), sha256)
                if content is not None:
                    return content
        return None

    return fetch


def sealed_part(content: bytes, sha256: str) -> bytes | None:
    """Return the lines from the start that have a digest: a log may have grown since it was sealed."""
    digest, length = hashlib.sha256(), 0
    for line in content.splitlines(keepends=True):
        digest.update(line)
        length += len(line)
        if digest.hexdigest() == sha256:
            return content[:length]
    return None


def first_of(fetches: Iterable[Fetch]) -> Fetch:
    """Return what asks each in turn; one that cannot be reached has nothing."""
    several = tuple(fetches)

    def fetch(sha256: str, most: int) -> bytes | None:
        for one in several:
            try:
                content = one(sha256, most)
            except ReplicaUnreachable:
                continue
            if content is not None:
                return content
        return None

    return fetch


def of_collection(layout: Layout, fetch: Fetch, trusted: frozenset[str]) -> Judged:
    """Judge the seal of the collection on this machine."""
    try:
        manifest = read_regular(layout.manifest)
        path = layout.root / SIGNATURE
        signature = read_regular(path) if path.is_file() else None
    except OSError as error:
        return None, [Fault("manifest-missing", MANIFEST, f"it cannot be read ({error.strerror})")]
    return judge(manifest, signature, first_of((fetch_local(layout), fetch)), trusted)


def parts(snapshot: Snapshot) -> list[tuple[str, bytes]]:
    """Return the files of a snapshot in the order of writing: without its manifest it does not count."""
    contents = ((KEYS, snapshot.signers), (SIGNATURE, snapshot.signature), (MANIFEST, snapshot.manifest))
    return [(f"{SNAPSHOTS}{snapshot.name}/{name}", content) for name, content in contents]


def relation(mine: bytes, theirs: bytes) -> Literal["same", "ahead", "behind", "forked"]:
    """Say how one event log stands to another: "ahead" has all lines of the other and more.

    >>> relation(b"1 2", b"1"), relation(b"1", b"1 2"), relation(b"1 3", b"1 2")
    ('ahead', 'behind', 'forked')
    """
    if mine == theirs:
        return "same"
    if mine.startswith(theirs):
        return "ahead"
    return "behind" if theirs.startswith(mine) else "forked"
