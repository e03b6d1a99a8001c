"""Folders of a worker's own machine for what is under way, and those that killed workers left there.

A collection lies in them, with people's names. Each has a file that its process has locked: the kernel lets go of the
lock when the process ends, of whatever, also before the machine was started anew or in a container that is gone.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_PREFIX = "beilin-fleet-"
_LOCK, _WORK = "in-use", "work"
_FLAGS = os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK


@contextmanager
def folder(above: str) -> Iterator[Path]:
    """Give a new folder that is ours until the context, or this process, ends. Raises OSError."""
    with tempfile.TemporaryDirectory(prefix=_PREFIX, dir=above, ignore_cleanup_errors=True) as name:
        root = Path(name)
        new = root / f"{_LOCK}.part"
        descriptor = os.open(new, _FLAGS | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with contextlib.suppress(OSError):  # a disk that knows no locks: nobody clears there
                fcntl.flock(descriptor, fcntl.LOCK_EX)
            new.rename(root / _LOCK)  # it is locked from its first moment under this name
            (root / _WORK).mkdir(mode=0o700)
            yield root / _WORK
        finally:
            shutil.rmtree(root / _WORK, ignore_errors=True)
            os.close(descriptor)


def clear(above: str) -> None:
    """Remove the folders there whose process has ended; those of other users, and what cannot be removed, stay."""
    for path in Path(above).glob(f"{_PREFIX}*"):
        with contextlib.suppress(OSError):  # gone meanwhile, in use, or on a disk that knows no locks
            found = path.lstat()
            if stat.S_ISDIR(found.st_mode) and found.st_uid == os.geteuid():
                _clear(path)


def _clear(path: Path) -> None:
    descriptor = os.open(path / _LOCK, _FLAGS)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        # The lock last: whoever is killed here leaves what the next one finds.
        shutil.rmtree(path / _WORK, ignore_errors=True)
        if not (path / _WORK).exists():
            shutil.rmtree(path, ignore_errors=True)
    finally:
        os.close(descriptor)
