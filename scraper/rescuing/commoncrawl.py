"""Common Crawl: its indexes say where a capture lies, and a range request brings its WARC record."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from archive.errors import Unreachable
from scraper.rescuing.asking import Asker
from scraper.rescuing.offers import Fault, Listed, NotTaken, Offer, Taken, instant_of
from scraper.rescuing.records import member
from scraper.rescuing.services import COMMONCRAWL, COMMONCRAWL_DATA
from scraper.rescuing.warcs import taken_of

_NAME = re.compile(r"[\w.-]{1,60}", re.ASCII)
_FILE = re.compile(r"[\w./-]{1,300}", re.ASCII)
_LARGEST = 1 << 28  # bytes of a record


class CommonCrawl(Listed):
    """Common Crawl: ``index`` and ``data`` are the addresses of its two services.

    Nothing is looked up: pictures are not in it, and a hundred indexes would be asked for each.
    """

    kind = "commoncrawl"

    def __init__(self, asker: Asker, folder: Path, index: str = COMMONCRAWL, data: str = COMMONCRAWL_DATA) -> None:
        self.name = index.rstrip("/")
        self.faults: list[Fault] = []
        self._asker, self._folder, self._data = asker, folder, data.rstrip("/")

    def offers(self, hosts: tuple[str, ...], position: str) -> Iterator[tuple[Offer | None, str]]:
        """Yield all good captures of the hosts, index by index, newest first, and after each page where the next is."""
        names = self._indexes()
        done = position.split(" ") if position else []
        going = not done or done[0] not in names
        for name in names:
            for host in hosts:
                for page in range(self._pages(name, host) if going or name == done[0] else 0):
                    if going:
                        yield from ((offer, "") for offer in self._page(name, host, page))
                        yield None, f"{name} {host} {page}"
                    going = going or [name, host, str(page)] == done
            going = going or name == done[0]

    def take(self, offer: Offer) -> Taken:
        """Return a capture, its block as it lies in Common Crawl's file."""
        where = json.loads(offer.place)
        first, length = int(where["offset"]), int(where["length"])
        url = f"{self._data}/{quote(where['filename'])}"
        answer = self._asker.get(url, {"Range": f"bytes={first}-{first + length - 1}"})
        if answer.status != 206 or not answer.whole or len(answer.body) != length:
            raise NotTaken("range", f"the service answers {answer.status} with {len(answer.body)} of {length} bytes")
        record, content = member(answer.body, self._folder)
        source = f"{url}#{first}-{first + length - 1}"
        return taken_of(offer, record, content.block(), source, {"index-digest": offer.digest})

    def close(self) -> None:
        """Let go of nothing: each answer had its own connection."""

    def _indexes(self) -> list[str]:
        found = self._json(f"{self.name}/collinfo.json")
        names = [one.get("id", "") for one in found if isinstance(one, dict)] if isinstance(found, list) else []
        return sorted((name for name in names if isinstance(name, str) and _NAME.fullmatch(name)), reverse=True)

    def _pages(self, name: str, host: str) -> int:
        found = self._json(self._asked(name, host, showNumPages="true"))
        return min(int(found.get("pages", 0)), 1 << 16) if isinstance(found, dict) else 0

    def _page(self, name: str, host: str, page: int) -> Iterator[Offer]:
        answer = self._asker.get(self._asked(name, host, page=str(page)))
        if answer.status == 404:
            return
        if answer.status != 200 or not answer.whole:
            raise Unreachable(f"The index {name} gives no whole answer: run the same command again later.")
        for line in answer.body.splitlines():
            if offer := _offer(line):
                yield offer
            elif line.strip():
                self.faults.append(Fault("index-line", f"a line of the index {name} cannot be read"))

    def _asked(self, name: str, host: str, **more: str) -> str:
        query = {"url": f"{host}/*", "output": "json", "filter": "=status:200", **more}
        return f"{self.name}/{name}-index?{urlencode(query)}"

    def _json(self, url: str) -> Any:
        answer = self._asker.get(url)
        if answer.status == 404:
            return None
        try:
            if answer.status != 200 or not answer.whole:
                raise ValueError
            return json.loads(answer.body)
        except (ValueError, RecursionError):
            host = urlsplit(url).hostname
            raise Unreachable(f"{host} gives no answer that can be read: run the same command again later.") from None


def _offer(line: bytes) -> Offer | None:
    """Return what a line of an index names, None for one that cannot be meant: it becomes part of an address."""
    try:
        told = json.loads(line)
        file, first, length = str(told["filename"]), int(told["offset"]), int(told["length"])
        url, instant, digest = str(told["url"]), instant_of(str(told["timestamp"])), str(told.get("digest", ""))
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    is_file = _FILE.fullmatch(file) and ".." not in file and 0 < length <= _LARGEST and first >= 0
    if not is_file or not url.startswith(("http://", "https://")):
        return None
    where = json.dumps({"filename": file, "offset": first, "length": length}, sort_keys=True)
    return Offer(url, instant, where, 200, digest if ":" in digest or not digest else f"sha1:{digest}")
