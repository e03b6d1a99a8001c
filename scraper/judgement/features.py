"""A capture as what can be compared: who made it, what it says (as a digest), and what acts on it."""

from __future__ import annotations

import hashlib
import html
import json
import re
from dataclasses import dataclass, field, replace
from typing import Any, Self

from archive.codec import to_plain
from archive.records import Capture, Post, Reading
from scraper.judgement.elements import Mark
from scraper.judgement.markup import generator_of, marks_of, marks_of_script, marks_of_style
from scraper.judgement.replaced import place_in
from scraper.platforms.blogger.hidden import hiding
from scraper.platforms.blogger.markup import text_of

MARKING = 2  # since when the kinds of `_SECOND` are looked for; features of before are in collections still
_SECOND = frozenset(("policy", "lookalike", "picture-set", "beacon", "style-host", "pale-text", "svg-link", "area-link",
                     "contact", "struck", "media-host"))  # fmt: skip
MOST = 1_000_000  # bytes of a page that are looked at; real ones are smaller
_LISTINGS = frozenset(("feed", "feed-by-date", "feed-by-update", "pages-feed", "comments-feed", "export"))
_IN_FEED = frozenset(
    ("hidden-link", "refresh", "packed", "base", "unseen")
)  # the rest is inert there, and judged on pages
_ACTING_WORDS = (
    "http-equiv",
    "HTTP-EQUIV",
    "eval",
    "unescape",
    "atob",
    "fromCharCode",
    "execScript",
    " hidden",
    "base ",
)
_STYLES = re.compile(
    r"[sS][tT][yY][lL][eE]\s{0,3}=\s{0,3}(?:&quot;|&#39;|\\\\?[\"']|\\u0022|[\"'])([^\"'<>\\\\]{0,300}?)(?=&quot;|&#39;|[\"'<>\\\\])"
)
_HTML = ("", "text/html", "application/xhtml+xml")
_DEEP_JSON = ("\\u003c", "\\u003e", '\\"')


@dataclass(frozen=True)
class Features:
    """What is compared of a capture. ``form`` is page, feed, list, code, style or file; ``place`` what stands in the
    blog's place, "" for nothing; ``text`` is a digest of titles and posts, of a file that of its payload, ``comments``
    one of its readers' words. ``marking`` says which kinds of marks were looked for.
    """

    form: str
    blog_id: str = ""
    generator: str = ""
    author: str = ""
    text: str = ""
    comments: str = ""
    place: str = ""
    marking: int = field(default=1, compare=False)
    marks: frozenset[Mark] = frozenset()

    def fresh_since(self, last: Features) -> frozenset[Mark]:
        """Return the marks that an earlier capture has not, of the kinds that were looked for in both."""
        fresh = self.marks - last.marks
        return frozenset(mark for mark in fresh if mark[0] not in _SECOND) if last.marking < 2 else fresh

    def dump(self) -> str:
        """Return the features as JSON, the same for the same."""
        marks: dict[str, list[str]] = {}
        for kind, value in sorted(self.marks):
            marks.setdefault(kind, []).append(value)
        scalars = [
            self.form,
            self.blog_id,
            self.generator,
            self.author,
            self.text,
            self.comments,
            self.place,
            self.marking,
        ]
        return json.dumps([*scalars, marks], ensure_ascii=True, separators=(",", ":"))

    @classmethod
    def load(cls, text: str) -> Self:
        """Return the features that `dump` wrote."""
        *scalars, listed = json.loads(text)
        marks = frozenset((kind, value) for kind, values in listed.items() for value in values)
        return replace(cls(*scalars), marks=marks)


def features_of(capture: Capture, reading: Reading) -> Features:
    """Return the features of a capture with its payload, and of what it was read as."""
    form = _form(capture, reading)
    body = capture.body if len(capture.body) <= MOST else capture.body[:MOST]
    capture = capture if body is capture.body else replace(capture, body=body)
    made = Features(
        form,
        marking=MARKING,
        blog_id=reading.blog.id if reading.blog else "",
        author=_author(reading),
        text=_digest([_said(post) for post in reading.posts]) if reading.posts else "",
        comments=_digest([[c.id, c.text] for post in reading.posts for c in post.comments]),
    )
    if form == "page":
        return _of_page(made, capture, reading)
    page = capture.target_uri
    if form == "feed":
        text = text_of(capture)[0]
        marks = marks_of(_as_html(text), page) if _may_act(text) else frozenset()
        return replace(made, marks=frozenset(mark for mark in marks if mark[0] in _IN_FEED))
    if form == "list":
        return replace(made, text=_digest([to_plain(link) for link in reading.links]))
    if form in ("code", "style"):
        read = marks_of_script if form == "code" else marks_of_style
        return replace(made, text=capture.payload_digest, marks=read(text_of(capture)[0], page))
    return replace(made, text=capture.payload_digest)


def _of_page(made: Features, capture: Capture, reading: Reading) -> Features:
    text, _ = text_of(capture)
    return replace(
        made,
        generator=generator_of(text),
        place=place_in(capture, reading, text),
        marks=marks_of(text, capture.target_uri),
    )


def _form(capture: Capture, reading: Reading) -> str:
    if reading.kind in _LISTINGS:
        return "feed"
    if reading.kind == "sitemap":
        return "list"
    media = capture.media_type
    if "javascript" in media or "ecmascript" in media:
        return "code"
    if media == "text/css":
        return "style"
    if media in _HTML or media == "image/svg+xml":
        return "page" if capture.decoded else "file"
    return "file"


def _said(post: Post) -> list[Any]:
    """Return what a post says to its readers, without what they answer."""
    return [
        *(post.url, post.title.raw, [paragraph.text for paragraph in post.paragraphs], list(post.labels)),
        *([image.url for image in post.images], [link.url for link in post.links]),
        [embed.url for embed in post.embeds],
    ]


def _author(reading: Reading) -> str:
    accounts = {post.author.account for post in reading.posts if post.author.account}
    return _digest(sorted(accounts)) if accounts and reading.kind in ("item", "static-page") else ""


def _may_act(text: str) -> bool:
    """Say whether a feed's markup has anything that counts there; most have not, and need not be parsed once more."""
    if any(word in text for word in _ACTING_WORDS):
        return True
    return any(hiding(style) for style in set(_STYLES.findall(text)))


def _as_html(text: str) -> str:
    """Return a feed's text with its entries' markup as markup: escaped once in XML, in its own way in JSON."""
    if "\\u003c" in text:
        for coded, plain in zip(_DEEP_JSON, '<>"', strict=True):
            text = text.replace(coded, plain)
        return text
    return html.unescape(text)


def _digest(value: Any) -> str:
    plain = json.dumps(value, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()[:24]
