"""Who may sign a collection: ``keys/allowed_signers`` and ``keys/revoked_keys``, read strictly.

``allowed_signers`` is one line in the form of OpenSSH (ssh-keygen(1), ALLOWED SIGNERS): the one key that signs now.
"""

from __future__ import annotations

import re

from archive.errors import UsageError
from archive.integrity.sshsig import fingerprint, public_blob

IDENTITY = "beilin"
MANIFEST, EVENTS, KEYS = "beilin-manifest", "beilin-events", "beilin-keys"  # the namespaces of signatures
EVENT = "beilin-event"  # that of one line of the log
LONGEST = 1 << 16  # bytes of such a file
_OPTIONS = f'namespaces="{MANIFEST},{EVENTS},{KEYS}"'
_SIGNER = re.compile(rf"{IDENTITY} {re.escape(_OPTIONS)} (ssh-[a-z0-9-]+) ([A-Za-z0-9+/]+=*)\n")
_REVOKED = re.compile(r"(ssh-[a-z0-9-]+) ([A-Za-z0-9+/]+=*)")
_FINGERPRINT = re.compile(r"(SHA256:[A-Za-z0-9+/]{43})=?")


def named_key(text: str) -> str:
    """Return the fingerprint of a key that a user gave, as OpenSSH writes it. Raises UsageError where it is none."""
    match = _FINGERPRINT.fullmatch(text)
    if not match:
        raise UsageError(f"{text} is no key's fingerprint: give it as ssh-keygen -l shows it, SHA256:....")
    return match[1]


def signer_of(allowed: bytes) -> str | None:
    """Return the fingerprint of the key that may sign, None where the file is not as beilin writes it."""
    match = _SIGNER.fullmatch(allowed.decode("ascii", "replace")) if len(allowed) <= LONGEST else None
    blob = public_blob(match[1], match[2]) if match else None
    return fingerprint(blob) if blob else None


def revoked_in(keys: bytes) -> frozenset[str] | None:
    """Return the fingerprints in a revocation list (one public key a line), None where it is no such list."""
    found = set()
    for line in keys.decode("ascii", "replace").splitlines():
        match = _REVOKED.fullmatch(line)
        blob = public_blob(match[1], match[2]) if match else None
        if blob is None:
            return None
        found.add(fingerprint(blob))
    return frozenset(found)
