"""A collection's facts in the reader's words: for the page, and for the script that keeps it fresh. Pure."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from archive.schedule.judging import RUNNING
from archive.schedule.overview import Row
from archive.sizes import size
from archive.underway import CLOSING, Underway
from archive.web.desk import Reader


def name(row: Row) -> str:
    """Return what a collection is called: its label, else its folder's own name."""
    return row.label or Path(row.folder).name or row.folder


def facts(reader: Reader, row: Row) -> dict[str, str]:
    """Return what a page says of a collection, by the names of its places."""
    return {
        "state": state(reader, row),
        "now": _far(reader, row.live) if row.live else "",
        "last": moment(row.last_ran) if row.last_ran else reader.say("overview.never"),
        "next": moment(row.next_due) if row.next_due else reader.say("overview.not_while_paused"),
        "coverage": coverage(reader, row),
        "growth": reader.say("overview.grown", bytes=size(row.bytes), grown=size(row.grown)),
        "replicas": replicas(reader, row),
        "standing": ", ".join(reader.called("trouble", code) for code in row.standing),
        "reason": " ".join(sentence for sentence in (row.reason, row.trouble) if sentence),
    }


def state(reader: Reader, row: Row) -> str:
    """Return the word for a collection's state."""
    if row.paused and row.state == RUNNING:
        return reader.say("overview.stopping")
    return reader.called("crawl", row.state)


def coverage(reader: Reader, row: Row) -> str:
    """Return what share of what the blog's witnesses name is there."""
    if row.percent is None:
        return reader.say("overview.unknown")
    return reader.say("overview.covered", percent=row.percent, posts=row.posts)


def replicas(reader: Reader, row: Row) -> str:
    """Return how many replicas there are, and how they were at the last audit."""
    if not row.replicas:
        return reader.say("overview.no_replica")
    if not row.audited:
        return reader.say("overview.never_audited", number=row.replicas)
    found = "overview.audit_whole" if row.audit == 0 else "overview.audit_damaged"
    return reader.say(found, number=row.replicas, when=moment(row.audited))


def moment(instant: int) -> str:
    """Return an instant as people read it, in UTC.

    >>> moment(1394030160)
    '2014-03-05 14:36 UTC'
    """
    return datetime.fromtimestamp(instant, UTC).strftime("%Y-%m-%d %H:%M UTC")


def _far(reader: Reader, live: Underway) -> str:
    found = "overview.closing" if live.phase == CLOSING else "overview.far"
    return reader.say(found, fetched=live.fetched, found=live.found, posts=live.posts, bytes=size(live.bytes))
