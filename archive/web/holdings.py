"""What the pages ask a collection for. Everything is read when it is asked for; a crawl may be writing meanwhile."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TypeVar

from archive import codec, config, store
from archive.change_report import ChangeReport
from archive.changes_read import read_changes
from archive.coverage import Coverage
from archive.errors import Damaged
from archive.layout import Layout
from archive.payloads import Picture
from archive.pictures import Pictures
from archive.post_changes import PostChange, difference
from archive.records import Image, Post
from archive.redaction.origin import is_copy
from archive.report import read_report
from archive.search import Index, LanguageTally, Query, Tally, Together, open_index
from archive.web import fetching
from archive.web.digests import Digests

T = TypeVar("T")


@dataclass(frozen=True)
class Held:
    """What a collection holds. ``complete`` and ``percent`` are those of the newest coverage, None before the first."""

    address: str
    records: int
    people: int
    warc_files: int
    warc_bytes: int
    newest_crawl: str | None
    complete: bool | None
    percent: float | None


class NotHeld(Exception):
    """What is asked for is not in the collection; of the overview: no collection of this machine has that name."""


class Holdings:
    """One collection, open for reading by several threads."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self._config = config.load(layout)
        self.address = self._config.address
        self.nameless = is_copy(layout)
        self._local = threading.local()
        self._pictures = Pictures(layout)
        self._opening = threading.Lock()
        self._reports: dict[str, tuple[int, object]] = {}

    @property
    def state(self) -> int:
        """A number that changes when a crawl has been sealed."""
        try:
            return self.layout.manifest.stat().st_mtime_ns
        except OSError:
            return 0

    @property
    def index(self) -> Index:
        """The index, up to date; one for each thread, as SQLite likes it."""
        state = self.state
        if getattr(self._local, "state", None) != state:
            with self._opening:  # whoever comes first brings it up to date
                self._local.index = open_index(self.layout.root)
            self._local.state = state
        index: Index = self._local.index
        return index

    # ------------------------------------------------------------------ records
    def post(self, post_id: str, version: int | None = None) -> Post:
        """Return a record, the newest version where none is named.

        Raises:
            NotHeld: there is none.
            Damaged: it cannot be read, or is not as it was sealed.
        """
        place = self.index.post(post_id)
        if place is None:
            raise NotHeld(post_id)
        if version is None or version == place.version:
            return self._record(place.path)
        if version not in self.version_numbers(post_id):
            raise NotHeld(post_id)
        return self._record(place.path.parent / f"v{version}.json")

    def version_numbers(self, post_id: str) -> list[int]:
        """Return the numbers of a record's versions, in order; none where there is no such record."""
        place = self.index.post(post_id)
        if place is None:
            return []
        folder, named = place.path.parent, self._manifest()
        return [one for one in store.versions(folder) if not named or self._sealed(folder / f"v{one}.json")]

    def versions(self, post_id: str) -> list[Post]:
        """Return all versions of a record, oldest first. Raises as `post`."""
        return [self.post(post_id, number) for number in self.version_numbers(post_id)]

    def differences(self, post_id: str) -> list[PostChange]:
        """Return what each version of a record changed, newest first. Raises as `post`."""
        found = self.versions(post_id)
        return [difference(old, new) for old, new in pairwise(found)][::-1]

    def _record(self, path: Path) -> Post:
        try:
            data = path.read_bytes()
            if self._manifest() and hashlib.sha256(data).hexdigest().encode("ascii") != self._sealed(path):
                raise Damaged(
                    f"{path.name} of this post is not as it was sealed: run beilin verify, and get it from a replica."
                )
            return codec.load(Post, data)
        except (ValueError, OSError):
            raise Damaged(
                f"{path.name} of this post cannot be read: run beilin verify, and get it from a replica."
            ) from None

    def _manifest(self) -> Digests:
        """Return the digests that the manifest names, none where nothing was sealed yet."""
        return self._kept("manifest", lambda: Digests(self.layout.manifest.read_bytes() if self.state else b""))

    def _sealed(self, path: Path) -> bytes:
        """Return the SHA-256 that the manifest has for a file, in hexadecimal; empty where it names none."""
        return self._manifest().of(path.relative_to(self.layout.root).as_posix())

    def held(self) -> Held:
        """Return what there is, in numbers."""
        sizes = [path.stat().st_size for path in self.layout.warc.glob("*.warc.gz")]
        report = self.coverage()
        return Held(
            address=self.address,
            records=self.index.search(Query(limit=1)).total,
            people=self.index.people(None, 1).total,
            warc_files=len(sizes),
            warc_bytes=sum(sizes),
            newest_crawl=report.crawl if report else None,
            complete=report.complete if report else None,
            percent=report.percent if report else None,
        )

    def lacks(self, url: str) -> bool:
        """Say whether a file that a page shows was surely never captured."""
        return self._pictures.lacks(url)

    def fetching(self, lacking: Iterable[str] = ()) -> str:
        """Return the command that fetches some addresses which the collection lacks."""
        return fetching.command(self.layout.root.resolve(), self._config, lacking)

    def picture(self, image: Image) -> Picture | None:
        """Return a picture of a post out of the WARC, None where it was not captured. Raises Damaged."""
        return self._pictures.picture(image)

    # ------------------------------------------------------------------ counts: of all posts, so each is asked for once
    def tallies(self, name: str) -> tuple[Tally, ...]:
        """Return how many posts there are by posts_per_month, events_per_month, places, labels or kinds."""
        return self._kept(name, getattr(self.index, name))

    def languages(self) -> tuple[LanguageTally, ...]:
        """Return how many posts of each month have each language."""
        return self._kept("languages", self.index.languages_per_month)

    def together(self, limit: int) -> tuple[Together, ...]:
        """Return who appears with whom, most often first."""
        return self._kept(f"together {limit}", lambda: self.index.together(limit))

    def _kept(self, name: str, read: Callable[[], T]) -> T:
        state = self.state
        if name not in self._reports or self._reports[name][0] != state:
            self._reports[name] = (state, read())
        return self._reports[name][1]  # type: ignore[return-value]

    # ------------------------------------------------------------------ reports
    def coverage(self) -> Coverage | None:
        """Return the newest coverage report, None before the first crawl."""
        return self._cached("coverage", lambda: read_report(self.layout))

    def changes(self) -> ChangeReport | None:
        """Return the newest change report, None before the first crawl."""
        return self._cached("changes", lambda: read_changes(self.layout))

    def _cached(self, name: str, read: Callable[[], T]) -> T:
        try:
            return self._kept(name, read)
        except (ValueError, TypeError, AttributeError, OSError):
            raise Damaged(f"The newest {name} report cannot be read: run beilin verify.") from None
