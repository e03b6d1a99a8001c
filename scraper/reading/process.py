"""The child: takes captures from the WARC, reads them, notes what they say, and answers with what to ask for next.

Usage: python -m scraper.reading.process COLLECTION NOTES VISIT

It has limits of its own. A page that is too much for it ends it, not the crawl; what it had noted and not made
durable its master tells its successor again. It retires by itself before it has grown large.
"""

from __future__ import annotations

import contextlib
import resource
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from archive import codec
from archive.acceptance import acceptances
from archive.addresses import key, redirect_target
from archive.captures import read_capture
from archive.cycles import collect_seldom
from archive.errors import Damaged, StorageError
from archive.judged import REPLACED, SUSPECT, Judgement
from archive.layout import Layout
from archive.process import ended_by_memory, serve_parent
from archive.readings import Readings
from archive.records import Capture, Finding, Link, Reading
from scraper.extract import forget, read
from scraper.judging import Judging
from scraper.platforms import PLATFORMS
from scraper.reading.messages import Answer, Task, line
from scraper.visits import is_held

MOST_MEMORY = 320 * 1024 * 1024  # bytes of data, by the kernel's count
RETIRE_AT = 160 * 1024 * 1024  # bytes in memory; its successor begins with little
COMMIT_EVERY = 100  # tasks
_LOST = Finding("payload-missing", "it refers to a record that is not in the collection; run beilin verify")
_SKIPPED = Finding("unread-page", "reading it took too long or too much memory, and was stopped")


class Noting:
    """Reads captures of one collection into its notes."""

    def __init__(self, layout: Layout, notes: Path, *, quick: bool) -> None:
        self._layout, self._quick = layout, quick
        self._readings = Readings(notes)
        self._judging = Judging(self._readings, acceptances(layout))
        self._told: set[int] = set()

    def take(self, task: Task) -> Answer:
        """Do one task."""
        if task.do == "missed" and task.failure:
            self._readings.fail(task.crawl, task.failure)
        elif task.do in ("read", "again", "skip"):
            with contextlib.suppress(Damaged):  # no HTTP response lies there: nothing to read
                return self._note(task)
        return Answer(task.number)

    def commit(self) -> None:
        """Make what was noted durable."""
        self._readings.commit()

    def close(self) -> None:
        """Commit and close."""
        self._readings.close()

    def _note(self, task: Task) -> Answer:
        capture = read_capture(self._layout.warc / task.warc, task.offset)
        payload = self._payload(capture)
        held = payload or capture
        if task.do == "skip":
            reading = Reading("unknown", findings=(_SKIPPED,))
        elif capture.refers_to and not payload:
            reading = Reading("unknown", findings=(_LOST,))
        elif task.reading and task.do == "read":
            reading = codec.load(Reading, task.reading)
        else:
            reading = read(held)
        judgement = self._judging.note(task.crawl, capture, held, reading, skipped=task.do == "skip")
        if judgement and judgement.state in (SUSPECT, REPLACED):
            reading = self._not_believed(task.crawl, reading, judgement)
        if capture.origin:
            capture, reading = _of_others(capture, reading)
        self._readings.add(task.crawl, capture, reading, payload)
        return Answer(
            number=task.number,
            kind=reading.kind,
            status=held.status,
            uri=capture.target_uri,
            links=tuple(self._new(task.crawl, reading)),
            moved_to=redirect_target(held),
            instead=reading.instead,
            platform=next((platform.name for platform in PLATFORMS if platform.recognises(held)), ""),
            replaced=judgement.kind if judgement else "",
        )

    def _not_believed(self, crawl: str, reading: Reading, judgement: Judgement) -> Reading:
        """Return of a reading what is noted of it all the same: none of its numbers, and no address that is new on it.

        Its posts are noted too, but nothing is made of them as long as the capture is kept apart.
        """
        past, known = self._readings.past, judgement.state == SUSPECT
        links = tuple(link for link in reading.links if known and past.heard_of(key(link.url), crawl))
        blog = reading.blog if known else None
        return replace(reading, links=links, counts=(), edits=(), blog=blog, instead=None)

    def _payload(self, capture: Capture) -> Capture | None:
        """Return the capture that a revisit refers to, None for one that has its own payload."""
        ref = self._readings.past.payload_of(capture.refers_to) if capture.refers_to else None
        return read_capture(self._layout.warc / ref.warc, ref.offset) if ref else None

    def _new(self, crawl: str, reading: Reading) -> Iterator[Link]:
        """Yield the links not told before; on a quick visit none whose resource is held and unchanged."""
        waiting = {link for link in reading.links if self._quick and self._can_wait(crawl, link)}
        # By update, newest first: where a page of the feed names a post that is as it was, so are all that follow.
        last = not self._quick or any(link.kind in ("post", "page") for link in waiting)
        for link in reading.links:
            mark = hash(key(link.url))
            if mark in self._told or link in waiting or (link.kind == "feed-by-update" and last):
                continue
            self._told.add(mark)
            yield link

    def _can_wait(self, crawl: str, link: Link) -> bool:
        """Say whether a quick visit leaves a resource to the next full one."""
        return is_held(self._readings, crawl, link) and not self._readings.past.is_edited(key(link.url), crawl)


def _of_others(capture: Capture, reading: Reading) -> tuple[Capture, Reading]:
    """Return what is noted of what others captured: under the one address of all that lead to it, whichever they took.

    When a post was last changed is asked of our own captures alone.
    """
    return replace(capture, target_uri=PLATFORMS[0].canonical(capture.target_uri)), replace(reading, edits=())


@ended_by_memory()
def main(collection: str, notes: str, visit: str) -> None:
    """Serve tasks from stdin until it ends."""
    bound()
    noting = Noting(Layout(Path(collection)), Path(notes), quick=visit == "quick")
    try:
        serve(noting)
        noting.close()
    except StorageError as error:
        sys.stdout.buffer.write(line(Answer(0, refused=str(error))))
        sys.stdout.buffer.flush()


class Servant(Protocol):
    """Does tasks."""

    def take(self, task: Task) -> Answer:
        """Do one."""

    def commit(self) -> None:
        """Make what was done durable."""


def serve(noting: Servant) -> None:
    """Do the tasks on stdin until it ends, or until this process has grown large."""
    uncommitted = 0
    for text in sys.stdin.buffer:
        task = codec.load(Task, text)
        answer = noting.take(task)
        forget()
        uncommitted += 1
        full = _resident() > RETIRE_AT  # what is durable need not be read again, and fill its successor too
        commits = full or task.do in ("commit", "missed") or uncommitted >= COMMIT_EVERY
        if commits:
            noting.commit()
            uncommitted = 0
        sys.stdout.buffer.write(line(answer) + (b"committed\n" if commits else b""))
        sys.stdout.buffer.flush()
        if full:
            return


def _resident() -> int:
    """Return the bytes this process has in memory, 0 where the system does not say."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()
    except OSError:
        return 0


def bound() -> None:
    """Bind this process to its parent and to its limits."""
    serve_parent()
    resource.setrlimit(resource.RLIMIT_DATA, (MOST_MEMORY, MOST_MEMORY))
    collect_seldom()


if __name__ == "__main__":
    main(*sys.argv[1:])
