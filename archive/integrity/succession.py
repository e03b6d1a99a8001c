"""Which keys signed a collection one after the other, and whether each was vouched for by the one before."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from archive.integrity.fault import Fault
from archive.integrity.signers import KEYS
from archive.integrity.sshsig import FormError, fingerprint, parse, public_blob

NAME = re.compile(r"(\d{4})-(rotation|replacement|revocation)\.txt")
LONGEST = 1 << 16  # bytes of a statement
_FIELD = re.compile(r"([a-z-]+): ([ -~]+)")

Read = Callable[[str], bytes | None]


@dataclass(frozen=True)
class Succession:
    """``line`` are the keys' fingerprints, first to current. ``unvouched`` are those that the one before did not vouch
    for; ``revoked`` those that statements withdraw.
    """

    line: tuple[str, ...] = ()
    unvouched: frozenset[str] = frozenset()
    revoked: frozenset[str] = frozenset()

    def heirs(self, anchor: str) -> frozenset[str]:
        """Return a key and those that followed it, each vouched for by the one before; itself alone if unknown."""
        heirs = [anchor]
        after = self.line[self.line.index(anchor) + 1 :] if anchor in self.line else ()
        for key in after:
            if key in self.unvouched:
                break
            heirs.append(key)
        return frozenset(heirs)


def succession(names: Sequence[str], read: Read, signer: str | None, genesis: str) -> tuple[Succession, list[Fault]]:
    """Read the statements in ``keys/`` (their names, and what gives their content) and judge them.

    ``signer`` is the key that the collection says signs now, ``genesis`` the hash of its first event.
    """
    faults: list[Fault] = []
    line: list[str] = []
    unvouched, revoked = set(), set()
    for number, name in enumerate(statements_in(names), 1):
        kind = name[5:-4]
        fields = _fields(read(f"keys/{name}"), kind)
        problem = _problem(fields, kind, line[-1] if line else "", genesis) if fields else "it is no statement of keys"
        if int(name[:4]) != number:
            problem = "a statement before it is missing"
        signed_by = fields.get("from", fields.get("to", "")) if kind == "rotation" else fields.get("to", "")
        by = _print(signed_by) if kind != "revocation" else (line[-1] if line else signer or "")
        problem = problem or _judge_signature(read(f"keys/{name}"), read(f"keys/{name}.sig"), by)
        if problem:
            faults.append(Fault("key-statement", f"keys/{name}", f"{problem}; get it from a replica"))
        elif kind == "revocation":
            revoked.add(_print(fields["key"]))
        else:
            line += [_print(fields["from"])] * (not line) + [_print(fields["to"])]
            unvouched |= {line[-1]} if kind == "replacement" else set()
    if line and signer and line[-1] != signer:
        detail = f"it names {signer}, and by the statements in keys/ {line[-1]} signs now; get it from a replica"
        faults.append(Fault("key-statement", "keys/allowed_signers", detail))
    return Succession(tuple(line or filter(None, [signer])), frozenset(unvouched), frozenset(revoked)), faults


def statements_in(names: Sequence[str]) -> list[str]:
    """Return the names of statements among those of files, also of one whose signature alone is left."""
    return sorted({base for name in names if NAME.fullmatch(base := name.removesuffix(".sig"))})


def _fields(content: bytes | None, kind: str) -> dict[str, str]:
    """Return the fields of a statement; none where it is not of that kind or not in the form."""
    first, *rest = (content or b"").decode("ascii", "replace").split("\n")
    matches = [_FIELD.fullmatch(line) for line in rest[:-1]]
    if first != f"beilin key {kind}" or rest[-1:] != [""] or not all(matches):
        return {}
    return {match[1]: match[2] for match in matches if match}


def _problem(fields: Mapping[str, str], kind: str, current: str, genesis: str) -> str:
    if genesis and fields.get("collection") != genesis:
        return "it was made for another collection"
    named = ["key"] if kind == "revocation" else ["from", "to"]
    if not all(_print(fields.get(name, "")) for name in named):
        return "it does not name its keys"
    if kind != "revocation" and current and _print(fields["from"]) != current:
        return "the key that it says goes is not the one that signed until then"
    return ""


def _judge_signature(statement: bytes | None, armored: bytes | None, by: str) -> str:
    if statement is None or armored is None:
        return "its signature is missing"
    try:
        made = parse(armored)
    except FormError as error:
        return f"of its signature: {error}"
    if not made.is_known or made.namespace != KEYS.encode() or made.fingerprint != by:
        return "its signature is none by the key that had to sign it"
    return "" if made.fits(made.digest(statement)) else "it is not what was signed"


def _print(public: str) -> str:
    """Return the fingerprint of a public key, empty where it is none."""
    kind, _, encoded = public.partition(" ")
    blob = public_blob(kind, encoded)
    return fingerprint(blob) if blob else ""
