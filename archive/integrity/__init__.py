"""Is a collection whole, and is it what its keepers signed? Findings with codes; it never stops at the first.

The judge shares no code with the writer: it reads manifests, signatures, gzip members and records and computes digests
by itself, with the standard library alone, so that a fault in the writer cannot hide itself here.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from archive.integrity.fault import Fault
from archive.integrity.files import check_files
from archive.integrity.posts import check_posts
from archive.integrity.proof import (
    Proof,
    believed_events,
    believed_log,
    check_proof,
    judge_before_writing,
    judge_committed,
)
from archive.integrity.seal import judge_seal
from archive.integrity.signers import named_key
from archive.integrity.tokens import check_tokens
from archive.integrity.warcs import Seen, check_alone, check_warc
from archive.layout import Layout, crawl_of
from archive.pins import Pin
from archive.printable import printable

__all__ = [
    "Fault",
    "Verdict",
    "believed_events",
    "believed_log",
    "examine",
    "judge_before_writing",
    "judge_committed",
    "judge_seal",
    "verify",
]

_JOURNAL = re.compile(r"reports/[^/]+/([^/]+\.warc\.gz)\.written")  # archive/promises.py
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Verdict:
    """``faults`` is empty where a collection is whole. ``notices`` are sentences on who signed it; ``seen`` is what
    this machine may remember of it now.
    """

    faults: list[Fault]
    notices: tuple[str, ...]
    seen: Pin | None


def verify(
    layout: Layout, progress: Progress = lambda *_: None, *, deep: bool = False, crawl: str = "", key: str = ""
) -> list[Fault]:
    """Return every fault of a collection; an empty list means that it is whole. See `examine`."""
    return examine(layout, progress, deep=deep, crawl=crawl, key=key).faults


def examine(
    layout: Layout,
    progress: Progress = lambda *_: None,
    *,
    deep: bool = False,
    crawl: str = "",
    key: str = "",
    authority: Path | None = None,
) -> Verdict:
    """Judge a collection: every file against the signed manifest, the signatures, the chain of events, and what this
    machine knew of it.

    With ``deep`` also every WARC record, its digests, and the captures that each post cites; with ``crawl`` those of
    that crawl alone. Without, the records of WARC files that are not as listed, so that the damage has a place.
    ``key`` is the fingerprint of a key that must have signed it or vouched for the one that did, ``authority`` a file
    with the certificates by which timestamps are judged. ``progress`` is told (done, of how many) files.
    """
    key = named_key(key) if key else ""
    proof = check_proof(layout, key)
    faults = list(proof.faults)
    if proof.seal.manifest is not None:
        found = check_files(layout.root, proof.listed, proof.seal.where, progress)
        faults += [fault for fault in found if not (fault.code == "file-unlisted" and _goes(proof, fault.file))]
    found, stamped = check_tokens(layout, frozenset(proof.log.manifests), authority)
    faults += found
    faults += _check_records(layout, faults, progress, deep=deep, crawl=crawl)
    cleaned = [
        dataclasses.replace(fault, file=printable(fault.file), detail=printable(fault.detail)) for fault in faults
    ]
    return Verdict(cleaned, (*_notices(proof, key), *stamped), proof.seen if not faults else None)


def _goes(proof: Proof, name: str) -> bool:
    """Say whether a file is the journal of a WARC file that a seal covers which is just being put in place."""
    match = _JOURNAL.fullmatch(name)
    return match is not None and f"warc/{match[1]}" in proof.listed and bool(proof.seal.where.waiting)


def _check_records(layout: Layout, faults: list[Fault], progress: Progress, *, deep: bool, crawl: str) -> list[Fault]:
    doubtful = {fault.file for fault in faults}
    found: list[Fault] = []
    seen = Seen(partial=not deep)
    warcs = sorted(path for path in layout.warc.glob("*") if path.is_file() and not path.is_symlink())
    for number, path in enumerate(warcs, 1):
        name = f"warc/{path.name}"
        if deep or (crawl and crawl_of(path.name) == crawl):
            found += check_warc(path, name, seen)
            progress(number, len(warcs))
        elif name in doubtful:
            found += check_alone(path, name)
    return found + (check_posts(layout, seen.citable, "" if deep else crawl) if deep or crawl else [])


def _notices(proof: Proof, key: str) -> list[str]:
    doubted = ("key-", "signature-", "signers-", "manifest-", "unsigned")
    if not proof.keys.line or any(fault.code.startswith(doubted) for fault in proof.faults):
        return []  # who is named there has not been shown to have signed
    signer = proof.keys.line[-1]
    if key:
        known = "the key you gave, or one that it vouches for"
    elif proof.known:
        known = "the key that this machine knows of this collection"
    else:
        known = "a key that this machine has not seen before: ask the keepers whether it is theirs"
    replaced = [key for key in proof.keys.line if key in proof.keys.unvouched]
    return [
        f"Signed by {signer}, {known}.",
        *(f"The key {one} replaced one that was lost, which does not vouch for it." for one in replaced),
    ]
