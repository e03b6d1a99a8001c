"""A package signed by the owner of a domain, at a time that an authority vouches for.

WACZ Signing and Verification 0.1.0, "Domain-Name Identity + Timestamp Validation"; RFC 3161.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from archive.wacz.validator.trust import Trust

_LATEST = timedelta(minutes=10)
_LONGEST_CHAIN = 10
_RAW = {"secp256r1": 32, "secp384r1": 48}

Said = dict[str, str]
Faults = list[tuple[str, str]]


def judge_domain(data: Said, trust: Trust) -> tuple[str, Faults]:
    """Return (who signed, in words; "" for nobody) and what is wrong with it as (code, detail)."""
    try:
        chain, stampers = _chain(data["domainCert"]), _chain(data["timestampCert"])
        crossed = _chain(data["crossSignedCert"]) if "crossSignedCert" in data else []
        signature = base64.b64decode(data["signature"], validate=True)
        created = datetime.fromisoformat(data["created"])
    except (ValueError, binascii.Error, x509.ExtensionNotFound):
        return "", [("signature-form", "its certificates, signature or instant cannot be read")]
    faults = [
        *_judge_leaf(data, chain[0], signature, created),
        *_judge_chain("domain", chain, trust),
        *_judge_chain("time-stamping authority", stampers, trust),
        *_judge_stamp(data, stampers, created),
    ]
    if crossed and crossed[0].public_key() != chain[0].public_key():
        faults.append(("domain-chain", "the cross-signed certificate is of another key"))
    root = chain[-1].subject.rfc4514_string()
    known = "among those that you trust" if trust.roots else "you named no certificates that you trust"
    return ("" if faults else f"domain {data['domain']} (its chain ends at {root}; {known})"), faults


def _chain(pem: str) -> list[x509.Certificate]:
    found = x509.load_pem_x509_certificates(pem.encode("ascii"))
    if not 0 < len(found) <= _LONGEST_CHAIN:
        raise ValueError("no chain")
    return found


def _judge_leaf(data: Said, leaf: x509.Certificate, signature: bytes, created: datetime) -> Iterator[tuple[str, str]]:
    if data["domain"] not in _names(leaf):
        yield "domain-name", "the certificate is not of the domain it names"
    if not leaf.not_valid_before_utc <= created <= leaf.not_valid_after_utc:
        yield "domain-instant", "the certificate was not valid when the package was signed"
    key = leaf.public_key()
    if not isinstance(key, ec.EllipticCurvePublicKey):
        yield "signature-algorithm", "the certificate's key is not for ECDSA"
        return
    half = _RAW.get(key.curve.name)
    if half and len(signature) == 2 * half:  # the form of Web Cryptography
        r, s = int.from_bytes(signature[:half], "big"), int.from_bytes(signature[half:], "big")
        signature = encode_dss_signature(r, s)
    try:
        key.verify(signature, data["hash"].encode("utf-8"), ec.ECDSA(hashes.SHA256()))
    except InvalidSignature:
        yield "signature-wrong", "the domain's key did not sign this digest"


def _names(leaf: x509.Certificate) -> list[str]:
    common = [str(name.value) for name in leaf.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)]
    try:
        others = leaf.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return common
    return common + others.get_values_for_type(x509.DNSName)


def _judge_chain(whose: str, chain: Sequence[x509.Certificate], trust: Trust) -> Iterator[tuple[str, str]]:
    for lower, upper in pairwise(chain):
        if not _is_issued_by(lower, upper):
            yield "domain-chain", f"a certificate in the {whose}'s chain is not issued by the next"
    if trust.roots and not any(chain[-1] == root or _is_issued_by(chain[-1], root) for root in trust.roots):
        yield "domain-stranger", f"the {whose}'s chain ends at no certificate that you trust"


def _is_issued_by(lower: x509.Certificate, upper: x509.Certificate) -> bool:
    try:
        lower.verify_directly_issued_by(upper)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True


def _judge_stamp(data: Said, chain: Sequence[x509.Certificate], created: datetime) -> Iterator[tuple[str, str]]:
    try:
        import rfc3161_client as rfc3161  # noqa: PLC0415 (an extra, for those who meet such signatures)
    except ImportError:
        yield "stamp-unread", "its timestamp cannot be checked here: pip install 'beilin[timestamps]'"
        return
    try:
        response = rfc3161.decode_timestamp_response(base64.b64decode(data["timeSignature"], validate=True))
        builder = rfc3161.VerifierBuilder(tsa_certificate=chain[0], intermediates=list(chain[1:-1]), roots=[chain[-1]])
        builder.build().verify_message(response, data["signature"].encode("ascii"))
        stamped = response.tst_info.gen_time
    except (ValueError, binascii.Error, rfc3161.VerificationError):
        yield "stamp-wrong", "its timestamp is not the authority's over this signature"
        return
    if abs(stamped - created) > _LATEST:
        yield "stamp-instant", "it was not stamped within ten minutes of when it says it was signed"
