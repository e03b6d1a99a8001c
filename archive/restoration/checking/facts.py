"""What there should be of an article in whatever form, and where what was found differs. Pure but for pictures read."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path

from archive.addresses import key
from archive.records import Image
from archive.restoration.article import LIVE, Article, Lack, Material
from archive.restoration.checking.regions import whole
from archive.restoration.clock import read_instant

Check = Callable[[Material, Path, Sequence[Lack]], Iterator[str]]
"""Yields what is wrong with a restored folder; ``Lack`` are those told when it was made, and are not told again."""

_UNSEEN = re.compile(r"[\s\u200b\ufeff\ufffd]+")
_TEXTS = ("title", "labels", "author", "comments", "text")
# What a form has told that it cannot carry of an article.
_EXCUSED: Mapping[str, tuple[str, ...]] = {
    "moved": ("path",),
    "path": ("path",),
    "clash": ("path", "there"),  # an importer may keep one alone, and so may who reads them back by address or id
    "instant": ("instant",),
    "page-date": ("instant",),
    "character": _TEXTS,
    "characters": _TEXTS,
    "label": ("labels",),
}
_SAID = {
    "kind": "it is not the page or post that it was",
    "draft": "what was public and what never was are mistaken for each other",
    "path": "it is at another address, and no redirect is told",
    "title": "its title is another",
    "instant": "its instant is another",
    "labels": "its labels are others",
    "author": "its author is another",
    "comments": "its comments are others",
    "text": "its text is not all there",
    "pictures": "not all its pictures are there",
}


@dataclass(frozen=True)
class Facts:
    """What is known of an article; None for what a form does not say of it.

    ``instant`` is of UTC, to the second; ``comments`` are (id, text); ``texts`` are the texts of the body in order,
    without white space; ``pictures`` the SHA-256 of those that it shows.
    """

    kind: str | None = None
    draft: bool | None = None
    path: str | None = None
    title: str | None = None
    instant: str | None = None
    labels: tuple[str, ...] | None = None
    author: str | None = None
    comments: tuple[tuple[str, str], ...] | None = None
    texts: tuple[str, ...] | None = None
    pictures: frozenset[str] | None = None


def plain(text: str) -> str:
    """Return text without what cannot be seen: white space is each form's own affair."""
    return _UNSEEN.sub("", text)


def facts_of(article: Article, shown_as: Callable[[str], str] = plain) -> Facts:
    """Return what there should be of an article; ``shown_as`` gives what a form makes of a title or a name. Of the
    pictures it knows the digests of their payloads.
    """
    post, body = article.post, whole(article.markup)
    shown = {key(address) for address in body.pictures}
    pictures = [one for one in post.images if shown & {key(url) for url in (one.url, one.original_url) if url}]
    return Facts(
        kind="page" if post.kind == "page" else "post",
        draft=article.status != LIVE,
        path=article.path,
        title=shown_as(post.title.raw),
        instant=instant_of(post.published.value if post.published else None),
        labels=tuple(sorted(shown_as(label) for label in post.labels if label.strip())),
        author=shown_as(post.author.account or ""),
        comments=tuple(sorted((one.id, shown_as(one.text)) for one in article.comments)),
        texts=texts_of(body.texts),
        pictures=frozenset(hexadecimal(one.digest) for one in pictures if one.digest),
    )


def texts_of(texts: Iterable[str]) -> tuple[str, ...]:
    """Return texts that say something, without white space."""
    return tuple(filter(None, map(plain, texts)))


def instant_of(text: str | None) -> str:
    """Return an instant of ISO 8601 in UTC to the second, "" for none."""
    found = read_instant(text)
    try:
        return found.astimezone(UTC).isoformat(timespec="seconds") if found else ""
    except OverflowError:  # at the ends of the calendar
        return ""


def hexadecimal(digest: str) -> str:
    """Return the SHA-256 of a payload digest ("sha256:BASE32") in hexadecimal."""
    return base64.b32decode(digest.partition(":")[2]).hex()


def lost(article: Article, material: Material, wanted: frozenset[str], found: frozenset[str]) -> Iterator[Image]:
    """Yield the pictures of an article that should be among those found, by their digests."""
    for image in article.post.images:
        if image.digest and hexadecimal(image.digest) in wanted - found:
            picture = material.picture(image)  # one that was sent compressed has a payload of other bytes
            if picture and picture.shown and hashlib.sha256(picture.body).hexdigest() not in found:
                yield image


def excused(lacks: Iterable[Lack]) -> Mapping[str, frozenset[str]]:
    """Return the fields that were told to be different, by the path, address or id of the article."""
    found: dict[str, frozenset[str]] = {}
    for lack in lacks:
        found[lack.where] = found.get(lack.where, frozenset()).union(_EXCUSED.get(lack.what, ()))
    return found


def differences(
    article: Article, wanted: Facts, found: Facts, material: Material, told: Mapping[str, frozenset[str]]
) -> Iterator[str]:
    """Yield a sentence for each field in which what was found is not what should be there."""
    allowed = _allowed(article, told)
    different = [
        name
        for name in ("kind", "draft", "path", "title", "instant", "labels", "author", "comments")
        if getattr(found, name) is not None and getattr(wanted, name) not in (getattr(found, name), "")
    ]
    if found.texts is not None and not _are_in(wanted.texts or (), "".join(found.texts)):
        different.append("text")
    if found.pictures is not None and any(lost(article, material, wanted.pictures or frozenset(), found.pictures)):
        different.append("pictures")
    where = article.path or article.post.title.raw or article.post.id
    yield from (f"{where}: {_SAID[name]}" for name in different if name not in allowed)


def _allowed(article: Article, told: Mapping[str, frozenset[str]]) -> frozenset[str]:
    names = (article.path, article.post.id, article.post.url)
    return frozenset[str]().union(*(told.get(name, ()) for name in names if name))


def _are_in(wanted: Sequence[str], found: str) -> bool:
    """Say whether texts stand in a text in their order; what else stands between them is the form's."""
    place = 0
    for text in wanted:
        place = found.find(text, place)
        if place < 0:
            return False
        place += len(text)
    return True


def against(material: Material, found: Mapping[str, Facts], lacks: Sequence[Lack]) -> Iterator[str]:
    """Yield where articles by their ids are not those that there should be, or not as they should be."""
    told, left = excused(lacks), dict(found)
    for article in material.articles():
        facts = left.pop(article.post.id, None)
        if "there" in _allowed(article, told):
            continue
        if facts is not None:
            yield from differences(article, facts_of(article), facts, material, told)
        else:
            yield f"{article.path or article.post.id}: it is not there"
    yield from (f"{name}: it is there, and should not be" for name in left)


def digests_of(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of each file of a folder by its path from there."""
    found = {}
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb") as file:
                found[path.relative_to(folder).as_posix()] = hashlib.file_digest(file, "sha256").hexdigest()
    return found
