"""One writer at a time: the kernel's lock on a file, which dies with its process and so is never stale."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager

from archive import renewal
from archive.durable import make_folder, storage_errors
from archive.errors import CollectionInUse
from archive.layout import Layout


@contextmanager
def locked(layout: Layout) -> Iterator[None]:
    """Hold a collection for writing. What a process that ended was putting in place (`archive.renewal`) is there then.

    Raises:
        CollectionInUse: another process holds it.
        StorageError: the disk refused.
    """
    with storage_errors(layout.lock):
        make_folder(layout.state)
        descriptor = os.open(layout.lock, os.O_CREAT | os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.pread(descriptor, 20, 0).decode("ascii", "replace").strip() or "unknown"
            raise CollectionInUse(
                f"{layout.root} is in use by another beilin (process {holder}): wait until it ends, or stop it."
            ) from None
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()}\n".encode("ascii"), 0)
        renewal.settle(layout)
        yield
    finally:
        os.close(descriptor)
