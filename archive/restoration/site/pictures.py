"""The pictures of a site by what they are known by: their addresses, in whatever size."""

from __future__ import annotations

import re

from archive.addresses import key
from archive.records import Image, Post
from archive.restoration.picture_files import PictureFile, PictureWriter

# One picture has many sizes at Google's hosts: ".../s320/name.jpg", ".../s1600-h/name.jpg", "...=w640-h480".
_SIZE = re.compile(r"/(?:[swh]\d{1,5})(?:-[a-z0-9]{1,6}){0,9}/(?=[^/]*$)|=(?:[swh]\d{1,5})(?:-[a-z0-9]{1,6}){0,9}$")


def addresses_of(image: Image) -> tuple[str, ...]:
    """Return what a picture is known by: its addresses, and those without its size."""
    stated = (image.url, *filter(None, (image.original_url,)))
    return tuple({form for url in stated for form in forms(url)})


def forms(url: str) -> tuple[str, str]:
    """Return what an address of a picture is looked up by: itself, and itself without a size."""
    own = key(url)
    return own, _SIZE.sub("/*/", own)


def original(url: str) -> str:
    """Return the address of a picture in its original size, which a page links in one that is cut down.

    >>> original("http://1.bp.example/-a/s1600-h/a.png"), original("https://img.example/a=w640-h480")
    ('http://1.bp.example/-a/s0/a.png', 'https://img.example/a=s0')
    """
    return _SIZE.sub(lambda size: "/s0/" if size[0].startswith("/") else "=s0", url)


def pictures_of(post: Post, files: PictureWriter) -> tuple[dict[str, PictureFile], tuple[Image, ...]]:
    """Return (the files of a post's pictures by what they are known by, the pictures that were not captured)."""
    found: dict[str, PictureFile] = {}
    missing: list[Image] = []
    for image in post.images:
        kept = files.file(image)
        if kept is None:
            missing.append(image)
        else:
            found |= dict.fromkeys(addresses_of(image), kept)
    return found, tuple(missing)
