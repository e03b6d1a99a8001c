"""What waits to be told, in the schedule's ledger: queued with the outcome that it tells of, sent after the crawls.

A message is taken out once its channel took it. A process that is killed in between sends it again, under the same id
(Message-ID, Idempotency-Key): told twice is better than never, and who gets it can tell. What waits for a channel that
alerts.toml no longer names goes to those that it names now, where they did not have it; while it names none, all wait.
What finds no way in thirty days is given up, and that is noted.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence

from archive import codec
from archive.alerts.channels import Channel, channels
from archive.alerts.conditions import Standing, Turn, turns
from archive.alerts.message import Message, message_of
from archive.alerts.sending import Undelivered, send
from archive.claims import claim
from archive.errors import UsageError
from archive.home import home
from archive.schedule.judging import Slot, back_off
from archive.schedule.ledger import Ledger
from archive.schedule.outcome import Trouble
from archive.schedule.plan import DAY, Plan

_KEPT = 30 * DAY
_UNSORTED = ""  # the channel of what was not yet given to the channels that there are
_TAKEN = -1  # the tries of what a channel took, kept while another one still waits for the same message
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
    return int(ledger.database.execute("SELECT count(*) FROM outbox WHERE tries >= 0").fetchone()[0])


def deliver(ledger: Ledger, now: int) -> list[str]:
    """Send what waits and whose time has come; return what went wrong, one sentence each.

    A channel that fails is not tried with its next message. Nothing is lost: what fails waits longer each time.
    """
    with claim(home() / "outbox.lock") as lock:
        return [] if lock is None else _deliver(ledger, now)  # none where another scheduler is at it


def _deliver(ledger: Ledger, now: int) -> list[str]:
    if not waiting(ledger):
        return []
    try:
        known = {channel.key: channel for channel in channels()}
    except UsageError as error:
        return [f"{error} Alerts wait until then."]
    with ledger.changing() as database:
        if given_up := _give_up(database, now):
            ledger.note(now, f"{given_up} alert(s) found no way for thirty days: given up.")
        if lost := _sort(database, known):
            ledger.note(now, f"{lost} alert(s) lost their channel, and no other is told of such: given up.")
        _tidy(database)
    return [sentence for key, channel in known.items() for sentence in _through(ledger, key, channel, now)]


def _give_up(database: sqlite3.Connection, now: int) -> int:
    return database.execute("DELETE FROM outbox WHERE at < ? AND tries >= 0", (now - _KEPT,)).rowcount


def _sort(database: sqlite3.Connection, known: dict[str, Channel]) -> int:
    """Give what has no channel, or one that is no more, to those that there are, each once.

    Returns how many lost their channel and are for none of these.
    """
    if not known:
        return 0
    marks, lost = ", ".join("?" * len(known)), 0
    query = f"SELECT id, channel, at, message FROM outbox WHERE tries >= 0 AND channel NOT IN ({marks})"
    for number, before, at, text in database.execute(query, tuple(known)).fetchall():
        code = codec.load(Message, text).code
        takers = [key for key, channel in known.items() if channel.wants(code)]
        for key in takers:
            database.execute("INSERT OR IGNORE INTO outbox VALUES (?, ?, ?, ?, 0, 0)", (number, key, at, text))
        database.execute("DELETE FROM outbox WHERE id = ? AND channel = ?", (number, before))
        lost += before != _UNSORTED and not takers
    return lost


def _tidy(database: sqlite3.Connection) -> None:
    """Forget who took what no channel waits for any more."""
    database.execute("DELETE FROM outbox WHERE tries < 0 AND id NOT IN (SELECT id FROM outbox WHERE tries >= 0)")


def _through(ledger: Ledger, key: str, channel: Channel, now: int) -> list[str]:
    rows = ledger.database.execute(
        "SELECT id, message, tries FROM outbox WHERE channel = ? AND tries >= 0 AND (next <= ? OR next > ?) "
        "ORDER BY at, id LIMIT ?",
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
            database.execute("UPDATE outbox SET tries = ? WHERE id = ? AND channel = ?", (_TAKEN, number, key))
            _tidy(database)
    return []
