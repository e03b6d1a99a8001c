"""Who signs a package: a key that nobody knows by name, or the owner of a domain.

WACZ Signing and Verification 0.1.0. The signed text is the digest of datapackage.json ("sha256:" and hexadecimal).
The anonymous signature is ECDSA on P-384 over SHA-256, in the form of Web Cryptography (r and s, 48 bytes each):
replayweb.page checks that form. A domain's is DER, as the format's own signing service writes it.
"""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from archive.errors import UsageError

VERSION = "0.1.0"
_HALF = 48  # bytes of r, and of s, on P-384
# The same content gives the same signature (RFC 6979), and no bad random number can give the key away.
_ECDSA = ec.ECDSA(hashes.SHA256(), deterministic_signing=True)

Stamp = Callable[[bytes], bytes]
"""Gives a time-stamping authority's response (RFC 3161, DER) for some bytes."""


class Identity(Protocol):
    """Signs a package."""

    def signed(self, digest: str, created: str, software: str) -> dict[str, str]:
        """Return the signature data of a digest."""


@dataclass(frozen=True)
class Anonymous:
    """A P-384 key. Who knows the public key knows that all packages signed by it have one source."""

    key: ec.EllipticCurvePrivateKey

    def signed(self, digest: str, created: str, software: str) -> dict[str, str]:
        """Return the signature data of a digest."""
        r, s = decode_dss_signature(self.key.sign(digest.encode("ascii"), _ECDSA))
        raw = r.to_bytes(_HALF, "big") + s.to_bytes(_HALF, "big")
        public = self.key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        return {
            **_said(digest, created, software),
            "signature": base64.b64encode(raw).decode("ascii"),
            "publicKey": base64.b64encode(public).decode("ascii"),
        }


@dataclass(frozen=True)
class Domain:
    """The key of a domain's TLS certificate. ``chain`` and ``stamp_chain`` are PEM: the domain's, the authority's."""

    key: ec.EllipticCurvePrivateKey
    chain: str
    stamp: Stamp
    stamp_chain: str

    def signed(self, digest: str, created: str, software: str) -> dict[str, str]:
        """Return the signature data of a digest.

        Raises:
            UsageError: key and certificate do not belong together.
        """
        certificate = chain_of(self.chain, "The domain's chain")[0]
        if certificate.public_key() != self.key.public_key():
            raise UsageError("The key is not that of the first certificate in the chain: give a key and its chain.")
        signature = base64.b64encode(self.key.sign(digest.encode("ascii"), _ECDSA))
        return {
            **_said(digest, created, software),
            "signature": signature.decode("ascii"),
            "domain": domain_of(certificate),
            "domainCert": self.chain,
            # The text of the signature is stamped, not its bytes: so does the format's own signing service.
            "timeSignature": base64.b64encode(self.stamp(signature)).decode("ascii"),
            "timestampCert": self.stamp_chain,
        }


def chain_of(text: str, where: str) -> list[x509.Certificate]:
    """Return the certificates of a PEM text, which is found ``where``.

    Raises:
        UsageError: it holds none.
    """
    try:
        return x509.load_pem_x509_certificates(text.encode("ascii", "replace"))
    except ValueError:
        raise UsageError(f"{where} does not hold certificates in PEM: give the whole chain, its own first.") from None


def domain_of(certificate: x509.Certificate) -> str:
    """Return the domain that a certificate is for: its common name, else the first of its names; "" without any."""
    common = certificate.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)
    if common:
        return str(common[0].value)
    try:
        names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return ""
    return next(iter(names.get_values_for_type(x509.DNSName)), "")


def _said(digest: str, created: str, software: str) -> dict[str, str]:
    return {"hash": digest, "created": created, "software": software, "version": VERSION}
