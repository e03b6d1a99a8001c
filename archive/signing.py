"""Signing as ``ssh-keygen -Y sign`` does it (OpenSSH, PROTOCOL.sshsig), with ed25519 and SHA-512."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

# cryptography is loaded where a key is used: who only verifies and restores needs Python alone.
if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

IDENTITY = "beilin"
MANIFEST, EVENTS, KEYS = "beilin-manifest", "beilin-events", "beilin-keys"  # namespaces: what a signature is for
EVENT = "beilin-event"  # one line of the log, until a seal covers it
WRITTEN = "beilin-written"  # a piece of a WARC file, until a seal covers it
_KIND, _HASH = b"ssh-ed25519", b"sha512"
_MAGIC, _VERSION = b"SSHSIG", 1
_COLUMNS = 70


@dataclass(frozen=True, repr=False)
class Signer:
    """A private key that signs. It has no `repr`: a key must not get into a log."""

    _private: Ed25519PrivateKey

    @classmethod
    def new(cls) -> Signer:
        """Make a new key."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # noqa: PLC0415

        return cls(Ed25519PrivateKey.generate())

    @classmethod
    def load(cls, content: bytes) -> Signer:
        """Read a private key in the form of OpenSSH. Raises ValueError where it is none, of another kind, or locked."""
        from cryptography.hazmat.primitives import serialization  # noqa: PLC0415
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # noqa: PLC0415

        try:
            private = serialization.load_ssh_private_key(content, password=None)
        except Exception as error:  # what cryptography raises here differs from fault to fault
            raise ValueError(type(error).__name__) from None
        if not isinstance(private, Ed25519PrivateKey):
            raise ValueError("another kind of key")
        return cls(private)

    def dump(self) -> bytes:
        """Return the private key in the form of OpenSSH."""
        from cryptography.hazmat.primitives import serialization  # noqa: PLC0415

        form = serialization.PrivateFormat.OpenSSH
        return self._private.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption())

    @property
    def public(self) -> str:
        """The public key as one word in files of OpenSSH: kind and key."""
        return f"{_KIND.decode()} {base64.b64encode(self._blob).decode()}"

    @property
    def fingerprint(self) -> str:
        return fingerprint(self.public)

    @property
    def _blob(self) -> bytes:
        return _string(_KIND) + _string(self._private.public_key().public_bytes_raw())

    def sign(self, message: bytes, namespace: str) -> bytes:
        """Return the armored signature over a message."""
        parts = _string(namespace.encode()) + _string(b"") + _string(_HASH)
        value = self._private.sign(_MAGIC + parts + _string(hashlib.sha512(message).digest()))
        signature = _string(_KIND) + _string(value)
        blob = _MAGIC + _VERSION.to_bytes(4, "big") + _string(self._blob) + parts + _string(signature)
        encoded = base64.b64encode(blob).decode()
        lines = [encoded[at : at + _COLUMNS] for at in range(0, len(encoded), _COLUMNS)]
        return "\n".join(["-----BEGIN SSH SIGNATURE-----", *lines, "-----END SSH SIGNATURE-----", ""]).encode()


@dataclass(frozen=True)
class Change:
    """What happens together with a seal: who signs from now on, files (by path), and what the log says of it."""

    signer: Signer
    files: Mapping[str, bytes]
    detail: Mapping[str, str]
    kind: str = "modification"


def fingerprint(public: str) -> str:
    """Return the fingerprint of a public key ("ssh-ed25519 AAAA...") as ``ssh-keygen -l`` shows it: "SHA256:..."."""
    digest = hashlib.sha256(base64.b64decode(public.split()[1])).digest()
    return "SHA256:" + base64.b64encode(digest).decode().rstrip("=")


def _string(content: bytes) -> bytes:
    return len(content).to_bytes(4, "big") + content
