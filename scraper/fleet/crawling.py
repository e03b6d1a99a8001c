"""One blog of a fleet, crawled under its lease, as a process of its own: whoever writes is who holds.

Usage: python -m scraper.fleet.crawling PARENT TURNS JOB

PARENT is the worker's process, TURNS the number of the socket on which turns are asked for, JOB a `Job` in JSON. On
stdout one JSON document (`Ended`). When the lease is lost, the process ends itself at once.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import signal
import sys
from pathlib import Path
from typing import Any

from archive import codec
from archive.codec import to_plain
from archive.error_document import told
from archive.errors import BeilinError
from archive.leases import ENDED, Lease, Newest, is_free, look
from archive.process import stop_with_parent
from archive.schedule.judging import FAILED, RAN
from archive.schedule.outcome import read_document
from scraper.fleet.jobs import Job
from scraper.fleet.places import Place, opened, refuse_unsafe
from scraper.mirror import Wishes, mirror
from scraper.present import mirrored


def main(parent: str, turns: str, text: str) -> None:
    """Crawl a blog if it is free."""
    stop_with_parent(int(parent))
    os.umask(0o077)
    job = codec.load(Job, text)
    try:
        with opened(job) as place:
            document = _under_lease(job, place, int(turns))
    except BeilinError as error:
        document = {"error": to_plain(told(error))}
    print(json.dumps(document), flush=True)  # noqa: T201


def _under_lease(job: Job, place: Place, turns: int) -> dict[str, Any]:
    newest = look(place.leases)
    if done := _done_by_others(job, newest):
        return {"already": done}
    if not is_free(newest, job.silent if newest.number == job.seen else 0.0, job.lasts):
        return {"held": newest.number}
    place.finish(newest)
    lease = Lease.take(place.leases, newest, job.run, _end_at_once, job.lasts)
    if lease is None:
        return {"held": newest.number + 1}
    came_to = FAILED
    try:
        refuse_unsafe(place.leases)
        folder = place.collection()
        document = _mirror(job, folder, turns)
        if document.get("collection"):
            place.keep(folder, lease)
        came_to = RAN if document.get("summary") and not (document["error"] or document["faults"]) else FAILED
    finally:
        lease.end(came_to)
    return document


def _done_by_others(job: Job, newest: Newest) -> str:
    """Return the state to which another run brought the blog since ours began, "" where none did."""
    entry = newest.entry
    done = entry and entry.kind == ENDED and entry.run != job.run and entry.at > job.began and entry.came_to == RAN
    return RAN if done else ""


def _mirror(job: Job, folder: Path, turns: int) -> dict[str, Any]:
    """Do as `beilin mirror --json`, and return its document."""
    said = io.StringIO()
    wishes = Wishes(
        connect=job.connect,
        cacert=Path(job.cacert) if job.cacert else None,
        contact=job.contact,
        delay=job.delay,
        visit=job.visit,
        turns=turns,
    )
    with contextlib.redirect_stdout(said):
        mirrored(mirror(job.url, folder, wishes), as_json=True)
    return read_document(said.getvalue().encode("utf-8", "surrogatepass")) or {}


def _end_at_once() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main(*sys.argv[1:])
