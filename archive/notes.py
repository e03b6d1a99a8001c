"""What is noted of captures, and of what could not be got: the values that readings are asked for."""

from __future__ import annotations

from dataclasses import dataclass

from archive.records import CaptureRef

SELECT_NOTES = (
    "SELECT key, uri, kind, status, digest, truncated, moved_to, frame, "
    "(SELECT origin FROM rescued WHERE rescued.record_id = captures.record_id) FROM captures"
)


@dataclass(frozen=True)
class Note:
    """One capture as noted: what it was read as, where it sends its reader on to, and of others' its ``origin``."""

    key: str
    uri: str
    kind: str
    status: int
    digest: str
    truncated: str | None
    moved_to: str | None
    frame: str = ""
    origin: str | None = None


@dataclass(frozen=True)
class Earlier:
    """The newest good capture of an address from earlier crawls: ``payload`` is the record that holds its payload,
    ``etag`` and ``modified`` the validators it came with (RFC 9110 section 8.8), "" for none.
    """

    payload: CaptureRef
    status: int
    etag: str
    modified: str


@dataclass(frozen=True)
class Failure:
    """An address that was not got: ``code`` is robots, scope, quarantine, network, set-aside or budget."""

    key: str
    url: str
    kind: str
    code: str
    detail: str
