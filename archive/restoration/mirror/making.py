"""The whole of a mirror: every captured page of the blog's own at its path, with the files it needs."""

from __future__ import annotations

import functools
from collections.abc import Callable, Container, Iterable, Iterator
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from archive.addresses import key, split
from archive.config import load
from archive.errors import Damaged
from archive.layout import Layout
from archive.restoration.article import DAMAGED, LIVE, Article, Lack, Material, frames_left_out, heads
from archive.restoration.mirror.gaps import NEVER, Gap, Gaps
from archive.restoration.mirror.pages import Around, page_of
from archive.restoration.mirror.sheets import sheet_of
from archive.restoration.mirror.stock import Stock, stock
from archive.restoration.own import is_same_blog
from archive.restoration.site.bodies import is_of
from archive.restoration.site.pictures import original
from archive.restoration.site.places import Places, link, root_of
from archive.restoration.site.rendering import write_text
from archive.wacz.index import Candidate
from archive.web.as_it_stood import text_of

Progress = Callable[[int, int], None]
_NOTE = (
    "由存档恢复：{url}，抓取于 {when}；脚本、框架与表单已移除。 "
    "Restored from a capture of {url}, {when}, without scripts, frames and forms."
)


def write_mirror(
    material: Material, layout: Layout, root: Path, progress: Progress = lambda *_: None
) -> Iterator[Lack]:
    """Write a collection's captured pages into a folder as they looked; yield what the mirror does not have.

    ``material`` says what there is to have: the articles of the collection's records.

    Raises:
        Damaged: a record is not as it was sealed.
        OSError: the disk refused.
    """
    root.mkdir(parents=True, exist_ok=True)
    with stock(layout, root) as held:
        yield from _Mirror(layout, root, held).write(heads(material), progress)


class _Mirror:
    """One mirror in the making."""

    def __init__(self, layout: Layout, root: Path, held: Stock) -> None:
        settings = load(layout)
        self._home, self._quarantine = settings.address, settings.quarantine
        self._root, self._stock, self._gaps = root, held, Gaps()
        self._sheet = functools.lru_cache(maxsize=4096)(self._sheet_of)

    def write(self, articles: Iterable[Article], progress: Progress) -> Iterator[Lack]:
        """Write all pages."""
        yield from self._stock.lacks
        pages = [one for one in self._stock.pages() if self._is_own(one.url)]
        places = Places(own=("files", "images", "style"))  # the folders of `Stock`
        self._places = {key(one.url): places.page(urlsplit(one.url).path or "/") for one in pages}
        own = set[str]()
        yield from self._lacks(articles, {urlsplit(one.url).path for one in pages}, own)
        # Those of articles first: what a list of posts lacks is said of the post.
        for done, page in enumerate(sorted(pages, key=lambda one: urlsplit(one.url).path not in own), 1):
            try:
                self._write(page)
            except Damaged as error:
                yield Lack(DAMAGED, page.url, f"its capture cannot be read: {error}")
            progress(done, len(pages))
        if "index.html" not in self._places.values():
            yield Lack("page", self._home, "no good capture of the front page is there")
        yield from self._gaps.lacks()
        for old, place in places.moved.items():
            yield Lack("moved", old, f"no file can stand at this address: it is at {place}")

    def _lacks(self, articles: Iterable[Article], paths: Container[str], own: set[str]) -> Iterator[Lack]:
        """Yield what the articles have and their pages, by their paths, do not show; add the paths of articles to
        ``own``, and take what was captured of them.
        """
        for article in articles:
            where = article.path or article.post.id
            self._stock.know(article.post.images)
            own.add(article.path)
            if article.status != LIVE:
                yield Lack("draft", where, "it was never published, and has no page")
            elif article.path not in paths:
                yield Lack("page", where, "no good capture of its page is there; without --mirror its text is there")
            else:
                yield from frames_left_out(article.post, where)

    def _is_own(self, url: str) -> bool:
        """Say whether an address is a page of the blog, and no copy of one."""
        return is_same_blog(url, self._home) and not urlsplit(url).query

    def _write(self, page: Candidate) -> None:
        place = self._places[key(page.url)]
        capture = self._stock.capture(page)
        root = root_of(place)
        around = Around(
            page=lambda href: self._led(page.url, href, root),
            picture=lambda src: self._pictured(page.url, src, root),
            sheet=lambda href: self._styled(page.url, href, root),
            gap=lambda src: self._words(_absolute(page.url, src)),
        )
        note = _NOTE.format(url=page.url, when=page.instant[:10])
        write_text(self._root, place, page_of(text_of(capture), around, note))

    def _led(self, page: str, href: str, root: str) -> str | None:
        url = _absolute(page, href)
        parts = split(url)
        if href.strip().startswith("#"):
            return href.strip()
        if parts is None or is_of(parts.hostname or "", self._quarantine):
            return None
        if is_same_blog(url, self._home):
            place = self._places.get(key(url.partition("#")[0])) or self._places.get(key(_plain(url)))
            fragment = f"#{parts.fragment}" if parts.fragment else ""
            return f"{link(place, root)}{fragment}" if place else None
        if parts.scheme in ("http", "https"):
            picture = self._found(url)
            return link(picture, root) if isinstance(picture, str) else url
        return url if parts.scheme == "mailto" else None

    def _pictured(self, page: str, src: str, root: str) -> str | None:
        url = _absolute(page, src)
        picture = self._found(url)
        if isinstance(picture, str):
            return link(picture, root)
        if url.startswith(("http://", "https://")):
            self._gaps.picture(url, picture, page)
        return None

    def _found(self, url: str) -> str | Gap:
        """Return the place of a picture, if need be in its original size, or why there is none."""
        if not url.startswith(("http://", "https://")):
            return NEVER
        found = self._stock.picture(url)
        larger = found if isinstance(found, str) else self._stock.picture(original(url))
        return larger if isinstance(larger, str) else found

    def _words(self, url: str) -> str:
        found = self._found(url)
        return "" if isinstance(found, str) else found.words

    def _styled(self, page: str, href: str, root: str) -> str | None:
        url = _absolute(page, href)
        place = self._sheet(url)
        if place is None and url.startswith(("http://", "https://")):
            self._gaps.sheet(url, page)
        return link(place, root) if place else None

    def _sheet_of(self, url: str) -> str | None:
        capture = self._stock.sheet(url) if url.startswith(("http://", "https://")) else None
        if capture is None:
            return None
        return self._stock.write_sheet(sheet_of(text_of(capture), lambda src: self._pictured(url, src, "../")))


def _absolute(page: str, href: str) -> str:
    try:
        return urljoin(page, href.strip())
    except ValueError:  # what the page wrote is no address
        return ""


def _plain(url: str) -> str:
    """Return an address without its query: copies for telephones and comments are the same page."""
    return url.partition("#")[0].partition("?")[0]
