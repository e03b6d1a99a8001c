"""Instants as importers want them: a wall clock of the blog's zone beside one of UTC."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, UTC, datetime, timedelta, timezone, tzinfo

from archive.records import Post
from archive.restoration.months import month_of

_HOURS = sorted(range(-12, 15), key=abs)  # all offsets that zones have, the nearest to UTC first


@dataclass(frozen=True)
class Instant:
    """``local`` has the offset that its wall clock is of. ``shifted``: the source's own clock shows another month than
    the post's address, and another zone's was taken; the instant is the same.
    """

    local: datetime
    shifted: bool = False

    @property
    def utc(self) -> datetime:
        """The same instant in UTC."""
        return self.local.astimezone(UTC)


class Clock:
    """Reads posts' instants, in the order of their addresses.

    An owner's export has its instants in UTC: they get the offset of the post before them, which knew its own. Where
    that leads into another month than the address names, a zone is taken in which it does not.
    """

    def __init__(self) -> None:
        self._offset: tzinfo = UTC
        self._known = False

    def published(self, post: Post, path: str) -> Instant | None:
        """Return when a post was published, None where nobody says it."""
        claim = post.published
        found = read_instant(claim.value) if claim else None
        if claim is None or found is None:
            return None
        if claim.basis == "export" and self._known:
            found = found.astimezone(self._offset)
        elif claim.basis != "export":
            self._offset, self._known = timezone(found.utcoffset() or timedelta()), True
        return _in_month(found, path)

    def told(self, text: str | None) -> Instant | None:
        """Return another instant (a comment's, an edit's) by its own clock, or the blog's where it is of UTC."""
        found = read_instant(text)
        if found is None:
            return None
        return Instant(found.astimezone(self._offset) if self._known and not found.utcoffset() else found)


def read_instant(text: str | None) -> datetime | None:
    """Return an instant of ISO 8601; of a day alone its beginning, in UTC; None for what is none, or not in all zones.

    >>> read_instant("2014-03-05T21:14:00.005+08:00").isoformat(), read_instant("9999-12-31T23:59:59-12:00")
    ('2014-03-05T21:14:00.005000+08:00', None)
    """
    try:
        found = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    if not MINYEAR < found.year < MAXYEAR:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _in_month(found: datetime, path: str) -> Instant:
    month = month_of(path)
    if month is None or month == (found.year, found.month):
        return Instant(found)
    for hours in _HOURS:
        moved = found.astimezone(timezone(timedelta(hours=hours)))
        if month == (moved.year, moved.month):
            return Instant(moved, shifted=True)
    return Instant(found)
