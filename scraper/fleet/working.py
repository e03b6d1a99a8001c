"""What runs in a Dask worker: a crawl attended to as a process of its own, its requests' turns fetched for it."""

from __future__ import annotations

import json
import os
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from distributed import get_worker
from distributed.utils import sync

from archive import codec
from archive.errors import Interrupted
from archive.process import command_of
from archive.schedule.outcome import read_document
from scraper.fleet import scratch
from scraper.fleet.giving import HOLD, IS_WANTED, TURN
from scraper.fleet.jobs import Ended, Job
from scraper.launching import attend

_BETWEEN = 2.0  # seconds between two looks whether the run is still wanted
_MOST_AHEAD = 3600.0  # seconds
STOPPED = Ended(Interrupted.exit_code, None)
Say = Callable[..., Any]  # a handler of `giving.Giving` by its name, and what it is told


def crawl(job: Job) -> Ended:
    """Crawl a blog, and return what became of it; the document is read before anybody else can touch it."""
    worker = get_worker()

    def say(handler: str, **message: Any) -> Any:
        return sync(worker.loop, getattr(worker.scheduler, handler), **message)

    if not say(IS_WANTED, run=job.run):
        return STOPPED
    scratch.clear(job.scratch)
    ours, theirs = socket.socketpair()
    with ours, theirs, _watched(job, say) as stop, scratch.folder(job.scratch) as folder:
        threading.Thread(target=_give_turns, args=(ours, job, say), daemon=True).start()
        output = folder / "said.json"
        command = command_of("scraper.fleet.crawling", str(os.getpid()), str(theirs.fileno()))
        code = attend([*command, codec.dump(job)], output, theirs.fileno(), stop)
        document = read_document(output.read_bytes())
        if document is None and stop.is_set():
            return STOPPED  # before it had begun, or when it was already ending
        return Ended(code, document, str(worker.address))


@contextmanager
def _watched(job: Job, say: Say) -> Iterator[threading.Event]:
    """Give an event that is set once the run is wanted no more, or the scheduler is gone."""
    stop, over = threading.Event(), threading.Event()

    def watch() -> None:
        while not over.wait(_BETWEEN):
            try:
                wanted = say(IS_WANTED, run=job.run)
            except Exception:  # whatever Dask calls it: nobody is there to crawl for
                wanted = False
            if not wanted:
                stop.set()
                return

    threading.Thread(target=watch, daemon=True).start()
    try:
        yield stop
    finally:
        over.set()


def _give_turns(channel: socket.socket, job: Job, say: Say) -> None:
    """Answer what `scraper.capture.turns` asks, until one of the two ends."""
    home = urlsplit(job.url).hostname or ""
    try:
        with channel.makefile("rwb", buffering=0) as lines:
            for line in lines:
                wait = _answer(json.loads(line), home, job.service_gap, say)
                lines.write(json.dumps({"wait": min(wait, _MOST_AHEAD)}).encode("ascii") + b"\n")
    except Exception:  # the crawl sees the socket closed, and stops where it is
        channel.close()


def _answer(message: dict[str, Any], home: str, service_gap: float, say: Say) -> float:
    if "ask" in message:
        return float(say(TURN, host=message["ask"], home=home, host_gap=message["gap"], service_gap=service_gap))
    say(HOLD, host=message["hold"], home=home, seconds=message["seconds"], service=message["all"])
    return 0.0
