"""What is there and what is missing, what changed, and the way to replay."""

from __future__ import annotations

from urllib.parse import urlencode

from archive.web.desk import Desk, Shown
from archive.web.replay_assets import are_there


def coverage(desk: Desk) -> Shown:
    """Return the newest coverage report."""
    return Shown("coverage.html", {"report": desk.holdings.coverage()})


def changes(desk: Desk) -> Shown:
    """Return the newest change report."""
    return Shown("changes.html", {"report": desk.holdings.changes()})


def replay(desk: Desk) -> Shown:
    """Return the way to the pages as they were, which have an origin of their own."""
    wanted = {name: desk.asked[name] for name in ("url", "ts") if desk.asked.get(name)}
    there = bool(desk.replay) and are_there()
    return Shown("replay.html", {"there": there, "at": f"{desk.replay}/?{urlencode(wanted)}", "wanted": wanted})
