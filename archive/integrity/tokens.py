"""Timestamps kept in ``timestamps/``: does the log know the manifest each vouches for, and is it the authority's?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from archive.counted import counted
from archive.integrity.fault import Fault
from archive.integrity.files import files_under
from archive.integrity.reading import read_bounded
from archive.layout import Layout

_NAME = re.compile(r"([0-9a-f]{64})\.tsr")
_LONGEST = 1 << 16  # bytes of a token


def check_tokens(layout: Layout, manifests: frozenset[str], authority: Path | None) -> tuple[list[Fault], list[str]]:
    """Return the faults of the timestamps, and sentences on what they vouch for or why that was not judged.

    ``manifests`` are the digests of the manifests that the log names. ``authority`` is a file of certificates (PEM) in
    which that of the authority, or its root, is trusted; without it the authority's signatures are not judged.
    """
    names = sorted(files_under(layout.timestamps)) if layout.timestamps.is_dir() else []
    tokens = {name: match[1] for name in names if (match := _NAME.fullmatch(name))}
    faults = [
        Fault("timestamp-orphan", f"timestamps/{name}", "it vouches for a manifest that the log does not know: the "
              "history was rewritten after it; get the true one from a replica")
        for name, digest in tokens.items() if digest not in manifests
    ]  # fmt: skip
    if not tokens:
        return faults, []
    verifier = _verifier(authority) if authority else None
    if verifier is None:
        how = "openssl ts -verify, as docs/verification.md tells" + ("" if authority else ", or give --authority FILE")
        untold = counted(len(tokens), "timestamp was", "timestamps were")
        return faults, [f"{untold} not held against their authority's certificate: {how}."]
    judged = {name: _instant(layout.timestamps / name, digest, verifier) for name, digest in tokens.items()}
    faults += [
        Fault("timestamp-wrong", f"timestamps/{name}", "it is not what the authority signed for this manifest")
        for name, instant in judged.items() if not instant
    ]  # fmt: skip
    return faults, _sentences([instant for instant in judged.values() if instant])


def _sentences(instants: Sequence[str]) -> list[str]:
    return [f"Timestamps by the authority: {len(instants)}, the first of {min(instants)}."] if instants else []


def _verifier(authority: Path) -> Any:
    """Return what judges tokens, None where the package for it is not there or the file holds no certificate."""
    try:
        from cryptography.x509 import load_pem_x509_certificates  # noqa: PLC0415 (an extra)
        from rfc3161_client import VerifierBuilder  # noqa: PLC0415
    except ImportError:
        return None
    try:
        certificates = load_pem_x509_certificates(read_bounded(authority, 1 << 20) or b"")
    except ValueError:
        return None
    return VerifierBuilder(roots=certificates).build()


def _instant(path: Path, digest: str, verifier: Any) -> str:
    """Return the instant that a token vouches for, empty where it is wrong.

    The authority's certificate must have been valid at that instant, not today.
    """
    from rfc3161_client import VerificationError, decode_timestamp_response  # noqa: PLC0415 (an extra)

    try:
        response = decode_timestamp_response(read_bounded(path, _LONGEST) or b"")
        verifier.verify(response, bytes.fromhex(digest))
        return str(response.tst_info.gen_time.strftime("%Y-%m-%dT%H:%M:%SZ"))
    except (ValueError, VerificationError):
        return ""
