"""The signature of a package (WACZ Signing and Verification 0.1.0). Who the signer is, only the reader can know."""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.serialization import load_der_public_key

from archive.integrity import Fault
from archive.wacz.validator.documents import DIGEST_NAME as NAME
from archive.wacz.validator.documents import NAME as PACKAGE
from archive.wacz.validator.domain import judge_domain
from archive.wacz.validator.pages import is_instant
from archive.wacz.validator.trust import Trust

_COMMON = {"hash", "created", "software", "version", "signature"}
_ANONYMOUS = _COMMON | {"publicKey"}
_DOMAIN = _COMMON | {"domain", "domainCert", "timeSignature", "timestampCert"}
_OPTIONAL = {"crossSignedCert"}


@dataclass
class Signer:
    """Who signed, in words, as far as the package proves it; "" for nobody."""

    words: str = ""
    faults: list[Fault] = field(default_factory=list)


def judge_digest(said: Any, package: bytes, created: Any, trust: Trust) -> Signer:
    """Judge datapackage-digest.json over the bytes of datapackage.json, whose ``created`` is given."""
    signer = Signer()
    signer.faults += [Fault(code, NAME, detail) for code, detail in _judge(said, package, created, trust, signer)]
    return signer


def _judge(said: Any, package: bytes, created: Any, trust: Trust, signer: Signer) -> Iterator[tuple[str, str]]:
    if not isinstance(said, dict) or said.get("path") != PACKAGE:
        yield "digest-form", f"it does not speak of {PACKAGE}"
        return
    if said.get("hash") != f"sha256:{hashlib.sha256(package).hexdigest()}":
        yield "digest-wrong", f"{PACKAGE} is not what its digest was made of"
    data = said.get("signedData")
    if data is None:
        yield "signature-missing", "nobody signed the package"
        return
    if not isinstance(data, dict) or not all(isinstance(value, str) for value in data.values()):
        yield "signature-form", "the signature data is no object of texts"
        return
    if data.keys() != _ANONYMOUS and data.keys() - _OPTIONAL != _DOMAIN:
        yield "signature-form", "the signature data is neither anonymous nor a domain's: something is missing or added"
        return
    if data["hash"] != said.get("hash"):
        yield "signature-digest", "what was signed is another digest"
    if not is_instant(data["created"]) or data["created"] != created:
        yield "signature-instant", f"it states another instant than {PACKAGE}"
    if "publicKey" in data:
        yield from _judge_key(data, trust, signer)
    else:
        words, faults = judge_domain(data, trust)
        signer.words = words
        yield from faults


def _judge_key(data: dict[str, str], trust: Trust, signer: Signer) -> Iterator[tuple[str, str]]:
    try:
        public = base64.b64decode(data["publicKey"], validate=True)
        raw = base64.b64decode(data["signature"], validate=True)
        key = load_der_public_key(public)
    except (binascii.Error, ValueError, UnsupportedAlgorithm):
        yield "signature-algorithm", "its key or signature cannot be read"
        return
    if not isinstance(key, ec.EllipticCurvePublicKey) or key.curve.name != "secp384r1" or len(raw) != 96:
        yield "signature-algorithm", "it is not ECDSA on P-384, which viewers check"
        return
    pair = encode_dss_signature(int.from_bytes(raw[:48], "big"), int.from_bytes(raw[48:], "big"))
    try:
        key.verify(pair, data["hash"].encode("utf-8"), ec.ECDSA(hashes.SHA256()))
    except InvalidSignature:
        yield "signature-wrong", "the key did not sign this digest"
        return
    fingerprint = f"SHA256:{base64.b64encode(hashlib.sha256(public).digest()).decode('ascii').rstrip('=')}"
    signer.words = f"key {fingerprint}"
    if trust.keys and fingerprint not in trust.keys:
        yield "signature-stranger", f"the signer's key is {fingerprint}, none of those that you trust"
