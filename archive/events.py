"""The log of everything done to a collection: one JSON object a line, each bound to the one before by its hash.

Event types are those of the PREMIS vocabulary (Library of Congress, eventType). A line removed, edited or moved
breaks the chain. What is added between two seals is signed line by line: who can write in the folder, and has not the
key, cannot have a line of his own believed or sealed. No host name, user name or path of the operator's machine ever
enters it.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from archive import keys
from archive.durable import private, storage_errors, sync_folder, write
from archive.event_lines import first_hash, head, last_of, line, line_hash
from archive.integrity.reading import read_regular
from archive.layout import Layout
from archive.signing import EVENT

__all__ = ["append", "extended", "first_hash", "head", "last", "line_hash", "put_aside"]


def append(layout: Layout, kind: str, detail: Mapping[str, str | int], outcome: str = "success") -> None:
    """Log an event durably, signed. A line torn by a power cut is first set aside, and that is logged too.

    Raises:
        KeyUnavailable: the key is not on this machine, or cannot be used.
        StorageError: the disk refused.
    """
    torn = _set_torn_line_aside(layout)
    if torn:
        _write(layout, "modification", {"what": "torn line set aside", "bytes": torn}, "success")
    _write(layout, kind, detail, outcome)


def extended(layout: Layout, kind: str, detail: Mapping[str, str | int]) -> bytes:
    """Return the log's content with one more event, which happens together with what else is put in place with it."""
    _set_torn_line_aside(layout)
    content = _content(layout)
    return content + line(last_of(content), kind, detail, "success", lambda _: "")


def put_aside(layout: Layout, length: int) -> None:
    """Put what follows the first ``length`` bytes into a file beside the log, unsealed. Raises StorageError."""
    strange = _content(layout)[length:]
    with storage_errors(layout.unsigned):
        with private(layout.unsigned, "ab") as file:
            file.write(strange)
            file.flush()
            os.fsync(file.fileno())
        sync_folder(layout.root)
        os.truncate(layout.events, length)


def last(layout: Layout) -> dict[str, Any] | None:
    """Return the newest event, None where there is none."""
    return last_of(_content(layout))


def _write(layout: Layout, kind: str, detail: Mapping[str, str | int], outcome: str) -> None:
    signer = keys.signer_of(layout) or keys.start(layout)
    new = line(last_of(_content(layout)), kind, detail, outcome, lambda said: signer.sign(said, EVENT).decode("ascii"))
    with storage_errors(layout.events), private(layout.events, "ab") as file:
        file.write(new)
        file.flush()
        os.fsync(file.fileno())


def _content(layout: Layout) -> bytes:
    return read_regular(layout.events) if layout.events.exists() else b""


def _set_torn_line_aside(layout: Layout) -> int:
    content = _content(layout)
    whole = content.rfind(b"\n") + 1
    if whole == len(content):
        return 0
    with storage_errors(layout.events):
        write(layout.state / "events.torn", content[whole:])
        os.truncate(layout.events, whole)
    return len(content) - whole
