"""The keys of a collection: the private one on this machine, the public ones beside what they signed.

    keys/allowed_signers          the public key that signs now; ``ssh-keygen -Y verify -f`` takes it
    keys/revoked_keys             public keys that are no longer good, one a line; ``-r`` takes it
    keys/0001-rotation.txt        one key follows another, signed (.sig) by the one that goes
    keys/0002-replacement.txt     the same, where the old key was lost: signed by the new one, so nobody vouches for it
    keys/0003-revocation.txt      a key is no longer good, signed by the one that is

The functions that change keys return files and an event; `archive.manifest` puts them in place together with the seal.
"""

from __future__ import annotations

import re
import stat
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from archive.durable import make_folder, replace, storage_errors
from archive.errors import KeyUnavailable, UsageError
from archive.event_lines import first_hash
from archive.home import file_name, home
from archive.integrity.reading import read_regular
from archive.layout import Layout
from archive.signing import EVENTS, IDENTITY, KEYS, MANIFEST, Change, Signer, fingerprint

_STATEMENT = re.compile(r"(\d{4})-(rotation|replacement|revocation)\.txt")


def start(layout: Layout) -> Signer:
    """Make the first key of a collection that has none, and name it there. Raises StorageError."""
    signer = _new()
    replace(layout.revoked, b"")
    replace(layout.signers, _allowed(signer))
    return signer


def public_of(layout: Layout) -> str | None:
    """Return the public key ("ssh-ed25519 AAAA...") that signs a collection, None where it names none."""
    try:
        with storage_errors(layout.signers):
            words = layout.signers.read_bytes().decode("ascii").split() if layout.signers.is_file() else []
        if not words:
            return None
        fingerprint(f"{words[-2]} {words[-1]}")
    except (ValueError, IndexError):
        raise KeyUnavailable(f"{layout.signers} is damaged: get it from a replica.") from None
    return f"{words[-2]} {words[-1]}"


def signer_of(layout: Layout) -> Signer | None:
    """Return the key that signs a collection, from this machine; None where the collection has none yet.

    Raises:
        KeyUnavailable: it is not here, others may read it, or it is damaged.
    """
    public = public_of(layout)
    return _load(fingerprint(public)) if public else None


def current(layout: Layout) -> str:
    """Return the fingerprint of the key that signs a collection, empty where it names none. Raises KeyUnavailable."""
    public = public_of(layout)
    return fingerprint(public) if public else ""


def is_at_hand(layout: Layout) -> bool:
    """Say whether this machine has the key that signs a collection, and can use it."""
    try:
        return signer_of(layout) is not None
    except KeyUnavailable:
        return False


def rotation(layout: Layout) -> Change:
    """Make a new key that the old one vouches for."""
    old = signer_of(layout)
    assert old is not None
    return _change(layout, "rotation", old.public, _new(), old)


def replacement(layout: Layout) -> Change:
    """Make a new key where the old one is lost: nobody vouches for it."""
    public, new = public_of(layout), _new()
    if public is None:
        raise UsageError(f"{layout.root} has no key yet: the next crawl makes one.")
    return _change(layout, "replacement", public, new, new)


def revocation(layout: Layout, which: str) -> Change:
    """Withdraw a key that was rotated out; ``which`` is its fingerprint."""
    signer = signer_of(layout)
    assert signer is not None
    if which == signer.fingerprint:
        raise UsageError(f"{which} signs this collection now: first let another follow it, with --rotate.")
    known = {fingerprint(public): public for public in _former(layout)}
    if which not in known:
        raise UsageError(f"{which} never signed this collection: `beilin keys {layout.root}` lists those that did.")
    lines = read_regular(layout.revoked).decode("ascii").splitlines() if layout.revoked.exists() else []
    if known[which] in lines:
        raise UsageError(f"{which} is revoked already.")
    revoked = "".join(f"{line}\n" for line in (*lines, known[which]))
    statement = _statement(layout, "revocation", {"key": known[which], "fingerprint": which})
    files = {"keys/revoked_keys": revoked.encode(), **_signed(layout, "revocation", statement, signer)}
    return Change(signer, files, {"what": "key revoked", "key": which})


def former(layout: Layout) -> list[str]:
    """Return the fingerprints of the keys that signed before, oldest first."""
    return [fingerprint(public) for public in _former(layout)]


def _change(layout: Layout, kind: str, old: str, new: Signer, vouching: Signer) -> Change:
    fields = {"from": old, "to": new.public}
    fields |= {"from-fingerprint": fingerprint(old), "to-fingerprint": new.fingerprint}
    statement = _statement(layout, kind, fields)
    files = {"keys/allowed_signers": _allowed(new), **_signed(layout, kind, statement, vouching)}
    what = "key rotated" if kind == "rotation" else "key replaced, and the old one does not vouch for the new"
    return Change(new, files, {"what": what, "from": fingerprint(old), "to": new.fingerprint})


def _statement(layout: Layout, kind: str, fields: Mapping[str, str]) -> bytes:
    name = first_hash(read_regular(layout.events))
    lines = {"collection": name, "time": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}", **fields}
    return (f"beilin key {kind}\n" + "".join(f"{key}: {value}\n" for key, value in lines.items())).encode()


def _signed(layout: Layout, kind: str, statement: bytes, signer: Signer) -> dict[str, bytes]:
    name = f"keys/{len(_statements(layout)) + 1:04d}-{kind}.txt"
    return {name: statement, f"{name}.sig": signer.sign(statement, KEYS)}


def _statements(layout: Layout) -> list[Path]:
    return sorted(path for path in layout.keys.glob("*.txt") if _STATEMENT.fullmatch(path.name))


def _former(layout: Layout) -> list[str]:
    texts = (path.read_text("ascii") for path in _statements(layout))
    return [match[1] for text in texts if (match := re.search(r"^from: (.*)$", text, re.MULTILINE))]


def _allowed(signer: Signer) -> bytes:
    return f'{IDENTITY} namespaces="{MANIFEST},{EVENTS},{KEYS}" {signer.public}\n'.encode()


def _new() -> Signer:
    signer = Signer.new()
    path = _path(signer.fingerprint)
    with storage_errors(path):
        make_folder(path.parent)
    replace(path, signer.dump())
    replace(path.with_name(f"{path.name}.pub"), f"{signer.public} {IDENTITY}\n".encode())
    return signer


def _path(name: str) -> Path:
    return home() / "keys" / file_name(name)


def _load(name: str) -> Signer:
    path = _path(name)
    with storage_errors(path):
        if not path.exists():
            raise KeyUnavailable(
                f"The key that signs this collection, {path}, is not on this machine: copy it from the machine that "
                "has it, or start a new one, which the old one does not vouch for, with beilin keys DIR --replace."
            )
        mode, content = path.stat().st_mode, path.read_bytes()
    if stat.S_IMODE(mode) & 0o077:
        raise KeyUnavailable(f"Others may read the key {path}: take that away with chmod 600, or rotate the key.")
    try:
        signer = Signer.load(content)
    except ValueError as error:
        raise KeyUnavailable(f"{path} is damaged, or no private key of ours ({error}): get it from a backup.") from None
    if signer.fingerprint != name:
        raise KeyUnavailable(f"{path} holds another key than its name says: get the right one from a backup.")
    return signer
