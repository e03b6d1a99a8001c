"""Opening what may be anything: a link, a pipe, a device, a file of a terabyte. Only regular files are ever read."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from io import BufferedReader
from pathlib import Path
from typing import BinaryIO

from archive.durable import storage_errors

_OURS = (errno.EMFILE, errno.ENFILE, errno.ENOMEM)
LONGEST_LINE = 1 << 20  # bytes of an event or of a manifest's line


class NotRegularError(OSError):
    """There is something of that name, and it is no regular file."""


def open_regular(path: Path) -> BufferedReader:
    """Open a regular file for reading; links are not followed, pipes do not wait.

    Raises:
        OSError: it cannot be opened, or is no regular file.
        StorageError: no file can be opened by this process; that says nothing of this one.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        if error.errno not in _OURS:
            raise
        with storage_errors(path):
            raise
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise NotRegularError(errno.EINVAL, "it is no regular file", str(path))
    return os.fdopen(descriptor, "rb")


def read_regular(path: Path) -> bytes:
    """Return the content of a regular file. Raises OSError where there is none, or something else of that name."""
    with open_regular(path) as file:
        return file.read()


def read_bounded(path: Path, most: int) -> bytes | None:
    """Return a file's content, None where there is none, it is no regular file, or longer than ``most`` bytes."""
    try:
        with open_regular(path) as file:
            content = up_to(file, most + 1)
    except OSError:
        return None
    return content if len(content) <= most else None


def up_to(file: BinaryIO, most: int) -> bytes:
    """Return a regular file's content, at most so many bytes; `read` alone would first take memory for the most."""
    return file.read(min(most, os.fstat(file.fileno()).st_size + 1))


def lines_of(file: BinaryIO) -> Iterator[tuple[bytes, bool]]:
    """Yield (line, whether it is all of it); of an overlong one only pieces, the last of which is all of it no more."""
    while line := file.readline(LONGEST_LINE):
        whole = line.endswith(b"\n")
        yield line, whole
        while not whole and (line := file.readline(LONGEST_LINE)):
            whole = line.endswith(b"\n")
            yield line, False
