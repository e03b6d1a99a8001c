"""Pictures as files of the site, each once: in original size, under the digest of their bytes."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from archive.addresses import key
from archive.payloads import Picture
from archive.records import Image, Post

# One picture has many sizes at Google's hosts: ".../s320/name.jpg", ".../s1600-h/name.jpg", "...=w640-h480".
_SIZE = re.compile(r"/(?:[swh]\d{1,5})(?:-[a-z0-9]{1,6}){0,9}/(?=[^/]*$)|=(?:[swh]\d{1,5})(?:-[a-z0-9]{1,6}){0,9}$")
_ENDINGS = {"image/png": "png", "image/jpeg": "jpg", "image/gif": "gif", "image/webp": "webp", "image/bmp": "bmp"}


@dataclass(frozen=True)
class Kept:
    """A picture's file; one that is not ``shown`` could be something else, too, and is a file to keep."""

    place: str
    shown: bool
    size: int


class PictureFiles:
    """The pictures of a site."""

    def __init__(self, root: Path, picture: Callable[[Image], Picture | None]) -> None:
        self._root, self._picture = root, picture
        self._kept: dict[str, Kept | None] = {}
        self._written: set[str] = set()

    @property
    def number(self) -> int:
        """How many files there are."""
        return len(self._written)

    def kept(self, image: Image) -> Kept | None:
        """Return the file of a picture, written where it is not yet; None where the picture was not captured."""
        if not image.digest:
            return self._keep(image)
        if image.digest not in self._kept:
            self._kept[image.digest] = self._keep(image)
        return self._kept[image.digest]

    def _keep(self, image: Image) -> Kept | None:
        picture = self._picture(image)
        if picture is None:
            return None
        name = hashlib.sha256(picture.body).hexdigest()[:40]
        shown = picture.shown and picture.media_type in _ENDINGS
        place = f"images/{name}.{_ENDINGS[picture.media_type]}" if shown else f"files/{name}.bin"
        if place not in self._written:
            path = self._root / place
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(picture.body)
            self._written.add(place)
        return Kept(place, shown, len(picture.body))


def addresses_of(image: Image) -> tuple[str, ...]:
    """Return what a picture is known by: its addresses, and those without its size."""
    stated = (image.url, *filter(None, (image.original_url,)))
    return tuple({form for url in stated for form in forms(url)})


def forms(url: str) -> tuple[str, str]:
    """Return what an address of a picture is looked up by: itself, and itself without a size."""
    own = key(url)
    return own, _SIZE.sub("/*/", own)


def pictures_of(post: Post, files: PictureFiles) -> tuple[dict[str, Kept], tuple[Image, ...]]:
    """Return (the files of a post's pictures by what they are known by, the pictures that were not captured)."""
    found: dict[str, Kept] = {}
    missing: list[Image] = []
    for image in post.images:
        kept = files.kept(image)
        if kept is None:
            missing.append(image)
        else:
            found |= dict.fromkeys(addresses_of(image), kept)
    return found, tuple(missing)
