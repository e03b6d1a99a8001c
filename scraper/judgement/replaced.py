"""Is this page the blog, or something in its place? Told by several features together, whatever the status says."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from archive.records import Capture, Reading
from scraper.judgement.hosts import host_of, is_platform
from scraper.judgement.markup import generator_of
from scraper.judgement.phrases import OTHER_GENERATORS, PHRASES
from scraper.platforms.blogger.markup import parse_html

KINDS = (*PHRASES, "other-blog", "moved", "unrecognised")
_READ_AS = {"removed": "removed", "private": "login", "content-warning": "content-warning"}
_ENOUGH = 3  # points: a strong phrase, and something else that speaks for it
_LONGEST_NOTICE = 6000  # characters of visible text; what stands in a blog's place is short
_MOST_LINKS = 25  # to pages of its own site
_BY_STATUS = {451: "block-page", 401: "login", 429: "captcha", 403: "block-page"}
_GONE = (404, 410)
_UNSEEN = ("script", "style", "noscript", "template")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True)
class Notice:
    """What a page shows that may be no blog's, in lower case; how many links lead to its own host and to others."""

    title: str
    text: str
    markup: str
    own_links: int
    foreign_links: int
    password: bool


def place_in(capture: Capture, reading: Reading, text: str) -> str:
    """Return what stands in the blog's place at an HTML capture, one of `KINDS`; "" for the blog's own pages.

    A page of the blog has its id and its posts, and may speak of takedowns as it likes.
    """
    if kind := _READ_AS.get(reading.kind):
        return kind
    if reading.kind == "error-page":
        return "error-page" if capture.status == 200 else ""
    has_id = bool(reading.blog and reading.blog.id)
    if reading.kind in ("asset", "wrapper") or (has_id and reading.posts):
        return ""  # files, and pages around them, are no pages of the blog
    if any(name in generator_of(text) for name in OTHER_GENERATORS):
        return "other-blog"
    return "" if has_id else _told_by(_notice(capture, parse_html(text)[0]), capture.status)


def _told_by(notice: Notice, status: int) -> str:
    if status == 200 and not (notice.text or notice.title or notice.password):
        return "error-page"
    if len(notice.text) > _LONGEST_NOTICE or notice.own_links > _MOST_LINKS:
        return ""
    points = {kind: _points(kind, notice, status) for kind in PHRASES}
    best = max(points, key=lambda kind: points[kind])
    is_plain_404 = status in _GONE and best != "removed"
    return best if points[best] >= _ENOUGH and not is_plain_404 else ""


def _points(kind: str, notice: Notice, status: int) -> int:
    points = 2 if kind == "login" and notice.password else 0
    for weight, phrases in PHRASES[kind]:
        hits = sum(phrase in notice.text or phrase in notice.title or phrase in notice.markup for phrase in phrases)
        points += min(hits, 2) * weight
    if not points:
        return 2 * (_BY_STATUS.get(status) == kind and status == 451)
    points += 1 if len(notice.text) < 1500 else 0
    points += 2 if _BY_STATUS.get(status) == kind and status != 403 else 0
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
    return Notice(
        title=_plain(" ".join(title.text or "" for title in tree.iter("title"))),
        text=_plain(" ".join(pieces)),
        markup=capture.body[:200_000].decode("utf-8", "replace").lower(),
        own_links=hosts.count(""),
        foreign_links=sum(bool(host) and not is_platform(host) for host in hosts),
        password=any((field.get("type") or "").lower() == "password" for field in tree.iter("input")),
    )


def _plain(text: str) -> str:
    return _SPACE.sub(" ", text).strip().lower()
