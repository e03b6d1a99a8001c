"""Folders of saved pages: a browser's "save as", a mirror of HTTrack or wget.

A page's address is what it says itself: the comment that browsers write, HTTrack's, SingleFile's, its canonical link;
else its place, where folders have the names of hosts. Browsers and HTTrack rewrite what they save: bytes are kept as
they lie there, and the metadata say by whom they were saved. Where HTTrack's cache lies beside its mirror, that has
them as they were sent.
"""

from __future__ import annotations

import hashlib
import html
import mimetypes
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote, urlsplit

from archive.counted import counted
from scraper.rescuing.httrack import FOLDER, Cache, Stored
from scraper.rescuing.offers import Fault, Listed, NotTaken, Offer, Taken, believable, instant_of_mail
from scraper.rescuing.records import LARGEST_BLOCK

_PAGES = (".html", ".htm", ".xhtml", ".shtml")
_BEGIN = 1 << 16  # bytes within which a page says where it is from
_MOST = 1_000_000  # files
_URL = rb"(https?://[^\s<>\"']{4,2000})"
_BROWSER = re.compile(rb"<!--\s{0,9}saved from url=\(\d{1,6}\)\s{0,9}" + _URL, re.IGNORECASE)
_HTTRACK = re.compile(rb"<!-- Mirrored from ([^\s<>]{4,2000}) by HTTrack[^>]{0,200}?, (\w{3}, [^>]{10,30} GMT) -->")
_SINGLEFILE = re.compile(rb"Page saved with SingleFile\s{1,9}url: " + _URL + rb"\s{1,9}saved date: ([^\n]{10,60})")
_CANONICAL = re.compile(rb"<link\b[^>]{0,500}>", re.IGNORECASE)
_HREF = re.compile(rb"href\s{0,3}=\s{0,3}['\"]" + _URL + rb"['\"]", re.IGNORECASE)
_HOST = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+", re.IGNORECASE)


@dataclass(frozen=True)
class _Origin:
    """What a saved file says of itself: its address, when it was saved ("" unknown), and by what that is known."""

    url: str
    instant: str
    by: str


class Saved(Listed):
    """The pages and pictures of a folder, or one page. Links that lead out of it are not followed."""

    kind = "saved"

    def __init__(self, path: Path, home: str) -> None:
        """Look at a folder or file; ``home`` is the blog's address, whose scheme places without one get."""
        self._root = path
        self._scheme = urlsplit(home).scheme
        self._caches = {mirror: Cache(mirror) for mirror in self._mirrors()}
        self.faults: list[Fault] = []
        # A folder has no digest of its own: it is known by what lies in it.
        listing = "\n".join(f"{self._name(file)} {file.stat().st_size}" for file in files(self._root))
        self.name = f"urn:x-folder-sha256:{hashlib.sha256(listing.encode('utf-8', 'surrogateescape')).hexdigest()}"

    def offers(self, hosts: tuple[str, ...], position: str) -> Iterator[tuple[Offer | None, str]]:  # noqa: ARG002
        """Yield what says where it is from."""
        unknown = 0
        for path in files(self._root):
            origin = self._origin(path)
            unknown += origin is None and path.suffix.lower() in _PAGES and path.parent not in self._caches
            if origin:
                _, stored = self._stored(path)
                status = stored.status if stored else 200
                yield Offer(origin.url, origin.instant or _modified(path), self._name(path), status), ""
        if unknown:
            self.faults.append(Fault("no-address", f"{counted(unknown, 'page says', 'pages say')} not where from"))

    def take(self, offer: Offer) -> Taken:
        """Return a file as it lies there."""
        path = self._root / offer.place if self._root.is_dir() else self._root
        origin = self._origin(path)
        if origin is None or path.stat().st_size > LARGEST_BLOCK:
            raise NotTaken("damaged", "the file is not what it was, or is too large")
        cache, stored = self._stored(path)
        if cache and stored and (sent := _sent(path, offer, cache, stored)):
            return sent
        content = path.read_bytes()
        sha256 = hashlib.sha256(content).hexdigest()
        return Taken(
            *(offer.url, offer.instant, "resource", content, _media_type(path, content)),
            source=f"urn:x-sha256:{sha256}",
            facts={
                "head": "none: a file",
                "address-basis": origin.by,
                "date-basis": "what saved it" if origin.instant else "the file's",
            },
        )

    def close(self) -> None:
        """Let go of nothing: files are open while they are read."""

    def _mirrors(self) -> Iterator[Path]:
        """Yield the folders of the mirrors that HTTrack made and that have its cache."""
        if self._root.is_dir():
            yield from (path.parent for path in sorted(self._root.glob(f"**/{FOLDER}")) if path.is_dir())

    def _stored(self, path: Path) -> tuple[Cache | None, Stored | None]:
        """Return what HTTrack's cache knows of a file, and the cache."""
        for mirror, cache in self._caches.items():
            if path.is_relative_to(mirror) and (found := cache.stored.get(path.relative_to(mirror).as_posix())):
                return cache, found
        return None, None

    def _name(self, path: Path) -> str:
        return path.relative_to(self._root).as_posix() if path != self._root else path.suffix

    def _origin(self, path: Path) -> _Origin | None:
        told = None
        if path.suffix.lower() in _PAGES:
            with path.open("rb") as file:
                told = _told(file.read(_BEGIN), self._scheme)
        _, stored = self._stored(path)
        if stored:
            return _Origin(stored.url, told.instant if told else "", "HTTrack")
        return told or self._by_place(path)

    def _by_place(self, path: Path) -> _Origin | None:
        """Return the address that a file's folders spell, as wget and HTTrack lay mirrors out: HOST/PATH."""
        parts = path.relative_to(self._root).parts if path != self._root else ()
        start = next((n for n, part in enumerate(parts[:-1]) if _HOST.fullmatch(part)), None)
        if start is None:
            return None
        names = [part.encode("utf-8", "surrogateescape") for part in parts[start + 1 :]]
        where = "/".join(quote(name, safe="%:@!$&'()*+,;=~?") for name in names)
        where = where.removesuffix("index.html") if where.endswith("index.html") else where
        return _Origin(f"{self._scheme}://{parts[start].lower()}/{where}", "", "its place")


def files(root: Path) -> Iterator[Path]:
    """Yield the files of a folder in order, or the one file; links that lead out of it are not followed."""
    if root.is_file():
        yield root
        return
    count = 0
    for folder, folders, names in os.walk(root):
        folders.sort()
        for name in sorted(names):
            path = Path(folder, name)
            count += 1
            if count <= _MOST and path.is_file() and not path.is_symlink():
                yield path


def _sent(path: Path, offer: Offer, cache: Cache, stored: Stored) -> Taken | None:
    """Return a file of a mirror as it was sent, None where it was rewritten and the cache has it no more."""
    if not stored.member and path.suffix.lower() in _PAGES:
        return None
    content = cache.content(stored) if stored.member else path.read_bytes()
    if content is None:
        return None
    return Taken(
        *(offer.url, offer.instant, "response", stored.head.block + content, "text/html"),
        source=f"urn:x-sha256:{hashlib.sha256(content).hexdigest()}",
        facts={"head": "put together from what HTTrack kept of it", "address-basis": "HTTrack"},
        truncated="length" if stored.size > len(content) else "",
    )


def _told(begin: bytes, scheme: str) -> _Origin | None:
    """Return where a page says that it is from."""
    if found := _SINGLEFILE.search(begin):
        return _Origin(_text(found[1]), _date_of_script(found[2]), "SingleFile")
    if found := _HTTRACK.search(begin):
        return _Origin(f"{scheme}://{_text(found[1])}", instant_of_mail(found[2].decode("ascii", "replace")), "HTTrack")
    if found := _BROWSER.search(begin):
        return _Origin(_text(found[1]), "", "a browser")
    for link in _CANONICAL.findall(begin):
        if re.search(rb"rel\s{0,3}=\s{0,3}['\"]?canonical", link, re.IGNORECASE) and (found := _HREF.search(link)):
            return _Origin(_text(found[1]), "", "its canonical link")
    return None


def _text(url: bytes) -> str:
    return html.unescape(url.decode("utf-8", "replace"))


def _date_of_script(text: bytes) -> str:
    """Return a date as JavaScript writes it: "Wed Mar 05 2014 22:36:00 GMT+0800 (China Standard Time)"."""
    plain = text.decode("utf-8", "replace").partition("(")[0].strip()
    try:
        return believable(datetime.strptime(plain, "%a %b %d %Y %H:%M:%S GMT%z").isoformat())
    except ValueError:
        return ""


def _modified(path: Path) -> str:
    return believable(datetime.fromtimestamp(path.stat().st_mtime, UTC).isoformat(timespec="seconds"))


def _media_type(path: Path, content: bytes) -> str:
    if path.suffix.lower() in _PAGES or content[:200].lstrip().lower().startswith((b"<!doctype html", b"<html")):
        return "text/html"
    return mimetypes.guess_type(path.name)[0] or "application/octet-stream"
