"""The Wayback Machine: its CDX server says what it has, and ``id_`` gives the bytes as they were captured.

The listing goes page by page by resume key, so that an interrupted run goes on where it was. What comes is checked: the
digest of the index (SHA-1, base32) against the bytes, the length that the original server stated, the instant and the
address that were asked for. The HTTP head is put together from the ``x-archive-orig-`` fields that come along.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlencode, urljoin

from archive.addresses import key
from archive.errors import Unreachable
from archive.http_message import undo_coding
from scraper.rescuing.asking import Answer, Asker
from scraper.rescuing.heads import rebuilt
from scraper.rescuing.offers import Fault, NotTaken, Offer, Taken, instant_of
from scraper.rescuing.records import matches
from scraper.rescuing.services import WAYBACK

_FIELDS = ("timestamp", "original", "mimetype", "statuscode", "digest")
_PAGE = 5000  # lines of the index at a time
_FEW = 20  # captures of one address that is looked up
_PLAYBACK = re.compile(r"/web/(\d{14})id_/(.+)")
_GOOD = ("200", "203", "-", "")  # "-" stands for a revisit, of what was good before
_MOST_HOPS = 4


class Wayback:
    """A Wayback Machine, at the address of the service."""

    kind = "wayback"
    is_listed = False

    def __init__(self, asker: Asker, service: str = WAYBACK) -> None:
        self.name = service.rstrip("/")
        self.faults: list[Fault] = []
        self._asker = asker

    def offers(self, hosts: tuple[str, ...], position: str) -> Iterator[tuple[Offer | None, str]]:
        """Yield all good captures of the hosts, and after each page of the index where the next begins."""
        at, _, resume = position.partition(" ")
        for number, host in enumerate(hosts):
            if number < int(at or 0):
                continue
            resume = resume if number == int(at or 0) else ""
            while True:
                rows, resume = self._page({"url": host, "matchType": "host", "limit": str(_PAGE)}, resume)
                yield from ((offer, "") for row in rows if (offer := _offer(row)))
                if not resume:
                    break
                yield None, f"{number} {resume}"
            yield None, f"{number + 1} "

    def lookup(self, url: str) -> Iterator[Offer]:
        """Yield the newest captures of one address."""
        rows, _ = self._page({"url": url, "matchType": "exact", "limit": f"-{_FEW}"}, "")
        yield from (offer for row in rows if (offer := _offer(row)))

    def take(self, offer: Offer) -> Taken:
        """Return a capture; where its bytes are not those of its digest it is asked for twice."""
        taken = self._take(offer)
        return self._take(offer) if taken.doubt or taken.truncated else taken

    def _take(self, offer: Offer) -> Taken:
        answer = self._playback(f"{self.name}/web/{offer.place}id_/{quote(offer.url, safe=_SAFE)}", offer)
        instant, url = _identity(answer, offer)
        head = rebuilt(answer.status, answer.headers, "x-archive-orig-")
        if head.status not in (200, 203):
            raise NotTaken("status", f"what was captured is an answer of status {head.status}")
        short = not answer.whole or head.stated_length > len(answer.body)
        contents = [[answer.body], [undo_coding(answer.body, answer.header("content-encoding"))[0]]]
        wrong = bool(offer.digest) and matches(offer.digest, contents) is False
        facts = {"head": "put together from x-archive-orig fields", "digest-stated": offer.digest}
        stated = {name.lower(): value[:500] for name, value in answer.headers if name.lower().startswith(_TELLING)}
        return Taken(
            *(url, instant, "response", head.block + answer.body, "text/html"),
            source=answer.url,
            facts={**facts, "answer": stated},
            truncated="disconnect" if short else "",
            doubt="its bytes are not those that the archive's index has the digest of" if wrong and not short else "",
        )

    def close(self) -> None:
        """Let go of nothing: each answer had its own connection."""

    def _playback(self, url: str, offer: Offer) -> Answer:
        """Return the answer of a capture, having followed the service to the one it has nearest."""
        for _ in range(_MOST_HOPS):
            answer = self._asker.get(url)
            if answer.header("memento-datetime") or answer.status not in (301, 302, 303, 307, 308):
                break
            url = urljoin(url, answer.header("location"))
            if not url.startswith(f"{self.name}/web/"):
                raise NotTaken("elsewhere", "the service sends its readers on to another place")
        if not answer.header("memento-datetime") and not answer.header("x-archive-src"):
            raise NotTaken(
                "not-there", f"the service lists the capture of {offer.instant}, and answers {answer.status}"
            )
        return answer

    def _page(self, query: dict[str, str], resume: str) -> tuple[list[dict[str, str]], str]:
        asked = {**query, "output": "json", "fl": ",".join(_FIELDS), "showResumeKey": "true"}
        asked |= {"resumeKey": resume} if resume else {}
        answer = self._asker.get(f"{self.name}/cdx/search/cdx?{urlencode(asked)}")
        if answer.status == 404:
            return [], ""
        try:
            rows = json.loads(answer.body) if answer.body.strip() else []
            if answer.status != 200 or not answer.whole:
                raise ValueError("no whole answer")
            return _read(rows)
        except (ValueError, TypeError, RecursionError):
            raise Unreachable(
                f"The index of {self.name} cannot be read (status {answer.status}): run the same command again later."
            ) from None


_SAFE = "%:/?@!$&'()*+,;=~#[]"
_TELLING = ("x-archive-", "memento-datetime", "link", "content-", "x-app-server")


def _read(rows: Any) -> tuple[list[dict[str, str]], str]:
    """Return (lines of the index, key of the next page): the first names the fields, an empty one is the last."""
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise ValueError("no index")
    end = rows.index([]) if [] in rows else len(rows)
    after = [row for row in rows[end:] if row]
    lines = [{name: str(value) for name, value in zip(rows[0], row, strict=False)} for row in rows[1:end]]
    return lines, str(after[0][0]) if after else ""


def _offer(row: dict[str, str]) -> Offer | None:
    stamp, url, status = row.get("timestamp", ""), row.get("original", ""), row.get("statuscode", "")
    if not instant_of(stamp) or status not in _GOOD or not url.startswith(("http://", "https://")):
        return None
    digest = row.get("digest", "")
    return Offer(url, instant_of(stamp), stamp, 200, f"sha1:{digest}" if digest.strip("-") else "")


def _identity(answer: Answer, offer: Offer) -> tuple[str, str]:
    """Return (instant, address) of what was given, which need not be what was asked for."""
    found = _PLAYBACK.search(answer.url)
    if not found or not instant_of(found[1]):
        raise NotTaken("elsewhere", "the service does not say of when its answer is")
    url = found[2] if "://" in found[2][:10] else f"http://{found[2]}"
    if key(url) != key(offer.url):
        raise NotTaken("elsewhere", "the service gives another address than it was asked for")
    return instant_of(found[1]), offer.url
