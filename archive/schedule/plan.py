"""What a person asked for: how often, in which window, in which zone. Pure."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import time
from itertools import islice, pairwise
from zoneinfo import ZoneInfo

from archive.errors import UsageError
from archive.schedule import instants

MINUTE, HOUR, DAY = 60, 3600, 86_400
SHORTEST, LONGEST = 5 * MINUTE, 366 * DAY  # between two crawls of a blog
LONGEST_JITTER = HOUR
KEEP_FREE = 1_000_000_000  # bytes
_UNITS = {"m": MINUTE, "h": HOUR, "d": DAY, "w": 7 * DAY}
_SIZES = {"M": 10**6, "G": 10**9, "T": 10**12}
_WINDOW = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)", re.ASCII)
_LOOKED_AT = 200  # instants of a cron line whose distances are looked at
_BY_NAME = {"@hourly": "0 * * * *", "@daily": "0 0 * * *", "@weekly": "0 0 * * 0", "@monthly": "0 0 1 * *"}


@dataclass(frozen=True)
class Plan:
    """One collection's schedule. ``every`` in seconds, or ``cron`` with five fields: the other is 0 or empty.

    ``window`` is "22:00-06:00" in the ``zone``, empty for any time; ``jitter`` the most seconds by which a crawl starts
    later than due; ``anchor`` the instant from which ``every`` counts; ``paused`` the instant of the pause, 0 for none.
    ``keep_free`` are bytes that must be free on the disk, ``most`` the bytes that a collection may have (0: any);
    ``audit`` the seconds between audits of its replicas (0: none), ``drill`` those between drills. ``label`` names it
    in alerts; ``options`` go to `beilin mirror` as they are.
    """

    folder: str
    every: int
    cron: str
    zone: str
    window: str
    jitter: int
    anchor: int
    paused: int = 0
    keep_free: int = KEEP_FREE
    most: int = 0
    audit: int = 0
    label: str = ""
    options: tuple[str, ...] = ()
    drill: int = 0

    @property
    def id(self) -> str:
        """The plan's name in files, logs and alerts: it tells nobody which blog it is."""
        return id_of(self.folder)


def id_of(folder: str) -> str:
    """Return the name of a collection in files, logs and alerts, whether it has a plan or not."""
    return hashlib.sha256(folder.encode("utf-8", "surrogateescape")).hexdigest()[:12]


def check(plan: Plan) -> Plan:
    """Return the plan.

    Raises:
        UsageError: its zone is unknown, its cron line is none, or it would crawl too often or never.
    """
    zone(plan.zone)
    if plan.window:
        window(plan.window)
    if bool(plan.every) == bool(plan.cron):
        raise UsageError("Say how often with --every 6h or with --cron '0 3 * * *': one of the two.")
    if plan.every and not SHORTEST <= plan.every <= LONGEST:
        raise UsageError("--every should be from 5m to 366d.")
    if not 0 <= plan.jitter <= LONGEST_JITTER:
        raise UsageError("--jitter should be from 0m to 1h.")
    if plan.cron:
        _check_distances(plan)
    return plan


def _check_distances(plan: Plan) -> None:
    found = list(islice(instants.after(plan, plan.anchor), _LOOKED_AT))
    if not found:
        raise UsageError(f"The cron line {plan.cron!r} never comes: there is no such day.")
    if any(later - earlier < SHORTEST for earlier, later in pairwise(found)):
        raise UsageError(f"The cron line {plan.cron!r} asks more often than every five minutes: be kinder to the blog.")


def cron(text: str) -> str:
    """Return a cron line with five fields. Raises UsageError where it is none."""
    fields = _BY_NAME.get(text.strip(), text).split()
    line = " ".join(fields)
    if len(fields) != 5 or not instants.is_cron(line):
        raise UsageError(f"{text!r} is no cron line: give minute, hour, day, month and weekday, such as '0 3 * * *'.")
    return line


def seconds(text: str) -> int:
    """Return a span of time in seconds.

    >>> seconds("6h"), seconds("90m"), seconds("1d"), seconds("0m")
    (21600, 5400, 86400, 0)

    Raises:
        UsageError: it has another form.
    """
    match = re.fullmatch(r"(\d{1,6})([mhdw])", text.strip(), re.ASCII)
    if not match:
        raise UsageError(f"{text!r} is no span of time: give a number with m, h, d or w, such as 6h.")
    return int(match[1]) * _UNITS[match[2]]


def pace(text: str) -> int:
    """Return how often, in seconds. Raises UsageError: no span of time, or none at all."""
    if every := seconds(text):
        return every
    raise UsageError(f"{text!r} is no time at all: give a span such as 6h.")


def size(text: str) -> int:
    """Return a number of bytes.

    >>> size("500M"), size("2G")
    (500000000, 2000000000)

    Raises:
        UsageError: it has another form.
    """
    match = re.fullmatch(r"(\d{1,6})([MGT])", text.strip(), re.ASCII)
    if not match:
        raise UsageError(f"{text!r} is no size: give a number with M, G or T, such as 2G.")
    return int(match[1]) * _SIZES[match[2]]


def window(text: str) -> tuple[time, time]:
    """Return a window's beginning and end in local time. Raises UsageError where it has another form.

    >>> window("22:00-06:00")
    (datetime.time(22, 0), datetime.time(6, 0))
    """
    match = _WINDOW.fullmatch(text)
    if not match or text[:5] == text[6:]:
        raise UsageError(f"{text!r} is no window: give two times of the day, such as 22:00-06:00.")
    return time.fromisoformat(text[:5]), time.fromisoformat(text[6:])


def zone(name: str) -> ZoneInfo:
    """Return a time zone (IANA). Raises UsageError where there is none of the name."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # the name of a folder, or of a path, is no zone either
        raise UsageError(f"{name!r} is no time zone: give one such as Asia/Shanghai, Europe/Berlin or UTC.") from None
