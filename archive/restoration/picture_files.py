"""The pictures of restored posts as files beside a form: each once, under a name that every file system takes."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from archive import addresses
from archive.durable import write
from archive.payloads import Picture
from archive.records import Image, Post
from archive.restoration.article import Lack

_ENDINGS = {
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "image/gif": ".gif",
    "image/webp": ".webp",
    "image/bmp": ".bmp",
}
_UNFIT = re.compile(r"[^a-z0-9]+")
_LONGEST = 40  # characters of the original's name


@dataclass(frozen=True)
class PictureFile:
    """A picture beside a form: its file's ``name``, and whether a page may show it (else it is a file to keep)."""

    name: str
    sha256: str
    media_type: str
    shown: bool


class PictureFiles:
    """Writes pictures into a folder as posts name them. ``lacks`` are those that the collection does not have.

    What stands at an address in one post and is another picture in another has two files: names end in the digest.
    """

    def __init__(self, folder: Path, picture: Callable[[Image], Picture | None]) -> None:
        self.lacks: list[Lack] = []
        self._folder = folder
        self._picture = picture
        self._by_digest: dict[str, PictureFile] = {}
        self._rows: set[tuple[str, str, str]] = set()

    def of(self, post: Post) -> dict[str, PictureFile]:
        """Return the pictures of a post by `archive.addresses.key` of each address it has them at."""
        found: dict[str, PictureFile] = {}
        for image in post.images:
            file = self._file(image)
            if file is None:
                if image.digest:  # the article itself tells of those that were never captured
                    self.lacks.append(Lack("picture", image.original_url or image.url, "it cannot be shown here"))
                continue
            for address in filter(None, (image.url, image.original_url)):
                found[addresses.key(address)] = file
                self._rows.add((address, file.name, file.sha256))
        return found

    def mapping(self) -> str:
        """Return a table, tab-separated: an original address, the file of its picture, the file's SHA-256."""
        return "".join("\t".join(row) + "\n" for row in [("address", "file", "sha256"), *sorted(self._rows)])

    def __iter__(self) -> Iterator[PictureFile]:
        return iter(self._by_digest.values())

    def _file(self, image: Image) -> PictureFile | None:
        picture = self._picture(image)
        if picture is None:
            return None
        sha256 = hashlib.sha256(picture.body).hexdigest()
        if sha256 not in self._by_digest:
            name = f"{_stem(image.original_url or image.url)}-{sha256[:12]}{_ending(picture)}"
            write(self._folder / name, picture.body)
            self._by_digest[sha256] = PictureFile(name, sha256, picture.media_type, picture.shown)
        return self._by_digest[sha256]


def _ending(picture: Picture) -> str:
    return _ENDINGS.get(picture.media_type, ".bin") if picture.shown else ".bin"


def _stem(address: str) -> str:
    """Return what of a picture's name can stay.

    >>> _stem("http://1.bp.example/-a/s1600/Rally%20%E7%AA%91.JPG")
    'rally'
    """
    parts = addresses.split(address)
    last = unquote(parts.path).rpartition("/")[2] if parts else ""
    return _UNFIT.sub("-", last.rpartition(".")[0].lower())[:_LONGEST].strip("-") or "picture"


def linked_picture(pictures: Mapping[str, PictureFile], address: str, around: str | None) -> PictureFile | None:
    """Return the picture that a link leads to: Blogger links a picture shown in one size to itself in another."""
    if found := pictures.get(addresses.key(address)):
        return found
    shown = pictures.get(addresses.key(around)) if around else None
    there, here = addresses.split(address), addresses.split(around or "")
    if shown is None or there is None or here is None:
        return None
    same_name = there.path.rpartition("/")[2] == here.path.rpartition("/")[2]
    return shown if there.hostname == here.hostname or same_name else None


def path_of(address: str, home: str) -> str | None:
    """Return path, query and fragment of an address that is the blog's own, under whichever of its hosts; else None.

    >>> path_of("https://name.blogspot.de/2014/03/a.html?m=1#c", "http://name.blogspot.com/")
    '/2014/03/a.html#c'
    """
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or _host(parts.hostname) != _host(urlsplit(home).hostname):
        return None
    path = parts.path or "/"
    asked = parts.query if path.startswith(("/search", "/feeds")) else ""
    return path.replace("//", "/") + (f"?{asked}" if asked else "") + (f"#{parts.fragment}" if parts.fragment else "")


def _host(host: str | None) -> str:
    name, found, _ = (host or "").removeprefix("www.").partition(".blogspot.")
    return f"{name}.blogspot" if found else name
