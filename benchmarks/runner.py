"""One run of one tool against the wire: its seconds, its CPU, its memory, and what it asked for."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from needed import Address
from peers import Job, Peer, warcprox
from wire import Asked, Wire

LONGEST = 3600  # seconds; a tool that takes longer is stopped


@dataclass(frozen=True)
class Cost:
    """What a process and its descendants cost: seconds, seconds of CPU, the largest one's MB, exit status."""

    wall: float
    cpu: float
    peak: float
    status: int


@dataclass(frozen=True)
class Run:
    """One run."""

    cost: Cost
    asked: list[Asked]
    others: float  # what share of the machine was busy before it began

    @property
    def got(self) -> set[Address]:
        """The distinct addresses answered with 200."""
        return {asked.address for asked in self.asked if asked.method == "GET" and asked.status == 200}


def run(peer: Peer, wire: Wire, server: str) -> Run:
    """Run a tool once against one of the wire's addresses."""
    since, others = wire.mark(), _busy()
    with tempfile.TemporaryDirectory(prefix="beilin-peer-") as name:
        job = Job(wire.home, server, Path(name))
        cost = _by_warcprox(peer, job) if peer.behind_warcprox else cost_of(peer.command(job), job)
    return Run(cost, wire.asked(since), others)


def _busy() -> float:
    """Return the share of the machine's processors that works at this moment, when nothing of ours does."""
    before = _ticks()
    time.sleep(1)
    idle, everything = (after - then for after, then in zip(_ticks(), before, strict=True))
    return 1 - idle / max(everything, 1)


def _ticks() -> tuple[int, int]:
    fields = [int(field) for field in Path("/proc/stat").read_text(encoding="ascii").partition("\n")[0].split()[1:9]]
    return fields[3] + fields[4], sum(fields)


def cost_of(command: list[str], job: Job) -> Cost:
    """Run a command to its end and return its cost."""
    with _started(command, job, "command") as started:
        return started.end()


def _by_warcprox(peer: Peer, job: Job) -> Cost:
    """Run a tool whose proxy is warcprox. warcprox starts before the clock, and ends (its WARC written) within it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    with _started(warcprox(job, port), job, "warcprox") as started:
        _await_listener(port, started)
        own = cost_of(peer.command(replace(job, server=f"127.0.0.1:{port}")), job)
        began = time.perf_counter()
        os.killpg(started.process.pid, signal.SIGINT)
        other = started.end()
        ending = time.perf_counter() - began
    return Cost(own.wall + ending, own.cpu + other.cpu, max(own.peak, other.peak), own.status or other.status)


@dataclass(frozen=True)
class _Started:
    """A process under GNU time, which is there because it is small.

    Linux counts the memory of whoever starts a process as that process's own peak: wget started from Python looks
    as large as Python. GNU time waits for the command, and lets a SIGINT to the group pass.
    """

    process: subprocess.Popen[bytes]
    memory: Path
    began: float

    def end(self) -> Cost:
        """Wait, and return the cost of the command and of all its descendants that were waited for."""
        _, status, usage = os.wait4(self.process.pid, 0)
        wall = time.perf_counter() - self.began
        self.process.returncode = os.waitstatus_to_exitcode(status)
        peak = int(self.memory.read_text(encoding="ascii").split()[-1]) / 1024
        return Cost(wall, usage.ru_utime + usage.ru_stime, peak, self.process.returncode)


@contextmanager
def _started(command: list[str], job: Job, name: str) -> Iterator[_Started]:
    memory = job.folder / f"{name}.kb"
    process = subprocess.Popen(
        ["/usr/bin/time", "-q", "-f", "%M", "-o", str(memory), *command],
        cwd=job.folder,
        env={key: value for key, value in os.environ.items() if not key.lower().endswith("_proxy")},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    clock = threading.Timer(LONGEST, os.killpg, (process.pid, signal.SIGKILL))
    clock.start()
    try:
        yield _Started(process, memory, time.perf_counter())
    finally:
        clock.cancel()
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _await_listener(port: int, started: _Started) -> None:
    for _ in range(300):
        with socket.socket() as probe:
            if started.process.poll() is None and probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError("warcprox did not start")
