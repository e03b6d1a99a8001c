"""Which lines of the event log count: those that a seal covers, and after them those that the key signed one by one.

Whoever can write in the folder can add a line that fits the chain. Nothing but the key can add one that counts.
"""

from __future__ import annotations

import hashlib
import json

from archive.integrity.signers import EVENT
from archive.integrity.sshsig import FormError, parse


def believed_length(log: bytes, sealed: str | None, signer: str | None) -> int:
    """Return how many bytes from a log's start count.

    ``sealed`` is the SHA-256 that the manifest states of the log (None: there is none), ``signer`` the fingerprint of
    the key that signs now.
    """
    end = _sealed_length(log, sealed) if sealed else 0
    while (stop := log.find(b"\n", end) + 1) and _is_signed(log[end:stop], signer):
        end = stop
    return end


def _sealed_length(log: bytes, sealed: str) -> int:
    """Return how many bytes from the log's start have the digest that the manifest states; 0 where none have it."""
    digest, length = hashlib.sha256(), 0
    for line in log.splitlines(keepends=True):
        digest.update(line)
        length += len(line)
        if digest.hexdigest() == sealed:
            return length
    return 0


def _is_signed(line: bytes, signer: str | None) -> bool:
    try:
        event = json.loads(line)
        made = parse(str(event.pop("signature")).encode())
        del event["hash"]
        said = json.dumps(event, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8")
    except (ValueError, KeyError, AttributeError, TypeError, RecursionError, FormError):
        return False
    fits = made.is_known and made.namespace == EVENT.encode() and made.fingerprint == signer
    return fits and made.fits(made.digest(said))
