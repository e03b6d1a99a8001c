"""A stated digest, checked against bytes that come piece by piece."""

from __future__ import annotations

import hashlib

Bytes = bytes | memoryview

_BLANK = {"sha256": hashlib.sha256(), "sha1": hashlib.sha1(usedforsecurity=False)}
_BASE32 = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
_DIGITS = b"0123456789abcdefghijklmnopqrstuv"  # what `int` takes for base 32
_TO_DIGITS = bytes(_DIGITS[_BASE32.index(byte)] if byte in _BASE32 else ord("!") for byte in range(256))


class Digest:
    """One labelled digest of a WARC header: "sha256:" or "sha1:" and base32 or hexadecimal."""

    def __init__(self, stated: str) -> None:
        algorithm, _, self._stated = stated.partition(":")
        # A copy of a hash that has eaten nothing costs less than asking OpenSSL for the algorithm each time.
        self._hash = _BLANK[algorithm].copy() if algorithm in _BLANK else None

    def update(self, data: Bytes) -> None:
        """Take the next bytes."""
        if self._hash:
            self._hash.update(data)

    def matches(self) -> bool:
        """Say whether the bytes so far are those the stated digest was made of."""
        if not self._hash:
            return False
        computed = self._hash.digest()
        return self._stated == computed.hex() or _is_base32(self._stated, computed)


def _is_base32(text: str, digest: bytes) -> bool:
    """Say whether a text is the base32 form of a digest, by arithmetic: `base64.b32encode` takes ten times as long."""
    spare = -len(digest) * 8 % 5
    length = (len(digest) * 8 + spare) // 5
    if text[length:] != "=" * (-length % 8) or len(text) < length:
        return False
    try:
        number = int(text[:length].encode("utf-8", "replace").translate(_TO_DIGITS), 32)
    except ValueError:
        return False
    return number == int.from_bytes(digest, "big") << spare
