"""Blogger exports as their owner got them: the classic file, Takeout's ``feed.atom``, or Takeout's package as it came.

An owner may have several blogs, and Takeout gives all of them: an export is taken where it is this blog's. Takeout's
names no host; the number of the blog tells, where the collection knows it.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO
from urllib.parse import urljoin, urlsplit

from archive.durable import make_folder
from archive.errors import UsageError
from scraper.capture.scope import plain_host
from scraper.platforms import PLATFORMS
from scraper.rescuing.offers import Fault, Listed, Offer, Taken, believable
from scraper.rescuing.packages import is_package, members
from scraper.rescuing.records import LARGEST_BLOCK
from scraper.rescuing.sourcenames import digest_of, named

FEED = "feed.atom"
PLACE = "/feeds/archive"  # where Blogger itself gave exports
_UPDATED = re.compile(rb"<updated>([^<]{10,40})</updated>")
_EXPORT = re.compile(rb"blog-\d{1,25}\.archive</id>|http://schemas\.google\.com/blogger/2018['\"]")
_NUMBER = re.compile(rb"<id>tag:blogger\.com,1999:blog-(\d{1,25})")
_TITLE = re.compile(rb"<title[^<>]{0,100}>([^<]{0,200})</title>")
_LINK = re.compile(rb"<link\b[^<>]{0,1000}>")
_ALTERNATE = re.compile(rb"\brel=['\"]alternate['\"]")
_HREF = re.compile(rb"\bhref=['\"](https?://[^'\"<>\s]{1,500})")
_HEAD = 1 << 16


@dataclass(frozen=True)
class _Export:
    """An export: what identifies it, its bytes, and when its file was last written (W3CDTF, "" unknown)."""

    source: str
    file: IO[bytes]
    modified: str

    @property
    def head(self) -> bytes:
        """What stands before the first entry."""
        self.file.seek(0)
        return self.file.read(_HEAD).partition(b"<entry")[0]


class Exports(Listed):
    """The exports in some files; each is kept whole, as a resource."""

    kind = "export"

    def __init__(
        self, paths: Sequence[Path], folder: Path, home: str, hosts: Sequence[str] = (), blog: str = ""
    ) -> None:
        """Open files; ``home`` is the blog's address, to which an export says that it belongs by its paths alone.

        ``hosts`` are other hosts of the blog, ``blog`` is its number, "" where the collection does not know it yet.

        Raises:
            UsageError: exports of several blogs are there, and nothing says which is meant.
        """
        make_folder(folder)
        self.faults: list[Fault] = []
        self._home = home
        self._hosts = {"", _plain(home), *map(plain_host, hosts)}
        self._all = [one for path in paths for one in _exports(path, folder, self.faults)]
        self.name = named([one.source for one in self._all])
        self._own = [one for one in self._all if self._is_own(one, blog)]
        if len({_number(one) for one in self._own}) > 1:
            titles = ", ".join(sorted({_title(one) for one in self._own}))
            self.close()
            raise UsageError(f"There are exports of several blogs ({titles}): give the one of this blog, unpacked.")

    def offers(self, hosts: tuple[str, ...], position: str) -> Iterator[tuple[Offer | None, str]]:  # noqa: ARG002
        """Yield the blog's exports, each at an address of the blog's own."""
        for number, one in enumerate(self._own):
            query = f"?{number}" if number else ""
            yield Offer(urljoin(self._home, PLACE + query), _stated(one.head) or one.modified, str(number)), ""

    def take(self, offer: Offer) -> Taken:
        """Return an export, to the byte."""
        one = self._own[int(offer.place)]
        one.file.seek(0)
        content = one.file.read(LARGEST_BLOCK)
        basis = "the export's own" if _stated(one.head) else "the file's"
        return Taken(
            *(offer.url, offer.instant, "resource", content, "application/atom+xml"),
            source=one.source,
            facts={"head": "none: a file", "date-basis": basis},
            truncated="length" if len(content) == LARGEST_BLOCK else "",
        )

    def close(self) -> None:
        """Close the files."""
        for one in self._all:
            one.file.close()

    def _is_own(self, one: _Export, blog: str) -> bool:
        number = _number(one)
        if not (blog and number):
            is_own = (host := _host(one.head)) in self._hosts
            why = f"it is of {host}; if that is the blog's, too, name it in beilin.toml, hosts"
        else:
            is_own, why = number == blog, f"it is of the blog {number} ({_title(one)})"
        if not is_own:
            self.faults.append(Fault("other-blog", f"an export was left out: {why}"))
        return is_own


def _exports(path: Path, folder: Path, faults: list[Fault]) -> Iterator[_Export]:
    modified = believable(datetime.fromtimestamp(path.stat().st_mtime, UTC).isoformat(timespec="seconds"))
    source = digest_of(path)
    if not is_package(path):
        yield _Export(source, path.open("rb"), modified)
        return
    with path.open("rb") as package:
        for number, (_, file) in enumerate(members(package, path.name, folder, faults, is_feed)):
            yield _Export(f"{source}#{number}", file, modified)


def is_export(path: Path) -> bool:
    """Say whether a file among others is an export, and not a feed or a sitemap that was saved."""
    if is_package(path):
        return True
    with path.open("rb") as file:
        head = file.read(_HEAD)
    return bool(_EXPORT.search(head))


def is_feed(name: str) -> bool:
    """Say whether a member of a package is Takeout's export of a blog."""
    return name.replace("\\", "/").rpartition("/")[2] == FEED


def _stated(head: bytes) -> str:
    found = _UPDATED.search(head)
    return believable(found[1].decode("ascii", "replace").strip().replace("Z", "+00:00")) if found else ""


def _number(one: _Export) -> str:
    return found[1].decode() if (found := _NUMBER.search(one.head)) else ""


def _title(one: _Export) -> str:
    return html.unescape(found[1].decode("utf-8", "replace")) if (found := _TITLE.search(one.head)) else "untitled"


def _host(head: bytes) -> str:
    """Return the host of the blog that an export names, "" where it names none."""
    links = (link for link in _LINK.findall(head) if _ALTERNATE.search(link))
    return next((_plain(html.unescape(href[1].decode())) for link in links if (href := _HREF.search(link))), "")


def _plain(url: str) -> str:
    return plain_host(urlsplit(PLATFORMS[0].canonical(url)).hostname or "")
