"""Is a collection whole? Findings with codes, each naming file and byte range; it never stops at the first.

The judge shares no code with the writer: it walks gzip members, reads records and computes digests by itself,
with the standard library alone, so that a fault in the writer cannot hide itself here.
"""

from __future__ import annotations

from collections.abc import Callable

from archive.integrity.chain import check_chain
from archive.integrity.fault import Fault
from archive.integrity.files import check_files
from archive.integrity.posts import check_posts
from archive.integrity.warcs import Seen, check_warc
from archive.layout import Layout

__all__ = ["Fault", "verify"]


def verify(layout: Layout, progress: Callable[[int, int], None] = lambda *_: None) -> list[Fault]:
    """Return every fault of a collection; an empty list means that it is whole.

    ``progress`` is told (done, of how many) files.
    """
    warcs = sorted(layout.warc.glob("*")) if layout.warc.is_dir() else []
    faults = check_files(layout)
    seen = Seen()
    for number, path in enumerate(warcs, 1):
        faults += check_warc(path, f"warc/{path.name}", seen)
        progress(number, len(warcs))
    return faults + check_posts(layout, seen.citable) + check_chain(layout)
