"""A blog's own export: the classic ``blog-MM-DD-YYYY.xml``, or Takeout's ``feed.atom``.

Either is one Atom document of everything, kept as a file by the blog's owner: it may lie at any address, and is known
by what is in it. Only what was published is read; of drafts and of what was thrown away a finding has the id alone,
since they were never public, or are so no more.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urlsplit

from archive.counted import counted
from archive.records import Capture, Comment, Count, Edit, Finding, Link, Post, Reading
from scraper.platforms.blogger import atom, urls
from scraper.platforms.blogger.documents import LIVE, Entry, own_number
from scraper.platforms.blogger.entry import comment_of, post_of
from scraper.platforms.blogger.links import of_images
from scraper.platforms.blogger.markup import hostile_xml
from scraper.platforms.blogger.twins import addressed, apart, clashes, is_apart

_HEAD = 8192  # bytes: what tells an export stands before its second entry
_CLASSIC = re.compile(rb"<id>\s{0,99}tag:blogger\.com,1999:blog-\d{1,30}\.archive\s{0,99}</id>")
_TAKEOUT, _TYPE = re.compile(rb"['\"]http://schemas\.google\.com/blogger/2018['\"]"), re.compile(rb"<\w{1,20}:type>")
_PATH = re.compile(r"/\w")
_LEFT = ("template", "settings")  # what an export has beside the words
_DEEPEST = 100  # comments that answer one another


def is_export(capture: Capture) -> bool:
    """Say whether a capture is an export, by its first bytes; what lies on a host of files is never the blog's."""
    head = capture.body[:_HEAD].lstrip(b"\xef\xbb\xbf \r\n\t")
    if capture.status != 200 or not head.startswith((b"<?xml", b"<feed")) or urls.is_file_host(capture.target_uri):
        return False
    if hostile_xml(head):  # what it declares may fill the head; then it is to be told as what it would be
        head = capture.body
    return bool(_CLASSIC.search(head) or (_TAKEOUT.search(head) and _TYPE.search(head)))


def read(capture: Capture) -> Reading:
    """Return what an export says: all posts and static pages, each with its comments.

    Takeout names paths alone: the blog is then taken to be where the export itself lies, if that is an address of the
    web, and a finding says so; if it is not, posts are known by their ids, and findings have their paths. Of an export
    that breaks off, what stands before the break is read, and a finding says so.
    """
    export = _Export(capture)
    document = atom.read(capture.body, export.take)
    if not document.whole and not document.entries:
        return Reading("unknown", findings=document.findings or (Finding("not-a-feed", "it is no Atom feed"),))
    posts = tuple(apart(export.posts()))
    return Reading(
        kind="export",
        posts=posts,
        links=tuple(dict.fromkeys(_links(posts))),
        counts=tuple(_counts(posts)) if document.whole else (),
        findings=(*document.findings, *clashes(posts), *export.findings()),
        blog=document.blog,
        edits=tuple(Edit(post.url, post.updated) for post in posts if post.updated),
    )


def markups(capture: Capture) -> Iterator[tuple[str, str]]:
    """Yield the address of each published post and static page of an export, and the markup of its body."""
    export = _Export(capture)

    def take(entry: Entry) -> tuple[str, str, str]:
        is_public = entry.kind in ("post", "page") and entry.status == LIVE
        return (entry.id, export.address(entry), entry.content or "") if is_public else ("", "", "")

    yield from addressed(atom.read(capture.body, take).entries)


class _Export:
    """An export on its way: takes entries in any order, and has comments wait for their posts."""

    def __init__(self, capture: Capture) -> None:
        self._url, self._ref = capture.target_uri, capture.ref
        self._posts: dict[str, Post] = {}  # by id
        self._comments: dict[str, Entry] = {}
        self._hidden: list[Entry] = []
        self._unknown: Counter[str] = Counter()
        self._assumed = ""  # the blog's home, where only paths are named

    def take(self, entry: Entry) -> None:
        """Take one entry."""
        if entry.kind in _LEFT:
            return
        if entry.kind not in ("post", "page", "comment"):
            self._unknown[entry.kind] += 1
        elif entry.status != LIVE:
            self._hidden.append(replace(entry, content=None))
        elif entry.kind == "comment":
            self._comments[entry.id] = entry
        else:
            self._posts[entry.id] = self._post(entry)

    def posts(self) -> Iterator[Post]:
        """Yield the posts and pages, each with its comments in order of publication."""
        threads: dict[str, list[Comment]] = defaultdict(list)
        for entry in self._comments.values():
            if above := self._above(entry):
                threads[above].append(comment_of(entry, own_number(above)))
        for name, post in self._posts.items():
            thread = sorted(threads[name], key=lambda comment: (comment.published or "", comment.id))
            yield replace(post, comments=tuple(thread))

    def findings(self) -> Iterator[Finding]:
        """Yield what is in the export and not among its posts."""
        comments: Counter[str] = Counter()
        for entry in self._hidden:
            if entry.kind == "comment":
                comments[entry.status] += 1
            else:
                yield Finding("unpublished", f"{entry.kind} {entry.id}: {entry.status}")
        yield from (Finding("unpublished", f"{counted(n, 'comment')}: {status}") for status, n in comments.items())
        if lost := sum(not self._above(entry) for entry in self._comments.values()):
            yield Finding(
                "comment-without-post",
                f"{counted(lost, 'comment answers', 'comments answer')} no post that is published here",
            )
        if self._assumed:
            yield Finding("home-assumed", f"the export names no host: its posts are taken to be at {self._assumed}")
        yield from (
            Finding("unknown-kind", f"{counted(n, 'entry', 'entries')} of the kind {kind!r}")
            for kind, n in self._unknown.items()
        )

    def _post(self, entry: Entry) -> Post:
        url = self.address(entry)
        post = post_of(entry, url, basis="export", is_page=entry.kind == "page", ref=self._ref)
        if url:
            return post
        finding = Finding("post-without-address", f"the export names its path alone: {entry.path or 'none'}")
        return replace(post, findings=(*post.findings, finding))

    def address(self, entry: Entry) -> str:
        """Return the address of a post or page, "" where the export names its path alone."""
        if entry.alternate:
            return urls.canonical(entry.alternate)
        if not self._url.startswith(("http://", "https://")) or not _PATH.match(entry.path):
            return ""
        scheme, host = urlsplit(self._url)[:2]
        address = urls.canonical(f"{scheme}://{host}{entry.path}")
        if urls.classify(address) not in ("post", "page"):
            return ""
        self._assumed = f"{scheme}://{host}/"
        return address

    def _above(self, entry: Entry) -> str:
        """Return the id of the post that a comment stands under, be it by other comments; "" for none here."""
        names = list(entry.answers)
        for _ in range(_DEEPEST):
            if found := next((name for name in names if name in self._posts), ""):
                return found
            names = [name for each in names if each in self._comments for name in self._comments[each].answers][:2]
        return ""


def _links(posts: tuple[Post, ...]) -> Iterator[Link]:
    for post in posts:
        if post.url != post.id and not is_apart(post):
            yield Link(post.url, post.kind)
        yield from of_images(post.images)


def _counts(posts: tuple[Post, ...]) -> Iterator[Count]:
    numbers = Counter(post.kind for post in posts if not is_apart(post))
    yield Count("posts", "blog", numbers["post"])
    yield Count("pages", "blog", numbers["page"])
    yield from (Count("comments", post.url, len(post.comments)) for post in posts if post.comments)
