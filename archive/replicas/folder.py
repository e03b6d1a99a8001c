"""A replica in a folder: another disk, a stick, a mounted share. The standard library alone."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import secrets
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from archive.durable import storage_errors, sync_folder
from archive.errors import ReplicaUnreachable, StorageError, UsageError
from archive.replicas.target import (
    PARTIAL,
    PIECE,
    QUARANTINE,
    Absent,
    Entry,
    Occupied,
    Passing,
    SourceChanged,
    Unreadable,
)

_NO_LINKS = {errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK}


class Folder:
    """A folder as a target. Files 0600, folders 0700."""

    side_by_side = 4
    exclusive = True

    def __init__(self, root: Path, known: bool) -> None:
        """Make the folder where it is new. ``known``: it was a replica before, and must be there.

        Raises:
            UsageError: it is a file.
            ReplicaUnreachable: it is not there; its disk may not be mounted.
        """
        self.address = str(root)
        self._root = root
        if root.exists() and not root.is_dir():
            raise UsageError(f"{root} is a file: give a folder.")
        # A folder made where a disk should be mounted would be a replica on the wrong disk.
        if not root.is_dir() and (known or not root.parent.is_dir()):
            raise ReplicaUnreachable(f"The folder {root} is not there: mount its disk, or make the folder above it.")
        with storage_errors(root):
            root.mkdir(mode=0o700, exist_ok=True)

    def notes(self) -> list[str]:
        """Say nothing: a folder has no locks."""
        return []

    def entries(self) -> Iterator[Entry]:
        """Yield every regular file; symbolic links are not followed, and are given as empty files."""
        for folder, folders, names in os.walk(self._root):
            for name in (*names, *folders):
                path = Path(folder, name)
                try:
                    state = path.lstat()
                except OSError:
                    continue  # it went while we looked, or cannot be looked at: not there for us
                if not stat.S_ISDIR(state.st_mode):
                    size = state.st_size if stat.S_ISREG(state.st_mode) else 0
                    yield Entry(path.relative_to(self._root).as_posix(), size)

    def read(self, name: str, start: int = 0) -> Iterator[bytes]:
        """Yield the bytes from the disk, not from memory."""
        try:
            descriptor = os.open(self._root / name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        except FileNotFoundError:
            if not self._root.is_dir():
                raise Passing("its folder is gone: is the disk still there?") from None
            raise Absent(name) from None
        except OSError as error:
            raise Unreadable(error.strerror) from error
        with os.fdopen(descriptor, "rb", buffering=0) as file:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise Unreadable("it is no file")
            with contextlib.suppress(AttributeError, OSError):
                os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
            try:
                file.seek(start)
                while piece := file.read(PIECE):
                    yield piece
            except OSError as error:
                raise Unreadable(error.strerror) from error

    def create(self, name: str, body: BinaryIO, sha256: str) -> None:
        """Write a temporary file, sync it, and give it its name if that is free."""
        path, part = self._root / name, self._root / PARTIAL / secrets.token_hex(16)
        with storage_errors(path):
            for folder in (path.parent, part.parent):
                _make(folder, self._root)
            if os.path.lexists(path):
                raise Occupied(name)
            try:
                _copy(body, part, sha256)
                self.exclusive = _name(part, path)
            finally:
                part.unlink(missing_ok=True)
            sync_folder(path.parent)

    def set_aside(self, name: str) -> None:
        """Move the file into quarantine/."""
        aside = self._root / f"{QUARANTINE}{name}.{secrets.token_hex(4)}"
        with storage_errors(aside):
            _make(aside.parent, self._root)
            with contextlib.suppress(FileNotFoundError):
                (self._root / name).rename(aside)
            sync_folder(aside.parent)

    def close(self) -> None:
        """Nothing is held open."""


def _make(folder: Path, above: Path) -> None:
    """Make a folder and those between, each for its owner alone; ``above`` is there."""
    if folder != above and folder.is_symlink():
        raise StorageError(f"{folder} is a symbolic link, and may lead anywhere: remove it, or give a new place.")
    if folder == above or folder.is_dir():
        return
    _make(folder.parent, above)
    folder.mkdir(mode=0o700, exist_ok=True)
    sync_folder(folder.parent)


def _copy(body: BinaryIO, part: Path, sha256: str) -> None:
    sent = hashlib.sha256()
    descriptor = os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "wb", buffering=0) as file:
        while piece := body.read(PIECE):
            sent.update(piece)
            view = memoryview(piece)
            while view:
                view = view[file.write(view) :]
        if sent.hexdigest() != sha256:
            raise SourceChanged(part.name)
        os.fsync(descriptor)


def _name(part: Path, path: Path) -> bool:
    """Give a file its name without taking another's: a link fails where the name is taken, a rename does not.

    Returns whether it was a link.
    """
    try:
        path.hardlink_to(part)
    except FileExistsError:
        raise Occupied(path.name) from None
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        # Sticks and shares often know no links. One writer holds the collection's lock, so nobody is in between.
        if os.path.lexists(path):  # noqa: PTH
            raise Occupied(path.name) from None
        part.rename(path)
        return False
    return True
