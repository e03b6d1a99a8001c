"""What a source says it holds, and what is taken of it. What it says may be a lie, and is checked when it is taken."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Protocol

from archive.spool import Block
from scraper.maildates import read_mail_date

_DIGITS = re.compile(r"\d{14}", re.ASCII)
_OLDEST = datetime(1996, 1, 1, tzinfo=UTC)  # no archive of the Web has anything older
_AHEAD = timedelta(days=1)  # clocks differ, and time zones are got wrong


@dataclass(frozen=True)
class Offer:
    """A capture that a source names. ``instant`` is W3CDTF in UTC, "" where none is stated that can be true.

    ``place`` is where the source finds it again, in its own form. ``digest`` is what the source states of the payload,
    ("sha1:" and base32), ``refers_to`` the place of the capture whose payload a revisit shares; both "" for none.
    """

    url: str
    instant: str
    place: str
    status: int = 200
    digest: str = ""
    refers_to: str = ""


@dataclass(frozen=True)
class Taken:
    """A capture as it came from its source.

    ``kind`` is the type of WARC record it becomes: response, revisit, or resource where no HTTP head came with it.
    ``source`` is its address at the source; ``facts`` are what else the source said. ``doubt`` is why it may not be
    what it was stated to be, "" where nothing speaks against it; ``truncated`` is WARC's word for why it is not whole.
    """

    url: str
    instant: str
    kind: str
    block: Block
    content_type: str
    source: str
    facts: Mapping[str, object] = field(default_factory=dict)
    truncated: str = ""
    doubt: str = ""


@dataclass(frozen=True)
class Fault:
    """What of a source could not be used, and why: ``code`` for machines (docs/rescue.md), ``detail`` for people."""

    code: str
    detail: str
    url: str = ""
    instant: str = ""


class NotTaken(Exception):
    """A source does not give what it offered, or something else than it said."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code, self.detail = code, detail


class Source(Protocol):
    """Where captures come from. ``kind`` is the word for it, ``name`` what identifies it: never a path of this machine.

    ``is_listed`` says that `offers` yields all there is, so that what is not among it need not be looked up.
    """

    kind: str
    name: str
    is_listed: bool

    @property
    def faults(self) -> list[Fault]:
        """What could not be used so far."""

    def offers(self, hosts: tuple[str, ...], position: str) -> Iterator[tuple[Offer | None, str]]:
        """Yield (an offer, or None, and a position from which a later run can go on, "" for none)."""

    def lookup(self, url: str) -> Iterator[Offer]:
        """Yield the offers of one address that is on none of the hosts, or all of them where nothing is listed."""

    def take(self, offer: Offer) -> Taken:
        """Return what was offered. Raises NotTaken, or Unreachable where nothing more can be had of the source."""

    def close(self) -> None:
        """Let go of what was opened."""


class Listed:
    """A source whose `offers` yields all it has: no address need be looked up."""

    is_listed = True

    def lookup(self, url: str) -> Iterator[Offer]:  # noqa: ARG002
        """Yield nothing: what is there was listed."""
        yield from ()


def instant_of(digits: str) -> str:
    """Return the W3CDTF instant of a 14-digit timestamp, "" where there is no such instant.

    >>> instant_of("20140305143600")
    '2014-03-05T14:36:00Z'
    >>> instant_of("20141399000000")
    ''
    """
    try:
        found = datetime.strptime(digits, "%Y%m%d%H%M%S") if _DIGITS.fullmatch(digits) else None
    except ValueError:
        found = None
    return believable(found.isoformat() + "Z") if found else ""


def instant_of_mail(text: str) -> str:
    """Return the W3CDTF instant of a date as mail and HTTP write it, "" where there is none that can be true.

    >>> instant_of_mail("Wed, 05 Mar 2014 22:36:00 +0800")
    '2014-03-05T14:36:00Z'
    """
    found = read_mail_date(text)
    return believable(found.isoformat()) if found else ""


def believable(stated: str) -> str:
    """Return a stated instant in UTC as W3CDTF, "" where it is none, lies in the future, or before there were archives.

    >>> believable("2014-03-05T22:36:00+08:00")
    '2014-03-05T14:36:00Z'
    >>> believable("9999-01-01T00:00:00Z")
    ''
    """
    try:
        found = datetime.fromisoformat(stated)
        found = found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, OverflowError):
        return ""
    if not _OLDEST <= found <= datetime.now(UTC) + _AHEAD:
        return ""
    return found.isoformat().replace("+00:00", "Z")
