"""Articles made of records and their captures, and worked on at once, as a process of its own.

Usage: python -m scraper.articles COLLECTION

On stdin a pickled `Share`, from a process of ours. On stdout a JSON object a line for each of its records, in turn:
{"made"} what the work made of its article; or {"damaged"} what keeps a record from being read, or {"refused"} number
and words of what the system refused, which ends it.
"""

from __future__ import annotations

import pickle
import sqlite3
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from archive.bounds import TooLong, bound, one_post, steps_of_one
from archive.errors import Damaged
from archive.export.source import Sealed
from archive.layout import Layout
from archive.payloads import Picture
from archive.pictures import Pictures
from archive.process import ended_by_memory, say, serve_parent
from archive.records import Image, Post
from archive.restoration.article import DAMAGED, Article, Lack, Work, frames_left_out, made_of_paragraphs
from scraper.bodies import UNREADABLE, Bodies

TOO_MUCH = "reading it took too long or too much memory, and was stopped"


@dataclass(frozen=True)
class Share:
    """What one process does: ``listed`` are its records, as the seal lists them, ``told`` what the work is told with
    each. ``places`` is the list of where pictures lie, None where the crawls' notes say it.
    """

    work: Work
    listed: tuple[tuple[str, str], ...]
    told: tuple[Any, ...]
    places: Path | None


class Shown:
    """The pictures of one collection to whom it does not matter why one is not there."""

    def __init__(self, pictures: Pictures) -> None:
        self._pictures = pictures

    def __call__(self, image: Image) -> Picture | None:
        """Return a picture, None where it was not captured, or cannot be read."""
        try:
            return self._pictures.picture(image)
        except (Damaged, sqlite3.Error):
            return None


def head_of(post: Post) -> Article:
    """Return an article without its body."""
    path = urlsplit(post.url).path if post.url.startswith(("http://", "https://")) else ""
    return Article(post, path, "", False, post.comments)


def article_of(post: Post, markup: str | None, why: str) -> Article:
    """Return an article with its body; where there is none, with one made of the record, and a lack that says why."""
    head = head_of(post)
    whole = markup is not None
    body = made_of_paragraphs(post) if markup is None else markup
    return Article(post, head.path, body, whole, post.comments, lacks=tuple(_lacks(post, head.path or post.id, why)))


def _lacks(post: Post, where: str, why: str) -> Iterator[Lack]:
    if why:
        what = DAMAGED if why == UNREADABLE else "body"
        yield Lack(what, where, f"its layout and links are lost, the text is whole: {why}")
    yield from frames_left_out(post, where)
    for image in post.images:
        if not image.digest:
            yield Lack("picture", image.original_url or image.url, f"it was never captured; it stands in {where}")


@ended_by_memory()
def main(collection: str) -> None:
    """Do the share of stdin."""
    serve_parent()
    bound()
    layout = Layout(Path(collection))
    share: Share = pickle.load(sys.stdin.buffer)  # noqa: S301 (of our own parent)
    try:
        found = Bodies(layout)
        with Pictures(layout, share.places, is_settled=True) as pictures:
            make = share.work(Shown(pictures))
            for record, told in zip(Sealed(layout, share.listed), share.told, strict=True):
                say(made=make(told, article_of(record.post, *_bounded(found, record.post))))
    except Damaged as error:
        say(damaged=str(error))
    except OSError as error:
        say(refused=[error.errno or 0, error.strerror or str(error)])


def _bounded(found: Bodies, post: Post) -> tuple[str | None, str]:
    with one_post():
        try:
            with steps_of_one():
                return found.markup(post)
        except TooLong:
            return None, TOO_MUCH


if __name__ == "__main__":
    main(*sys.argv[1:])
