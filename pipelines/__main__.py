"""Makes a share of a collection's records, as a process of its own.

Usage: python -m pipelines COLLECTION EXTRACTOR PART OF CRAWL...

Of the posts that each crawl said anything about, in turn, those whose share is PART (0, 1, ...) of OF. On stdin a JSON
object: how many processes have ended at the post of a key. On stdout a JSON object a line: {"at"} the post of a key,
{"done"} the [outcome, file] of each record of a crawl, or {"refused"} where the disk did not take them, which ends
it.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from archive.bounds import bound
from archive.errors import StorageError
from archive.layout import Layout
from archive.process import ended_by_memory, say, serve_parent
from archive.readings import Readings
from pipelines.keeping import keep_records


@ended_by_memory()
def main(collection: str, extractor: str, part: str, of: str, *crawls: str) -> None:
    """Make the records of a share."""
    serve_parent()
    bound()
    deaths = json.load(sys.stdin)
    layout = Layout(Path(collection))
    readings = Readings(layout.readings)
    share = int(part), int(of)
    try:
        for crawl in crawls:
            say(done=list(keep_records(layout, readings, crawl, extractor, share, deaths, _at)))
    except StorageError as error:
        say(refused=str(error))
    finally:
        readings.close()


def _at(post_key: str) -> None:
    say(at=post_key)


if __name__ == "__main__":
    main(*sys.argv[1:])
