"""Which answers say that an address may be asked for again, and when."""

from __future__ import annotations

from scraper.maildates import read_mail_date

BUSY = frozenset({429, 503})
PASSING = frozenset({408, 500, 502, 504})


def retry_after(text: str, now: float) -> float | None:
    """Return the seconds that a Retry-After field asks for, None where it is absent or no such field.

    >>> retry_after("120", 0.0), retry_after("-5", 0.0), retry_after("Thu, 01 Jan 1970 00:01:00 GMT", 0.0)
    (120.0, None, 60.0)
    """
    plain = text.strip()
    if plain.isascii() and plain.isdecimal():
        return float(plain[:12])
    instant = read_mail_date(plain)
    return max(0.0, instant.timestamp() - now) if instant else None
