"""One writer at a time, or any number of readers: the kernel's lock on a file, which dies with its process."""

from __future__ import annotations

import errno
import fcntl
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from archive import manifest, renewal
from archive.durable import make_folder, storage_errors
from archive.errors import CollectionInUse, StorageError
from archive.layout import Layout

_NOT_FOR_US = (errno.EROFS, errno.EACCES, errno.EPERM)
_FLAGS = os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


@contextmanager
def locked(layout: Layout) -> Iterator[None]:
    """Hold a collection for writing. What a process that ended was putting in place (`archive.renewal`) is there then.

    Raises:
        CollectionInUse: another process holds it.
        StorageError: the disk refused.
    """
    with _opened(layout) as descriptor:
        _hold(descriptor, layout, fcntl.LOCK_EX)
        _sign(descriptor, layout)
        renewal.settle(layout)
        yield


@contextmanager
def reading(layout: Layout, *, alone: bool = False) -> Iterator[bool]:
    """Keep writers away while a collection is read, with ``alone`` other readers, too.

    What a process that ended was putting in place is there then. Gives whether the collection can be written to: where
    its disk is read only, or lets us not write, it is read as it is.

    Raises:
        CollectionInUse: another process holds it.
        StorageError: the disk refused, or what was left half done cannot be finished on it.
    """
    with ExitStack() as stack:
        try:
            descriptor = stack.enter_context(_opened(layout))
        except _ReadOnly as refusal:
            stack.enter_context(_as_it_is(layout, refusal))
            yield False
            return
        how = fcntl.LOCK_EX if alone else fcntl.LOCK_SH
        _hold(descriptor, layout, how)
        if _is_half_done(layout):
            _hold(descriptor, layout, fcntl.LOCK_EX)
            renewal.settle(layout)
            manifest.finish(layout)
            _hold(descriptor, layout, how)
        _sign(descriptor, layout)
        yield True


class _ReadOnly(StorageError):
    """The lock's file cannot be opened for writing, since nothing here can."""


@contextmanager
def _opened(layout: Layout) -> Iterator[int]:
    try:
        with storage_errors(layout.lock):
            make_folder(layout.state)
            descriptor = os.open(layout.lock, _FLAGS | os.O_CREAT | os.O_RDWR, 0o600)
    except StorageError as error:
        if isinstance(error.__cause__, OSError) and error.__cause__.errno in _NOT_FOR_US:
            raise _ReadOnly(str(error)) from error.__cause__
        raise
    try:
        yield descriptor
    finally:
        os.close(descriptor)


@contextmanager
def _as_it_is(layout: Layout, refusal: StorageError) -> Iterator[None]:
    """Hold what cannot be written to: by the lock's file where that can be read; else nobody else can write, either."""
    if _is_half_done(layout):
        raise StorageError(f"{refusal} A command was cut short there, and has to be finished before anything is read.")
    with ExitStack() as stack:
        try:
            descriptor = os.open(layout.lock, _FLAGS | os.O_RDONLY)
        except OSError:
            yield
            return
        stack.callback(os.close, descriptor)
        _hold(descriptor, layout, fcntl.LOCK_SH)
        yield


def _is_half_done(layout: Layout) -> bool:
    return renewal.is_unsettled(layout) or layout.staged.is_dir()


def _hold(descriptor: int, layout: Layout, how: int) -> None:
    with storage_errors(layout.lock):
        try:
            fcntl.flock(descriptor, how | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.pread(descriptor, 20, 0).decode("ascii", "replace").strip() or "unknown"
            raise CollectionInUse(
                f"{layout.root} is in use by another beilin (process {holder}): wait until it ends, or stop it."
            ) from None


def _sign(descriptor: int, layout: Layout) -> None:
    with storage_errors(layout.lock):
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()}\n".encode("ascii"), 0)
