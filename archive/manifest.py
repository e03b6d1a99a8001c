"""The seal: a manifest with the SHA-256 of every file, the event log's end, and a signature over each.

The manifest has the form that ``sha256sum -c`` and BagIt (RFC 8493) read, the signatures that of ``ssh-keygen -Y``.

Sealing never blesses what it did not see being written: a file that is in the manifest and never changes once
written (captures, versions of records, reports of earlier crawls) keeps its digest there unread, so that a file
that changed, or is gone, fails verification for ever after; a file that is not in it, and that beilin does not know to
have written, stays out of it, where verification finds it; and a manifest that is not the one that was signed is not
gone on with.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from archive import bag, events, keys, pins, readme, staging, started, unsealed
from archive.errors import Damaged, UsageError
from archive.integrity import Fault, believed_events, believed_log, judge_before_writing, judge_committed
from archive.integrity.proof import check_proof
from archive.integrity.reading import open_regular, read_regular
from archive.layout import Layout
from archive.signing import EVENTS, MANIFEST, Change, Signer

SEALING = "digital signature generation"  # PREMIS eventType
# Written again by people or by sealing itself; all else keeps its digest.
_MUTABLE = frozenset({"README.txt", "beilin.toml", "bagit.txt", "data/about.txt", "events.jsonl", "events.jsonl.sig",
                      "keys/allowed_signers", "keys/revoked_keys"})  # fmt: skip


def prepare(layout: Layout) -> Signer:
    """Make a collection ready for writing: what a kill left half sealed is finished, the key is there, and what others
    added to the log, or to a WARC file of a crawl that was killed, is put aside.

    Raises:
        KeyUnavailable: the key is not on this machine, or cannot be used.
        Damaged: the manifest is not the one that was signed.
    """
    finish(layout)
    _refuse_forged(layout)
    signer = keys.signer_of(layout) or keys.start(layout)
    _put_strange_lines_aside(layout)
    unsealed.settle(layout, unsealed_warcs(layout))
    return signer


def finish(layout: Layout) -> None:
    """Put in place what a seal had committed when it was killed. Raises StorageError."""
    if not layout.staged.is_dir():
        return
    if judge_committed(layout):
        staging.put_aside(layout)
    else:
        staging.finish(layout)


def seal(layout: Layout, written: Iterable[str] = (), change: Change | None = None) -> None:
    """Write manifest, log and signatures over what was sealed before and what beilin wrote since, all at one instant.

    ``written`` are paths (relative, POSIX) that the caller wrote, for the first time or again, or removed on purpose.
    These, the few files that live (events, configuration) and what the log says was begun (`archive.started`) get a
    new digest, all else keeps the one it has; what has none is left out. ``change`` is what else happens at that
    instant: another key, a timestamp.

    Raises:
        KeyUnavailable, Damaged: as `prepare`; nothing was written.
        StorageError: the disk refused; the seal before it holds.
    """
    finish(layout)
    _refuse_forged(layout)
    _put_strange_lines_aside(layout)
    unsealed.settle(layout, unsealed_warcs(layout))
    signer = change.signer if change else keys.signer_of(layout) or keys.start(layout)
    own = frozenset(written)
    staged = dict(change.files) if change else {}
    staged[layout.readme.name] = _readme(layout, signer)
    bag.complete(layout)
    log = _log(layout, signer, change)
    staged |= {layout.events.name: log, layout.events_signature.name: signer.sign(log, EVENTS)}
    kept = {name: sha256 for name, sha256 in read(layout).items() if name not in own | _MUTABLE | staged.keys()}
    fresh = _fresh(layout, own, {*kept, *staged})
    digests = {**kept, **fresh, **{name: hashlib.sha256(content).hexdigest() for name, content in staged.items()}}
    manifest = "".join(f"{sha256}  {name}\n" for name, sha256 in sorted(digests.items())).encode("utf-8")
    staged |= {layout.manifest.name: manifest, layout.signature.name: signer.sign(manifest, MANIFEST)}
    staging.commit(layout, staged)
    _remember(layout, signer, log)


def replace_key(layout: Layout) -> None:
    """Have a new key follow one that is lost, and seal. The caller holds the lock.

    Killed at any step, it goes on when it is called again: the new key is noted outside the collection before anything
    in it changes.

    Raises:
        UsageError: the collection has no key yet, or it is not lost.
        Damaged, StorageError: as `seal`.
    """
    finish(layout)
    now = check_proof(layout)
    if now.known and now.known.successor and now.known.successor == keys.current(layout):
        _refuse_forged(layout)
        pins.keep(layout, replace(now.known, key=now.known.successor, successor=""), ours=True)
        return
    if keys.is_at_hand(layout):
        raise UsageError(
            f"The key that signs {layout.root} is on this machine, so it is not lost: nothing was replaced. "
            "Let another follow it with beilin keys DIR --rotate."
        )
    change = keys.replacement(layout)
    _refuse_forged(layout)
    known = now.known or now.seen
    if known:
        pins.keep(layout, replace(known, successor=change.signer.fingerprint), ours=True)
    seal(layout, change=change)


def read(layout: Layout) -> dict[str, str]:
    """Return the digest of each file by its path; empty where there is no manifest yet."""
    if not layout.manifest.exists():
        return {}
    lines = read_regular(layout.manifest).decode("utf-8", "replace").split("\n")[:-1]
    return {name: sha256 for sha256, _, name in (line.partition("  ") for line in lines)}


def warcs(layout: Layout) -> list[Path]:
    """Return the WARC files that beilin wrote, in order: sealed, or begun since."""
    known = {*read(layout), *started.files(believed_events(layout))}
    return [path for path in sorted(layout.warc.glob("*.warc.gz")) if f"{layout.warc.name}/{path.name}" in known]


def sealed_warcs(layout: Layout) -> list[Path]:
    """Return the WARC files that the seal names, in order: of no other may anything be given to others."""
    sealed = read(layout)
    names = ((path, f"{layout.warc.name}/{path.name}") for path in sorted(layout.warc.glob("*.warc.gz")))
    return [path for path, name in names if name in sealed and _is_own_file(layout, name)]


def unsealed_warcs(layout: Layout) -> list[Path]:
    """Return the WARC files that beilin began since the last seal, in order."""
    sealed = read(layout)
    names = ((path, f"{layout.warc.name}/{path.name}") for path in warcs(layout))
    return [path for path, name in names if name not in sealed and _is_own_file(layout, name)]


def is_as_sealed(layout: Layout, path: Path, sealed: Mapping[str, str] | None = None) -> bool:
    """Say whether a file of a collection is there as the manifest has it: ``sealed``, where that was `read` before."""
    known = read(layout) if sealed is None else sealed
    digest = known.get(path.relative_to(layout.root).as_posix())
    try:
        return digest is not None and digest_of(path) == digest
    except OSError:
        return False


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal."""
    with open_regular(path) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _readme(layout: Layout, signer: Signer) -> bytes:
    """Return the README with the signer's fingerprint in it; what else people wrote there stays to the byte."""
    found = layout.readme.read_bytes() if layout.readme.is_file() else readme.TEXT.encode("utf-8")
    text = readme.with_key(found.decode("utf-8", "surrogateescape"), signer.fingerprint)
    return text.encode("utf-8", "surrogateescape")


def _put_strange_lines_aside(layout: Layout) -> None:
    counts, strange = believed_log(layout)
    if b"\n" in strange:  # less than a line is one that was torn
        events.put_aside(layout, len(counts))
        if keys.is_at_hand(layout):
            detail: dict[str, str | int] = {"what": "lines that were not signed put aside", "bytes": len(strange)}
            events.append(layout, "modification", detail)


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


def _fresh(layout: Layout, written: frozenset[str], known: Iterable[str]) -> dict[str, str]:
    """Return the digests of the files that get a new one."""
    begun = started.files(believed_events(layout))
    names = sorted({*_MUTABLE, *written, *begun}.difference(known))
    found = {name: digest_of(layout.root / name) for name in names if _is_own_file(layout, name)}
    return {name: sha256 for name, sha256 in found.items() if name in _MUTABLE | written or begun[name] in ("", sha256)}


def _is_own_file(layout: Layout, name: str) -> bool:
    """Say whether a path leads to a file in the collection, over no link, and has a name that all tools read alike."""
    path = layout.root / name
    way = [path, *(path.parents[: len(path.relative_to(layout.root).parts) - 1])]
    return path.is_file() and bag.is_plain(name) and not any(one.is_symlink() for one in way)
