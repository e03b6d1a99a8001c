"""What this machine knows by itself, outside every collection: private keys, pins (`archive.pins`), replicas.

    $BEILIN_HOME, else ~/.config/beilin        folders 0700, files 0600
      keys/FINGERPRINT, FINGERPRINT.pub        private keys in the form of OpenSSH
      pins/FINGERPRINT.json                    what was last seen of a collection, by its first key
      replicas/FINGERPRINT.json                where its replicas are, and their hosts' keys (`archive.replicas.memory`)

A thief of a collection must not find the key in it, nor a replica receive it.
"""

from __future__ import annotations

import os
from pathlib import Path

from archive.errors import StorageError


def home() -> Path:
    """Return the folder. Raises StorageError where the machine names no home."""
    named = os.environ.get("BEILIN_HOME")
    try:
        return Path(named) if named else Path.home() / ".config" / "beilin"
    except RuntimeError:
        raise StorageError(
            "This machine names no home folder: say with BEILIN_HOME where beilin may keep its keys."
        ) from None


def file_name(fingerprint: str) -> str:
    """Return a fingerprint as a file's name.

    >>> file_name("SHA256:a/b+c")
    'SHA256-a_b-c'
    """
    return fingerprint.replace(":", "-").replace("/", "_").replace("+", "-")
