"""Dates as mail writes them (RFC 5322 section 3.3): HTTP, RSS, MHTML and Memento do the same."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime


def read_mail_date(text: str) -> datetime | None:
    """Return the instant that a date names, in the offset it states, UTC where it states none; None for no date.

    >>> read_mail_date("Wed, 05 Mar 2014 22:36:00 +0800").isoformat()
    '2014-03-05T22:36:00+08:00'
    """
    try:
        found = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):  # the last where a number is beyond all dates
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
