"""What a person looked at and accepted: events of the collection, so that judging again gives the same.

An acceptance counts as every event does: a seal covers it, or the collection's key signed its line
(`archive.integrity.believed_log`). Who can write in the folder and has not the key accepts nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from archive import events
from archive.addresses import key
from archive.integrity import believed_events
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
    details = (event["detail"] for event in believed_events(layout) if event["type"] == _KIND)
    return tuple(Acceptance(str(one["crawl"]), str(one["url"])) for one in details if one.get("what") == _WHAT)
