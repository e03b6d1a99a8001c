"""What is told: a code, numbers, and a label that the archivist chose. Pure.

An alert leaves the machine, and mail is read by others. So it has no address, no title, no name of a person and no
path; a channel that says ``report = "full"`` gets the crawl's own reports with it, which have all of that.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from archive.alerts.conditions import Turn
from archive.schedule.judging import Slot
from archive.schedule.plan import Plan

_MEANINGS = {
    "gone": "the blog, or much of it, is gone",
    "replaced": "something else stands in the blog's place",
    "suspect": "the blog may have been broken into",
    "shrunken": "the blog has far fewer posts than before",
    "blocked": "a server limited or refused the crawl",
    "damaged": "the collection is damaged",
    "failed": "a crawl failed",
    "missed": "crawls were missed",
    "replica-damaged": "a replica is damaged or cannot be reached",
    "drill-failed": "the site could not be given back in a drill",
    "drill-missing": "something would be missing from the site given back",
    "disk-low": "there is too little room for a crawl",
    "test": "this is a test",
}
_COUNTED = ("visit", "posts", "percent")  # of a crawl that came to its summary


@dataclass(frozen=True)
class Message:
    """One alert. ``turn`` is raised, grown or healed; ``numbers`` (name, value) are those of the crawl, a value empty
    where it is not known.

    ``folder`` and ``crawl`` say where its reports are; they stay on this machine.
    """

    id: str
    at: int
    plan: str
    label: str
    code: str
    turn: str
    detail: str
    since: int
    numbers: tuple[tuple[str, str], ...] = ()
    folder: str = ""
    crawl: str = ""


def message_of(plan: Plan, turn: Turn, slot: Slot | None, now: int) -> Message:
    """Return the alert of a turn. The same turn has the same id, so that whoever gets it twice can tell."""
    known = f"{plan.id} {turn.code} {turn.turn} {turn.since} {now}"
    return Message(
        id=hashlib.sha256(known.encode("ascii")).hexdigest()[:24],
        at=now,
        plan=plan.id,
        label=plan.label,
        code=turn.code,
        turn=turn.turn,
        detail=turn.detail,
        since=turn.since,
        numbers=_numbers(slot) if slot else (),
        folder=plan.folder,
        crawl=slot.crawl if slot else "",
    )


def _numbers(slot: Slot) -> tuple[tuple[str, str], ...]:
    values = {name: str(getattr(slot, name)) for name in ("state", "attempts", "exit_code", *_COUNTED)}
    if not slot.visit:  # it came to no summary: its zeros count nothing
        values |= dict.fromkeys(_COUNTED, "")
    return (("due", instant(slot.last)), *values.items())


def subject(one: Message) -> str:
    """Return a mail's subject."""
    return f"beilin: {one.code} {one.turn} [{one.label or one.plan}]"


def text(one: Message) -> str:
    """Return a mail's text."""
    rows = [
        f"{_MEANINGS.get(one.code, one.code)[:1].upper()}{_MEANINGS.get(one.code, one.code)[1:]}: {one.turn}.",
        f"{one.detail[:1].upper()}{one.detail[1:]}." if one.detail else "",
        "",
        f"Collection: {one.label or one.plan}",
        f"Since: {instant(one.since)}",
        f"Told: {instant(one.at)}",
        *(f"{name}: {value}" for name, value in one.numbers if value),
        "",
        "On the machine that crawls, beilin status --all says more.",
    ]
    return "\n".join(rows) + "\n"


def plain(one: Message) -> dict[str, Any]:
    """Return an alert for machines."""
    document = {name: value for name, value in asdict(one).items() if name not in ("folder", "crawl", "numbers")}
    numbers = {name: value or None for name, value in one.numbers}
    return {**document, "at": instant(one.at), "since": instant(one.since), "numbers": numbers}


def report(one: Message) -> bytes:
    """Return the report that goes with every mail: the same numbers, for machines."""
    return json.dumps(plain(one), ensure_ascii=False, indent=2).encode("utf-8") + b"\n"


def instant(seconds: int) -> str:
    """Return an instant as ISO 8601 has it.

    >>> instant(0)
    '1970-01-01T00:00:00Z'
    """
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
