"""Crawls, audits and drills as processes of their own, for the scheduler."""

from __future__ import annotations

import os
import shutil
import subprocess
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from archive.durable import private
from archive.process import command_of
from archive.schedule.plan import Plan
from archive.sizes import size

_BETWEEN_LOOKS = 0.2  # seconds
Launch = Callable[[tuple[str, ...], Path, int, threading.Event], int]


def launch(arguments: tuple[str, ...], output: Path, lock: int, stop: threading.Event) -> int:
    """Run a command of beilin, its stdout in a file; return its exit code, negative for a signal.

    The process has the plan's lock as long as it lives. A wish to stop is handed on once, and its end waited for.
    """
    return attend(command_of("scraper.scheduled", str(os.getpid()), *arguments), output, lock, stop)


def attend(command: Sequence[str], output: Path, handed: int, stop: threading.Event) -> int:
    """Run a command of ours to its end, with an open file handed to it; return its exit code."""
    with private(output) as out:
        child = subprocess.Popen(  # noqa: S603
            command,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.DEVNULL,
            pass_fds=(handed,),
            start_new_session=True,  # Ctrl-C is for the scheduler, which hands it on
        )
    told = False
    while True:
        try:
            return child.wait(_BETWEEN_LOOKS)
        except subprocess.TimeoutExpired:
            if stop.is_set() and not told:
                child.terminate()
                told = True


def mirroring(plan: Plan) -> tuple[str, ...]:
    """Return the command that crawls a plan's collection."""
    return ("mirror", "--json", "--scheduled", *plan.options, "--", plan.folder)


def auditing(plan: Plan) -> tuple[str, ...]:
    """Return the command that audits the replicas of a plan's collection."""
    return ("replicate", "--json", "--audit", "--", plan.folder)


def drilling(plan: Plan) -> tuple[str, ...]:
    """Return the command that rehearses giving back the site of a plan's collection."""
    return ("drill", "--json", "--", plan.folder)


def obstacle(plan: Plan) -> str:
    """Return why a crawl must not begin now, empty where it may: too little room, or a collection that is too large."""
    folder = Path(plan.folder)
    try:
        free = shutil.disk_usage(folder).free
    except OSError:
        return ""  # the crawl itself says what is wrong with the folder
    if free < plan.keep_free:
        return f"{size(free)} are free on the disk, and {size(plan.keep_free)} are to stay free"
    if plan.most and (used := _used(folder)) > plan.most:
        return f"the collection has {size(used)}, and may have {size(plan.most)}"
    return ""


def _used(folder: Path) -> int:
    return sum(path.lstat().st_size for path in folder.rglob("*") if path.is_file())
