"""Who holds something: a process, named so that another one on the same machine can tell whether it is still there."""

from __future__ import annotations

import os
import socket
from dataclasses import dataclass
from pathlib import Path

_BOOT = Path("/proc/sys/kernel/random/boot_id")
_NAMESPACE = Path("/proc/self/ns/pid")
_AFTER_STATE = 19  # fields of /proc/PID/stat between the state of a process and its start (proc(5), starttime)


@dataclass(frozen=True)
class Holder:
    """A process. ``machine`` is one boot of one kernel, with the namespace in which ``pid`` counts, "" where the
    system does not say; ``began`` the ticks at which it began, so that a number that is used again is another's.
    """

    machine: str
    pid: int
    began: int
    host: str = ""


def this_process() -> Holder:
    """Return this process."""
    return Holder(machine(), os.getpid(), _began(os.getpid()) or 0, socket.gethostname())


def is_gone(holder: Holder) -> bool:
    """Say whether a process is known to have ended: it ran on this machine, and is not there any more."""
    return bool(holder.machine) and holder.machine == machine() and _began(holder.pid) != holder.began


def machine() -> str:
    """Return the name of this machine since its last start, and of the namespace of processes; "" if unknown."""
    try:
        return f"{_BOOT.read_text('ascii').strip()} {_NAMESPACE.readlink()}"
    except OSError:
        return ""


def _began(pid: int) -> int | None:
    """Return when a process began, None where there is none, or only what its parent has not asked about yet."""
    try:
        state, *fields = Path(f"/proc/{pid}/stat").read_text("ascii", "replace").rpartition(")")[2].split()
    except (OSError, ValueError):
        return None
    return None if state in "ZX" else int(fields[_AFTER_STATE - 1])
