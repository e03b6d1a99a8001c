"""Is this page the blog, or something in its place? Told by several features together, whatever the status says."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from lxml import etree

from archive.addresses import split
from archive.records import Capture, Reading
from scraper.judgement.hosts import host_of, is_platform
from scraper.judgement.markup import generator_of
from scraper.judgement.phrases import OTHER_GENERATORS, PHRASES
from scraper.judgement.structure import points_of
from scraper.platforms.blogger.markup import parse_html

KINDS = (*PHRASES, "other-blog", "moved", "unrecognised")
_READ_AS = {"removed": "removed", "private": "login", "content-warning": "content-warning"}
_ENOUGH = 3  # points: a strong phrase, and something else that speaks for it
_LONGEST_NOTICE = 6000  # characters of visible text; what stands in a blog's place is short
_MOST_LINKS = 25  # to pages of its own site
_GONE = (404, 410)
_UNSEEN = ("script", "style", "noscript", "template")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True)
class Notice:
    """What a page shows that may be no blog's, in lower case; how many links lead to its own host and to others, and
    the points that its structure has, by kind.
    """

    title: str
    text: str
    markup: str
    own_links: int
    foreign_links: int
    made_of: Counter[str]


def place_in(capture: Capture, reading: Reading, text: str) -> str:
    """Return what stands in the blog's place at an HTML capture, one of `KINDS`; "" for the blog's own pages.

    A page of the blog has its id and its posts, and may speak of takedowns as it likes.
    """
    if kind := _READ_AS.get(reading.kind):
        return kind
    if reading.kind == "error-page":
        return "error-page" if capture.status == 200 else ""
    if reading.kind in ("asset", "wrapper"):
        return ""  # files, and pages around them, are no pages of the blog
    return _place_by_marks(capture, reading, text)


def _place_by_marks(capture: Capture, reading: Reading, text: str) -> str:
    has_id = bool(reading.blog and reading.blog.id)
    if has_id and reading.posts:
        return ""
    generator = generator_of(text)
    if any(name in generator for name in OTHER_GENERATORS):
        return "other-blog"
    if has_id:
        return ""
    told = _told_by(_notice(capture, parse_html(text)[0]), capture.status)
    return told if told or "blogger" in generator or reading.posts else _without_marks(capture, generator)


def _without_marks(capture: Capture, generator: str) -> str:
    """Return what a page is that has no posts, and none of the marks of a blog."""
    if generator:
        return "other-blog"
    parts = split(capture.target_uri)
    host = (parts.hostname or "") if parts else ""
    made_by_the_platform = ".blogspot." in host and not is_platform(host)
    return "unrecognised" if capture.status == 200 and made_by_the_platform else ""


def _told_by(notice: Notice, status: int) -> str:
    if status == 200 and not (notice.text or notice.title or notice.made_of):
        return "error-page"
    if len(notice.text) > _LONGEST_NOTICE or notice.own_links > _MOST_LINKS:
        return ""
    points = {kind: _points(kind, notice) for kind in PHRASES}
    best = max(points, key=lambda kind: points[kind])
    is_plain_404 = status in _GONE and best != "removed"
    return best if points[best] >= _ENOUGH and not is_plain_404 else ""


def _points(kind: str, notice: Notice) -> int:
    points = 0
    for weight, phrases in PHRASES[kind]:
        hits = sum(phrase in notice.text or phrase in notice.title or phrase in notice.markup for phrase in phrases)
        points += min(hits, 2) * weight
    if not points:
        return notice.made_of[kind]
    points += notice.made_of[kind] + (1 if len(notice.text) < 1500 else 0)
    points += 1 if kind == "parked" and notice.foreign_links > 2 * notice.own_links else 0
    return points


def _notice(capture: Capture, tree: etree._Element) -> Notice:
    pieces = []
    for element in tree.iter():
        if isinstance(element.tag, str) and element.tag not in (*_UNSEEN, "title") and element.text:
            pieces.append(element.text)
        if element.tail:
            pieces.append(element.tail)
    hosts = [host_of(href, capture.target_uri) for link in tree.iter("a") if (href := link.get("href"))]
    title, text = _plain(" ".join(title.text or "" for title in tree.iter("title"))), _plain(" ".join(pieces))
    return Notice(
        title=title,
        text=text,
        markup=capture.body[:200_000].decode("utf-8", "replace").lower(),
        own_links=hosts.count(""),
        foreign_links=sum(bool(host) and not is_platform(host) for host in hosts),
        made_of=points_of(tree, capture.target_uri, capture.status, title, text),
    )


def _plain(text: str) -> str:
    return _SPACE.sub(" ", text).strip().lower()
