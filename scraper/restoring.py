"""What a site is given back from: each record with its body's markup, taken again from its captures."""

from __future__ import annotations

import functools
import sqlite3
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from archive import config, manifest
from archive.acceptance import acceptances
from archive.captures import read_capture
from archive.counted import counted
from archive.errors import Damaged
from archive.export.source import Sealed, sealed_records
from archive.layout import Layout, crawl_of
from archive.lock import reading
from archive.noted import Noted, is_complete, noted
from archive.payloads import Picture, warc_file
from archive.pictures import Pictures
from archive.readings import Readings
from archive.records import Author, Blog, Capture, DateClaim, Image, Post, Title
from archive.restoration.article import Article, Lack, Material, made_of_paragraphs
from archive.restoration.exports.reading import read as read_export
from archive.sanitising import TooMuch, body_of
from scraper.bodies import barred
from scraper.bodytaking import bodies_of
from scraper.extract import body_reader
from scraper.judging import Judging
from scraper.reading.reader import run_apart
from scraper.reextract import read_again

_UNPUBLISHED = ("DRAFT", "SCHEDULED")
Progress = Callable[[int, int], None]


@contextmanager
def material(layout: Layout, progress: Progress = lambda *_: None) -> Iterator[Material]:
    """Give what a collection's site is made from; nobody writes to the collection meanwhile.

    ``progress`` is told (done, of how many) captures where they have to be read again, ``state/`` being lost.

    Raises:
        Damaged: the collection is not as it was sealed.
        UsageError: it holds no records yet.
    """
    with reading(layout):
        manifest.finish(layout)
        sealed = sealed_records(layout)
        settings = config.load(layout)
        known = _noted(layout, progress)
        exports = tuple(functools.partial(_payload, layout, place) for place in known.exports)
        is_barred = barred(settings.address, settings.quarantine)
        pictures = Pictures(layout)
        yield Material(
            home=settings.address,
            blog=known.blog or Blog(),
            number=len(sealed),
            articles=functools.partial(_articles, sealed, exports, is_barred),
            picture=functools.partial(_picture, pictures),
            exports=exports,
            as_of=max((crawl_of(warc.name) for warc in manifest.warcs(layout)), default=""),
        )


def _payload(layout: Layout, place: tuple[str, int]) -> Capture:
    return read_capture(warc_file(layout, place[0]), place[1])


def _picture(pictures: Pictures, image: Image) -> Picture | None:
    try:
        return pictures.picture(image)
    except (Damaged, sqlite3.Error):
        return None


def _noted(layout: Layout, progress: Progress) -> Noted:
    """Return what the notes say; where they are lost, or not up to date, the captures are read again, aside."""
    if is_complete(layout):
        return noted(layout.readings)
    with tempfile.TemporaryDirectory(prefix="beilin-") as folder:
        notes = Path(folder) / layout.readings.name
        run_apart(read_again(layout, notes, progress))
        readings = Readings(notes)
        try:
            Judging(readings, acceptances(layout)).settle(readings.judgements.unsettled())
        finally:
            readings.close()
        return noted(notes)


def drafts(capture: Capture, is_barred: Callable[[str], bool]) -> Iterator[Article]:
    """Yield the posts and pages of an owner's export that were never published, or not yet."""
    says = body_reader(capture)
    for entry in read_export(capture.body).entries:
        if entry.kind not in ("post", "page") or entry.status not in _UNPUBLISHED:
            continue
        title = entry.title.value if entry.title else ""
        found = entry.content.value if entry.content else ""
        where = entry.path or entry.id
        try:
            markup, lacks = body_of(found, capture.target_uri, is_barred), tuple[Lack, ...]()
        except TooMuch as error:
            markup, lacks = "", (Lack("draft", where, f"this draft was left out: {error}"),)
        said = says(markup, entry.id) if says else None
        post = Post(
            entry.id,
            entry.id,
            entry.kind,
            title=Title(title),
            author=Author(next((one.name for one in entry.authors if one.name), None)),
            published=DateClaim(entry.published, entry.published, "export") if entry.published else None,
            updated=entry.updated or None,
            labels=entry.labels,
            paragraphs=said.paragraphs if said else (),
            images=said.images if said else (),
        )
        yield Article(post, entry.path, markup, not lacks, (), entry.status, lacks)


def _articles(
    sealed: Sealed, exports: Sequence[Callable[[], Capture]], is_barred: Callable[[str], bool]
) -> Iterator[Article]:
    """Yield the articles of a collection's records, and its drafts."""
    with closing(bodies_of(sealed)) as found:
        for record, (markup, why) in zip(sealed, found, strict=True):
            yield _article(record.post, markup, why)
    if exports:
        yield from drafts(exports[-1](), is_barred)


def _article(post: Post, markup: str | None, why: str) -> Article:
    path = urlsplit(post.url).path if post.url.startswith(("http://", "https://")) else ""
    whole = markup is not None
    body = made_of_paragraphs(post) if markup is None else markup
    return Article(post, path, body, whole, post.comments, lacks=tuple(_lacks(post, path or post.id, why)))


def _lacks(post: Post, where: str, why: str) -> Iterator[Lack]:
    if why:
        yield Lack("body", where, f"its layout and links are lost, the text is whole: {why}")
    if post.embeds:
        shown = ", ".join(embed.url for embed in post.embeds)
        yield Lack(
            "embed", where, f"{counted(len(post.embeds), 'frame or video', 'frames or videos')} left out: {shown}"
        )
    for image in post.images:
        if not image.digest:
            yield Lack("picture", image.original_url or image.url, f"it was never captured; it stands in {where}")
