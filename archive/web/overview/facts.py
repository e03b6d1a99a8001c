"""A collection's facts in the reader's words: for the page, and for the script that keeps it fresh. Pure."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from archive.schedule.duties import Duty
from archive.schedule.judging import RUNNING
from archive.schedule.overview import Row
from archive.schedule.spelling import span
from archive.sizes import size
from archive.underway import CLOSING, Underway
from archive.web.desk import Reader
from archive.web.overview.reasons import because


def name(row: Row) -> str:
    """Return what a collection is called: its label, else its folder's own name."""
    return row.label or Path(row.folder).name or row.folder


def facts(reader: Reader, row: Row) -> dict[str, str]:
    """Return what a page says of a collection, by the names of its places."""
    why = because(reader, row.reason, row.exit_code)
    return {
        "state": state(reader, row),
        "now": _far(reader, row.live) if row.live else "",
        "last": last(reader, row),
        "next": moment(row.next_due) if row.next_due else reader.say("overview.not_while_paused"),
        "coverage": coverage(reader, row),
        "growth": growth(reader, row),
        "replicas": replicas(reader, row),
        "drill": drill(reader, row.drill),
        "missing": "" if row.is_there else reader.say("overview.missing"),
        "standing": ", ".join(reader.called("trouble", code) for code in row.standing),
        "reason": why.words,
        "english": " ".join(sentence for sentence in (why.english, row.trouble) if sentence),
    }


def failing(row: Row) -> list[str]:
    """Return which of the facts tell a failure."""
    duties = {"replicas": row.audit, "drill": row.drill}
    return [place for place, duty in duties.items() if not duty.well or duty.late]


def last(reader: Reader, row: Row) -> str:
    """Return when it was last crawled, and by whom."""
    if row.by_hand:
        return reader.say("overview.by_hand", when=moment(row.by_hand))
    return moment(row.last_ran) if row.last_ran else reader.say("overview.never")


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


def growth(reader: Reader, row: Row) -> str:
    """Return how large it is; of a folder that is not there nothing is known."""
    if not row.is_there:
        return reader.say("overview.unknown")
    return reader.say("overview.grown", bytes=size(row.bytes), grown=size(row.grown))


def replicas(reader: Reader, row: Row) -> str:
    """Return how many replicas there are, and how they were at the last audit."""
    if not row.is_there:
        return reader.say("overview.unknown")
    late = reader.say("overview.late") if row.audit.late else ""
    if not row.replicas:
        return reader.say("overview.no_replica") + late
    if row.audit.last is None:
        return reader.say("overview.never_audited", number=row.replicas) + late
    found = "overview.audit_whole" if row.audit.well else "overview.audit_damaged"
    return reader.say(found, number=row.replicas, when=moment(row.audit.last.at)) + late


def drill(reader: Reader, duty: Duty) -> str:
    """Return what the last rehearsal of giving the site back came to."""
    late = reader.say("overview.late") if duty.late else ""
    if duty.last is None:
        return reader.say("overview.never") + late
    one, parts = duty.last, []
    parts.append(reader.say("overview.drill_sound" if duty.well else "overview.drill_failed", when=moment(one.at)))
    if one.missing is not None:
        lacks = "overview.drill_missing" if one.missing else "overview.drill_whole"
        parts.append(reader.say(lacks, number=one.missing))
    if one.seconds is not None:
        parts.append(reader.say("overview.drill_minutes", minutes=f"{max(one.seconds / 60, 0.1):.1f}"))
    return "".join(parts) + late


def often(reader: Reader, every: int) -> str:
    """Return how often, in the largest unit that fits whole."""
    told = span(every)
    return reader.say(f"overview.every_{told[-1]}", number=told[:-1])


def moment(instant: int) -> str:
    """Return an instant as people read it, in UTC.

    >>> moment(1394030160)
    '2014-03-05 14:36 UTC'
    """
    return datetime.fromtimestamp(instant, UTC).strftime("%Y-%m-%d %H:%M UTC")


def _far(reader: Reader, live: Underway) -> str:
    found = "overview.closing" if live.phase == CLOSING else "overview.far"
    return reader.say(found, fetched=live.fetched, found=live.found, posts=live.posts, bytes=size(live.bytes))
