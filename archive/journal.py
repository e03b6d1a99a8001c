"""What beilin does, for machines that keep logs: one JSON object a line, ``{"time", "event", "collection", ...}``.

A collection is named by its plan's id, which tells nobody which blog it is. Beside that a line has numbers, and words
of our own vocabularies (states, codes, crawls): no address, no title, no folder, no name of a person. It goes through
`logging`, by the logger ``beilin``, and nowhere until somebody begins it.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TextIO

_LOG = logging.getLogger("beilin")
_LOG.addHandler(logging.NullHandler())
_LOG.propagate = False  # what others log may name anything, and goes elsewhere
_LOG.setLevel(logging.CRITICAL)


def event(name: str, collection: str = "", **facts: float | str | None) -> None:
    """Write a line, where a log is kept."""
    if _LOG.isEnabledFor(logging.INFO):
        _LOG.info(name, extra={"collection": collection, "facts": facts})


def begin(stream: TextIO) -> Callable[[], None]:
    """Begin to write lines to a stream; return what ends that."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(_Lines())
    _LOG.addHandler(handler)
    _LOG.setLevel(logging.INFO)

    def end() -> None:
        _LOG.removeHandler(handler)
        _LOG.setLevel(logging.CRITICAL)

    return end


def is_kept() -> bool:
    """Say whether a log is kept."""
    return _LOG.isEnabledFor(logging.INFO)


class _Lines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        instant = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line = {"time": instant.replace("+00:00", "Z"), "event": record.getMessage()}
        collection: str = getattr(record, "collection", "")
        facts: dict[str, object] = getattr(record, "facts", {})
        return json.dumps(line | ({"collection": collection} if collection else {}) | facts)
