"""Whom the reader of a package trusts. Nothing in the package can say that."""

from __future__ import annotations

from dataclasses import dataclass

from cryptography import x509


@dataclass(frozen=True)
class Trust:
    """``keys`` are fingerprints ("SHA256:" and base64) of anonymous signers, ``roots`` certificates that a domain's
    and a time-stamping authority's chain may end at. Where one is empty, any signer of that kind is taken, and named.
    """

    keys: frozenset[str] = frozenset()
    roots: tuple[x509.Certificate, ...] = ()
