"""What is new against the baseline: small changes that pass one by one add up here until a person accepts them. Pure.

An address's baseline is its first good capture, or the one that a person accepted last.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from archive.change_report import Novelty
from scraper.judgement.compare import ACTIVE, COMMON, is_the_blogs
from scraper.judgement.elements import Mark
from scraper.judgement.features import Features

# Besides what acts: whom pages link to and what they embed.
_NAMED_BY_MANY = frozenset(("link-host", "media-host", "data-host", "contact"))
_LISTED = (ACTIVE - {"code", "handler"}) | _NAMED_BY_MANY | {"familiar-frame", "familiar-script"}


@dataclass(frozen=True)
class Drift:
    """An address: what it was at its baseline, and what it is in its newest good capture."""

    url: str
    baseline: Features
    now: Features

    @property
    def is_altered(self) -> bool:
        """Whether it says something else to its readers."""
        return self.now.form == "page" and self.now.text != self.baseline.text

    def speaks_of(self, mark: Mark) -> bool:
        """Say whether a mark may have come with what its authors or readers wrote."""
        return self.is_altered or (mark[0] == "contact" and self.now.comments != self.baseline.comments)


def novelties(drifts: Sequence[Drift]) -> tuple[Novelty, ...]:
    """Return what is new against the baselines.

    What many baselines have is the blog's own, whichever page has it now, too. A host that posts link to is their
    author's word; one that is new in pages whose posts say what they said, or on many pages, is not.
    """
    common = Counter(mark for drift in drifts for mark in drift.baseline.marks)
    pages: dict[tuple[str, str], list[str]] = {}
    for drift in drifts:
        for mark in drift.now.fresh_since(drift.baseline):
            if mark[0] in _LISTED and not is_the_blogs(mark, common[mark], altered=drift.is_altered):
                pages.setdefault(mark, []).append("" if drift.speaks_of(mark) else drift.url)
    found = []
    for (kind, value), urls in sorted(pages.items()):
        plain = [url for url in urls if url]
        if kind in _NAMED_BY_MANY and not plain and len(urls) < COMMON:
            continue
        example = next((drift.url for drift in drifts if (kind, value) in drift.now.marks), "")
        found.append(Novelty(kind, value, len(urls), next(iter(plain), example)))
    return tuple(found)
