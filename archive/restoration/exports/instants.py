"""The instant that an entry is exported with: Blogger makes a post's permalink of its month, in the blog's zone."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from archive.restoration.months import month_of

_NOON = "T12:00:00"


@dataclass(frozen=True)
class Chosen:
    """An instant with its offset; ``why`` it is not the one stated, "" where it is."""

    instant: str
    why: str = ""


def zone_of(name: str) -> tzinfo | None:
    """Return a time zone by its name, None where there is none of that name."""
    try:
        return ZoneInfo(name) if name else None
    except (ValueError, OSError):  # ZoneInfoNotFoundError is a KeyError
        return None
    except KeyError:
        return None


def chosen(stated: str, claims: Iterable[str], path: str, zone: tzinfo | None) -> Chosen:
    """Return the instant to export: as it is stated, in the blog's ``zone`` where it has no offset but UTC.

    A stated date without a time is noon. One that is of another month than the path would change the permalink: then it
    is the first of the ``claims`` that is of that month, or the moment of that month that is nearest.
    """
    when = parsed(stated, zone)
    month = month_of(path)
    if when is None:
        if month is None:
            return Chosen("", "no date is known of it")
        begun = written(datetime(*month, 1, 12, tzinfo=zone or UTC))
        return Chosen(begun, f"no date is known of it: {begun} is put, by the month of its address")
    why = "" if "T" in stated else f"only its day is known, {stated}: noon is put"
    text = stated if "T" in stated and when.tzinfo not in (None, UTC) and not stated.endswith("Z") else written(when)
    if month is None or (when.year, when.month) == month:
        return Chosen(text, why)
    others = (other for other in (parsed(claim, zone) for claim in claims) if other)
    fitting = next((other for other in others if (other.year, other.month) == month), None)
    best = fitting or _nearest(when, month)
    moved = f"its address is of {month[0]}-{month[1]:02}, and {stated} would change it: {written(best)} is put"
    return Chosen(written(best), moved)


def parsed(stated: str, zone: tzinfo | None) -> datetime | None:
    """Return a stated date or instant in the blog's zone: an offset of its own stays, but for that of UTC."""
    try:
        when = datetime.fromisoformat(stated if "T" in stated else f"{stated}{_NOON}")
        if when.tzinfo is None:
            return when.replace(tzinfo=zone or UTC)
        return when.astimezone(zone) if zone and when.utcoffset() == timedelta(0) else when
    except (ValueError, OverflowError):
        return None


def written(when: datetime) -> str:
    """Return an instant as the classic form has it, to the millisecond."""
    return when.isoformat(timespec="milliseconds")


def _nearest(when: datetime, month: tuple[int, int]) -> datetime:
    year, number = month
    if (when.year, when.month) < month:
        return when.replace(year=year, month=number, day=1, hour=0, minute=0, second=0, microsecond=0)
    last = monthrange(year, number)[1]
    return when.replace(year=year, month=number, day=last, hour=23, minute=59, second=59, microsecond=0)
