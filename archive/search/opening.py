"""The index of a collection, opened for reading: the questions it answers."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
import threading
import time
import weakref
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from archive.collection import open_collection
from archive.layout import Layout
from archive.search import counting, people, renewing, schema
from archive.search.building import Progress
from archive.search.expression import QueryError
from archive.search.finding import find, identifiers
from archive.search.values import (
    LanguageTally,
    PeopleFound,
    PersonPage,
    Query,
    RecordPlace,
    Results,
    Tally,
    Together,
    Unread,
)

LONGEST = 5.0  # seconds that a query may take
_STEPS = 20_000  # of SQLite's machine between two looks at the clock
_T = TypeVar("_T")


def open_index(collection: Path, progress: Progress = lambda *_: None) -> Index:
    """Open the index of a collection for reading, current with what was sealed last.

    Raises:
        NotACollection: there is no collection.
    """
    layout = open_collection(collection)
    return Index(layout, _opened(layout, progress))


def update_index(layout: Layout, progress: Progress = lambda *_: None) -> None:
    """Bring the index up to date for those who search later. What goes wrong is theirs to meet: it is derived."""
    with contextlib.suppress(OSError, sqlite3.Error):
        renewing.update(layout, progress)


def _opened(layout: Layout, progress: Progress, *, mend: bool = False) -> sqlite3.Connection:
    path, is_temporary = renewing.current(layout, progress, mend=mend)
    database = schema.read_only(path)
    if is_temporary:  # what is open stays there, and nothing is left behind, however this process ends
        shutil.rmtree(path.parent, ignore_errors=True)
    return database


class Index:
    """An open index; it may be asked from several threads."""

    def __init__(self, layout: Layout, database: sqlite3.Connection) -> None:
        self._layout, self._database = layout, database
        self._lock = threading.Lock()
        self._closed = weakref.finalize(self, self._database.close)

    def close(self) -> None:
        """Let go of the file."""
        self._closed()

    @property
    def is_current(self) -> bool:
        """Whether nothing was sealed since it was made."""
        return self._ask(lambda database: renewing.is_current(self._layout, database))

    def search(self, query: Query) -> Results:
        """Return the posts that fit a query.

        Raises:
            QueryError: it takes too long, or cannot be understood.
            UsageError: a filter cannot be.
        """
        found = self._ask(lambda database: find(database, query))
        return Results(found.total, found.hits, self.unread())

    def identifiers(self, query: Query) -> tuple[str, ...]:
        """Return the ids of all posts that fit a query, newest first. Raises as `search`."""
        return self._ask(lambda database: identifiers(database, query))

    def unread(self) -> tuple[Unread, ...]:
        """Return the records that are left out, and why."""
        return self._ask(lambda db: tuple(Unread(*row) for row in db.execute("SELECT path, reason FROM unread")))

    def people(self, text: str | None = None, limit: int = 50, offset: int = 0) -> PeopleFound:
        """Return the people whom a text names or begins to name, or all."""
        return self._ask(lambda database: people.people(database, text, limit, offset))

    def person(self, identifier: str, most: int = -1) -> PersonPage | None:
        """Return all that is known of a person, None for an id that is nobody's; ``most`` places of each naming."""
        return self._ask(lambda database: people.person(database, identifier, most))

    def posts_per_month(self) -> tuple[Tally, ...]:
        """Return how many posts were published each month."""
        return self._ask(lambda database: counting.per_month(database, counting.PUBLISHED))

    def events_per_month(self) -> tuple[Tally, ...]:
        """Return of how many events posts tell, by the month of the event."""
        return self._ask(lambda database: counting.per_month(database, counting.EVENTS))

    def languages_per_month(self) -> tuple[LanguageTally, ...]:
        """Return how many posts of each month have each language."""
        return self._ask(counting.languages_per_month)

    def together(self, limit: int = 100) -> tuple[Together, ...]:
        """Return who appears with whom, most often first, among those who are named most."""
        return self._ask(lambda database: counting.together(database, limit))

    def places(self) -> tuple[Tally, ...]:
        """Return the places of events, as written."""
        return self._ask(lambda database: counting.facets(database, counting.PLACES))

    def labels(self) -> tuple[Tally, ...]:
        """Return the blog's labels."""
        return self._ask(lambda database: counting.facets(database, counting.LABELS))

    def kinds(self) -> tuple[Tally, ...]:
        """Return the kinds of events."""
        return self._ask(lambda database: counting.facets(database, counting.KINDS))

    def post(self, post_id: str) -> RecordPlace | None:
        """Return where the newest version of a post lies that can be read, None where there is no such post."""
        sql = "SELECT post_id, version, url, folder FROM shown WHERE post_id = ? ORDER BY id LIMIT 1"
        row = self._ask(lambda database: database.execute(sql, (post_id,)).fetchone())
        return self._place(*row) if row else None

    def versions(self, post_id: str) -> tuple[RecordPlace, ...]:
        """Return where all versions of a post lie, oldest first."""
        newest = self.post(post_id)
        if newest is None:
            return ()
        folder = newest.path.parent.relative_to(self._layout.records).as_posix()
        found = [number for number in range(1, newest.version + 1) if self._path(folder, number).is_file()]
        return tuple(self._place(post_id, number, newest.url, folder) for number in found)

    def _place(self, post_id: str, version: int, url: str, folder: str) -> RecordPlace:
        return RecordPlace(post_id, version, url, self._path(folder, version))

    def _path(self, folder: str, version: int) -> Path:
        return self._layout.records / folder / f"v{version}.json"

    def _ask(self, question: Callable[[sqlite3.Connection], _T]) -> _T:
        with self._lock:
            try:
                return self._within_time(question)
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode != sqlite3.SQLITE_INTERRUPT:
                    raise
                raise QueryError(f"The query takes more than {LONGEST:g} seconds: ask for something rarer.") from None
            except sqlite3.DatabaseError:  # damaged where nobody had looked before
                self._mend()
                return self._within_time(question)

    def _within_time(self, question: Callable[[sqlite3.Connection], _T]) -> _T:
        until = time.monotonic() + LONGEST
        self._database.set_progress_handler(lambda: time.monotonic() > until, _STEPS)
        try:
            return question(self._database)
        finally:
            self._database.set_progress_handler(None, 0)

    def _mend(self) -> None:
        """Make the index anew."""
        self._closed()
        self._database = _opened(self._layout, lambda *_: None, mend=True)
        self._closed = weakref.finalize(self, self._database.close)
