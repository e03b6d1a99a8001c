"""The SQLite files of ``state/``: working notes that may be lost, since the WARC can tell them again."""

from __future__ import annotations

import sqlite3
import zlib
from pathlib import Path

from archive.durable import make_file, make_folder, storage_errors


def open_state(path: Path, schema: str) -> sqlite3.Connection:
    """Open or create a state file. A damaged one is put aside as ``NAME.damaged``, and an empty one begun.

    One that another version of beilin wrote in another form is begun anew, too: the WARC fills it again.

    Raises:
        StorageError: the disk refused.
    """
    with storage_errors(path):
        make_folder(path.parent)
        make_file(path)  # SQLite goes by the umask; the files that it makes beside this one get its mode
        try:
            return _open(path, schema)
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError:
            for suffix in ("-wal", "-shm"):
                path.with_name(path.name + suffix).unlink(missing_ok=True)
            path.replace(path.with_name(path.name + ".damaged"))
            return _open(path, schema)


def _open(path: Path, schema: str) -> sqlite3.Connection:
    database = sqlite3.connect(path, isolation_level=None)
    form = zlib.crc32(schema.encode()) & 0x7FFFFFFF
    try:
        if database.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
            raise sqlite3.DatabaseError("damaged")
        (found,) = database.execute("PRAGMA user_version").fetchone()
        if found != form:
            _empty(database)
        database.executescript(schema)
        database.execute(f"PRAGMA user_version = {form}")
    except sqlite3.DatabaseError:
        database.close()
        raise
    return database


def _empty(database: sqlite3.Connection) -> None:
    for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
        database.execute(f'DROP TABLE "{name}"')
