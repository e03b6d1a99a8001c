"""Judging captures as they are read, and a crawl as a whole at its end, against what earlier crawls left.

A capture is judged twice, by the same function: when it is read, so that its links are followed or not, and when its
crawl is settled, which needs all of it. Both know only captures of earlier, settled crawls, so that the order in which
those of one crawl came makes no difference, and reading the WARC again gives the same states.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from archive.acceptance import Acceptance
from archive.addresses import key, redirect_target, split
from archive.changes import GONE_STATUS
from archive.judged import CHANGED, FIRST, GONE, GOOD, MISSING, OK, REPLACED, SUSPECT, TRAP, Judged, Judgement
from archive.readings import Readings
from archive.records import Capture, Reading
from scraper.judgement.compare import Site, alone, judge
from scraper.judgement.features import Features, features_of
from scraper.judgement.hosts import host_of, is_platform

_ANSWERED = (200, 203)
_GATES = ("accounts.google.com", "www.blogger.com")
MOST_ALIKE = 6  # addresses that show the same posts: a kind of address that has no end
_ENDLESS = Judgement(TRAP, reasons=(("same-page", f"{MOST_ALIKE} or more addresses show the same"),))
_MOST_LOADED = 300  # features in memory: some 4 MB
UNREADABLE = Judgement(TRAP, reasons=(("unread", "reading it took too long or too much memory"),))


@dataclass(frozen=True)
class _Seen:
    """Features, with the JSON that they are kept as ("" where they are kept already) and its digest."""

    features: Features
    text: str
    digest: str


class Judging:
    """Judges the captures of one collection; ``accepted`` is what a person accepted."""

    def __init__(self, readings: Readings, accepted: Sequence[Acceptance] = ()) -> None:
        self._readings, self._kept = readings, readings.judgements
        self._accepted = accepted
        self._crawl = ""
        self._site, self._has_past = Site(), False
        self._loaded: dict[str, Features] = {}  # by digest

    def note(
        self, crawl: str, capture: Capture, held: Capture, reading: Reading, skipped: bool = False
    ) -> Judgement | None:
        """Judge a capture, and note it. ``held`` has its payload. None for what says nothing of the blog's state."""
        self._enter(crawl)
        look = (UNREADABLE, None) if skipped else self._looked(crawl, capture, held, reading)
        found, seen = look
        if found is None:
            return None
        digest = seen.digest if seen else ""
        judged = Judged(capture.record_id, crawl, key(capture.target_uri), capture.target_uri, found, digest)
        self._kept.note(
            judged, capture, seen.text if seen else ""
        )  # ok, too: an earlier build kept them in another form
        return found

    def settle(self, crawls: Iterable[str]) -> None:
        """Judge whole crawls, oldest first, each by what those before it left."""
        for crawl in crawls:
            self._begin(crawl)
            self._settle(crawl)
            self._kept.settle(crawl)
        self._crawl = ""  # what is known of the blog is asked again

    # ------------------------------------------------------------------ one capture
    def _enter(self, crawl: str) -> None:
        if crawl != self._crawl:
            self.settle(earlier for earlier in self._kept.unsettled() if earlier < crawl)
            self._begin(crawl)

    def _looked(
        self, crawl: str, capture: Capture, held: Capture, reading: Reading
    ) -> tuple[Judgement | None, _Seen | None]:
        try:
            return self._first_look(crawl, capture, held, reading)
        except (MemoryError, sqlite3.Error):
            raise  # as in `scraper.extract`: a new process tries again
        except Exception:  # a page that trips this reader is never the end of a crawl
            return UNREADABLE, None

    def _first_look(
        self, crawl: str, capture: Capture, held: Capture, reading: Reading
    ) -> tuple[Judgement | None, _Seen | None]:
        if capture.truncated or not held.decoded or (capture.refers_to and held is capture):
            return None, None  # it was not seen whole
        last = self._last_good(key(capture.target_uri), crawl)
        if target := redirect_target(held):
            return _of_redirect(capture.target_uri, target, reading, had=last is not None), None
        seen = self._features(capture, held, reading)
        features = seen.features
        if features.place and (held.status in _ANSWERED or features.place != "error-page"):
            return judge(features, None, self._site), seen
        if held.status in GONE_STATUS or reading.kind == "error-page":
            return (Judgement(MISSING) if last else None), None
        if held.status not in _ANSWERED:
            return None, None
        return self._beside(seen.digest, features, last), seen

    def _beside(self, digest: str, features: Features, last: Judged | None) -> Judgement:
        """Judge features beside the last good ones; the same features are `ok`, and need not be looked at."""
        if last and last.features == digest:
            return Judgement(OK)
        return judge(features, self._load(last), self._site)

    def _features(self, capture: Capture, held: Capture, reading: Reading) -> _Seen:
        """Return the features of a capture; those of a payload that was judged before are known."""
        known = self._kept.of_capture(held.record_id) if held is not capture else None
        features = self._load(known)
        if known and features:
            return _Seen(features, "", known.features)
        features = features_of(held, reading)
        text = features.dump()
        return _Seen(features, text, hashlib.sha256(text.encode()).hexdigest()[:24])

    def _load(self, judged: Judged | None) -> Features | None:
        if not (judged and judged.features):
            return None
        if judged.features not in self._loaded:
            text = self._kept.features(judged.features)
            if not text:
                return None
            if len(self._loaded) >= _MOST_LOADED:
                self._loaded.clear()
            self._loaded[judged.features] = Features.load(text)
        return self._loaded[judged.features]

    def _last_good(self, url_key: str, crawl: str) -> Judged | None:
        return self._kept.last_good(url_key, crawl) if self._has_past else None

    def _begin(self, crawl: str) -> None:
        """Ask what crawls before one have left."""
        self._crawl = crawl
        good = list(self._kept.good_before(crawl))
        self._has_past, self._site = bool(good), self._site_of(good)

    def _site_of(self, good: Sequence[Judged]) -> Site:
        known: Counter[tuple[str, str]] = Counter()
        ids: Counter[str] = Counter()
        for judged in good:
            features = self._load(judged)
            if features and features.form == "page":
                known.update(features.marks)
                ids[features.blog_id] += 1
        ids.pop("", None)
        return Site(max(ids, key=lambda name: (ids[name], name)) if ids else "", known)

    # ------------------------------------------------------------------ a whole crawl
    def _settle(self, crawl: str) -> None:
        rows = self._kept.of_crawl(crawl)
        found = {row.record_id: self._second_look(row) for row in rows}
        features = {row.record_id: loaded for row in rows if (loaded := self._load(row))}
        if not self._site.known:
            self._compare_among_themselves(rows, found, features)
        _close_traps(rows, found, features)
        for row in rows:
            judged = found[row.record_id]
            if judged.state == SUSPECT and self._is_accepted(row):
                judged = Judgement(CHANGED, reasons=(*judged.reasons, ("accepted", "")))
            if judged != row.judgement:
                self._kept.rejudge(row.record_id, judged)

    def _second_look(self, row: Judged) -> Judgement:
        if row.state in (MISSING, GONE):
            return self._of_looks(row)
        now = self._load(row)
        if now is None:
            return row.judgement
        return self._beside(row.features, now, self._last_good(row.key, row.crawl))

    def _of_looks(self, row: Judged) -> Judgement:
        """Return gone where the look before this one, in this crawl or an earlier one, found the same."""
        seen = self._kept.of_address(row.key, row.crawl)
        here = next(number for number, look in enumerate(seen) if look.record_id == row.record_id)
        twice = here > 0 and seen[here - 1].state in (MISSING, GONE)
        return Judgement(GONE if twice else MISSING)

    def _compare_among_themselves(
        self, rows: Sequence[Judged], found: dict[str, Judgement], features: dict[str, Features]
    ) -> None:
        """A first crawl has nothing to be compared with but itself: its pages with each other, ids with the front's."""
        pages = {row.record_id: features[row.record_id] for row in rows if row.record_id in features}
        pages = {name: page for name, page in pages.items() if page.form == "page" and found[name].state == FIRST}
        ids = Counter(page.blog_id for page in pages.values() if page.blog_id)
        own = max(ids, key=lambda name: (ids[name], name)) if ids else ""
        for name, page in pages.items():
            if own and page.blog_id and page.blog_id != own:
                found[name] = judge(page, None, Site(own))
        addresses = {row.record_id: row.key for row in rows}
        by_itself = alone({addresses[name]: page for name, page in pages.items()})
        for name in pages:
            if reasons := by_itself.get(addresses[name]):
                found[name] = Judgement(SUSPECT, reasons=reasons)

    def _is_accepted(self, row: Judged) -> bool:
        return any(
            acceptance.crawl >= row.crawl
            and acceptance.covers(row.key)
            and self._kept.is_newest_until(row.key, row.crawl, acceptance.crawl)
            for acceptance in self._accepted
        )


def _of_redirect(uri: str, target: str, reading: Reading, *, had: bool) -> Judgement | None:
    """Judge an answer that sends its readers on: to the blog itself is nothing, elsewhere it is no longer the blog."""
    host = host_of(target, uri)
    parts = split(uri)
    front = parts is not None and parts.path in ("", "/")
    if not host or not (had or front) or reading.kind in ("asset", "wrapper"):
        return None
    if host in _GATES:
        return Judgement(REPLACED, "login", (("sends-on", host),))
    return None if is_platform(host) else Judgement(REPLACED, "moved", (("sends-on", host),))


def _close_traps(rows: Sequence[Judged], found: dict[str, Judgement], features: dict[str, Features]) -> None:
    alike: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        page = features.get(row.record_id)
        if page and page.form == "page" and page.text and found[row.record_id].state in GOOD:
            alike[page.text][row.key].append(row.record_id)
    for same in alike.values():
        if len(same) >= MOST_ALIKE:
            for record_id in (name for names in list(same.values())[1:] for name in names):
                found[record_id] = replace(_ENDLESS)
