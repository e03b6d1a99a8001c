"""Sizes and durations in words."""

from __future__ import annotations


def size(count: float) -> str:
    """Return a number of bytes as people write it, in any language.

    >>> size(999), size(1_500), size(999_960), size(2_000_000)
    ('999 B', '1.5 kB', '1.0 MB', '2.0 MB')
    """
    if count < 1000:
        return f"{count:.0f} B"
    for unit in ("kB", "MB"):
        count /= 1000
        if round(count, 1) < 1000:
            return f"{count:.1f} {unit}"
    return f"{count / 1000:.1f} GB"


def duration(seconds: float | None) -> str:
    """Return a time span as people write it.

    >>> duration(5), duration(65), duration(3720), duration(None)
    ('5 s', '1 min 05 s', '1 h 02 min', 'unknown time')
    """
    if seconds is None:
        return "unknown time"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes:02} min"
    return f"{minutes} min {rest:02} s" if minutes else f"{rest} s"
