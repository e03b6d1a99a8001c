"""Whether a collection is a copy without names: what its log says of how it was made."""

from __future__ import annotations

import json

from archive.errors import UsageError
from archive.layout import Layout

REDACTION = "redaction"  # PREMIS eventType


def refuse_deep(layout: Layout) -> None:
    """Refuse to derive the records of a copy without names, which has no captures to derive them from.

    Raises:
        UsageError: it is such a copy.
    """
    if is_copy(layout) and not any(layout.warc.glob("*")):
        raise UsageError(f"{layout.root} is a copy without names, and has no captures to look into: leave out --deep.")


def is_copy(layout: Layout) -> bool:
    """Say whether the log tells that names were taken out when the collection was made."""
    lines = layout.events.read_bytes().splitlines() if layout.events.is_file() else []
    return any(REDACTION.encode() in line and _kind(line) == REDACTION for line in lines)


def _kind(line: bytes) -> object:
    try:
        event = json.loads(line)
    except ValueError:
        return None
    return event.get("type") if isinstance(event, dict) else None
