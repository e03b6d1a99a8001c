"""What the crawler and its reading process say to each other: one JSON object a line, data only."""

from __future__ import annotations

import json
from dataclasses import dataclass

from archive.codec import to_plain
from archive.notes import Failure
from archive.records import Link


@dataclass(frozen=True)
class Task:
    """What is to be done: ``read`` the capture at a place, ``again`` where a child died at it, ``skip`` it where two
    did, note what was ``missed``, or ``commit``. ``reading`` is what the capture was read as elsewhere, in JSON.
    """

    number: int
    do: str
    crawl: str = ""
    warc: str = ""
    offset: int = 0
    failure: Failure | None = None
    reading: str = ""


@dataclass(frozen=True)
class Answer:
    """What became of a task: what the capture was read as, and which ``links`` it names that are to be asked for.

    ``moved_to`` is where a redirect leads; ``platform`` the one that knows the page, "" for none;
    ``replaced`` is what stands in the blog's place there, "" for nothing; ``refused`` why the disk did not take the
    notes, in which case the child has ended. ``reading`` is all that the capture says, from a child that notes nothing.
    """

    number: int
    kind: str = "unknown"
    status: int = 0
    uri: str = ""
    links: tuple[Link, ...] = ()
    moved_to: str | None = None
    instead: str | None = None
    platform: str = ""
    replaced: str = ""
    refused: str = ""
    reading: str = ""


def line(message: Task | Answer) -> bytes:
    """Return a message as a line."""
    return json.dumps(to_plain(message)).encode("ascii") + b"\n"
