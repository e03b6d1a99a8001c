"""The event log: every line bound to the one before."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from archive.integrity.fault import Fault
from archive.layout import Layout


def check_chain(layout: Layout) -> list[Fault]:
    """Find the lines at which the chain of events breaks."""
    name = layout.events.name
    if not layout.events.is_file():
        return [Fault("events-missing", name, "there is no event log; get it from a replica")]
    content = layout.events.read_bytes()
    faults = []
    if not content.endswith(b"\n"):
        faults.append(Fault("events-torn", name, "the last line is cut short"))
    previous, number = "", 0
    for number, line in enumerate(content.split(b"\n")[:-1], 1):
        detail, previous = _judge(line, number, previous)
        if detail:
            faults.append(Fault("events-chain", name, f"line {number}: {detail}"))
    if not number:
        faults.append(Fault("events-missing", name, "the event log is empty"))
    return faults


def _judge(line: bytes, number: int, previous: str) -> tuple[str, str]:
    try:
        event: dict[str, Any] = json.loads(line)
        stated = str(event.pop("hash"))
    except (ValueError, KeyError, AttributeError):
        return "it is no event", previous
    canonical = json.dumps(event, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    if hashlib.sha256(canonical.encode("utf-8")).hexdigest() != stated:
        return "it is not as it was written", stated
    if event.get("previous") != previous or event.get("seq") != number:
        return "it does not follow the line before: a line was removed, added or moved", stated
    return "", stated
