"""The event log: every line bound to the one before, and the signature over what was sealed of it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from archive.counted import counted
from archive.integrity.fault import Fault
from archive.integrity.reading import lines_of, open_regular
from archive.integrity.sshsig import Signature

NAME = "events.jsonl"
MOST_FAULTS = 10_000  # listed: it may be made of nothing else


@dataclass
class Log:
    """What the log says: the first event's hash, number and hash of the last one that was sealed, and the hash at
    ``asked``, the number of the event that this machine saw last; the SHA-256 of each manifest that a later seal names;
    how often keys changed.
    """

    asked: int = 0
    genesis: str = ""
    seq: int = 0
    hash: str = ""
    hash_asked: str = ""
    manifests: set[str] = field(default_factory=set)
    key_changes: int = 0
    faults: list[Fault] = field(default_factory=list)


def check_chain(path: Path, sealed: str | None, signature: Signature | None, asked: int = 0) -> Log:
    """Find the lines at which the chain of events breaks, and whether its signature is over what was sealed.

    ``sealed`` is the SHA-256 that the manifest states of the log, None where there is no manifest. Lines that were
    added after the seal are a fault of their own: a crawl that was killed leaves such.
    """
    log = Log(asked)
    try:
        with open_regular(path) as file:
            _Walk(log, sealed, signature).over(file)
    except OSError:
        log.faults = [Fault("events-missing", NAME, "there is no event log that can be read; get it from a replica")]
    return log


class _Walk:
    def __init__(self, log: Log, sealed: str | None, signature: Signature | None) -> None:
        self._log, self._sealed, self._signature = log, sealed, signature
        self._hash = hashlib.sha256()
        self._signed = hashlib.new(signature.hash.decode()) if signature else None
        self._after = -1  # lines after the sealed ones; -1 while those have not come

    def over(self, file: Any) -> None:
        faults, previous, number, offset = self._log.faults, "", 0, 0
        for line, whole in lines_of(file):
            self._take(line)
            if whole:
                number += 1
                detail, previous = _judge(line, number, previous, self._log)
            elif line.endswith(b"\n"):
                number, detail = number + 1, "it is longer than any event"
            else:
                detail = ""
            if detail and len(faults) < MOST_FAULTS:
                faults.append(Fault("events-chain", NAME, f"line {number}: {detail}", offset, len(line)))
            offset += len(line)
            if line.endswith(b"\n"):
                self._end_of_line(number, previous)
        if offset and not line.endswith(b"\n"):
            faults.append(Fault("events-torn", NAME, "the last line is cut short", offset - len(line), len(line)))
        if not number:
            faults.append(Fault("events-missing", NAME, "the event log is empty"))
        self._judge_seal()

    def _take(self, line: bytes) -> None:
        if self._after >= 0:
            return
        self._hash.update(line)
        if self._signed:
            self._signed.update(line)

    def _end_of_line(self, number: int, previous: str) -> None:
        log = self._log
        log.genesis = log.genesis or previous
        if number == log.asked:
            log.hash_asked = previous
        if self._after >= 0:
            self._after += 1
            return
        log.seq, log.hash = number, previous
        if self._hash.hexdigest() == self._sealed:
            self._after = 0

    def _judge_seal(self) -> None:
        faults = self._log.faults
        if self._sealed is None:
            return
        if self._after < 0:
            detail = "its SHA-256 is not the manifest's, nor does it begin with what was sealed; get it from a replica"
            faults.append(Fault("file-changed", NAME, detail))
        elif self._after:
            lines = counted(self._after, "line")
            detail = f"its end ({lines}) came after the seal: a crawl did not end; the next one seals it"
            faults.append(Fault("events-unsealed", NAME, detail))
        if self._after >= 0 and self._signature and self._signed and not self._signature.fits(self._signed.digest()):
            faults.append(Fault("signature-wrong", NAME, "it is not what was signed; get it from a replica"))


def _judge(line: bytes, number: int, previous: str, log: Log) -> tuple[str, str]:
    try:
        event: dict[str, Any] = json.loads(line)
        stated = str(event.pop("hash"))
        canonical = json.dumps(event, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8")
    except (ValueError, KeyError, AttributeError, TypeError, RecursionError):
        return "it is no event", previous
    if hashlib.sha256(canonical).hexdigest() != stated:
        return "it is not as it was written", stated
    if event.get("previous") != previous or event.get("seq") != number:
        return "it does not follow the line before: a line was removed, added or moved", stated
    _note(event.get("detail"), log)
    return "", stated


def _note(detail: Any, log: Log) -> None:
    if isinstance(detail, dict):
        log.key_changes += str(detail.get("what", "")).startswith("key ")
        if previous := detail.get("previous_manifest"):
            log.manifests.add(str(previous))
