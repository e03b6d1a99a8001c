"""What a person looked at and accepted: events of the collection, so that judging again gives the same."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from archive import events
from archive.addresses import key
from archive.integrity.reading import read_regular
from archive.layout import Layout

EVERYTHING = "all"
_KIND = "quality review"  # PREMIS eventType
_WHAT = "changes accepted"


@dataclass(frozen=True)
class Acceptance:
    """An address ("all" for every one) whose newest capture, as of a crawl, a person accepted."""

    crawl: str
    url: str

    def covers(self, url_key: str) -> bool:
        """Say whether it is about an address."""
        return self.url == EVERYTHING or key(self.url) == url_key


def accept(layout: Layout, crawl: str, urls: Iterable[str]) -> None:
    """Log that a person accepted what these addresses had become, as of a crawl."""
    for url in urls:
        events.append(layout, _KIND, {"what": _WHAT, "crawl": crawl, "url": url})


def acceptances(layout: Layout) -> tuple[Acceptance, ...]:
    """Return what was accepted, oldest first."""
    if not layout.events.exists():
        return ()
    found = []
    try:
        log = read_regular(layout.events)
    except OSError:
        return ()  # that it is no log any more is for verification to say
    for line in log.splitlines():
        if _WHAT.encode() not in line:
            continue
        event = json.loads(line)
        detail = event.get("detail", {})
        if event.get("type") == _KIND and detail.get("what") == _WHAT:
            found.append(Acceptance(str(detail["crawl"]), str(detail["url"])))
    return tuple(found)
