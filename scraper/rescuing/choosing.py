"""What a rescue is to look for: the gaps of the coverage report, and what may fill each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from archive.addresses import key
from archive.coverage import RESOURCES, Coverage
from archive.judged import REPLACED, SUSPECT, TRAP
from archive.readings import Readings
from scraper.capture.scope import Scope
from scraper.platforms import PLATFORMS
from scraper.platforms.blogger.urls import classify
from scraper.rescuing.catalogue import Catalogue, key_of
from scraper.rescuing.exports import PLACE as EXPORT

_APART = (SUSPECT, REPLACED, TRAP)
_READ = ("post", "page")


@dataclass
class Chooser:
    """Says which keys are to be filled next. ``every`` takes all that is of the blog, whether it is missing or not.

    ``apart`` are the keys for which only captures came that were judged not to be the blog's.
    """

    scope: Scope
    catalogue: Catalogue
    every: bool
    begins: bool
    home: str
    unreadable: frozenset[str] = frozenset()
    apart: set[str] = field(default_factory=set)

    def wanted(self, coverage: Coverage, *, first: bool) -> list[str]:
        """Return the keys to look for, in order."""
        gaps = {key_of(gap.url): gap.url for gap in coverage.missing if gap.url and gap.kind in RESOURCES}
        found = dict.fromkeys(gaps) | dict.fromkeys(sorted(self.apart))
        if first:
            unnamed = any(gap.kind == "post" and not gap.url for gap in coverage.missing)
            found |= dict.fromkeys(sorted(self.unreadable))
            found |= dict.fromkeys([key_of(self.home)] if self.begins else [])
            found |= dict.fromkeys(self._offered(unnamed=unnamed))
        return list(found)

    def is_of_blog(self, url: str) -> bool:
        """Say whether an address is on one of the blog's own hosts, in any country's form, and not off limits."""
        quarantined = self.scope.refuses(url)
        if quarantined and quarantined.code == "quarantine":
            return False
        own = Scope(self.scope.hosts, quarantine=self.scope.quarantine)
        return own.refuses(PLATFORMS[0].canonical(url)) is None

    def _offered(self, *, unnamed: bool) -> Iterable[str]:
        """Yield what is wanted though no witness names it: all of it, what begins a collection, posts nobody named."""
        for name, url in self.catalogue.listed():
            plain = PLATFORMS[0].canonical(url)
            if not self.is_of_blog(url):
                continue
            begins = self.begins and ("?" not in plain or "/feeds/" in plain)
            # No gap has an export's address, and it may fill any: it is taken as it is.
            if self.every or begins or urlsplit(plain).path == EXPORT or (unnamed and classify(plain) in _READ):
                yield name

    def look(self, readings: Readings, kept: Iterable[tuple[str, str]]) -> None:
        """Note what became of captures (key, record id) that were kept and read."""
        for name, record_id in kept:
            judged = readings.judgements.of_capture(record_id)
            if judged and judged.state in _APART:
                self.apart.add(name)
            else:
                self.apart.discard(name)


def unreadable(coverage: Coverage | None) -> frozenset[str]:
    """Return the keys of what was captured and gave no record, by a report."""
    gaps = coverage.missing if coverage else ()
    return frozenset(key(gap.url) for gap in gaps if gap.kind == "record" and gap.url)
