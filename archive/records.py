"""The values beilin is about, as frozen dataclasses. This module is the authority on the record (schema 1).

    Capture      one response as it was stored: what reading starts from
    Reading      what one capture says: posts, links, counts, findings; the result of reading
    Post         one post or static page; read from one capture first, then merged from all and refined

Everything is immutable, made of strings, numbers, booleans, None and tuples of such, so that it goes to
JSON and back without loss (`archive.codec`). Conventions of the fields:

* ``raw`` beside a value is always the source's own words, unchanged.
* instants are ISO 8601 with the source's own offset ("2014-03-05T22:36:00.005+08:00"); dates "2014-03-05".
* text is as it came, but for NUL (left out) and halves of surrogate pairs, which UTF-8 cannot hold (U+FFFD).
* ``None`` means "not known"; an empty tuple means "none found".
* a field marked `ADDED` came to schema 1 later: older records lack it, and mean its default.
* languages are BCP 47 tags: en, zh (script undecided), zh-Hans, zh-Hant, ko, bo, ug, ...; plus ``mixed`` and ``und``.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from archive.codec import ADDED
from archive.stated import Attendance as Attendance  # noqa: PLC0414 (others take them from here)
from archive.stated import Attendee as Attendee  # noqa: PLC0414
from archive.stated import DateClaim as DateClaim  # noqa: PLC0414
from archive.stated import Repost as Repost  # noqa: PLC0414
from archive.stated import Stated as Stated  # noqa: PLC0414

SCHEMA = 1


# ------------------------------------------------------------------ what was on the wire
@dataclass(frozen=True)
class Capture:
    """One stored HTTP response, decoded: the only input of reading.

    ``headers`` keep order, case and duplicates, decoded as latin-1 (RFC 9110 section 5.5). ``body`` is the
    entity with transfer and content coding undone; ``decoded`` is False where that failed and ``body`` is
    what came, still coded, or nothing where that is too large to be read. ``warc`` is the file's name within
    ``warc/``, ``offset`` the byte offset of the record's gzip member in it. A revisit has ``refers_to``: the id of
    the record that holds its payload; its own ``body`` is empty. ``origin`` is as in `CaptureRef`.
    """

    target_uri: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    captured_at: str
    record_id: str
    payload_digest: str
    warc: str = ""
    offset: int = 0
    certificate: str | None = None
    truncated: str | None = None
    decoded: bool = True
    refers_to: str | None = None
    origin: str | None = None

    def header(self, name: str, default: str = "") -> str:
        """Return the first value of a header, by its name in any case."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), default)

    @property
    def ref(self) -> CaptureRef:
        """Where this capture lies, for those who cite it."""
        return CaptureRef(
            self.target_uri,
            self.warc,
            self.offset,
            self.record_id,
            self.payload_digest,
            self.captured_at,
            self.certificate,
            self.origin,
        )

    @property
    def media_type(self) -> str:
        """The media type without parameters, lower case; "" where the server named none."""
        return self.header("Content-Type").partition(";")[0].strip().lower()


@dataclass(frozen=True)
class CaptureRef:
    """Where a statement comes from: a record in the WARC. What others captured says in ``origin`` from where it is."""

    target_uri: str
    warc: str
    offset: int
    record_id: str
    payload_digest: str
    captured_at: str
    certificate: str | None = None
    origin: str | None = field(default=None, metadata=ADDED)


@dataclass(frozen=True)
class Provenance:
    """The captures a post was read from, best witness first, and the program that read them."""

    captures: tuple[CaptureRef, ...] = ()
    crawl: str = ""
    extractor: str = ""


# ------------------------------------------------------------------ the parts of a post
@dataclass(frozen=True)
class Finding:
    """Something a person should know: ``code`` for machines (docs/findings.md lists them), ``detail`` for people."""

    code: str
    detail: str


@dataclass(frozen=True)
class Title:
    """``raw`` as it stands on the page ("" for an untitled post); ``en`` and ``zh`` without the byline."""

    raw: str = ""
    en: str | None = None
    zh: str | None = None


@dataclass(frozen=True)
class Author:
    """``account`` is the platform's user name; ``byline`` the author named in the title or the text."""

    account: str | None = None
    byline: str | None = None


@dataclass(frozen=True)
class Paragraph:
    """One paragraph. ``text`` is exact save for the indent and runs of source white space.

    ``role`` is body, heading, caption, attendees, byline or quote; ``confidence`` of the language 0.0 to 1.0.
    ``language_basis`` is script, characters (Simplified or Traditional ones), document (the rest of the post), words,
    statistics or ""; ``languages`` are those of the sentences of a mixed one, most text first. ``pair`` is the index
    of its translation, both ways; ``pair_score`` what speaks for it, 0.5 to 1.0. Of two that one paragraph renders
    together, ``pair`` joins the nearer, and the other names that paragraph in ``rendered_in``.
    """

    index: int
    text: str
    language: str = "und"
    confidence: float = 0.0
    role: str = "body"
    pair: int | None = None
    pair_score: float | None = field(default=None, metadata=ADDED)
    rendered_in: int | None = field(default=None, metadata=ADDED)
    languages: tuple[str, ...] = field(default=(), metadata=ADDED)
    language_basis: str = field(default="", metadata=ADDED)


@dataclass(frozen=True)
class Image:
    """A picture: ``url`` as shown, ``original_url`` in its original size, ``digest`` of the original's
    payload (else of the shown one's) where it was captured.
    """

    url: str
    original_url: str | None = None
    caption: str | None = None
    alt: str = ""
    digest: str | None = None


@dataclass(frozen=True)
class Anchor:
    """A link in a post's body."""

    url: str
    text: str = ""


@dataclass(frozen=True)
class Embed:
    """A frame, video or object in a post's body; ``kind`` is youtube, blogger-video, iframe or object."""

    kind: str
    url: str


@dataclass(frozen=True)
class Comment:
    """A reader's comment; ``parent`` is the id of the comment it answers."""

    id: str
    author: str = ""
    published: str | None = None
    text: str = ""
    parent: str | None = None


@dataclass(frozen=True)
class Post:
    """One post or static page of a blog: the record (`records/`), and every stage on the way to it.

    ``event_kind`` is one of memorial, vigil, hunger-strike, press-conference, hearing, march, rally, protest, petition,
    celebration, exhibition, lecture, meeting; ``place`` is as written. ``published_claims`` are all that was said of
    the publication, each once, the most trusted first: ``published`` is the first of them.
    """

    id: str
    url: str
    kind: str = "post"
    version: int = 0
    title: Title = Title()
    author: Author = Author()
    published: DateClaim | None = None
    published_claims: tuple[DateClaim, ...] = field(default=(), metadata=ADDED)
    updated: str | None = None
    event_date: DateClaim | None = None
    event_kind: Stated | None = field(default=None, metadata=ADDED)
    place: Stated | None = field(default=None, metadata=ADDED)
    repost: Repost | None = field(default=None, metadata=ADDED)
    labels: tuple[str, ...] = ()
    paragraphs: tuple[Paragraph, ...] = ()
    attendees: tuple[Attendee, ...] = ()
    attendance: Attendance | None = field(default=None, metadata=ADDED)
    images: tuple[Image, ...] = ()
    links: tuple[Anchor, ...] = ()
    embeds: tuple[Embed, ...] = ()
    comments: tuple[Comment, ...] = ()
    unread: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    provenance: Provenance = Provenance()
    schema: int = field(default=SCHEMA)

    def is_own(self, index: int = 0) -> bool:
        """Say whether a paragraph is of the blog's own words, and none of what it reposts."""
        return self.repost is None or index < self.repost.begins


# ------------------------------------------------------------------ what a capture says
@dataclass(frozen=True)
class Link:
    """An address that a capture names and what is expected there.

    ``kind`` is one of post, page, archive, feed, feed-by-date, feed-by-update, pages-feed, comments-feed, sitemap,
    front, image, original (an image in its original size) or asset (stylesheet, script).
    ``url`` is in the platform's canonical form.
    """

    url: str
    kind: str


@dataclass(frozen=True)
class Count:
    """A number that a capture states: ``of`` is posts, pages or comments; ``scope`` is "blog", a month
    ("2014-03"), a year ("2014") or a post's address.
    """

    of: str
    scope: str
    value: int


@dataclass(frozen=True)
class Edit:
    """When a post was last changed, as a feed or a sitemap has it; ``instant`` in the source's own form."""

    url: str
    instant: str


@dataclass(frozen=True)
class Blog:
    """Who the blog says it is."""

    id: str = ""
    title: str = ""
    platform: str = ""
    locale: str = ""


@dataclass(frozen=True)
class Reading:
    """What one capture says.

    ``kind`` is one of front, item, static-page, archive, label, feed, feed-by-date, pages-feed, comments-feed, export
    (a blog's own, as its owner got it from Blogger: posts and static pages with their comments), sitemap,
    dynamic-shell, error-page, removed, private, content-warning, asset, wrapper, unknown. A ``removed``, ``private``,
    ``content-warning`` or ``error-page`` reading never carries posts. ``instead`` is another address of the same
    thing, where this one could not give it. ``frame`` is a digest of the template around the posts, "" where
    there is none: it changes when the blog's design or its scripts do.
    """

    kind: str
    posts: tuple[Post, ...] = ()
    links: tuple[Link, ...] = ()
    counts: tuple[Count, ...] = ()
    findings: tuple[Finding, ...] = ()
    blog: Blog | None = None
    instead: str | None = None
    frame: str = ""
    edits: tuple[Edit, ...] = ()
