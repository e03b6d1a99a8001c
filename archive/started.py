"""What beilin begins to write between two seals, said in the log before it is there.

A crawl that is killed leaves files that no seal covers. The next run seals those of which a signed line of the log
says that beilin began them; a file that somebody else put beside them stays out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from archive import events, keys, promises
from archive.layout import Layout
from archive.promises import Promise

_BEGUN = "file begun"
_TORN = "torn tail cut off"


def begin_warc(layout: Layout, name: str) -> Promise:
    """Log that a WARC file is about to be made, and begin its journal: what is returned must be told of each piece.

    Raises KeyUnavailable, StorageError.
    """
    events.append(layout, "creation", {"what": _BEGUN, "file": f"{layout.warc.name}/{name}"})
    signer = keys.signer_of(layout)
    assert signer is not None  # it has signed the event
    return promises.begin(layout.journal(name), name, signer)


def keep_torn(layout: Layout, name: str, evidence: str, size: int, sha256: str) -> None:
    """Log that the torn tail of a WARC file lies in a file of evidence. Raises KeyUnavailable, StorageError."""
    detail: dict[str, str | int] = {"what": _TORN, "file": f"{layout.warc.name}/{name}", "bytes": size}
    events.append(layout, "modification", {**detail, "evidence": evidence, "sha256": sha256})


def files(believed: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Return the files (by their path) that events say beilin began, with the digest they must have; empty: any."""
    found = {}
    for event in believed:
        detail = event["detail"]
        if detail.get("what") == _BEGUN:
            found[str(detail["file"])] = ""
        elif detail.get("what") == _TORN and "evidence" in detail:
            found[str(detail["evidence"])] = str(detail["sha256"])
    return found
