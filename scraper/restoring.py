"""What a site is given back from: each record with its body's markup, taken again from the captures it was read from.

A body counts where reading it says the record's paragraphs, and reading it says so still when it is sanitised.
"""

from __future__ import annotations

import functools
import sqlite3
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from archive import config, manifest
from archive.acceptance import acceptances
from archive.addresses import key
from archive.captures import read_capture
from archive.counted import counted
from archive.errors import Damaged
from archive.export.source import Sealed, sealed_records
from archive.layout import Layout, crawl_of
from archive.lock import reading
from archive.noted import Noted, is_complete, noted
from archive.payloads import Picture, capture_of, warc_file
from archive.pictures import Pictures
from archive.readings import Readings
from archive.records import Author, Blog, Capture, CaptureRef, DateClaim, Image, Post, Title
from archive.restoration.article import Article, Lack, Material, made_of_paragraphs
from archive.restoration.exports.reading import read as read_export
from archive.sanitising import TooMuch, body_of
from scraper.capture.scope import Scope, plain_host
from scraper.extract import bodies, body_reader
from scraper.judging import Judging
from scraper.reading.reader import run_apart
from scraper.reextract import read_again

_OPEN = 4  # captures with many bodies, kept while their posts pass
_UNPUBLISHED = ("DRAFT", "SCHEDULED")
Progress = Callable[[int, int], None]
_Held = dict[str, list[tuple[tuple[str, ...], str]]]  # by the key of a post's address: paragraphs, and their markup


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
        articles = _Articles(layout, sealed, _barred(settings.address, settings.quarantine), exports)
        pictures = Pictures(layout)
        yield Material(
            home=settings.address,
            blog=known.blog or Blog(),
            number=len(sealed),
            articles=articles.all,
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


def _barred(home: str, quarantine: tuple[str, ...]) -> Callable[[str], bool]:
    scope = Scope(frozenset({plain_host(urlsplit(home).hostname or "")}), quarantine=frozenset(quarantine))

    def is_barred(url: str) -> bool:
        refusal = scope.refuses(url)
        return refusal is not None and refusal.code == "quarantine"

    return is_barred


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


class _Articles:
    """The articles of a collection's records."""

    def __init__(
        self,
        layout: Layout,
        sealed: Sealed,
        is_barred: Callable[[str], bool],
        exports: Sequence[Callable[[], Capture]],
    ) -> None:
        self._layout, self._sealed, self._is_barred = layout, sealed, is_barred
        self._exports = exports
        self._bodies = functools.lru_cache(maxsize=_OPEN)(self._bodies_of)

    def all(self) -> Iterator[Article]:
        """Yield all of them."""
        for record in self._sealed:
            yield self._article(record.post)
        if self._exports:
            yield from drafts(self._exports[-1](), self._is_barred)

    def _article(self, post: Post) -> Article:
        path = urlsplit(post.url).path if post.url.startswith(("http://", "https://")) else ""
        markup, why = self._markup(post)
        whole = markup is not None
        lacks = tuple(_lacks(post, path or post.id, why))
        return Article(
            post, path, made_of_paragraphs(post) if markup is None else markup, whole, post.comments, lacks=lacks
        )

    def _markup(self, post: Post) -> tuple[str | None, str]:
        """Return the body's markup; or None, and why there is none."""
        if not post.paragraphs and not post.images:
            return "", ""
        why = "no capture gives its body as the record has it"
        for ref in post.provenance.captures:
            says, held = self._bodies(ref)
            for found in _fitting(held, post):
                try:
                    clean = body_of(found, post.url, self._is_barred)
                except TooMuch as error:
                    why = str(error)
                    continue
                if says and _texts(says(clean, post.url)) == _texts(post):
                    return clean, ""
                why = "without what acts in it, its markup says something else than the record"
        return None, why

    def _bodies_of(self, ref: CaptureRef) -> tuple[Callable[[str, str], Post] | None, _Held]:
        """Return what reads the bodies of a capture, and they by their posts' keys."""
        try:
            capture = capture_of(self._layout, ref)
        except Damaged:
            return None, {}
        held: _Held = {}
        for post, markup in bodies(capture):
            held.setdefault(key(post.url), []).append((tuple(_texts(post)), markup))
        return body_reader(capture), held


def _fitting(held: _Held, post: Post) -> Iterator[str]:
    """Yield the bodies of a post that say what its record does."""
    said = tuple(_texts(post))
    yield from (markup for texts, markup in held.get(key(post.url), ()) if texts == said)


def _texts(post: Post) -> list[str]:
    return [paragraph.text for paragraph in post.paragraphs]


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
