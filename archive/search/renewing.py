"""The file of the index kept current: found so, brought up to date, or made anew.

It never changes in place: an update is made beside it and renamed. A reader has the file that it opened, whatever
happens meanwhile, and a kill leaves the index that was there before. Where ``state/`` cannot be written, the index is
made in a temporary folder.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from archive.layout import Layout
from archive.search import building, schema, sealed
from archive.search.building import Progress

_GATHERED = 16 << 20  # bytes of tokens that FTS5 sorts in memory before it writes them


def current(layout: Layout, progress: Progress, *, mend: bool = False) -> tuple[Path, bool]:
    """Return where an index lies that is current, and whether that is a temporary folder of the caller's to remove.

    ``mend``: the one that is there was found damaged. Where another process is at it, what is there is returned.
    """
    try:
        update(layout, progress, mend=mend)
        return layout.index, False
    except (OSError, sqlite3.OperationalError):  # read only, or full
        folder = Path(tempfile.mkdtemp(prefix="beilin-index-"))
        try:
            _renew(layout, layout.index, folder / layout.index.name, progress, mend=mend)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        return folder / layout.index.name, True


def update(layout: Layout, progress: Progress, *, mend: bool = False) -> None:
    """Make the index in ``state/`` current, unless another process is at it.

    Raises:
        OSError, sqlite3.OperationalError: it cannot be written there.
    """
    if not mend and _is_current(layout, layout.index):
        return
    layout.state.mkdir(mode=0o700, exist_ok=True)
    with _alone(layout) as held:
        if held and (mend or not _is_current(layout, layout.index)):
            for left in layout.state.glob(f"{layout.index.name}.*.part"):  # by one that was killed
                left.unlink()
            _renew(layout, layout.index, layout.index, progress, mend=mend)


def is_current(layout: Layout, database: sqlite3.Connection) -> bool:
    """Say whether an index is of what was sealed last, and its unread records are as they were."""
    stamp = _stamp(layout, database)
    return bool(stamp) and _meta(database, "version") == str(schema.VERSION) and _meta(database, "stamp") == stamp


def _is_current(layout: Layout, path: Path) -> bool:
    try:
        with closing(schema.read_only(path)) as database:
            return is_current(layout, database)
    except sqlite3.Error:
        return False


def _stamp(layout: Layout, database: sqlite3.Connection) -> str:
    """Return what changes when something is sealed, or an unread record is mended; "" for what was never sealed."""
    paths = [path for (path,) in database.execute("SELECT path FROM unread ORDER BY path")]
    stamps = [sealed.stamp(layout.manifest), *(sealed.stamp(layout.root / path) for path in paths)]
    return " ".join(stamps) if stamps[0] else ""


def _renew(layout: Layout, old: Path, target: Path, progress: Progress, *, mend: bool) -> None:
    """Make the index, from the old one where that is sound, and put it in place as a whole."""
    if not mend and _is_sound(old):
        with contextlib.suppress(sqlite3.Error, building.Crowded, ValueError):
            _make(layout, old, target, progress)
            return
    _make(layout, None, target, progress)


def _make(layout: Layout, old: Path | None, target: Path, progress: Progress) -> None:
    part = target.with_name(f"{target.name}.{os.getpid()}.part")
    try:
        part.unlink(missing_ok=True)
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        if old:
            shutil.copyfile(old, part)
        with closing(schema.being_made(part)) as database:
            _fill(database, layout, progress, anew=old is None)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def _fill(database: sqlite3.Connection, layout: Layout, progress: Progress, *, anew: bool) -> None:
    if anew:
        database.executescript(schema.TABLES)
        for name, value in (("hashsize", _GATHERED), ("automerge", 0), ("crisismerge", 1000)):
            database.execute("INSERT INTO words (words, rank) VALUES (?, ?)", (name, value))
    before = sealed.stamp(layout.manifest)
    building.bring_up_to_date(database, sealed.records_of(layout), progress)
    building.note_states(database, sealed.states_of(layout))
    if anew:
        database.execute("INSERT INTO words (words) VALUES ('optimize')")
    stamp = _stamp(layout, database)
    # Sealed anew meanwhile: what was read is of the seal before, and the next to ask will see that.
    values = [("version", str(schema.VERSION)), ("stamp", stamp if sealed.stamp(layout.manifest) == before else "")]
    database.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", values)


def _is_sound(path: Path) -> bool:
    """Say whether a file is an index of this version that can be read."""
    try:
        with closing(schema.read_only(path)) as database:
            return _meta(database, "version") == str(schema.VERSION)
    except sqlite3.Error:
        return False


def _meta(database: sqlite3.Connection, name: str) -> str:
    row = database.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
    return str(row[0]) if row else ""


@contextmanager
def _alone(layout: Layout) -> Iterator[bool]:
    """Say whether nobody else is making the index; where somebody is, wait only if there is none to read."""
    descriptor = os.open(layout.state / "index.lock", os.O_CREAT | os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | (fcntl.LOCK_NB if _is_sound(layout.index) else 0))
            held = True
        except BlockingIOError:
            held = False
        yield held
    finally:
        os.close(descriptor)
