"""Signatures as ``ssh-keygen -Y sign`` writes them (OpenSSH, PROTOCOL.sshsig), read strictly.

Only the one form that OpenSSH itself writes is taken, so that no byte of a signature file can change unseen.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from dataclasses import dataclass

from archive.integrity.ed25519 import is_signature

LONGEST = 8192  # bytes of a signature file; one of ed25519 has about 300
_BEGIN, _END = b"-----BEGIN SSH SIGNATURE-----\n", b"-----END SSH SIGNATURE-----\n"
_MAGIC = b"SSHSIG"
_COLUMNS = 70
_KIND = b"ssh-ed25519"
_HASHES = {b"sha256": hashlib.sha256, b"sha512": hashlib.sha512}  # the two that PROTOCOL.sshsig allows


class FormError(ValueError):
    """These bytes are no signature in the form of OpenSSH. The text says why."""


@dataclass(frozen=True)
class Signature:
    """What a signature says of itself; whether it is true, `fits` says."""

    kind: bytes
    public: bytes  # the blob of the public key: kind and key, each with its length before it
    namespace: bytes
    reserved: bytes
    hash: bytes
    kind_signed: bytes
    value: bytes

    @property
    def fingerprint(self) -> str:
        return fingerprint(self.public)

    @property
    def is_known(self) -> bool:
        """Whether key, signature and hash are of kinds that this judge knows."""
        return self.kind == self.kind_signed == _KIND and self.hash in _HASHES

    def digest(self, message: bytes) -> bytes:
        """Return the digest of a message in this signature's hash; it must be one that is known."""
        return _HASHES[self.hash](message).digest()

    def fits(self, digest: bytes) -> bool:
        """Say whether this is its key's signature over a message of that digest."""
        parts = (self.namespace, self.reserved, self.hash, digest)
        signed = _MAGIC + b"".join(len(part).to_bytes(4, "big") + part for part in parts)
        key = _strings(self.public)
        return len(key) == 2 and is_signature(key[1], signed, self.value)


def parse(armored: bytes) -> Signature:
    """Read an armored signature. Raises FormError."""
    blob = _unarmored(armored)
    if not blob.startswith(_MAGIC + b"\0\0\0\1"):
        raise FormError("it is no SSH signature of version 1")
    parts = _strings(blob[len(_MAGIC) + 4 :])
    if len(parts) != 5:
        raise FormError("it does not have the five parts of an SSH signature")
    public, namespace, reserved, hash_name, signature = parts
    key, value = _strings(public), _strings(signature)
    if len(key) < 2 or len(value) != 2:
        raise FormError("its key or its value cannot be read")
    return Signature(key[0], public, namespace, reserved, hash_name, value[0], value[1])


def fingerprint(public: bytes) -> str:
    """Return the fingerprint of a public key's blob as ``ssh-keygen -l`` shows it."""
    return "SHA256:" + base64.b64encode(hashlib.sha256(public).digest()).decode().rstrip("=")


def public_blob(kind: str, encoded: str) -> bytes | None:
    """Return the blob of a public key of two words ("ssh-ed25519", "AAAA..."), None where they are no such key."""
    try:
        blob = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        return None
    try:
        parts = _strings(blob)
    except FormError:
        return None
    is_canonical = base64.b64encode(blob).decode() == encoded
    is_key = len(parts) == 2 and parts[0] == _KIND and len(parts[1]) == 32
    return blob if is_canonical and is_key and kind.encode() == _KIND else None


def _unarmored(armored: bytes) -> bytes:
    if len(armored) > LONGEST or not (armored.startswith(_BEGIN) and armored.endswith(_END)):
        raise FormError("it is not between BEGIN and END SSH SIGNATURE")
    body = armored[len(_BEGIN) : -len(_END)]
    try:
        blob = base64.b64decode(body.replace(b"\n", b""), validate=True)
    except binascii.Error:
        raise FormError("it is no base 64") from None
    encoded = base64.b64encode(blob)
    lines = [encoded[at : at + _COLUMNS] + b"\n" for at in range(0, len(encoded), _COLUMNS)]
    if b"".join(lines) != body:
        raise FormError("it is not written as OpenSSH writes it")
    return blob


def _strings(blob: bytes) -> list[bytes]:
    """Return the strings of a blob, each after its length in four bytes (RFC 4251, section 5)."""
    found, at = [], 0
    while at < len(blob):
        length = int.from_bytes(blob[at : at + 4], "big")
        at += 4
        if at + length > len(blob):
            raise FormError("a length within it reaches beyond its end")
        found.append(blob[at : at + length])
        at += length
    return found
