"""What happens in the weeks, hour by hour, and which alerts must come of it. Hours count from the first crawl."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

DAY = 24


@dataclass(frozen=True, eq=False)
class Event:
    """Something that befalls one blog, or all.

    ``hour`` it begins, ``until`` it ends (equal: a moment). ``knobs`` are those of the blog's double meanwhile; after
    it the blog is as it was before, unless it ``stays``. ``deed`` is one of "off" (no server), "kill-scheduler",
    "kill-crawl", "sleep", "set-back", "full", "low", "pause", "rot" (a byte of the replica), or empty. ``raises`` are
    the alerts that it must raise, once each, for its blog or for those of ``concerns``.
    """

    what: str
    hour: int
    until: int
    blog: str = ""
    knobs: dict[str, Any] = field(default_factory=dict)
    deed: str = ""
    stays: bool = False
    raises: tuple[str, ...] = ()
    concerns: tuple[str, ...] = ()

    def expected(self, label: str) -> tuple[str, ...]:
        """Return the alerts that it must raise for a blog."""
        return self.raises if label in (self.blog, *self.concerns) else ()


def _at(day: int, hour: int = 1) -> int:
    return (day - 1) * DAY + hour


EVENTS = (
    Event("two posts are added", _at(2), _at(2), "often", {"posts": 14}, stays=True),
    Event("the blog's server is down for a day", _at(3), _at(4), "often", deed="off", raises=("failed",)),
    Event("the scheduler is killed in a crawl", _at(5, 0), _at(5, 0), deed="kill-scheduler"),
    Event("a crawl is killed", _at(6, 0), _at(6, 0), "often", deed="kill-crawl", raises=("failed",)),
    Event(
        "a script is in every page",
        _at(7),
        _at(8),
        "often",
        {"intrusion": "inline-script"},
        raises=("suspect",),
    ),
    Event("the blog is removed", _at(9), _at(10), "often", {"in_place": "removed"}, raises=("gone",)),
    # Of the nightly crawl one falls into it, which is made up for: none is missed.
    Event(
        "the machine sleeps for 36 hours",
        _at(11),
        _at(12, 13),
        deed="sleep",
        raises=("missed",),
        concerns=("often", "small disk"),
    ),
    Event("the clock is set back by 40 minutes", _at(13, 7), _at(13, 7), deed="set-back"),
    Event("too little room is left", _at(14), _at(15), "often", deed="low", raises=("disk-low",)),
    Event("a pause", _at(16), _at(17), "often", deed="pause"),
    Event("posts' words change", _at(17, 12), _at(17, 12), "often", {"design": "#123456"}, stays=True),
    Event("the disk is full", _at(18), _at(19), "small disk", deed="full", raises=("failed",)),
    Event("a byte of the replica rots", _at(20, 20), _at(21, 23), "often", deed="rot", raises=("replica-damaged",)),
    Event("the scheduler is killed once more", _at(22, 0), _at(22, 0), deed="kill-scheduler"),
)
