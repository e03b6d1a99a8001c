"""Any archive or aggregator that speaks Memento (RFC 7089): its TimeMap of an address names the captures there are.

TimeMaps are read in link format (RFC 6690) and as JSON. Nothing lists a whole blog: addresses are looked up one by one,
as witnesses name them. A capture is asked for only on hosts that were named, since a TimeMap may point anywhere.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

from archive.errors import OffLimits, Unreachable
from scraper.rescuing.asking import Asker
from scraper.rescuing.heads import rebuilt
from scraper.rescuing.offers import Fault, NotTaken, Offer, Taken, believable, instant_of_mail
from scraper.rescuing.services import MEMENTO

_LINK = re.compile(r'<([^<>"\s]{1,4000})>((?:\s*;\s*[\w*-]{1,30}\s*=\s*(?:"[^"]{0,500}"|[^\s;,"]{1,200})){0,20})')
_FIELD = re.compile(r';\s*([\w*-]{1,30})\s*=\s*(?:"([^"]{0,500})"|([^\s;,"]{1,200}))')
_MOST_PAGES = 200
_PLAYBACK = re.compile(r"(/web/\d{14})(/https?:)")
_MOST_HOPS = 4


class Memento:
    """An aggregator: ``service`` is the address to which a page's is added."""

    kind = "memento"
    is_listed = False

    def __init__(self, asker: Asker, service: str = MEMENTO) -> None:
        self.name = service.rstrip("/")
        self.faults: list[Fault] = []
        self._asker = asker

    def offers(self, hosts: tuple[str, ...], position: str) -> Iterator[tuple[Offer | None, str]]:  # noqa: ARG002
        """Yield nothing: Memento lists single addresses alone."""
        yield from ()

    def lookup(self, url: str) -> Iterator[Offer]:
        """Yield the captures of an address, of all pages of its TimeMap."""
        waiting = [f"{self.name}/{quote(url, safe='%:/?@!$&()*+,;=~')}"]
        seen: set[str] = set()
        while waiting and len(seen) < _MOST_PAGES:
            page = waiting.pop()
            if page in seen:
                continue
            seen.add(page)
            links = self._page(page)
            yield from (Offer(url, when, where, 200) for where, rels, when in links if "memento" in rels)
            waiting += [urljoin(page, where) for where, rels, _ in links if "timemap" in rels and "self" not in rels]

    def take(self, offer: Offer) -> Taken:
        """Return a capture, unchanged where its archive is asked for that as others know it (``id_``)."""
        url = _PLAYBACK.sub(r"\1id_\2", offer.place)
        try:
            answer = self._asker.get(url)
            for _ in range(_MOST_HOPS):
                if answer.header("memento-datetime") or answer.status not in (301, 302, 303, 307, 308):
                    break
                answer = self._asker.get(urljoin(answer.url, answer.header("location")))
        except OffLimits:
            host = urlsplit(offer.place).hostname
            raise NotTaken(
                "not-named", f"it lies on {host}, which was not named: give --allow-archive {host}"
            ) from None
        instant = instant_of_mail(answer.header("memento-datetime"))
        if not instant:
            raise NotTaken("not-there", f"the archive answers {answer.status}, and not with a capture")
        head = rebuilt(answer.status, answer.headers, "x-archive-orig-")
        if head.status not in (200, 203):
            raise NotTaken("status", f"what was captured is an answer of status {head.status}")
        raw = url != offer.place or any(name.lower().startswith("x-archive-orig-") for name, _ in answer.headers)
        return Taken(
            *(offer.url, instant, "response", head.block + answer.body, "text/html"),
            source=answer.url,
            facts={"head": "put together from x-archive-orig fields", "as-captured": raw},
            truncated="" if answer.whole and head.stated_length <= len(answer.body) else "disconnect",
            doubt="" if raw else "the archive may have changed it for its readers",
        )

    def close(self) -> None:
        """Let go of nothing: each answer had its own connection."""

    def _page(self, url: str) -> list[tuple[str, list[str], str]]:
        """Return (address, relations, instant) of what a TimeMap links to."""
        try:
            answer = self._asker.get(url)
        except OffLimits:
            self.faults.append(
                Fault("not-named", f"a TimeMap goes on at {urlsplit(url).hostname}, which was not named")
            )
            return []
        if answer.status == 404:
            return []
        if answer.status != 200 or not answer.whole:
            raise Unreachable(f"{self.name} gives no whole answer (status {answer.status}): run again later.")
        text = answer.body.decode("utf-8", "replace")
        found = _of_json(text) if text.lstrip().startswith("{") else list(_of_links(text))
        return [(where, rels, when) for where, rels, when in found if where.startswith(("http://", "https://"))]


def _of_links(text: str) -> Iterator[tuple[str, list[str], str]]:
    for link in _LINK.finditer(text):
        fields = {name.lower(): quoted or bare for name, quoted, bare in _FIELD.findall(link[2])}
        yield link[1], fields.get("rel", "").lower().split(), instant_of_mail(fields.get("datetime", ""))


def _of_json(text: str) -> list[tuple[str, list[str], str]]:
    try:
        told: Any = json.loads(text)
        mementos = told.get("mementos", {}).get("list", [])
        links = [(str(one["uri"]), ["memento"], believable(str(one["datetime"]))) for one in mementos]
        return links + [(str(one["uri"]), ["timemap"], "") for one in told.get("timemap_index", [])]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise Unreachable("A TimeMap cannot be read: run the same command again later.") from None
