"""Verification of ed25519 signatures (RFC 8032, section 5.1.7) with the standard library alone.

Written out here for two reasons: a clean machine needs Python and nothing else to check a signature, and the judge
shares nothing with the writer, which signs with OpenSSL. Nothing secret passes through it, so its time tells nothing.
"""

from __future__ import annotations

import functools
import hashlib

_P = 2**255 - 19
_ORDER = 2**252 + 27742317777372353535851937790883648493
_D = -121665 * pow(121666, -1, _P) % _P
_ROOT = pow(2, (_P - 1) // 4, _P)  # of minus one
_BITS = 256

Point = tuple[int, int, int, int]  # x, y, z, t with x = X/z, y = Y/z, t = xy/z (section 5.1.4)
_NEUTRAL: Point = (0, 1, 1, 0)


@functools.lru_cache(maxsize=64)  # a seal is looked at more than once
def is_signature(public: bytes, message: bytes, signature: bytes) -> bool:
    """Say whether a signature of 64 bytes is that of a public key of 32 bytes over a message."""
    if len(public) != 32 or len(signature) != 64:
        return False
    key, scalar = _decoded(public), int.from_bytes(signature[32:], "little")
    if key is None or scalar >= _ORDER:
        return False
    challenge = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % _ORDER
    x, y, z, t = key
    return _encoded(_combined(scalar, _BASE, challenge, (-x, y, z, -t))) == signature[:32]


def _combined(one: int, first: Point, two: int, second: Point) -> Point:
    """Return one * first + two * second, both at once (Shamir's trick)."""
    table = (_NEUTRAL, first, second, _added(first, second))
    total = _NEUTRAL
    for bit in reversed(range(_BITS)):
        total = _added(total, total)
        which = (one >> bit & 1) | (two >> bit & 1) << 1
        if which:
            total = _added(total, table[which])
    return total


def _added(first: Point, second: Point) -> Point:
    (x1, y1, z1, t1), (x2, y2, z2, t2) = first, second
    a, b = (y1 - x1) * (y2 - x2) % _P, (y1 + x1) * (y2 + x2) % _P
    c, d = 2 * t1 * t2 * _D % _P, 2 * z1 * z2 % _P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % _P, g * h % _P, f * g % _P, e * h % _P


def _decoded(encoded: bytes) -> Point | None:
    """Return the point of 32 bytes, None where they name none (section 5.1.3)."""
    number = int.from_bytes(encoded, "little")
    y, odd = number & (1 << 255) - 1, number >> 255
    if y >= _P:
        return None
    square = (y * y - 1) * pow(_D * y * y + 1, -1, _P) % _P
    x = pow(square, (_P + 3) // 8, _P)
    if x * x % _P != square:
        x = x * _ROOT % _P
    if x * x % _P != square or (not x and odd):
        return None
    x = _P - x if x & 1 != odd else x
    return x, y, 1, x * y % _P


def _encoded(point: Point) -> bytes:
    x, y, z, _ = point
    inverse = pow(z, -1, _P)
    return (y * inverse % _P | (x * inverse % _P & 1) << 255).to_bytes(32, "little")


_base = _decoded((4 * pow(5, -1, _P) % _P).to_bytes(32, "little"))
assert _base is not None
_BASE = _base
