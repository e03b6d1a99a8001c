"""Where the web archives are that may be asked. No more is imported here than a command's help needs."""

from __future__ import annotations

from dataclasses import dataclass

WAYBACK = "https://web.archive.org"
COMMONCRAWL = "https://index.commoncrawl.org"
COMMONCRAWL_DATA = "https://data.commoncrawl.org"
MEMENTO = "https://timetravel.mementoweb.org/timemap/link"


@dataclass(frozen=True)
class Services:
    """The addresses of web archives; ``archives`` are further hosts' addresses that a TimeMap may point to.

    ``delay`` is the pause between two requests in seconds.
    """

    wayback: str = WAYBACK
    commoncrawl: str = COMMONCRAWL
    commoncrawl_data: str = COMMONCRAWL_DATA
    memento: str = MEMENTO
    archives: tuple[str, ...] = ()
    delay: float = 1.0
