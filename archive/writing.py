"""Writing to a collection: alone, with the key at hand, and on what was really sealed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from archive import manifest
from archive.layout import Layout
from archive.lock import locked


@contextmanager
def writing(layout: Layout) -> Iterator[None]:
    """Hold a collection for writing, a half-finished seal of before completed.

    Raises:
        CollectionInUse: another process holds it.
        KeyUnavailable: the key that signs it is not on this machine, or cannot be used.
        Damaged: its manifest is not the one that was signed.
    """
    with locked(layout):
        manifest.prepare(layout)
        yield
