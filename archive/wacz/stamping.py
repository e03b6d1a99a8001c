"""A time-stamping authority asked over the network (RFC 3161 section 3.4), for packages that a domain signs."""

from __future__ import annotations

import urllib.error
import urllib.request
from pathlib import Path

from archive.durable import storage_errors
from archive.errors import Unreachable, UsageError
from archive.wacz.identity import Domain, Stamp, chain_of
from archive.wacz.keys import read_key

_PATIENCE = 30  # seconds
_LARGEST = 1 << 20


def domain_identity(chain: Path, key: Path, authority: str, authority_chain: Path) -> Domain:
    """Return the identity of a domain from its PEM files and its time-stamping authority's address and certificates.

    Raises:
        UsageError: a file does not hold what it should, or the extra for timestamps is not installed.
        StorageError: a file cannot be read.
    """
    return Domain(read_key(key), _pem(chain), authority_stamp(authority), _pem(authority_chain))


def authority_stamp(address: str) -> Stamp:
    """Return what asks an authority for a timestamp. Raises UsageError."""
    if not address.startswith(("http://", "https://")):
        raise UsageError(
            f"{address} is no web address of a time-stamping authority: it begins with https:// or http://."
        )
    try:
        import rfc3161_client as rfc3161  # noqa: PLC0415 (an extra)
    except ImportError:
        raise UsageError("Timestamps need one more package: pip install 'beilin[timestamps]'.") from None

    def stamp(data: bytes) -> bytes:
        builder = rfc3161.TimestampRequestBuilder().data(data).hash_algorithm(rfc3161.HashAlgorithm.SHA256)
        response = _post(address, builder.build().as_bytes())
        try:
            rfc3161.decode_timestamp_response(response)
        except ValueError:
            raise Unreachable(f"{address} did not give a timestamp: ask another authority.") from None
        return response

    return stamp


def _post(address: str, request: bytes) -> bytes:
    query = urllib.request.Request(address, request, {"Content-Type": "application/timestamp-query"})  # noqa: S310
    try:
        with urllib.request.urlopen(query, timeout=_PATIENCE) as answer:  # noqa: S310 (the scheme was checked)
            return bytes(answer.read(_LARGEST))
    except (urllib.error.URLError, OSError) as error:
        raise Unreachable(f"{address} cannot be reached ({type(error).__name__}): try again later.") from error


def _pem(path: Path) -> str:
    with storage_errors(path):
        text = path.read_bytes().decode("ascii", "replace")
    chain_of(text, str(path))
    return text
