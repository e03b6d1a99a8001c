"""Processes of our own that do shares of a work side by side: on all cores, and within limits of their own."""

from __future__ import annotations

import os
import subprocess

from archive.process import command_of

MOST_DEATHS = 2  # at one thing: with the second it is done without
_MOST = 4  # processes
_ENOUGH = 50  # posts, for which another process pays


def shares_of(posts: int) -> int:
    """Return how many processes are to share in the work on so many posts."""
    return max(1, min(_MOST, os.cpu_count() or 1, posts // _ENOUGH))


def start(module: str, *arguments: str) -> subprocess.Popen[str]:
    """Start a module of ours; the two speak over stdin and stdout, a JSON document a line."""
    return subprocess.Popen(  # noqa: S603 (our own program, our own arguments)
        command_of(module, *arguments),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="ascii",
        start_new_session=True,
    )
