"""Makes a share of a collection's records, as a process of its own.

Usage: python -m pipelines COLLECTION EXTRACTOR PART OF CRAWL...

Of the posts that each crawl said anything about, in turn, those whose share is PART (0, 1, ...) of OF. On stdout a JSON
object a line: {"url", "outcome"} for each record, or {"refused"} where the disk did not take them, which ends it.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from archive.errors import StorageError
from archive.layout import Layout
from archive.process import serve_parent
from archive.readings import Readings
from pipelines.keeping import keep_records


def main(collection: str, extractor: str, part: str, of: str, *crawls: str) -> None:
    """Make the records of a share."""
    serve_parent()
    layout = Layout(Path(collection))
    readings = Readings(layout.readings)
    try:
        for crawl in crawls:
            for url, outcome in keep_records(layout, readings, crawl, extractor, (int(part), int(of))):
                print(json.dumps({"url": url, "outcome": outcome}), flush=True)  # noqa: T201
    except StorageError as error:
        print(json.dumps({"refused": str(error)}), flush=True)  # noqa: T201
    finally:
        readings.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
