"""What waits to be told, in the schedule's ledger: queued with the outcome that it tells of, sent after the crawls.

A message is taken out once its channel took it. A process that is killed in between sends it again, under the same id
(Message-ID, Idempotency-Key): told twice is better than never, and who gets it can tell. What finds no way in
thirty days is given up, and that is noted.
"""

from __future__ import annotations

import fcntl
import json
import os
import sqlite3
from collections.abc import Sequence

from archive import codec
from archive.alerts.channels import Channel, channels
from archive.alerts.conditions import Standing, Turn, turns
from archive.alerts.message import Message, message_of
from archive.alerts.sending import Undelivered, send
from archive.durable import storage_errors
from archive.errors import UsageError
from archive.home import home
from archive.schedule.judging import Slot, back_off
from archive.schedule.ledger import Ledger
from archive.schedule.outcome import Trouble
from archive.schedule.plan import DAY, Plan

_KEPT = 30 * DAY
_UNSORTED = ""  # the channel of what was not yet given to the channels that there are
_AT_A_TIME = 50


def tell(
    ledger: Ledger, plan: Plan, found: tuple[Sequence[Trouble], frozenset[str]], slot: Slot | None, now: int
) -> tuple[Turn, ...]:
    """Queue what is new and what has healed; within the transaction that records what it is about."""
    stands, told = turns(standing(ledger, plan.id), *found, now)
    database = ledger.database
    database.execute("DELETE FROM standing WHERE plan = ?", (plan.id,))
    for code, one in stands.items():
        row = (plan.id, code, one.since, json.dumps(sorted(one.subjects)))
        database.execute("INSERT INTO standing VALUES (?, ?, ?, ?)", row)
    for turn in told:
        message = message_of(plan, turn, slot, now)
        row = (message.id, _UNSORTED, now, codec.dump(message))
        database.execute("INSERT OR IGNORE INTO outbox VALUES (?, ?, ?, ?, 0, 0)", row)
    return told


def standing(ledger: Ledger, plan: str) -> dict[str, Standing]:
    """Return what stands of a plan, by its code."""
    rows = ledger.database.execute("SELECT code, since, subjects FROM standing WHERE plan = ?", (plan,))
    return {code: Standing(since, frozenset(json.loads(subjects))) for code, since, subjects in rows}


def waiting(ledger: Ledger) -> int:
    """Return how many messages wait."""
    return int(ledger.database.execute("SELECT count(*) FROM outbox").fetchone()[0])


def deliver(ledger: Ledger, now: int) -> list[str]:
    """Send what waits and whose time has come; return what went wrong, one sentence each.

    A channel that fails is not tried with its next message. Nothing is lost: what fails waits longer each time.
    """
    path = home() / "outbox.lock"
    with storage_errors(path):
        descriptor = os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return _deliver(ledger, now)
    except BlockingIOError:
        return []  # another scheduler is at it
    finally:
        os.close(descriptor)


def _deliver(ledger: Ledger, now: int) -> list[str]:
    if not waiting(ledger):
        return []
    try:
        known = {channel.key: channel for channel in channels()}
    except UsageError as error:
        return [f"{error} Alerts wait until then."]
    with ledger.changing() as database:
        _sort(database, known)
        given_up = _give_up(database, known, now)
        if given_up:
            ledger.note(now, f"{given_up} alert(s) found no way for thirty days, or lost their channel: given up.")
    return [sentence for key, channel in known.items() for sentence in _through(ledger, key, channel, now)]


def _sort(database: sqlite3.Connection, known: dict[str, Channel]) -> None:
    for number, at, text in database.execute("SELECT id, at, message FROM outbox WHERE channel = ''").fetchall():
        code = codec.load(Message, text).code
        for key, channel in known.items():
            if channel.wants(code):
                database.execute("INSERT OR IGNORE INTO outbox VALUES (?, ?, ?, ?, 0, 0)", (number, key, at, text))
    database.execute("DELETE FROM outbox WHERE channel = ''")


def _give_up(database: sqlite3.Connection, known: dict[str, Channel], now: int) -> int:
    marks = ", ".join("?" * len(known))
    query = f"DELETE FROM outbox WHERE at < ? OR channel NOT IN ({marks})"
    return database.execute(query, (now - _KEPT, *known)).rowcount


def _through(ledger: Ledger, key: str, channel: Channel, now: int) -> list[str]:
    rows = ledger.database.execute(
        "SELECT id, message, tries FROM outbox WHERE channel = ? AND (next <= ? OR next > ?) ORDER BY at, id LIMIT ?",
        (key, now, now + DAY, _AT_A_TIME),  # nothing waits for a day: the clock was set back
    ).fetchall()
    for number, text, tries in rows:
        try:
            send(channel, codec.load(Message, text))
        except Undelivered as error:
            with ledger.changing() as database:
                later = (tries + 1, now + back_off(tries + 1), number, key)
                database.execute("UPDATE outbox SET tries = ?, next = ? WHERE id = ? AND channel = ?", later)
            return [f"An alert did not get through to {channel.target}: {error}; it is tried again."]
        with ledger.changing() as database:
            database.execute("DELETE FROM outbox WHERE id = ? AND channel = ?", (number, key))
    return []
