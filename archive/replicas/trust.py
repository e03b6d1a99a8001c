"""Which keys may have signed: those that the user names, else those of the collection on this machine."""

from __future__ import annotations

import base64
import hashlib
import re

from archive import pins
from archive.errors import UsageError
from archive.integrity.proof import check_proof
from archive.integrity.reading import read_regular
from archive.integrity.seal import judge_seal
from archive.layout import Layout
from archive.replicas.snapshots import SIGNATURE, SIGNERS

_FINGERPRINT = re.compile(r"SHA256:[A-Za-z0-9+/]{43}")


def fingerprint(text: str) -> str:
    """Return a key's fingerprint as OpenSSH writes it. Raises UsageError."""
    if not _FINGERPRINT.fullmatch(text.rstrip("=")):
        raise UsageError(f"{text} is no key's fingerprint: give it as ssh-keygen -l shows it, SHA256:....")
    return text.rstrip("=")


def trusted_keys(layout: Layout, given: str | None) -> frozenset[str]:
    """Return the fingerprints of the keys whose signatures count; none where nobody is trusted.

    A collection vouches for its own keys, and for those they followed, only while its own seal is sound; and not where
    this machine has pinned another key for it.
    """
    if given:
        return frozenset({fingerprint(given)})
    try:
        signers = read_regular(layout.root / SIGNERS)
        manifest, signature = read_regular(layout.manifest), read_regular(layout.root / SIGNATURE)
    except OSError:
        return frozenset()
    pin = pins.find(layout, None, "")
    if judge_seal(manifest, signature, signers, frozenset({pin.key} if pin else ())):
        return frozenset({pin.key} if pin else ())
    known = check_proof(layout).keys
    return frozenset(known.line) - known.revoked


def fingerprints(signers: bytes) -> frozenset[str]:
    """Return the fingerprints of the keys in an allowed_signers file."""
    blobs = re.findall(rb"(?m)^[^#\n].*?\bssh-ed25519 ([A-Za-z0-9+/]+=*)", signers)
    digests = (hashlib.sha256(base64.b64decode(blob + b"==")).digest() for blob in blobs)
    return frozenset("SHA256:" + base64.b64encode(digest).decode().rstrip("=") for digest in digests)
