"""The log of everything done to a collection: one JSON object a line, each bound to the one before by its hash.

Event types are those of the PREMIS vocabulary (Library of Congress, eventType). A line removed, edited or moved
breaks the chain. No host name, user name or path of the operator's machine ever enters it.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from archive.durable import private, storage_errors, write
from archive.errors import Damaged
from archive.integrity.reading import read_regular
from archive.layout import Layout


def append(layout: Layout, kind: str, detail: Mapping[str, str | int], outcome: str = "success") -> None:
    """Log an event durably. A line torn by a power cut is first set aside, and that is logged too."""
    torn = _set_torn_line_aside(layout)
    if torn:
        _write(layout, "modification", {"what": "torn line set aside", "bytes": torn}, "success")
    _write(layout, kind, detail, outcome)


def extended(layout: Layout, kind: str, detail: Mapping[str, str | int]) -> bytes:
    """Return the log's content with one more event, which happens together with what else is put in place with it."""
    _set_torn_line_aside(layout)
    content = read_regular(layout.events) if layout.events.exists() else b""
    return content + _line(_last(content), kind, detail, "success")


def last(layout: Layout) -> dict[str, Any] | None:
    """Return the newest event, None where there is none."""
    return _last(read_regular(layout.events)) if layout.events.exists() else None


def first_hash(content: bytes) -> str:
    """Return the hash of a log's first event: the name of the collection, whatever becomes of it. Empty without one."""
    line, newline, _ = content.partition(b"\n")
    return str(_event(line)["hash"]) if newline else ""


def head(content: bytes) -> tuple[int, str]:
    """Return number and hash of a log's last event."""
    last = _last(content) or {"seq": 0, "hash": ""}
    return last["seq"], last["hash"]


def line_hash(event: Mapping[str, Any]) -> str:
    """Return the hash of an event: SHA-256 over its canonical JSON, all fields but ``hash`` itself."""
    body = {name: value for name, value in event.items() if name != "hash"}
    canonical = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("utf-8")).hexdigest()


def _write(layout: Layout, kind: str, detail: Mapping[str, str | int], outcome: str) -> None:
    line = _line(_last(read_regular(layout.events) if layout.events.exists() else b""), kind, detail, outcome)
    with storage_errors(layout.events), private(layout.events, "ab") as file:
        file.write(line)
        file.flush()
        os.fsync(file.fileno())


def _line(last: Mapping[str, Any] | None, kind: str, detail: Mapping[str, str | int], outcome: str) -> bytes:
    event: dict[str, Any] = {
        "seq": last["seq"] + 1 if last else 1,
        "time": datetime.now(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z"),
        "type": kind,
        "detail": dict(detail),
        "outcome": outcome,
        "previous": last["hash"] if last else "",
    }
    event["hash"] = line_hash(event)
    return json.dumps(event, ensure_ascii=False).encode("utf-8") + b"\n"


def _last(content: bytes) -> dict[str, Any] | None:
    lines = content.splitlines()
    return _event(lines[-1]) if lines else None


def _event(line: bytes) -> dict[str, Any]:
    try:
        event: Any = json.loads(line)
    except (ValueError, RecursionError):
        event = None
    if isinstance(event, dict) and type(event.get("seq")) is int and isinstance(event.get("hash"), str):
        return event
    raise Damaged("events.jsonl is not the log of a collection: see beilin verify, and get it from a replica.")


def _set_torn_line_aside(layout: Layout) -> int:
    content = read_regular(layout.events) if layout.events.exists() else b""
    whole = content.rfind(b"\n") + 1
    if whole == len(content):
        return 0
    with storage_errors(layout.events):
        write(layout.state / "events.torn", content[whole:])
        os.truncate(layout.events, whole)
    return len(content) - whole
