"""A child process that does not outlive its parent, and leaves no trace of its memory; how it answers on stdout."""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import resource
import signal
import sys
from collections.abc import Iterator

_DIE_WITH_PARENT = 1  # prctl's PR_SET_PDEATHSIG


def command_of(module: str, *arguments: str) -> list[str]:
    """Return the command that runs a module of ours as a process.

    Python would look for modules in the folder where we are first (``-P``: it does not): a ``json.py`` in a collection
    that somebody sent would be run.
    """
    return [sys.executable, "-P", "-m", module, *arguments]


def serve_parent() -> None:
    """Bind this process to its parent: no Ctrl-C of its own, death with the parent, no core dump.

    Names of people are in its memory. Elsewhere than on Linux it ends when its input or its work does.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)


@contextlib.contextmanager
def ended_by_memory() -> Iterator[None]:
    """End this process with code 1 where memory ends: its parent knows what to do, a trace would tell nobody."""
    try:
        yield
    except (MemoryError, SystemError):  # the latter where memory ended within C code
        sys.exit(1)


def say(**message: object) -> None:
    """Tell the parent something: a JSON object, as a line on stdout."""
    print(json.dumps(message), flush=True)  # noqa: T201


def stop_with_parent(parent: int) -> None:
    """Have this process stopped as by one SIGTERM when its parent ends, of whatever; where it has ended already, now.

    Linux only: elsewhere the process goes on to its own end.
    """

    def stop(*_: object) -> None:
        # Linux tells it once for each thread of the parent, and a second SIGTERM would be a wish to end at once.
        signal.signal(signal.SIGUSR1, signal.SIG_IGN)
        os.kill(os.getpid(), signal.SIGTERM)

    signal.signal(signal.SIGUSR1, stop)
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGUSR1)
    if os.getppid() != parent:
        stop()
