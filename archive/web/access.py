"""The password of a server that others can reach: a file with a scrypt digest (RFC 7914), asked for by HTTP Basic.

The file is one line, ``scrypt$N$r$p$SALT$DIGEST`` (base64): `digest_of` makes it, and whoever reads it cannot log in.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets
import threading
from pathlib import Path

from archive.errors import UsageError

_COST, _BLOCK, _LANES = 1 << 15, 8, 1
_MEMORY = 64 << 20
SHORTEST = 12  # characters
_MOST_KNOWN = 64


def digest_of(password: str) -> str:
    """Return the line to keep of a password. Raises UsageError where it is too short to withstand guessing."""
    if len(password) < SHORTEST:
        raise UsageError(f"The password is shorter than {SHORTEST} characters: choose a longer one.")
    salt = secrets.token_bytes(16)
    told = (base64.b64encode(part).decode("ascii") for part in (salt, _derived(password, salt, _COST, _BLOCK, _LANES)))
    return "$".join(("scrypt", str(_COST), str(_BLOCK), str(_LANES), *told))


class Gate:
    """Lets in who knows the password."""

    def __init__(self, line: str) -> None:
        """Take the line of a file. Raises ValueError where it is none."""
        name, cost, block, lanes, salt, digest = line.strip().split("$")
        if name != "scrypt" or int(cost) * int(block) * 128 > _MEMORY:
            raise ValueError(line)
        self._how = int(cost), int(block), int(lanes)
        self._salt, self._digest = base64.b64decode(salt, validate=True), base64.b64decode(digest, validate=True)
        self._known: dict[bytes, bool] = {}  # scrypt takes a tenth of a second: once for each password that is tried
        self._one = threading.Lock()  # and 32 MB
        self._secret = secrets.token_bytes(32)

    def lets_in(self, authorization: str) -> bool:
        """Say whether an Authorization header (RFC 7617) has the password; any user name will do."""
        scheme, _, coded = authorization.partition(" ")
        if scheme.lower() != "basic" or len(coded) > 1024:
            return False
        try:
            password = base64.b64decode(coded, validate=True).decode("utf-8").partition(":")[2]
        except (binascii.Error, UnicodeDecodeError):
            return False
        mark = hmac.digest(self._secret, password.encode("utf-8"), "sha256")
        with self._one:
            if mark not in self._known:
                if len(self._known) >= _MOST_KNOWN:
                    self._known.clear()
                self._known[mark] = hmac.compare_digest(_derived(password, self._salt, *self._how), self._digest)
            return self._known[mark]


def gate_of(path: Path) -> Gate:
    """Return the gate of a password file.

    Raises:
        UsageError: it cannot be read, or is no such file, or others may read it.
    """
    try:
        if path.stat().st_mode & 0o077:
            raise UsageError(f"{path} can be read by others: run chmod 600 {path}.")
        return Gate(path.read_text("ascii"))
    except OSError as error:
        raise UsageError(
            f"{path} cannot be read ({error.strerror}): give --password-file a place that can be read, and it is made."
        ) from None
    except ValueError:
        raise UsageError(f"{path} is no password file: give another, and it is made.") from None


def _derived(password: str, salt: bytes, cost: int, block: int, lanes: int) -> bytes:
    return hashlib.scrypt(password.encode("utf-8"), salt=salt, n=cost, r=block, p=lanes, maxmem=_MEMORY, dklen=32)
