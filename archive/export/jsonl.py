"""JSON lines: one record a line, with the fields of `records/` (docs/record.schema.json), in UTF-8."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from archive.codec import to_plain
from archive.durable import private
from archive.export.source import Record


def write_jsonl(records: Iterable[Record], output: Path, _: str) -> Iterable[str]:
    """Write the records, a line each."""
    with private(output) as file:
        for record in records:
            line = json.dumps(to_plain(record.post), ensure_ascii=False, separators=(",", ":"))
            file.write(line.encode("utf-8", "replace") + b"\n")
    return ()
