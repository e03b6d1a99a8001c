"""Is a manifest signed, and by whom? SSHSIG (OpenSSH PROTOCOL.sshsig) with ed25519 (RFC 8032), with no library."""

from __future__ import annotations

import base64
import hashlib
import struct

from archive.integrity.fault import Fault

_NAME, _SIGNATURE = "manifest-sha256.txt", "manifest-sha256.txt.sig"
_NAMESPACE = b"beilin-manifest"
_BEGIN, _END = "-----BEGIN SSH SIGNATURE-----", "-----END SSH SIGNATURE-----"
_KIND = b"ssh-ed25519"

_P = 2**255 - 19
_ORDER = 2**252 + 27742317777372353535851937790883648493
_D = -121665 * pow(121666, -1, _P) % _P
_ROOT = pow(2, (_P - 1) // 4, _P)
Point = tuple[int, int, int, int]


def judge_seal(manifest: bytes, signature: bytes | None, signers: bytes, trusted: frozenset[str]) -> list[Fault]:
    """Return what is wrong with the signature of a manifest; an empty list means that it is signed as it should be.

    ``signers`` is an allowed_signers file, ``trusted`` are the fingerprints ("SHA256:...") of pinned keys; where it
    is empty none is pinned.
    """
    if signature is None:
        return [Fault("signature-missing", _SIGNATURE, "the manifest is not signed")]
    try:
        public, hashed, value = _read(signature)
    except (ValueError, struct.error):
        return [Fault("signature-form", _SIGNATURE, "it is no signature in OpenSSH's form")]
    signed = b"SSHSIG" + b"".join(
        struct.pack(">I", len(part)) + part
        for part in (_NAMESPACE, b"", hashed, hashlib.new(hashed.decode(), manifest).digest())
    )
    if not _is_signed(public, signed, value):
        return [Fault("signature-wrong", _SIGNATURE, "the manifest is not the one that was signed")]
    blob = b"".join(struct.pack(">I", len(part)) + part for part in (_KIND, public))
    if base64.b64encode(blob) not in signers.split():
        return [Fault("signature-key", _SIGNATURE, "the key that signed is not among keys/allowed_signers")]
    fingerprint = "SHA256:" + base64.b64encode(hashlib.sha256(blob).digest()).decode().rstrip("=")
    if trusted and fingerprint not in trusted:
        return [Fault("signature-key", _SIGNATURE, f"the key that signed, {fingerprint}, is not the one trusted")]
    return []


def _read(signature: bytes) -> tuple[bytes, bytes, bytes]:
    """Return (public key, name of the hash, signature) of an armored SSHSIG blob."""
    lines = signature.decode("ascii").split("\n")
    blob = base64.b64decode("".join(lines[1:-2]))
    text = base64.b64encode(blob).decode()
    # One form only, that of ssh-keygen: no byte of the file may change unseen.
    if lines != [_BEGIN, *(text[at : at + 70] for at in range(0, len(text), 70)), _END, ""]:
        raise ValueError("no armour")
    if blob[:10] != b"SSHSIG" + struct.pack(">I", 1):
        raise ValueError("no SSHSIG of version 1")
    key, namespace, _, hashed, value = _strings(blob[10:], 5)
    (kind, public), (signing, made) = _strings(key, 2), _strings(value, 2)
    if (kind, signing, namespace) != (_KIND, _KIND, _NAMESPACE) or hashed not in (b"sha512", b"sha256"):
        raise ValueError("another algorithm or purpose")
    return public, hashed, made


def _strings(data: bytes, count: int) -> list[bytes]:
    found = []
    for _ in range(count):
        (length,) = struct.unpack_from(">I", data)
        found.append(data[4 : 4 + length])
        if len(found[-1]) != length:
            raise ValueError("cut short")
        data = data[4 + length :]
    return found


def _is_signed(public: bytes, message: bytes, signature: bytes) -> bool:
    key, nonce = _point(public), _point(signature[:32])
    scalar = int.from_bytes(signature[32:], "little")
    if key is None or nonce is None or len(signature) != 64 or scalar >= _ORDER:
        return False
    digest = hashlib.sha512(signature[:32] + public + message).digest()
    factor = int.from_bytes(digest, "little") % _ORDER
    return _same(_times(scalar, _BASE), _plus(nonce, _times(factor, key)))


def _point(encoded: bytes) -> Point | None:
    if len(encoded) != 32:
        return None
    number = int.from_bytes(encoded, "little")
    y, odd = number & ((1 << 255) - 1), number >> 255
    square = (y * y - 1) * pow(_D * y * y + 1, -1, _P) % _P
    x = pow(square, (_P + 3) // 8, _P)
    if (x * x - square) % _P:
        x = x * _ROOT % _P
    if y >= _P or (x * x - square) % _P or (x == 0 and odd):
        return None
    if x & 1 != odd:
        x = _P - x
    return x, y, 1, x * y % _P


def _plus(one: Point, two: Point) -> Point:
    a = (one[1] - one[0]) * (two[1] - two[0])
    b = (one[1] + one[0]) * (two[1] + two[0])
    c, d = 2 * one[3] * two[3] * _D, 2 * one[2] * two[2]
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % _P, g * h % _P, f * g % _P, e * h % _P


def _times(factor: int, point: Point) -> Point:
    total: Point = (0, 1, 1, 0)
    while factor:
        if factor & 1:
            total = _plus(total, point)
        point = _plus(point, point)
        factor >>= 1
    return total


def _same(one: Point, two: Point) -> bool:
    return (one[0] * two[2] - two[0] * one[2]) % _P == 0 and (one[1] * two[2] - two[1] * one[2]) % _P == 0


_BASE = _point((4 * pow(5, -1, _P) % _P).to_bytes(32, "little")) or (0, 1, 1, 0)
