"""What became of every crawl that was due, and what is to be told: ``$BEILIN_HOME/schedule.sqlite``.

Each change is one transaction on the disk (WAL, synchronous=FULL): a scheduler that is killed leaves all of it or
nothing. An outcome, the alerts that it raises and the mark up to which all is accounted for change together.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import astuple, fields, replace
from itertools import product
from pathlib import Path
from typing import Self

from archive.durable import make_file, make_folder, storage_errors
from archive.errors import StorageError
from archive.home import home
from archive.schedule.clock import Reading
from archive.schedule.duties import AUDITS, DRILLS, Done
from archive.schedule.judging import FAILED, PAUSED, RAN, RUNNING, Slot, Standing

_FORM = 4
# A crawl that a pause cut short was begun; those that came due during a pause were not.
_WAS_RUN = f"(state IN ('{RAN}', '{FAILED}', '{RUNNING}') OR (state = '{PAUSED}' AND started > 0))"
_COLUMNS = [field.name for field in fields(Slot) if field.name != "id"]
_SCHEMA = """
CREATE TABLE IF NOT EXISTS marks (plan TEXT PRIMARY KEY, accounted INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS slots (
  id INTEGER PRIMARY KEY, plan TEXT NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL, count INTEGER NOT NULL,
  state TEXT NOT NULL, reason TEXT NOT NULL, attempts INTEGER NOT NULL, started INTEGER NOT NULL,
  ended INTEGER NOT NULL, exit_code INTEGER NOT NULL, retry INTEGER NOT NULL, crawl TEXT NOT NULL,
  visit TEXT NOT NULL, posts INTEGER NOT NULL, percent REAL NOT NULL);
CREATE INDEX IF NOT EXISTS by_plan ON slots (plan, last);
CREATE TABLE IF NOT EXISTS audits (
  plan TEXT PRIMARY KEY, at INTEGER NOT NULL, exit_code INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS drills (
  plan TEXT PRIMARY KEY, at INTEGER NOT NULL, exit_code INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS fleet (
  plan TEXT PRIMARY KEY, place TEXT NOT NULL, name TEXT NOT NULL, listed INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS notes (id INTEGER PRIMARY KEY, at INTEGER NOT NULL, what TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS clock (one INTEGER PRIMARY KEY CHECK (one = 1), wall INTEGER, boot TEXT, running INTEGER);
CREATE TABLE IF NOT EXISTS standing (
  plan TEXT, code TEXT, since INTEGER NOT NULL, subjects TEXT NOT NULL, PRIMARY KEY (plan, code)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS outbox (
  id TEXT, channel TEXT, at INTEGER NOT NULL, message TEXT NOT NULL, tries INTEGER NOT NULL, next INTEGER NOT NULL,
  PRIMARY KEY (id, channel)) WITHOUT ROWID;
"""


_ADDED = ("missing INTEGER", "seconds REAL")  # to audits and drills, in the third form


class Ledger:
    """The open ledger; for one thread."""

    def __init__(self, now: int) -> None:
        """Open or create it. A damaged one is put aside, and that is noted: the schedules go on from now.

        Raises:
            StorageError: the disk refused, or a newer beilin wrote it.
        """
        self.path = home() / "schedule.sqlite"
        with storage_errors(self.path):
            make_folder(self.path.parent)
            make_file(self.path)
            try:
                self.database = _open(self.path)
            except sqlite3.OperationalError:
                raise
            except sqlite3.DatabaseError:
                self._begin_anew(now)

    def _begin_anew(self, now: int) -> None:
        for suffix in ("-wal", "-shm"):
            self.path.with_name(self.path.name + suffix).unlink(missing_ok=True)
        aside = self.path.with_name(f"{self.path.name}.damaged-{now}")
        self.path.replace(aside)
        make_file(self.path)
        self.database = _open(self.path)
        self.note(now, f"The ledger was damaged; it lies in {aside.name}, and the schedules go on from now.")
        self.database.execute("INSERT OR REPLACE INTO marks VALUES ('', ?)", (now,))

    @contextmanager
    def changing(self) -> Iterator[sqlite3.Connection]:
        """One transaction. Raises StorageError; nothing is changed then."""
        with storage_errors(self.path):
            self.database.execute("BEGIN IMMEDIATE")
            try:
                yield self.database
                self.database.execute("COMMIT")
            except BaseException:
                if self.database.in_transaction:
                    self.database.execute("ROLLBACK")
                raise

    def close(self) -> None:
        """Close the file."""
        self.database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def standing(self, plan: str, anchor: int) -> Standing:
        """Return what is known of a plan, whose own instants begin at its anchor."""
        newest = self.slots(plan, 1, _WAS_RUN)
        ran = self.slots(plan, 1, f"state = '{RAN}'")
        since = ran[0].id if ran else 0
        (failures,) = self.database.execute(
            "SELECT coalesce(sum(attempts), 0) FROM slots WHERE plan = ? AND state = ? AND id > ?",
            (plan, FAILED, since),
        ).fetchone()
        return Standing(self._mark(plan, anchor), newest[0] if newest else None, failures)

    def _mark(self, plan: str, anchor: int) -> int:
        rows = dict(self.database.execute("SELECT plan, accounted FROM marks WHERE plan IN ('', ?)", (plan,)))
        return int(rows[plan]) if plan in rows else max(anchor - 1, int(rows.get("", 0)))

    def slots(self, plan: str, most: int, condition: str = "1") -> list[Slot]:
        """Return slots of a plan, newest first; the condition is one of ours."""
        rows = self.database.execute(
            f"SELECT {', '.join(_COLUMNS)}, id FROM slots WHERE plan = ? AND {condition} ORDER BY id DESC LIMIT ?",
            (plan, most),
        )
        return [Slot(*row) for row in rows]

    def newest_of_fleets(self, condition: str = "1") -> dict[str, Slot]:
        """Return the newest slot of each blog of a fleet, by its id; the condition is one of ours."""
        newest = f"SELECT max(id) FROM slots WHERE plan IN (SELECT plan FROM fleet) AND {condition} GROUP BY plan"
        rows = self.database.execute(f"SELECT {', '.join(_COLUMNS)}, id, plan FROM slots WHERE id IN ({newest})")
        return {plan: Slot(*row) for *row, plan in rows}

    def begin(self, plan: str, closed: Sequence[Slot], run: Slot | None, accounted: int) -> Slot | None:
        """Record what is accounted for now, and the crawl that begins; return it with its number. Within `changing`."""
        for slot in closed:
            _insert(self.database, plan, slot)
        if run and run.id:
            _update(self.database, run)
        elif run:
            run = replace(run, id=_insert(self.database, plan, run))
        self.mark(plan, accounted)
        return run

    def end(self, slot: Slot) -> None:
        """Record how a crawl ended; within `changing`."""
        _update(self.database, slot)

    def mark(self, plan: str, accounted: int) -> None:
        """Set the instant up to which all is accounted for."""
        self.database.execute("INSERT OR REPLACE INTO marks VALUES (?, ?)", (plan, accounted))

    def note(self, at: int, what: str) -> None:
        """Note what concerns the schedule as a whole: a clock that was set, a ledger begun anew."""
        self.database.execute("INSERT INTO notes (at, what) VALUES (?, ?)", (at, what))

    def notes(self, most: int = 20) -> list[tuple[int, str]]:
        """Return the newest notes first."""
        return self.database.execute("SELECT at, what FROM notes ORDER BY id DESC LIMIT ?", (most,)).fetchall()

    def tick_before(self, now: Reading) -> Reading | None:
        """Return when the clocks were looked at before, and note that they are now."""
        before, values = self.seen_clock(), (now.wall, now.boot, now.running)
        self.database.execute("INSERT OR REPLACE INTO clock VALUES (1, ?, ?, ?)", values)
        return before

    def seen_clock(self) -> Reading | None:
        """Return what the clocks showed when a scheduler last looked, None where none did."""
        row = self.database.execute("SELECT wall, boot, running FROM clock").fetchone()
        return Reading(*row) if row else None

    def last(self, duty: str, plan: str) -> Done | None:
        """Return a collection's last audit or drill (`archive.schedule.duties`), None for never."""
        columns = ", ".join(field.name for field in fields(Done))
        row = self.database.execute(f"SELECT {columns} FROM {duty} WHERE plan = ?", (plan,)).fetchone()
        return Done(*row) if row else None

    def note_last(self, duty: str, plan: str, done: Done) -> None:
        """Record an audit or a drill."""
        columns = ", ".join(field.name for field in fields(Done))
        row = (plan, *astuple(done))
        self.database.execute(f"INSERT OR REPLACE INTO {duty} (plan, {columns}) VALUES (?, ?, ?, ?, ?)", row)

    def is_own(self, plan: str, began: int) -> bool:
        """Say whether a crawl that began at an instant was the schedule's: within one of its slots."""
        condition = f"attempts > 0 AND first <= {began:d} AND (ended >= {began:d} OR state = '{RUNNING}')"
        return bool(self.slots(plan, 1, condition))


def _open(path: Path) -> sqlite3.Connection:
    database = sqlite3.connect(path, isolation_level=None, timeout=30)
    try:
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA synchronous = FULL")
        if database.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
            raise sqlite3.DatabaseError("damaged")
        (form,) = database.execute("PRAGMA user_version").fetchone()
        if form > _FORM:
            raise StorageError(f"{path} was written by a newer beilin: use that one.")
        if form < _FORM:
            _renew(database)
    except BaseException:
        database.close()
        raise
    return database


def _renew(database: sqlite3.Connection) -> None:
    """Bring the tables to the present form, unless another process just did."""
    database.execute("BEGIN IMMEDIATE")
    (form,) = database.execute("PRAGMA user_version").fetchone()
    if form < _FORM:
        for statement in _SCHEMA.split(";")[:-1]:
            database.execute(statement)
        for table, column in product((AUDITS, DRILLS), _ADDED):
            known = {name for _, name, *_ in database.execute(f"PRAGMA table_info({table})")}
            if column.split()[0] not in known:
                database.execute(f"ALTER TABLE {table} ADD COLUMN {column}")
        database.execute(f"PRAGMA user_version = {_FORM}")
    database.execute("COMMIT")


def _insert(database: sqlite3.Connection, plan: str, slot: Slot) -> int:
    marks = ", ".join("?" * (len(_COLUMNS) + 1))
    row = database.execute(
        f"INSERT INTO slots (plan, {', '.join(_COLUMNS)}) VALUES ({marks})", (plan, *astuple(slot)[:-1])
    )
    return int(row.lastrowid or 0)


def _update(database: sqlite3.Connection, slot: Slot) -> None:
    sets = ", ".join(f"{name} = ?" for name in _COLUMNS)
    database.execute(f"UPDATE slots SET {sets} WHERE id = ?", astuple(slot))
