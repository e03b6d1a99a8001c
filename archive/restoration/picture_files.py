"""The pictures of restored posts as files: each once, under a name that every file system takes."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from archive import addresses
from archive.durable import write
from archive.payloads import Picture
from archive.records import Image, Post
from archive.restoration.article import Lack, unreadable

_UNFIT = re.compile(r"[^a-z0-9]+")
_LONGEST = 40  # characters of the original's name


Named = Callable[[Picture, str, str], str]
"""Gives the name of a picture's file, from the picture, its SHA-256 and the address where it stood."""


@dataclass(frozen=True)
class PictureFile:
    """A picture's file: ``name`` is its path from the folder of all of them, ``size`` in bytes; one that is not
    ``shown`` could be something else, too, and is a file to keep.
    """

    name: str
    sha256: str
    shown: bool
    size: int


def by_address(picture: Picture, sha256: str, address: str) -> str:
    """Return a name by which people know the picture again: what stood at its address, and the digest."""
    return f"{_stem(address)}-{sha256[:12]}{picture.ending}"


def by_digest(picture: Picture, sha256: str, _: str) -> str:
    """Return a name that is the digest alone, apart from those of the files to keep."""
    return f"{'images' if picture.shown else 'files'}/{sha256[:40]}{picture.ending}"


class PictureWriter:
    """Writes each picture once, however often it stands, into a folder."""

    def __init__(self, folder: Path, picture: Callable[[Image], Picture | None], named: Named = by_address) -> None:
        self._folder, self._picture, self._named = folder, picture, named
        self._by_image: dict[str, PictureFile | None] = {}
        self._by_digest: dict[str, PictureFile] = {}

    def file(self, image: Image) -> PictureFile | None:
        """Return the file of a post's picture, None where the collection does not have it."""
        if not image.digest:
            return self._read(image)
        if image.digest not in self._by_image:
            self._by_image[image.digest] = self._read(image)
        return self._by_image[image.digest]

    def keep(self, picture: Picture, address: str) -> PictureFile:
        """Return the file of a picture that stood at an address, written where it is not yet."""
        sha256 = hashlib.sha256(picture.body).hexdigest()
        if sha256 not in self._by_digest:
            name = self._named(picture, sha256, address)
            write(self._folder / name, picture.body)
            self._by_digest[sha256] = PictureFile(name, sha256, picture.shown, len(picture.body))
        return self._by_digest[sha256]

    def __iter__(self) -> Iterator[PictureFile]:
        return iter(self._by_digest.values())

    def _read(self, image: Image) -> PictureFile | None:
        picture = self._picture(image)
        return self.keep(picture, image.original_url or image.url) if picture else None


class PictureFiles:
    """The pictures of posts beside a form, and which address each stood at. ``lacks`` are those that the collection
    does not have.

    What stands at an address in one post and is another picture in another has two files: names end in the digest.
    """

    def __init__(self, folder: Path, picture: Callable[[Image], Picture | None]) -> None:
        self.lacks: list[Lack] = []
        self._files = PictureWriter(folder, picture)
        self._rows: set[tuple[str, str, str]] = set()

    def of(self, post: Post) -> dict[str, PictureFile]:
        """Return the pictures of a post by `archive.addresses.key` of each address it has them at."""
        found: dict[str, PictureFile] = {}
        for image in post.images:
            file = self._files.file(image)
            if file is None:
                if image.digest:  # the article itself tells of those that were never captured
                    self.lacks.append(unreadable(image.original_url or image.url, post.url))
                continue
            for address in filter(None, (image.url, image.original_url)):
                found[addresses.key(address)] = file
                self._rows.add((address, file.name, file.sha256))
        return found

    def mapping(self) -> str:
        """Return a table, tab-separated: an original address, the file of its picture, the file's SHA-256."""
        return "".join("\t".join(row) + "\n" for row in [("address", "file", "sha256"), *sorted(self._rows)])


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
