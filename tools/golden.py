"""Print what the reader and the pipeline say of a golden case now. It never writes: read it, and copy what is right.

Usage: python tools/golden.py tests/corpus/PLATFORM/CASE
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from archive.codec import to_plain
from archive.records import Capture, Reading
from pipelines import refine
from scraper.extract import read


def capture_of(case: Path) -> Capture:
    """Return the capture that a case's input stands for."""
    facts = json.loads((case / "case.json").read_text("utf-8"))
    page = next(path for path in sorted(case.iterdir()) if path.stem in ("page", "feed"))
    media_type = "application/atom+xml; charset=UTF-8" if page.suffix == ".xml" else "text/html; charset=UTF-8"
    return capture(
        facts["target_uri"], page.read_bytes(), facts.get("content_type", media_type), facts.get("status", 200)
    )


def capture(target_uri: str, body: bytes, content_type: str = "text/html; charset=UTF-8", status: int = 200) -> Capture:
    """Return a capture of what nobody captured."""
    return Capture(
        target_uri=target_uri,
        status=status,
        headers=(("Content-Type", content_type),),
        body=body,
        captured_at="2026-01-02T03:04:05Z",
        record_id="<urn:uuid:00000000-0000-4000-8000-000000000000>",
        payload_digest="sha256:X",
    )


def says(reading: Reading) -> dict[str, object]:
    """Return a reading as plain values, its posts refined."""
    plain = to_plain(reading)
    plain["posts"] = [to_plain(refine(post)) for post in reading.posts]
    for post in plain["posts"]:
        del post["provenance"]
    return dict(plain)


if __name__ == "__main__":
    print(json.dumps(says(read(capture_of(Path(sys.argv[1])))), ensure_ascii=False, indent=2))
