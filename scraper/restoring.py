"""What a site is given back from: each record with its body's markup, taken again from its captures."""

from __future__ import annotations

import functools
import tempfile
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from archive import config, manifest
from archive.acceptance import acceptances
from archive.captures import read_capture
from archive.export.source import Record, sealed_records
from archive.layout import Layout, crawl_of
from archive.lock import reading
from archive.noted import Noted, is_complete, noted
from archive.payloads import warc_file
from archive.pictures import Pictures
from archive.readings import Readings
from archive.records import Author, Blog, Capture, DateClaim, Post, Title
from archive.restoration.article import Article, Lack, Material
from archive.restoration.exports.derived import own_number
from archive.restoration.exports.document import Document
from archive.restoration.exports.reading import read as read_export
from archive.sanitising import TooMuch, body_of
from archive.unread import Said, unread
from scraper.articles import Shown
from scraper.articletaking import SideBySide
from scraper.bodies import barred
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
        is_noted = is_complete(layout)
        known = noted(layout.readings) if is_noted else _read_aside(layout, progress)
        exports = tuple(functools.partial(_payload, layout, place) for place in known.exports)
        is_barred = barred(settings.address, settings.quarantine)
        with Pictures(layout, is_settled=True, is_noted=is_noted) as pictures:
            articles = SideBySide(sealed, pictures, functools.partial(_drafts, exports, sealed, is_barred))
            yield Material(
                home=settings.address,
                blog=known.blog or Blog(),
                number=len(sealed),
                articles=articles,
                picture=Shown(pictures),
                exports=exports,
                lacks=tuple(map(_lack, unread(known.said))),
                as_of=max((crawl_of(warc.name) for warc in manifest.warcs(layout)), default=""),
            )


def _lack(said: Said) -> Lack:
    what = "comment" if said.code == "comment-without-post" else "export"
    why = f"of the owner's export of {said.captured_at[:10]}: {said.detail} ({said.code})"
    return Lack(what, urlsplit(said.uri).path, why)


def _number(name: str) -> str:
    # Of a page the classic form writes page-N, and Takeout post-N.
    return own_number(name) or name


def _payload(layout: Layout, place: tuple[str, int]) -> Capture:
    return read_capture(warc_file(layout, place[0]), place[1])


def _read_aside(layout: Layout, progress: Progress) -> Noted:
    """Return what the notes would say, which are lost or not up to date: the captures are read again, aside."""
    with tempfile.TemporaryDirectory(prefix="beilin-") as folder:
        notes = Path(folder) / layout.readings.name
        run_apart(read_again(layout, notes, progress))
        readings = Readings(notes)
        try:
            Judging(readings, acceptances(layout)).settle(readings.judgements.unsettled())
        finally:
            readings.close()
        return noted(notes)


def _drafts(
    exports: Sequence[Callable[[], Capture]], records: Iterable[Record], is_barred: Callable[[str], bool]
) -> Iterator[Article]:
    """Yield the drafts of all exports, each as the newest that has its id has it."""
    known: set[str] = set()
    for number, payload in enumerate(reversed(exports)):
        if number == 1:  # what an older one calls a draft may have been published since
            known |= {_number(record.post.id) for record in records}
        capture = payload()
        document = read_export(capture.body)
        yield from drafts(capture, is_barred, document, known)
        known |= {_number(entry.id) for entry in document.entries}


def drafts(
    capture: Capture, is_barred: Callable[[str], bool], document: Document, known: Container[str] = ()
) -> Iterator[Article]:
    """Yield the posts and pages of an owner's export that are not published; none with a known number."""
    says = body_reader(capture)
    for entry in document.entries:
        if entry.kind not in ("post", "page") or entry.status not in _UNPUBLISHED or _number(entry.id) in known:
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
