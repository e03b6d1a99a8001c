"""The key that signs packages: made on first use, outside every collection, for its owner alone to read."""

from __future__ import annotations

from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from archive.durable import create, make_folder, storage_errors
from archive.errors import UsageError
from archive.home import home

_NAME = "wacz-p384.pem"


def signing_key() -> ec.EllipticCurvePrivateKey:
    """Return this machine's key for packages, made now if there is none.

    Raises:
        UsageError: the file holds no such key.
        StorageError: it cannot be read or written.
    """
    path = home() / "keys" / _NAME
    with storage_errors(path):
        make_folder(path.parent)
        if not path.exists():
            made = ec.generate_private_key(ec.SECP384R1())
            with create(path) as file:
                file.write(made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        return read_key(path, "P-384")


def read_key(path: Path, kind: str = "") -> ec.EllipticCurvePrivateKey:
    """Return the elliptic-curve key that a PEM file holds.

    Raises:
        UsageError: it holds no such key, or one with a password, or one on another curve than ``kind`` names.
        StorageError: it cannot be read.
    """
    with storage_errors(path):
        content = path.read_bytes()
    try:
        key = load_pem_private_key(content, None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        key = None
    if not isinstance(key, ec.EllipticCurvePrivateKey) or (kind == "P-384" and key.curve.name != "secp384r1"):
        wanted = f"{kind or 'elliptic-curve'} key in PEM without a password"
        raise UsageError(f"{path} does not hold a {wanted}: give another file, or move this one away.")
    return key
