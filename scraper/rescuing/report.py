"""What one rescue came to: `reports/CRAWL/rescue.json`."""

from __future__ import annotations

from dataclasses import dataclass

from archive import codec
from archive.documents import read_document
from archive.durable import replace
from archive.layout import Layout
from scraper.rescuing.offers import Fault

NAME = "rescue.json"
MOST_FAULTS = 10_000


@dataclass(frozen=True)
class RescueReport:
    """``kind`` and ``source`` say where captures came from; ``offered`` are those of the blog that it names, ``taken``
    what was written, ``refused`` what was not, ``already`` what was there from an earlier rescue. ``finished`` is False
    where the source could not be asked to its end, ``trouble`` why.
    """

    crawl: str
    kind: str
    source: str
    every: bool
    offered: int = 0
    taken: int = 0
    refused: int = 0
    already: int = 0
    gaps_before: int = 0
    finished: bool = True
    trouble: str = ""
    faults: tuple[Fault, ...] = ()
    faults_left_out: int = 0


def write(layout: Layout, report: RescueReport) -> None:
    """Write a report into its crawl's folder."""
    replace(layout.reports / report.crawl / NAME, codec.dump(report).encode("utf-8"))


def read(layout: Layout, crawl: str) -> RescueReport | None:
    """Return the report of a rescue, None where there is none. Raises Damaged."""
    path = layout.reports / crawl / NAME
    return read_document(path, lambda plain: codec.from_plain(RescueReport, plain)) if path.is_file() else None
