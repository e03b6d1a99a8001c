"""The lines of the event log: one JSON object each, bound to the one before by its hash. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from archive.errors import Damaged

_SEALING = ("hash", "signature")  # what is said of a line, and so cannot be in what it is said of

Sign = Callable[[bytes], str]


def line(last: Mapping[str, Any] | None, kind: str, detail: Mapping[str, str | int], outcome: str, sign: Sign) -> bytes:
    """Return the line that follows another (None: the first). ``sign`` returns a signature, or nothing where a seal
    over the whole log comes with the line.
    """
    event: dict[str, Any] = {
        "seq": last["seq"] + 1 if last else 1,
        "time": datetime.now(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z"),
        "type": kind,
        "detail": dict(detail),
        "outcome": outcome,
        "previous": last["hash"] if last else "",
    }
    if signature := sign(signed_part(event)):
        event["signature"] = signature
    event["hash"] = line_hash(event)
    return json.dumps(event, ensure_ascii=False).encode("utf-8") + b"\n"


def signed_part(event: Mapping[str, Any]) -> bytes:
    """Return what a line's signature is over: the canonical JSON of all fields but ``signature`` and ``hash``."""
    return _canonical({name: value for name, value in event.items() if name not in _SEALING})


def line_hash(event: Mapping[str, Any]) -> str:
    """Return the hash of an event: SHA-256 over its canonical JSON, all fields but ``hash`` itself."""
    return hashlib.sha256(_canonical({name: value for name, value in event.items() if name != "hash"})).hexdigest()


def last_of(content: bytes) -> dict[str, Any] | None:
    """Return a log's last event, None where there is none. Raises Damaged where that is no event."""
    lines = content.splitlines()
    return _event(lines[-1]) if lines else None


def first_hash(content: bytes) -> str:
    """Return the hash of a log's first event: the name of the collection, whatever becomes of it. Empty without one."""
    first, newline, _ = content.partition(b"\n")
    return str(_event(first)["hash"]) if newline else ""


def head(content: bytes) -> tuple[int, str]:
    """Return number and hash of a log's last event."""
    last = last_of(content) or {"seq": 0, "hash": ""}
    return last["seq"], last["hash"]


def _event(line: bytes) -> dict[str, Any]:
    try:
        event: Any = json.loads(line)
    except (ValueError, RecursionError):
        event = None
    if isinstance(event, dict) and type(event.get("seq")) is int and isinstance(event.get("hash"), str):
        return event
    raise Damaged("events.jsonl is not the log of a collection: see beilin verify, and get it from a replica.")


def _canonical(event: Mapping[str, Any]) -> bytes:
    return json.dumps(event, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8")
