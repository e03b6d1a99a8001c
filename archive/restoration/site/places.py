"""Old addresses to files that every disk can hold, and links from one file of the site to another. Pure.

A file's place is its path from the site's root, with "/" between ("2014/03/slug.html"); a directory's page is its
"index.html", so that a plain web server answers the directory's address with it.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from urllib.parse import quote, unquote

INDEX = "index.html"
_LONGEST = 120  # bytes of a name, of the 255 that disks allow: some programs add to them
_DEEPEST = 12  # names
_UNFIT = re.compile(r"[\x00-\x1f\x7f\\:*?\"<>|\ud800-\udfff]|[. ]$")
# Windows takes these for devices, whatever their ending.
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.I)
_NO_LETTER = re.compile(r"[^\w.-]+")


class Places:
    """The places of one site: each is given once. Of ``own`` folders none is given but to the site's own lists."""

    def __init__(self, taken: Iterable[str] = (), own: Iterable[str] = ()) -> None:
        self._files: dict[str, str] = {}
        self._folders: set[str] = set()
        self._own = frozenset(own)
        self.moved: dict[str, str] = {}  # old path -> place, where a server would not find it by itself
        for place in taken:
            self._take(place)

    def page(self, path: str) -> str:
        """Return a place for the page at an address's path ("/2014/03/slug.html"): its own, or one beside it."""
        return self._place(path, self._own)

    def list(self, path: str) -> str:
        """Return a place for a list of the site's own, in its own folders as elsewhere. Where an article has its
        address, none is sent on from there.
        """
        place, wanted = self._place(path, frozenset()), _wanted(_names(path))
        if self.moved.get(path) == place and self._files.get(_folded(wanted)) == wanted:
            del self.moved[path]
        return place

    def _place(self, path: str, closed: frozenset[str]) -> str:
        own = _names(path)
        wanted = _wanted(own)
        is_open = _folded(wanted.partition("/")[0]) not in closed
        if wanted and is_open and all(map(_is_fit, own)) and self._take(wanted):
            return wanted
        # All in one name: a folder of that name may be a file by now.
        stem = "-".join(map(_safe, own[-3:])).removesuffix(".html").encode()[:_LONGEST].decode("utf-8", "ignore")
        place = f"{stem or 'page'}-{_mark(path)}.html"
        number = 1
        while not self._take(place):
            number += 1
            place = f"{stem or 'page'}-{_mark(path)}-{number}.html"
        self.moved.setdefault(path, place)
        return place

    def _take(self, place: str) -> bool:
        folded = _folded(place)
        above = {folded[:end] for end, character in enumerate(folded) if character == "/"}
        if folded in self._files or folded in self._folders or not above.isdisjoint(self._files.keys()):
            return False
        self._files[folded] = place
        self._folders |= above
        return True


def _names(path: str) -> list[str]:
    if path == "/":
        return [INDEX]
    names = [unicodedata.normalize("NFC", unquote(name)) for name in path.split("?", maxsplit=1)[0].split("/")]
    names = [part for name in names for part in (name.split("/") or [""])]
    if len(names) > _DEEPEST:
        names = [*names[:3], "-".join(names[3:])]
    return [*filter(None, names[:-1]), *([names[-1]] if names[-1] else [INDEX] if any(names) else [])]


def _wanted(names: list[str]) -> str:
    return "/".join([*names[:-1], *_page_name(names[-1])]) if names else ""


def _page_name(name: str) -> tuple[str, ...]:
    return (name,) if name.endswith((".html", ".htm")) else (name, INDEX)


def _is_fit(name: str) -> bool:
    unfit = _UNFIT.search(name) or _DEVICE.fullmatch(name) or _size(name) > _LONGEST
    return name not in (".", "..") and not unfit


def _safe(name: str) -> str:
    if _is_fit(name):
        return name
    stem = _NO_LETTER.sub("-", name.removesuffix(".html").encode("utf-8", "replace").decode()).strip(".-")
    stem = stem.encode()[: _LONGEST // 2].decode("utf-8", "ignore")
    return f"{stem}-{_mark(name)}".lstrip("-")


def _mark(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:8]


def _size(name: str) -> int:
    return len(name.encode("utf-8", "replace"))


def _folded(place: str) -> str:
    """Return what disks that do not tell case or composition apart take a place for."""
    return unicodedata.normalize("NFC", place.casefold())


def label_path(label: str) -> str:
    """Return the path of a label's page on Blogger."""
    return f"/search/label/{quote(label, safe='', errors='replace')}"


def root_of(place: str) -> str:
    """Return the way from a file to the site's root.

    >>> root_of("2014/03/slug.html"), root_of("index.html")
    ('../../', '')
    """
    return "../" * place.count("/")


def link(place: str, root: str = "") -> str:
    """Return a link to a place, from a file whose way to the site's root is given.

    >>> link("2014/03/人权.html", "../")
    '../2014/03/%E4%BA%BA%E6%9D%83.html'
    """
    return (root or "./") + quote(place, errors="replace")
