"""Are the records what the captures say? Each is derived again, aside, and compared byte for byte."""

from __future__ import annotations

import dataclasses
import json
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from archive import renewal
from archive.counted import counted
from archive.documents import LONGEST
from archive.integrity import Fault, Verdict
from archive.integrity.reading import read_bounded
from archive.layout import Layout
from scraper import EXTRACTOR
from scraper.reextract import derive

Progress = Callable[[int, int], None]


def with_derivation(layout: Layout, verdict: Verdict, progress: Progress = lambda *_: None) -> Verdict:
    """Return a verdict with what deriving the records again adds to it.

    Nothing is derived from captures that are damaged: whatever came of it would prove nothing.
    """
    if any(fault.file.startswith("warc/") for fault in verdict.faults):
        notice = "The records were not read again, since the WARC is damaged."
        return dataclasses.replace(verdict, notices=(*verdict.notices, notice))
    faults, notices = judge_records(layout, progress)
    seen = None if faults else verdict.seen
    return Verdict([*verdict.faults, *faults], (*verdict.notices, *notices), seen)


def judge_records(layout: Layout, progress: Progress = lambda *_: None) -> tuple[list[Fault], list[str]]:
    """Return the faults of the records, and what could not be judged: what another version of the reader wrote."""
    with tempfile.TemporaryDirectory(prefix="beilin-") as folder:
        fresh = Layout(Path(folder))
        derive(layout, fresh, progress)
        derived, stored = _records(fresh), _records(layout)
    others = {name for name, content in stored.items() if _extractor(content) not in (EXTRACTOR, None)}
    faults = [
        fault
        # Where another reader wrote some, it may also have seen fewer posts than this one does.
        for name in sorted(stored.keys() - others if others else stored.keys() | derived.keys())
        if (fault := _judge(name, stored.get(name), derived.get(name)))
    ]
    notices = []
    if others:
        written = counted(len(others), "record was", "records were")
        notices = [
            f"{written} written by another version of the reader, and not held against this one's: beilin reextract "
            "reads all of them again."
        ]
    return faults, notices


def _records(layout: Layout) -> dict[str, bytes]:
    """Return the content of every version of every record, by its path from the collection."""
    names = renewal.record_files(layout.records)
    # What cannot be read is not what the captures say, either.
    return {f"{layout.records.name}/{name}": read_bounded(layout.records / name, LONGEST) or b"" for name in names}


def _judge(name: str, stored: bytes | None, derived: bytes | None) -> Fault | None:
    if stored == derived:
        return None
    if derived is None:
        return Fault("record-not-derived", name, "the captures hold no such record")
    if stored is None:
        return Fault("record-not-derived", name, "the captures hold a record that is not here; run beilin reextract")
    at = next((n for n, (one, two) in enumerate(zip(stored, derived, strict=False)) if one != two), len(derived))
    detail = "it is not what the captures say, from this byte on; run beilin reextract"
    return Fault("record-not-derived", name, detail, at, max(1, len(stored) - at))


def _extractor(content: bytes) -> Any:
    try:
        return json.loads(content)["provenance"]["extractor"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
