"""A file that one process at a time has: the kernel's lock on it, which dies with its process."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from archive.durable import make_folder, storage_errors


@contextmanager
def claim(path: Path) -> Iterator[int | None]:
    """Have a file alone, made where it is not there: gives the lock's descriptor, None where another process has it.

    Raises:
        StorageError: the disk refused.
    """
    with storage_errors(path):
        make_folder(path.parent)
        descriptor = os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield None
            return
        yield descriptor
    finally:
        os.close(descriptor)  # not unlocked: a process that inherited it may have it still
