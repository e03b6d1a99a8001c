"""SQLite, as Datasette opens it: the three tables with their keys; lists as JSON, which Datasette counts by item."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from archive.durable import private
from archive.export.cells import plain_cell
from archive.export.source import Record
from archive.export.tables import INTEGER, POSTS, REAL, TABLES, Table

_TYPES = {INTEGER: "INTEGER", REAL: "REAL"}
_INDEXES = (("posts", "published_utc"), ("posts", "event_date"), ("attendances", "zh"), ("attendances", "en"))


def write_sqlite(records: Iterable[Record], output: Path, _: str) -> Iterable[str]:
    """Write a database. Its bytes are the same for the same records and version of SQLite."""
    private(output).close()
    with closing(sqlite3.connect(output)) as database:
        database.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA page_size = 4096;")
        with database:
            for table in TABLES:
                database.execute(_definition(table))
            for record in records:
                for table in TABLES:
                    rows = ([*map(plain_cell, row)] for row in table.rows(record))
                    marks = ",".join("?" * len(table.columns))
                    database.executemany(f'INSERT INTO "{table.name}" VALUES ({marks})', rows)  # noqa: S608 (ours)
            for name, column in _INDEXES:
                database.execute(f'CREATE INDEX "{name}_by_{column}" ON "{name}" ("{column}")')
    return ()


def _definition(table: Table) -> str:
    columns = [f'"{column.name}" {_TYPES.get(column.kind, "TEXT")}' for column in table.columns]
    key = ", ".join(f'"{name}"' for name in table.key)
    foreign = [] if table is POSTS else ['FOREIGN KEY ("record") REFERENCES "posts" ("record")']
    return f'CREATE TABLE "{table.name}" ({", ".join([*columns, f"PRIMARY KEY ({key})", *foreign])})'
