"""What proves a collection: manifest, signatures, keys and log, and what this machine knew of them before."""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass, field
from typing import Any

from archive import pins
from archive.counted import counted
from archive.integrity.believed import believed_length
from archive.integrity.chain import Log, check_chain
from archive.integrity.fault import Fault
from archive.integrity.files import LONGEST_MANIFEST, MANIFEST, parse_manifest
from archive.integrity.pending import Places, as_committed, in_place
from archive.integrity.reading import read_bounded
from archive.integrity.seal import EVENTS_FILE, REVOKED_FILE, SIGNERS_FILE, events_signature, judge_seal
from archive.integrity.signers import LONGEST, revoked_in, signer_of
from archive.integrity.sshsig import LONGEST as LONGEST_SIGNATURE
from archive.integrity.sshsig import Signature
from archive.integrity.succession import LONGEST as LONGEST_STATEMENT
from archive.integrity.succession import Succession, statements_in, succession
from archive.layout import Layout
from archive.pins import Pin

_SEALED = b'"digital signature generation"'


@dataclass(frozen=True)
class Seal:
    """The files that prove, as they are; None where one is missing, no file, or absurdly long."""

    where: Places
    manifest: bytes | None
    signature: bytes | None
    events_signature: bytes | None
    signers: bytes
    revoked: bytes

    @classmethod
    def read(cls, where: Places) -> Seal:
        return cls(
            where,
            read_bounded(where(MANIFEST), LONGEST_MANIFEST),
            read_bounded(where(f"{MANIFEST}.sig"), LONGEST_SIGNATURE),
            read_bounded(where(f"{EVENTS_FILE}.sig"), LONGEST_SIGNATURE),
            read_bounded(where(SIGNERS_FILE), LONGEST) or b"",
            read_bounded(where(REVOKED_FILE), LONGEST) or b"",
        )


@dataclass(frozen=True)
class Proof:
    """A collection's proof, judged. ``listed`` is the manifest, ``known`` what this machine knew before."""

    seal: Seal
    listed: dict[str, str]
    keys: Succession
    log: Log
    known: Pin | None
    faults: list[Fault] = field(default_factory=list)

    @property
    def seen(self) -> Pin | None:
        """What this machine may remember once no fault was found."""
        line = self.keys.line
        return Pin(line[0], line[-1], self.log.genesis, self.log.seq, self.log.hash) if line and self.log.seq else None


def check_proof(layout: Layout, key: str = "") -> Proof:
    """Judge what proves a collection; the files that the manifest lists are not read.

    ``key`` is a fingerprint that must be the signer's or of a key that vouched for it; without one, the key that this
    machine saw last, if it saw any.
    """
    seal = read_seal(layout)
    listed, faults = parse_manifest(seal.manifest or b"")
    if seal.manifest is None:
        detail = "there is no manifest that can be read: nothing proves the files; get it from a replica"
        faults.append(Fault("manifest-missing", MANIFEST, detail))
    keys, found, known = _known_keys(layout, seal)
    made = _events_signature(seal)
    log = check_chain(
        seal.where(EVENTS_FILE),
        listed.get(EVENTS_FILE) if seal.manifest is not None else None,
        made if isinstance(made, Signature) else None,
        known.seq if known else 0,
    )
    faults += [*found, *_with_strange_lines(seal, log.faults), *([made] if isinstance(made, Fault) else [])]
    faults += _judge_keys(seal, keys, key, known, was_signed=known is not None)
    if log.key_changes != len(statements_in(seal.where.in_folder("keys"))) and seal.manifest is not None:
        detail = f"the log tells of {counted(log.key_changes, 'change')} of keys, and there are not as many statements"
        faults.append(Fault("key-statement", "keys", f"{detail}; get them from a replica"))
    return Proof(seal, listed, keys, log, known, faults + _judge_known(known, keys, log, seal))


def read_seal(layout: Layout) -> Seal:
    """Read the proof as it was committed; where what waits in ``state/`` is not signed, as it lies in its place."""
    committed = Seal.read(as_committed(layout))
    if committed.manifest is not None and not _faults_of(committed, frozenset()):
        return committed
    return Seal.read(in_place(layout))


def believed_log(layout: Layout) -> tuple[bytes, bytes]:
    """Return the lines of the log that count, and all that follows them.

    That the manifest is the one that was signed is for `judge_before_writing` to say.
    """
    log, length = _believed(read_seal(layout))
    return log[:length], log[length:]


def believed_events(layout: Layout) -> list[dict[str, Any]]:
    """Return the events that count, oldest first."""
    return [json.loads(line) for line in believed_log(layout)[0].split(b"\n")[:-1]]


def _believed(seal: Seal) -> tuple[bytes, int]:
    """Return the log and how many bytes of it count."""
    log = read_bounded(seal.where(EVENTS_FILE), LONGEST_MANIFEST) or b""
    listed, _ = parse_manifest(seal.manifest or b"")
    return log, believed_length(log, listed.get(EVENTS_FILE), signer_of(seal.signers))


def _with_strange_lines(seal: Seal, faults: list[Fault]) -> list[Fault]:
    """Return the faults of the log, and that of lines behind the seal which the key did not sign.

    A log that is not what was sealed has a graver fault, and nothing of it counts.
    """
    log, length = _believed(seal)
    whole = log.rfind(b"\n") + 1
    if whole <= length or any(fault.code == "file-changed" for fault in faults):
        return faults
    detail = "from here on this collection's key did not sign it, and no seal covers it: somebody else added it, or a "
    detail += "beilin of before was killed; the next crawl puts it aside"
    return [*faults, Fault("events-unsigned", EVENTS_FILE, detail, length, whole - length)]


def judge_before_writing(layout: Layout) -> list[Fault]:
    """Say why a collection must not be sealed again: its manifest is not the one that was signed, or by another.

    A collection that was never sealed, or only by a beilin that did not sign, is sealed for the first time.
    """
    return _judge_signed(layout, read_seal(layout))


def judge_committed(layout: Layout) -> list[Fault]:
    """Say why what waits in ``state/`` must not be put in its place: it is not what this collection's key signed."""
    return _judge_signed(layout, Seal.read(as_committed(layout)))


def _judge_signed(layout: Layout, seal: Seal) -> list[Fault]:
    keys, found, known = _known_keys(layout, seal)
    events = read_bounded(seal.where(EVENTS_FILE), LONGEST_MANIFEST) or b""
    was_signed = known is not None or _SEALED in events
    if not was_signed and seal.signature is None:
        return []
    if seal.manifest is None:
        return [Fault("manifest-missing", MANIFEST, "it was sealed, and there is no manifest that can be read")]
    return [
        *found,
        *_judge_keys(seal, keys, "", known, was_signed=was_signed),
        *_judge_log(seal, keys, known),
    ]


def _judge_log(seal: Seal, keys: Succession, known: Pin | None) -> list[Fault]:
    """Say why the log must not be gone on with.

    What a crawl that was killed left behind the seal is no reason, nor what others added there: it is put aside.
    """
    listed, wrong = parse_manifest(seal.manifest or b"")
    made = _events_signature(seal)
    signature = made if isinstance(made, Signature) else None
    log = check_chain(seal.where(EVENTS_FILE), listed.get(EVENTS_FILE), signature, known.seq if known else 0)
    _, length = _believed(seal)
    broken = [
        fault for fault in log.faults
        if fault.code not in ("events-unsealed", "events-torn") and not (fault.offset or 0) >= length > 0
    ]  # fmt: skip
    unsigned = [made] if isinstance(made, Fault) and seal.signature is not None else []
    return [*wrong, *broken, *unsigned, *_judge_known(known, keys, log, seal)]


def _known_keys(layout: Layout, seal: Seal) -> tuple[Succession, list[Fault], Pin | None]:
    """Return the keys of a seal, what is wrong with them, and what this machine knows of the collection."""

    def read(name: str) -> bytes | None:
        return read_bounded(seal.where(name), LONGEST_STATEMENT)

    genesis = check_chain(seal.where(EVENTS_FILE), None, None).genesis
    keys, found = succession(seal.where.in_folder("keys"), read, signer_of(seal.signers), genesis)
    return keys, found, pins.find(layout, keys.line[0] if keys.line else None, genesis)


def _judge_keys(
    seal: Seal, keys: Succession, given: str, known: Pin | None, *, was_signed: bool = False
) -> list[Fault]:
    """Judge signature and signer. ``given`` is the fingerprint that must be it, or have vouched for it; without one,
    the key that this machine saw last, or the one by which it was replacing that.
    """
    if seal.manifest is None:
        return []
    anchor = given or (known.key if known else "")
    trusted = keys.heirs(anchor) if anchor else frozenset()
    if known and not given and known.successor:
        trusted |= {known.successor}
    faults = [_told(fault, keys, anchor) for fault in _faults_of(seal, trusted, was_signed=was_signed)]
    withdrawn = revoked_in(seal.revoked)
    if withdrawn is not None and withdrawn != keys.revoked:
        detail = "it is not what the signed statements in keys/ revoke; get it from a replica"
        faults.append(Fault("key-statement", REVOKED_FILE, detail))
    if anchor in keys.revoked:
        detail = f"{anchor}, trusted here, was revoked and proves nothing any more: ask the keepers for the newer key"
        faults.append(Fault("key-revoked", SIGNERS_FILE, detail))
    return faults


def _faults_of(seal: Seal, trusted: frozenset[str], *, was_signed: bool = False) -> list[Fault]:
    found = judge_seal(seal.manifest or b"", seal.signature, seal.signers, trusted, seal.revoked)
    if was_signed and [fault.code for fault in found] == ["unsigned"]:
        return [Fault("signature-missing", f"{MANIFEST}.sig", "there was a signature, and it is gone, with the keys")]
    return found


def _told(fault: Fault, keys: Succession, anchor: str) -> Fault:
    """Say more of a signer that is not trusted where the statements in ``keys/`` tell more."""
    former = next((key for key in keys.line[:-1] if fault.code == "signature-key" and key in fault.detail), None)
    if former:
        return dataclasses.replace(fault, code="key-retired", detail=f"{fault.detail}; that key was rotated out")
    if fault.code == "key-untrusted" and anchor in keys.line:
        detail = f"it names a key that {anchor}, known here, does not vouch for: the old key was lost, or somebody "
        detail += "else has signed; ask the keepers, then accept it with beilin keys DIR --trust"
        return dataclasses.replace(fault, code="key-replaced", detail=detail)
    return fault


def _events_signature(seal: Seal) -> Signature | Fault | None:
    if seal.events_signature is None:
        if not seal.signature:
            return None
        return Fault("signature-missing", f"{EVENTS_FILE}.sig", "there is no signature; get it from a replica")
    return events_signature(seal.events_signature, seal.signers)


def _judge_known(known: Pin | None, keys: Succession, log: Log, seal: Seal) -> list[Fault]:
    """Hold the log against what this machine saw last."""
    if known is None or seal.manifest is None:
        return []
    if known.genesis != log.genesis or (keys.line and known.first != keys.line[0]):
        detail = "another collection is known here in this place, or by this key: it was replaced"
        return [Fault("other-collection", EVENTS_FILE, f"{detail}; if you did that, beilin keys DIR --trust")]
    if log.seq < known.seq:
        detail = f"it ends with event {log.seq}, and this machine saw event {known.seq}: an older state was put back"
        return [Fault("rolled-back", EVENTS_FILE, f"{detail}; get the newer one from a replica")]
    if log.hash_asked != known.hash:
        detail = f"event {known.seq} is not the one that this machine saw: the history was rewritten, or forked there"
        return [Fault("history-rewritten", EVENTS_FILE, f"{detail}; get the true one from a replica")]
    return []
