"""What must never be in a copy, and no thief of a machine may read: the key of the pseudonyms, and who is who.

One JSON document in a file of age (https://age-encryption.org/v1), which the program `age` reads, too. It is opened and
made anew in memory alone; no plain byte of it is ever on the disk. It is written for several recipients where the
keepers wish, each of whom opens it with a key of their own.

    $BEILIN_HOME/redaction/NAME.age        the store of a collection, NAME being the hash of its first event
    $BEILIN_HOME/redaction/identity.txt    the key that opens it, made on first use; keep it elsewhere if you can
"""

from __future__ import annotations

import dataclasses
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from archive import codec, events
from archive.durable import replace, storage_errors
from archive.errors import Damaged, KeyUnavailable, UsageError
from archive.home import home
from archive.layout import Layout
from archive.redaction.people import Lists

_SCHEMA = 1
_LONGEST = 1 << 28  # bytes


@dataclass(frozen=True)
class Known:
    """Who stands behind a pseudonym."""

    pseudonym: str
    zh: str | None
    en: tuple[str, ...]


@dataclass(frozen=True)
class Private:
    """The content of a store. ``key`` is in hexadecimal, ``recipients`` are age's public keys."""

    key: str
    recipients: tuple[str, ...]
    lists: Lists = field(default_factory=Lists)
    people: tuple[Known, ...] = ()
    schema: int = field(default=_SCHEMA)


@dataclass(frozen=True)
class Place:
    """Where a store lies, and the file with the key that opens it."""

    store: Path
    identity: Path


def usual_place(layout: Layout) -> Place:
    """Return where the store of a collection lies if nobody says otherwise."""
    name = events.first_hash(layout.events.read_bytes()) if layout.events.is_file() else ""
    folder = home() / "redaction"
    return Place(folder / f"{name or 'store'}.age", folder / "identity.txt")


def open_store(place: Place, recipients: Sequence[str] = ()) -> Private:
    """Return what a store holds, or a new one's beginning; ``recipients`` are added to those who can open it.

    Raises:
        KeyUnavailable: the key is not here, or does not open this store.
        Damaged: the store was altered, or is none.
        UsageError: a package is missing, or a recipient is no public key of age.
    """
    age = _age()
    identity = _identity(age, place)
    known = _read(age, place.store, identity) if place.store.exists() else Private(secrets.token_hex(32), ())
    own = str(identity.to_public())
    everybody = tuple(dict.fromkeys((*(known.recipients or (own,)), *recipients)))
    for one in everybody:
        _recipient(age, one)
    return dataclasses.replace(known, recipients=everybody)


def keep_store(place: Place, private: Private) -> None:
    """Write a store, encrypted to its recipients; the old one is there until the new one is. Raises StorageError."""
    age = _age()
    plain = codec.dump(private).encode("utf-8")
    replace(place.store, age.encrypt(plain, [_recipient(age, one) for one in private.recipients]))


def _age() -> Any:
    try:
        import pyrage  # noqa: PLC0415 (an extra)
    except ImportError:
        raise UsageError("Hiding names needs another package: pip install 'beilin[redact]'.") from None
    return pyrage


def _identity(age: Any, place: Place) -> Any:
    if not place.identity.exists():
        if place.store.exists():
            raise KeyUnavailable(f"{place.identity} is not there, and opens {place.store}: bring it back, or name it.")
        made = age.x25519.Identity.generate()
        replace(place.identity, f"# public key: {made.to_public()}\n{made}\n".encode("ascii"))
        return made
    with storage_errors(place.identity):
        if place.identity.stat().st_mode & 0o077:
            raise KeyUnavailable(f"{place.identity} can be read by others: close it with chmod 600, and run again.")
        text = place.identity.read_text("utf-8", "replace")
    lines = [line.strip() for line in text.splitlines() if line.startswith("AGE-SECRET-KEY-")]
    try:
        return age.x25519.Identity.from_str(lines[0])
    except (IndexError, age.IdentityError):
        raise KeyUnavailable(f"{place.identity} holds no key of age: give the file that age-keygen wrote.") from None


def _recipient(age: Any, text: str) -> Any:
    try:
        return age.x25519.Recipient.from_str(text)
    except age.RecipientError:
        raise UsageError("A recipient is no public key of age: give it as age-keygen shows it, age1....") from None


def _read(age: Any, path: Path, identity: Any) -> Private:
    with storage_errors(path):
        content = path.read_bytes() if path.stat().st_size <= _LONGEST else b""
    try:
        plain = age.decrypt(content, [identity])
        private = codec.load(Private, plain)
    except age.DecryptError as error:
        if "matching" in str(error):
            raise KeyUnavailable(f"{path} is not for this key, or was altered: give another --identity.") from None
        raise Damaged(f"{path} was altered or cut short, and is not believed: get it from a backup.") from None
    except ValueError:  # its text may hold names
        raise Damaged(f"{path} opens, and is no store of beilin's: give another --store.") from None
    if private.schema != _SCHEMA:
        raise Damaged(f"{path} was written by a newer beilin: update this one.")
    return private
