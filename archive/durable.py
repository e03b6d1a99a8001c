"""Writing files so that a reader, or a power cut, meets the old content or the new and nothing between."""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from archive.errors import StorageError

_ADVICE = {
    errno.ENOSPC: "the disk is full: free some space and run the same command again",
    errno.EDQUOT: "the disk quota is used up: free some space and run the same command again",
    errno.EROFS: "the file system is read only: remount it or choose another folder",
    errno.EACCES: "permission is denied: change the folder's permissions or choose another folder",
    errno.EPERM: "permission is denied: change the folder's permissions or choose another folder",
}


def replace(path: Path, content: bytes) -> None:
    """Write a whole file atomically and durably: temporary file, fsync, rename, fsync of the folder.

    Raises:
        StorageError: the disk refused; the old content, if any, is untouched.

    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}.part")
    with storage_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with temporary.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)
        sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make names created or renamed in a folder durable (POSIX: a rename is only as durable as its folder)."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def storage_errors(path: Path) -> Iterator[None]:
    """Turn the operating system's refusal to write into a StorageError that says what to do."""
    try:
        yield
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_FULL:
            raise StorageError(f"Cannot write {path}: {_ADVICE[errno.ENOSPC]}.") from error
        raise StorageError(f"Cannot write {path}: {error}. Check the disk, then run the command again.") from error
    except OSError as error:
        advice = _ADVICE.get(error.errno or 0, f"{error.strerror or error}: check the disk, then run the command again")
        raise StorageError(f"Cannot write {path}: {advice}.") from error
