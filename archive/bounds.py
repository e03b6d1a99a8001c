"""Limits of a process that makes records, so that one post costs no more than itself.

A step that asks for too much memory or time is broken off by an exception, and its post is kept as it was read. What no
exception reaches ends the process; its master leaves out that post, and has the others made.
"""

from __future__ import annotations

import faulthandler
import os
import resource
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from archive.cycles import collect_seldom

MOST_MEMORY = 320 * 1024 * 1024  # bytes of data, by the kernel's count
LONGEST = 20.0  # seconds for the steps of one post; the slowest real one takes a tenth of one
_HARD = 2  # times as long, and the process ends


class TooLong(Exception):
    """The steps of a post take longer than any real post's."""


def bound(most_memory: int = MOST_MEMORY) -> None:
    """Bind this process: memory from here on, time within `one_post`."""
    resource.setrlimit(resource.RLIMIT_DATA, (most_memory, most_memory))
    signal.signal(signal.SIGALRM, _stop)
    collect_seldom()


@contextmanager
def one_post() -> Iterator[None]:
    """End a process that is bound where one post takes too long for anything but that."""
    if not _is_bound():
        yield
        return
    with Path(os.devnull).open("w") as nowhere:  # a trace would tell the user nothing
        faulthandler.dump_traceback_later(_HARD * LONGEST, exit=True, file=nowhere)
        try:
            yield
        finally:
            faulthandler.cancel_dump_traceback_later()


@contextmanager
def steps_of_one() -> Iterator[None]:
    """Raise TooLong within, where that lasts too long and the process is bound."""
    if not _is_bound():
        yield
        return
    signal.setitimer(signal.ITIMER_REAL, LONGEST)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _is_bound() -> bool:
    return signal.getsignal(signal.SIGALRM) is _stop


def _stop(*_: object) -> None:
    raise TooLong
