"""The seal of a collection: is this manifest signed, and by whom it should be?"""

from __future__ import annotations

from archive.integrity.fault import Fault
from archive.integrity.signers import EVENTS, MANIFEST, revoked_in, signer_of
from archive.integrity.sshsig import FormError, Signature, parse

MANIFEST_FILE, EVENTS_FILE = "manifest-sha256.txt", "events.jsonl"
SIGNERS_FILE, REVOKED_FILE = "keys/allowed_signers", "keys/revoked_keys"
_HELP = "get it from a replica"


def judge_seal(
    manifest: bytes, signature: bytes | None, signers: bytes, trusted: frozenset[str], revoked: bytes = b""
) -> list[Fault]:
    """Return what speaks against a manifest: an empty list means that it is signed by whom it should be.

    ``signers`` is what stands in ``keys/allowed_signers``, ``revoked`` in ``keys/revoked_keys``. ``trusted`` are the
    fingerprints ("SHA256:...") one of which must be the signer's; with none, any signer that the collection names will
    do. Pure.
    """
    if signature is None and not signers and not trusted:
        return [
            Fault("unsigned", MANIFEST_FILE, "nobody signed it: it was made by an early beilin; the next crawl does")
        ]
    found = judge_signer(signers, trusted, revoked)
    if signature is None:
        return [*found, Fault("signature-missing", f"{MANIFEST_FILE}.sig", f"there is no signature; {_HELP}")]
    made = read_signature(signature, f"{MANIFEST_FILE}.sig", MANIFEST, signers)
    if isinstance(made, Fault):
        return [*found, made]
    if not made.fits(made.digest(manifest)):
        found.append(Fault("signature-wrong", MANIFEST_FILE, f"it is not what was signed; {_HELP}"))
    return found


def judge_signer(signers: bytes, trusted: frozenset[str], revoked: bytes) -> list[Fault]:
    """Say whether the key that the collection names may sign."""
    found = []
    signer, withdrawn = signer_of(signers), revoked_in(revoked)
    if signer is None:
        what = "it is not one line that names the key of this collection" if signers else "it is missing"
        found.append(Fault("signers-form", SIGNERS_FILE, f"{what}; {_HELP}"))
    elif trusted and signer not in trusted:
        known = " or ".join(sorted(trusted))
        detail = f"it names {signer}, and the key known here is {known}: somebody else has signed"
        found.append(Fault("key-untrusted", SIGNERS_FILE, detail))
    if withdrawn is None:
        found.append(Fault("signers-form", REVOKED_FILE, f"it is no list of keys; {_HELP}"))
    elif signer in withdrawn:
        found.append(Fault("key-revoked", SIGNERS_FILE, f"the key {signer} was revoked, and signs no more"))
    return found


def read_signature(armored: bytes, file: str, namespace: str, signers: bytes) -> Signature | Fault:
    """Return a signature whose form, kind, namespace and key are as they should be, or what is wrong with it."""
    try:
        made = parse(armored)
    except FormError as error:
        return Fault("signature-form", file, f"{error}; {_HELP}")
    if not made.is_known:
        kind, hashed = (name.decode("ascii", "replace")[:30] for name in (made.kind, made.hash))
        return Fault("signature-algorithm", file, f"it is made with {kind} and {hashed}, unknown to this beilin")
    if made.namespace != namespace.encode():
        said = made.namespace.decode("utf-8", "replace")[:40]
        return Fault("signature-namespace", file, f'it was made for "{said}" and not for "{namespace}"')
    signer = signer_of(signers)
    if signer and made.fingerprint != signer:
        return Fault("signature-key", file, f"it was made by {made.fingerprint}, and {signer} signs this collection")
    return made


def events_signature(armored: bytes, signers: bytes) -> Signature | Fault:
    """Return the signature of the event log, or what is wrong with it."""
    return read_signature(armored, f"{EVENTS_FILE}.sig", EVENTS, signers)
