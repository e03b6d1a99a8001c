"""One rescue: list what a source has, take what is missing, read and judge it like ours, report what is still missing.

It goes in rounds, since a page that was rescued names pictures that are missing in their turn. A round takes, for each
gap, the next capture that may fill it: the newest first, one that is doubtful only where there is no other.
"""

from __future__ import annotations

import asyncio
import functools
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import urlsplit

from archive import manifest, spool
from archive.config import Config
from archive.coverage import Coverage, reconcile
from archive.errors import BeilinError, Interrupted, Unreachable
from archive.layout import Layout, crawl_of
from archive.readings import Readings
from archive.records import CaptureRef
from archive.report import read_report
from archive.started import begin_warc
from scraper import EXTRACTOR
from scraper.capture.scope import Scope, plain_host
from scraper.closing import close_crawl, rescue_evidence
from scraper.platforms import PLATFORMS
from scraper.reading.messages import Answer
from scraper.reading.reader import Reader, run_apart
from scraper.recovery import recover_files
from scraper.reextract import mark_read, read_again
from scraper.rescuing import report as reports
from scraper.rescuing.catalogue import Catalogue, key_of
from scraper.rescuing.choosing import Chooser, unreadable
from scraper.rescuing.keeping import Keeper, fault_of
from scraper.rescuing.offers import Fault, NotTaken, Offer, Source, Taken
from scraper.rescuing.outcome import Outcome, faults_of, is_anything_read
from scraper.rescuing.report import MOST_FAULTS, RescueReport
from scraper.rescuing.several import kind_of
from scraper.session import after
from scraper.visits import was_closed

Progress = Callable[[int, int], None]
_AHEAD = 16  # captures given to the reader before it has answered
MOST_TRIED = 12  # captures of one address in a round
_GOOD = (200, 203)  # what else was answered says nothing of what is missing


@dataclass
class _Tally:
    taken: int = 0
    refused: int = 0
    already: int = 0
    faults: list[Fault] = field(default_factory=list)
    payloads: dict[str, CaptureRef] = field(default_factory=dict)  # by place
    kept: list[tuple[str, str]] = field(default_factory=list)  # (key, record id) of this round


def rescue(
    layout: Layout, config: Config, source: Source, *, every: bool = False, progress: Progress = lambda *_: None
) -> Outcome:
    """Bring what a source has of the blog into its collection. The caller holds it for writing.

    Raises:
        BeilinError: nothing could be done, or the disk refused.
    """
    recover_files(layout)
    run = Rescue(layout, config, source, every=every, progress=progress)
    try:
        return run.run()
    finally:
        run.close()


class Rescue:
    """A rescue on its way."""

    def __init__(self, layout: Layout, config: Config, source: Source, *, every: bool, progress: Progress) -> None:
        self._layout, self._source, self._every, self._progress = layout, source, every, progress
        self._readings = Readings(layout.readings)
        self._catalogue = Catalogue(layout.state / "rescue.sqlite", f"{source.kind} {source.name}")
        hosts = tuple(dict.fromkeys(plain_host(host) for host in (_host(config.address), *config.hosts)))
        self._hosts = hosts
        scope = Scope(
            hosts=frozenset(hosts),
            requisites=frozenset(host for platform in PLATFORMS for host in platform.requisite_hosts),
            quarantine=frozenset(map(plain_host, config.quarantine)),
        )
        own = [crawl for crawl in self._readings.crawls() if crawl not in self._readings.rescues()]
        self._crawl = self._name()
        self._chooser = Chooser(
            *(scope, self._catalogue, every, not own, config.address, unreadable(read_report(layout)))
        )
        self._tally = _Tally()
        self._looked_up: set[str] = set()
        self._held = {(kind, key_of(url), instant) for kind, url, instant in self._readings.past.rescued()}
        self._broken = self._readings.past.broken()
        self._keeper = Keeper(layout.warc, self._crawl, EXTRACTOR, functools.partial(begin_warc, layout))

    def close(self) -> None:
        """Let go of everything."""
        self._source.close()
        self._keeper.close()
        self._catalogue.close()
        self._readings.close()

    def run(self) -> Outcome:
        """Do all of it."""
        last = read_report(self._layout)
        before = len(last.missing) if last else 0
        trouble = self._worked()
        self._keeper.close()
        mark_read(self._layout)
        self._readings.commit()
        # The report comes before the seal, which covers it.
        report = self._report(before, trouble)
        reports.write(self._layout, report)
        summary = close_crawl(self._layout, self._crawl, finished=trouble is None, visit="rescue")
        is_read = is_anything_read(self._readings, self._crawl)
        return Outcome(summary, reports.read(self._layout, self._crawl) or report, trouble, is_read)

    def _worked(self) -> BeilinError | None:
        """Do the work; return why it ended early, if it did."""
        try:
            return asyncio.run(self._work())
        except KeyboardInterrupt:
            self._readings.commit()
            run_apart(read_again(self._layout))  # what was kept, and not read yet
            return Interrupted("Stopped. What came is kept; the same command goes on from here.")

    # ------------------------------------------------------------------ listing and choosing
    async def _work(self) -> BeilinError | None:
        reader = Reader(self._layout)
        await reader.start()
        try:
            self._list()
            await self._rounds(reader)
        except Unreachable as error:
            return error
        finally:
            await reader.finish()
        self._catalogue.list_again()
        return None

    def _list(self) -> None:
        scope = " ".join(self._hosts)
        position, whole = self._catalogue.position(scope)
        if whole:
            return
        steps = self._catalogue.fill(self._source.offers(self._hosts, position), scope)
        for count in steps:
            self._progress(0, count)

    async def _rounds(self, reader: Reader) -> None:
        tried: set[tuple[str, str]] = set()
        first = True
        while True:
            wanted = self._chooser.wanted(self._coverage(), first=first)
            if not await self._round(reader, wanted, tried, every=self._every and first):
                return
            first = False
            await reader.commit()
            self._chooser.look(self._readings, self._tally.kept)
            self._tally.kept.clear()

    async def _round(self, reader: Reader, wanted: list[str], tried: set[tuple[str, str]], *, every: bool) -> bool:
        """Take what is wanted; return whether anything came."""
        before = self._tally.taken
        asked: list[asyncio.Future[Answer]] = []
        for number, name in enumerate(wanted, 1):
            self._progress(number, len(wanted))
            async for offer, taken in self._found(name, tried, every=every):
                asked += await self._keep(reader, name, offer, taken)
            if len(asked) >= _AHEAD:
                await asyncio.gather(*asked)
                asked.clear()
        await asyncio.gather(*asked)
        return self._tally.taken > before

    async def _found(
        self, name: str, tried: set[tuple[str, str]], *, every: bool
    ) -> AsyncIterator[tuple[Offer, Taken]]:
        """Yield what may fill a gap: all there is, or the first that nothing speaks against, else the first."""
        doubted: list[tuple[Offer, Taken]] = []
        offers = [one for one in await self._offers(name) if (one.place, one.url) not in tried]
        for offer in offers if every else offers[:MOST_TRIED]:
            tried.add((offer.place, offer.url))
            if (kind_of(self._source, offer), name, offer.instant) in self._held and offer.instant:
                self._tally.already += 1
                continue
            taken = await self._take(offer)
            if taken and f"{kind_of(self._source, offer)} {taken.source}" in self._broken:
                self._tally.already += 1  # the same bytes; a whole one of the same date would be taken
                spool.let_go(taken.block)
            elif taken and (every or not fault_of(taken)):
                yield offer, taken
                if not every:
                    return
            elif taken:
                doubted.append((offer, taken))
        if doubted and not every:
            yield doubted[0]

    async def _offers(self, name: str) -> list[Offer]:
        offers = [one for one in self._catalogue.of(name) if one.status in _GOOD]
        if offers or self._source.is_listed or name in self._looked_up:
            return offers
        self._looked_up.add(name)
        url = self._readings.past.address(name) or f"http://{name}"
        if self._chooser.scope.refuses(url):
            return []
        found = await asyncio.to_thread(lambda: list(self._source.lookup(url)))
        for _ in self._catalogue.fill(((offer, "") for offer in found), f"of {name}"):
            pass
        return [one for one in self._catalogue.of(name) if one.status in _GOOD]

    # ------------------------------------------------------------------ taking and keeping
    async def _take(self, offer: Offer) -> Taken | None:
        try:
            return await asyncio.to_thread(self._source.take, offer)
        except NotTaken as why:
            self._refuse(offer, why.code, why.detail)
        return None

    def _refuse(self, offer: Offer, code: str, detail: str) -> None:
        self._tally.refused += 1
        self._tally.faults.append(Fault(code, detail, offer.url, offer.instant))
        self._catalogue.refuse(offer, code)

    async def _keep(self, reader: Reader, name: str, offer: Offer, taken: Taken) -> list[asyncio.Future[Answer]]:
        payload = None
        asked: list[asyncio.Future[Answer]] = []
        if taken.kind == "revisit":
            payload, asked = await self._payload(reader, offer)
            if payload is None:
                self._refuse(offer, "revisit", "the capture that holds its payload is not there, or not of this blog")
                return []
        kind = kind_of(self._source, offer)
        ref = await asyncio.to_thread(self._keeper.keep, taken, f"{kind} {taken.source}", payload)
        if taken.kind != "revisit":
            self._tally.payloads[offer.place] = ref
        spool.let_go(taken.block)
        self._tally.taken += 1
        self._tally.kept.append((name, ref.record_id))
        if not taken.truncated:
            self._held.add((kind, name, taken.instant))
        self._catalogue.refuse(offer, "taken")
        if fault := fault_of(taken):
            self._tally.faults.append(fault)
        return [*asked, reader.read(self._crawl, ref.warc, ref.offset)]

    async def _payload(self, reader: Reader, offer: Offer) -> tuple[CaptureRef | None, list[asyncio.Future[Answer]]]:
        """Return where the payload of a revisit is kept, having kept it where it was not."""
        there = self._catalogue.payload_of(offer)
        if there is None or not self._chooser.is_of_blog(there.url):
            return None, []
        if there.place in self._tally.payloads:
            return self._tally.payloads[there.place], []
        taken = await self._take(there)
        if taken is None or taken.kind != "response":
            return None, []
        asked = await self._keep(reader, key_of(there.url), there, taken)
        return self._tally.payloads.get(there.place), asked

    # ------------------------------------------------------------------ reporting
    def _coverage(self) -> Coverage:
        return reconcile(rescue_evidence([], self._readings, self._crawl, finished=True))

    def _report(self, before: int, trouble: BeilinError | None) -> RescueReport:
        tally, unread = self._tally, faults_of(self._readings, self._crawl)
        faults = [*self._source.faults, *tally.faults, *unread]
        return RescueReport(
            *(self._crawl, self._source.kind, self._source.name, self._every),
            offered=self._catalogue.count(),
            taken=tally.taken,
            refused=tally.refused,
            already=tally.already,
            gaps_before=before,
            finished=trouble is None,
            trouble=str(trouble or ""),
            faults=tuple(faults[:MOST_FAULTS]),
            faults_left_out=max(0, len(faults) - MOST_FAULTS),
        )

    def _name(self) -> str:
        """Return the crawl to go on with, where one of this source was not finished, else a new one's name."""
        newest = max((crawl_of(path.name) for path in manifest.warcs(self._layout)), default="")
        if newest in self._readings.rescues() and not was_closed(self._layout, newest):
            last = reports.read(self._layout, newest)
            if last is None or (last.kind, last.source) == (self._source.kind, self._source.name):
                return newest
        crawl = f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}"
        return crawl if crawl > newest else after(newest)


def _host(address: str) -> str:
    return urlsplit(address).hostname or ""
