"""Writing files so that a reader, or a power cut, meets the old content or the new and nothing between."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Self

from archive.errors import StorageError

_ADVICE = {
    errno.ENOSPC: "the disk is full: free some space and run the same command again",
    errno.EDQUOT: "the disk quota is used up: free some space and run the same command again",
    errno.EROFS: "the file system is read only: remount it or choose another folder",
    errno.EMFILE: "too many files are open: raise the limit (ulimit -n) and run the same command again",
    errno.ENAMETOOLONG: "the name is too long: give a shorter one",
    errno.ENOTDIR: "a part of the path is a file and no folder: check the path",
    errno.EISDIR: "it is a folder, where a file should be: see what made it, and move it away",
    errno.ELOOP: "it is a symbolic link, where a file should be: see what made it, and move it away",
    errno.EACCES: "permission is denied: change the folder's permissions or choose another folder",
    errno.EPERM: "permission is denied: change the folder's permissions or choose another folder",
}

_LEAST_ROOM = 1 << 16  # bytes
_SIDE_BY_SIDE = 16  # files synced at a time


def replace(path: Path, content: bytes) -> None:
    """Write a whole file atomically and durably: temporary file, fsync, rename, fsync of the folder.

    Raises:
        StorageError: the disk refused; the old content, if any, is untouched.

    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}.part")
    with storage_errors(path):
        make_folder(path.parent)
        try:
            with private(temporary) as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)
        sync_folder(path.parent)


@contextmanager
def create(path: Path) -> Iterator[BinaryIO]:
    """Write a new file, for its owner alone to read, atomically and durably; it is there when the context ends well.

    Raises:
        FileExistsError: the name was taken meanwhile; what has it is untouched.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}.part")
    temporary.unlink(missing_ok=True)
    try:
        with os.fdopen(os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600), "w+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        name_anew(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)
    sync_folder(path.parent)


def name_anew(temporary: Path, path: Path) -> None:
    """Give a file its name, which nothing may have. Raises FileExistsError where something has it."""
    try:
        path.hardlink_to(temporary)  # unlike a rename, it fails where the name is taken
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        if path.exists():
            raise FileExistsError(errno.EEXIST, "the name is taken", str(path)) from None
        temporary.rename(path)


class Together:
    """Replaces many files as `replace` does one, and waits for the disk once: a context, done at its end.

    Syncing them side by side lets the file system write its journal for all of them in one go.
    """

    def __init__(self) -> None:
        self._parts: dict[Path, Path] = {}

    def replace(self, path: Path, content: bytes) -> None:
        """Have a file replaced at the context's end. Raises StorageError."""
        part = path.with_name(f".{path.name}.{os.getpid()}.part")
        with storage_errors(path):
            self._parts[path] = part
            write(part, content)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        try:
            if kind is None:
                self._put_in_place()
        finally:
            for part in self._parts.values():
                part.unlink(missing_ok=True)

    def _put_in_place(self) -> None:
        with storage_errors(next(iter(self._parts), Path())), ThreadPoolExecutor(_SIDE_BY_SIDE) as pool:
            list(pool.map(sync_file, self._parts.values()))
            for path, part in self._parts.items():
                part.replace(path)
            list(pool.map(sync_folder, {path.parent for path in self._parts}))


def write(path: Path, content: bytes) -> None:
    """Write a file, and the folders it lies in, for nobody but their owner; not atomic, not durable by itself."""
    make_folder(path.parent)
    with private(path) as file:
        file.write(content)


def private(path: Path, mode: str = "wb") -> BinaryIO:
    """Open a file for writing; one that is new nobody but its owner may read."""
    return open(path, mode, opener=lambda name, flags: os.open(name, flags | os.O_NOFOLLOW, 0o600))  # type: ignore[return-value]


def make_file(path: Path) -> None:
    """Make an empty file that nobody but its owner may read, where there is none; one that is there is not opened.

    A process that closes a file loses all its locks on it (POSIX): SQLite in another thread would have none any more,
    and another process would take away the journal that is in use.

    Raises:
        OSError: the disk refused, or a symbolic link has the name.
    """
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError:
        if path.is_symlink():
            raise OSError(errno.ELOOP, "it is a symbolic link", str(path)) from None


def make_folder(folder: Path) -> None:
    """Make a folder and those it lies in, where they are missing, for nobody but their owner.

    `Path.mkdir` makes parents with the mode of the moment's umask.
    """
    if folder.is_dir():
        return
    missing = [one for one in (folder, *folder.parents) if not one.is_dir()]
    for one in reversed(missing):
        one.mkdir(mode=0o700, exist_ok=True)


def sync_file(path: Path) -> None:
    """Make the content of a file durable."""
    with path.open("rb") as file:
        os.fsync(file.fileno())


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
        if error.sqlite_errorcode == sqlite3.SQLITE_FULL or not _has_room(path):
            raise StorageError(f"Cannot use {path}: {_ADVICE[errno.ENOSPC]}.") from error
        raise StorageError(f"Cannot use {path}: {error}. Check the disk, then run the command again.") from error
    except OSError as error:
        raise refusal(path, error) from error


def _has_room(path: Path) -> bool:
    """Say whether there is room for SQLite's smallest files: where there is none it speaks of a failing disk."""
    try:
        return shutil.disk_usage(path.parent).free >= _LEAST_ROOM
    except OSError:
        return True


def refusal(path: Path | str, error: OSError) -> StorageError:
    """Return the operating system's refusal as a sentence that says what to do."""
    advice = _ADVICE.get(error.errno or 0, f"{error.strerror or error}: check the disk, then run the command again")
    return StorageError(f"Cannot use {path}: {advice}.")
