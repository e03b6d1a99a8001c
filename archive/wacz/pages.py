"""The pages of a package: the front page, then posts and static pages, each as its newest good capture."""

from __future__ import annotations

import hashlib
import html
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from archive import store
from archive.captures import read_capture
from archive.layout import Layout
from archive.records import Post
from archive.wacz.index import Candidate, Index
from archive.wacz.standing import Standing

# No extraPages.jsonl: where there is one, replayweb.page searches its text and no longer that of pages.jsonl.
HEAD = {"format": "json-pages-1.0", "id": "pages", "title": "Pages", "hasText": True}
LONGEST_TEXT = 1 << 20  # characters of one page
_TITLE = re.compile(r"<title[^<>]{0,200}>([^<]{1,400})", re.IGNORECASE)
_LATELY_READ = 1 << 16  # bytes of a page within which its title must begin


@dataclass(frozen=True)
class Page:
    """One page: ``instant`` in whole seconds, as the index has it."""

    url: str
    instant: str
    title: str
    text: str = ""

    @property
    def line(self) -> bytes:
        """The page as a line of pages.jsonl."""
        name = hashlib.sha256(f"{self.instant} {self.url}".encode()).hexdigest()[:20]
        said = {"id": name, "url": self.url, "ts": self.instant, "title": self.title}
        return json.dumps(said | ({"text": self.text} if self.text else {})).encode("ascii") + b"\n"


def front_page(layout: Layout, address: str, index: Index, may_stand: Standing) -> Page | None:
    """Return the blog's front page, None where no good capture of it is there."""
    found = _newest(address, index, may_stand)
    if found is None:
        return None
    body = read_capture(layout.warc / found.warc, found.offset).body[:_LATELY_READ].decode("utf-8", "replace")
    stated = _TITLE.search(body)
    return _page(found, " ".join(html.unescape(stated[1]).split()) if stated else "")


def record_pages(layout: Layout, index: Index, may_stand: Standing) -> Iterator[Page | None]:
    """Yield the page of each record, posts before static pages, the newest first; None for one without good capture."""
    dated = ((post.kind == "post", _published(post), folder) for folder, post in _current(store.folders(layout)))
    for _, post in _current(folder for *_, folder in sorted(dated, reverse=True)):
        found = _newest(post.url, index, may_stand)
        text = "\n".join(paragraph.text for paragraph in post.paragraphs)
        yield _page(found, post.title.raw or post.title.en or "", text) if found else None


def _current(folders: Iterable[Path]) -> Iterator[tuple[Path, Post]]:
    yield from ((folder, post) for folder in folders if (post := store.current(folder)))


def _published(post: Post) -> str:
    return (post.published.value or "") if post.published else ""


def _newest(url: str, index: Index, may_stand: Standing) -> Candidate | None:
    return next((candidate for candidate in index.of(url) if may_stand(candidate)), None)


def _page(found: Candidate, title: str, text: str = "") -> Page:
    moment = found.instant[:19]
    return Page(found.url, f"{moment}Z", title or urlsplit(found.url).netloc, text[:LONGEST_TEXT])
