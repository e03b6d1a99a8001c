"""Which keys may have signed: those that the user names, else those of the collection on this machine."""

from __future__ import annotations

from archive import pins
from archive.integrity.proof import check_proof
from archive.integrity.reading import read_regular
from archive.integrity.seal import judge_seal
from archive.integrity.signers import named_key
from archive.layout import Layout
from archive.replicas.snapshots import SIGNATURE, SIGNERS


def trusted_keys(layout: Layout, given: str | None) -> frozenset[str]:
    """Return the fingerprints of the keys whose signatures count; none where nobody is trusted.

    A collection vouches for its own keys, and for those they followed, only while its own seal is sound; and not where
    this machine has pinned another key for it.
    """
    if given:
        return frozenset({named_key(given)})
    try:
        signers = read_regular(layout.root / SIGNERS)
        manifest, signature = read_regular(layout.manifest), read_regular(layout.root / SIGNATURE)
    except OSError:
        return frozenset()
    pin = pins.find(layout, None, "")
    if judge_seal(manifest, signature, signers, frozenset({pin.key} if pin else ())):
        return frozenset({pin.key} if pin else ())
    known = check_proof(layout).keys
    return frozenset(known.line) - known.revoked
