"""A folder that holds several kinds of sources: WARC files, exports and saved pages, as people keep them together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from scraper.rescuing.offers import Fault, Listed, Offer, Source, Taken
from scraper.rescuing.sourcenames import named


class Several(Listed):
    """Some listed sources as one. The place of an offer begins with the number of its source."""

    kind = "folder"

    def __init__(self, sources: Sequence[Source], faults: Sequence[Fault] = ()) -> None:
        self._sources = sources
        self._faults = list(faults)
        self.name = named(source.name for source in sources)

    @property
    def faults(self) -> list[Fault]:
        """The faults of all."""
        return [*self._faults, *(fault for source in self._sources for fault in source.faults)]

    def offers(self, hosts: tuple[str, ...], position: str) -> Iterator[tuple[Offer | None, str]]:  # noqa: ARG002
        """Yield what all have."""
        for number, source in enumerate(self._sources):
            for offer, _ in source.offers(hosts, ""):
                yield offer and replace(offer, place=f"{number}|{offer.place}"), ""

    def take(self, offer: Offer) -> Taken:
        """Return what one of them offered."""
        source, place = self._of(offer)
        return source.take(replace(offer, place=place))

    def kind_of(self, offer: Offer) -> str:
        """Return the kind of the source that offers something."""
        return self._of(offer)[0].kind

    def close(self) -> None:
        """Let go of all."""
        for source in self._sources:
            source.close()

    def _of(self, offer: Offer) -> tuple[Source, str]:
        number, _, place = offer.place.partition("|")
        return self._sources[int(number)], place


def kind_of(source: Source, offer: Offer) -> str:
    """Return the kind of the source that an offer is from."""
    return source.kind_of(offer) if isinstance(source, Several) else source.kind
