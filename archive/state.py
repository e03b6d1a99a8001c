"""The SQLite files of ``state/``: working notes that may be lost, since the WARC can tell them again."""

from __future__ import annotations

import sqlite3
import zlib
from pathlib import Path

from archive.durable import make_file, make_folder, storage_errors

_PATIENCE = 2.0  # seconds to wait for a writer
_UNWRITABLE = (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN)


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


def read_only(path: Path, *, is_finished: bool = False) -> sqlite3.Connection:
    """Open a file for reading, in any thread, and write nothing, not even beside it; ``is_finished``: nobody writes it.

    Raises:
        sqlite3.Error: it cannot be read.
    """
    address = f"{path.resolve().as_uri()}?mode=ro"
    if not is_finished:
        try:
            return _read(address)
        except sqlite3.OperationalError as error:
            # On a disk that is read only SQLite cannot begin to follow a log; without one the file is whole as it is
            # (https://sqlite.org/wal.html#readonly).
            if error.sqlite_errorcode & 0xFF not in _UNWRITABLE or _has_log(path):
                raise
    return _read(f"{address}&immutable=1")


def _read(address: str) -> sqlite3.Connection:
    database = sqlite3.connect(address, uri=True, timeout=_PATIENCE, check_same_thread=False)
    try:
        database.execute("SELECT 1 FROM sqlite_schema LIMIT 1")  # SQLite opens the file when it is first asked
    except sqlite3.Error:
        database.close()
        raise
    return database


def _has_log(path: Path) -> bool:
    log = path.with_name(path.name + "-wal")
    return log.exists() and log.stat().st_size > 0


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
