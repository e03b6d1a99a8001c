"""The seal: a manifest with the SHA-256 of every file, the event log's end, and a signature over each.

The manifest has the form that ``sha256sum -c`` and BagIt (RFC 8493) read, the signatures that of ``ssh-keygen -Y``.

Sealing never blesses what it did not see being written: a file that is in the manifest and never changes once
written (captures, versions of records, reports of earlier crawls) keeps its digest there unread, so that a file
that changed, or is gone, fails verification for ever after; and a manifest that is not the one that was signed is
not gone on with.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from archive import bag, events, keys, pins, readme, staging
from archive.errors import Damaged
from archive.integrity import Fault, judge_before_writing, judge_committed
from archive.integrity.reading import open_regular, read_regular
from archive.layout import Layout
from archive.signing import EVENTS, MANIFEST, Change, Signer

SEALING = "digital signature generation"  # PREMIS eventType
# Written again by people or by sealing itself; all else keeps its digest.
_MUTABLE = frozenset({"README.txt", "beilin.toml", "bagit.txt", "data/about.txt", "events.jsonl", "events.jsonl.sig",
                      "keys/allowed_signers", "keys/revoked_keys"})  # fmt: skip


def prepare(layout: Layout) -> Signer:
    """Make a collection ready for writing: what a kill left half sealed is finished, and the key is there.

    Raises:
        KeyUnavailable: the key is not on this machine, or cannot be used.
        Damaged: the manifest is not the one that was signed.
    """
    finish(layout)
    _refuse_forged(layout)
    return keys.signer_of(layout) or keys.start(layout)


def finish(layout: Layout) -> None:
    """Put in place what a seal had committed when it was killed. Raises StorageError."""
    if not layout.staged.is_dir():
        return
    if judge_committed(layout):
        staging.put_aside(layout)
    else:
        staging.finish(layout)


def seal(layout: Layout, rewritten: frozenset[str] = frozenset(), change: Change | None = None) -> None:
    """Write manifest, log and signatures over all files but ``state/`` and the manifest itself, all at one instant.

    ``rewritten`` are paths (relative, POSIX) that the caller wrote again, or removed, on purpose; only these and
    the few files that live (events, configuration) get a new digest. ``change`` is what else
    happens at that instant: another key, a timestamp.

    Raises:
        KeyUnavailable, Damaged: as `prepare`; nothing was written.
        StorageError: the disk refused; the seal before it holds.
    """
    finish(layout)
    _refuse_forged(layout)
    signer = change.signer if change else keys.signer_of(layout) or keys.start(layout)
    old = read(layout)
    staged = dict(change.files) if change else {}
    staged[layout.readme.name] = _readme(layout, signer)
    bag.complete(layout)
    log = _log(layout, signer, change)
    staged |= {layout.events.name: log, layout.events_signature.name: signer.sign(log, EVENTS)}
    kept = {name: sha256 for name, sha256 in old.items() if name not in rewritten | _MUTABLE | staged.keys()}
    fresh = {name: digest_of(path) for name, path in _files(layout) if name not in kept and name not in staged}
    digests = {**kept, **fresh, **{name: hashlib.sha256(content).hexdigest() for name, content in staged.items()}}
    manifest = "".join(f"{sha256}  {name}\n" for name, sha256 in sorted(digests.items())).encode("utf-8")
    staged |= {layout.manifest.name: manifest, layout.signature.name: signer.sign(manifest, MANIFEST)}
    staging.commit(layout, staged)
    _remember(layout, signer, log)


def read(layout: Layout) -> dict[str, str]:
    """Return the digest of each file by its path; empty where there is no manifest yet."""
    if not layout.manifest.exists():
        return {}
    lines = read_regular(layout.manifest).decode("utf-8", "replace").split("\n")[:-1]
    return {name: sha256 for sha256, _, name in (line.partition("  ") for line in lines)}


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal."""
    with open_regular(path) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _readme(layout: Layout, signer: Signer) -> bytes:
    """Return the README with the signer's fingerprint in it; what else people wrote there stays to the byte."""
    found = layout.readme.read_bytes() if layout.readme.is_file() else readme.TEXT.encode("utf-8")
    text = readme.with_key(found.decode("utf-8", "surrogateescape"), signer.fingerprint)
    return text.encode("utf-8", "surrogateescape")


def _refuse_forged(layout: Layout) -> None:
    faults = judge_before_writing(layout)
    if faults:
        raise Damaged(_refusal(layout, faults[0]))


def _refusal(layout: Layout, fault: Fault) -> str:
    return (
        f"{layout.root / fault.file}: {fault.detail} [{fault.code}]. Nothing was written, since a new seal would cover "
        "that up: bring the collection back from a replica, or crawl into a new folder."
    )


def _log(layout: Layout, signer: Signer, change: Change | None) -> bytes:
    """Return the event log with the event of this seal, and that of a change of keys."""
    kind, detail = (change.kind, change.detail) if change else (SEALING, {"what": "sealed"})
    previous = digest_of(layout.manifest) if layout.manifest.exists() else ""
    return events.extended(layout, kind, {**detail, "key": signer.fingerprint, "previous_manifest": previous})


def _remember(layout: Layout, signer: Signer, log: bytes) -> None:
    first = next(iter(keys.former(layout)), signer.fingerprint)
    genesis, (seq, last) = events.first_hash(log), events.head(log)
    known = pins.find(layout, first, genesis)
    # What contradicts the pin is for verification to say; writing must not make it forget.
    if known is None or (known.genesis == genesis and known.seq <= seq and _has(log, known)):
        pins.keep(layout, pins.Pin(first, signer.fingerprint, genesis, seq, last), ours=True)


def _has(log: bytes, known: pins.Pin) -> bool:
    lines = log.splitlines()
    return known.seq <= len(lines) and events.head(b"\n".join(lines[: known.seq]) + b"\n") == (known.seq, known.hash)


def _files(layout: Layout) -> Iterator[tuple[str, Path]]:
    yield from ((name, path) for name in sorted(_MUTABLE) if (path := layout.root / name).is_file())
    for folder in (*layout.kept, layout.keys, layout.timestamps):
        for path in sorted(folder.rglob("*")):
            name = path.relative_to(layout.root).as_posix()
            if path.is_file() and not path.is_symlink() and bag.is_plain(name):
                yield name, path
