"""A child process that does not outlive its parent, and leaves no trace of its memory."""

from __future__ import annotations

import contextlib
import ctypes
import os
import resource
import signal

_DIE_WITH_PARENT = 1  # prctl's PR_SET_PDEATHSIG


def serve_parent() -> None:
    """Bind this process to its parent: no Ctrl-C of its own, death with the parent, no core dump.

    Names of people are in its memory. Elsewhere than on Linux it ends when its input or its work does.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)


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
