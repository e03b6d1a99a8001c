"""A site read back as a plain web server gives it: each old address answers, and each page says what it should."""

from __future__ import annotations

import functools
import os
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote, urljoin

from archive.addresses import escaped
from archive.restoration.article import LIVE, Article, Lack, Material
from archive.restoration.checking.facts import (
    Facts,
    differences,
    digests_of,
    excused,
    facts_of,
    instant_of,
    plain,
    texts_of,
)
from archive.restoration.checking.regions import Region, regions, whole
from archive.restoration.months import listed_in, month_paths, year_path
from archive.restoration.site.places import label_path
from archive.visible import visibly

_WANTED = {
    "title": ("itemprop", "name"),
    "instant": ("itemprop", "datePublished"),
    "author": ("itemprop", "author"),
    "label": ("rel", "tag"),
    "body": ("itemprop", "articleBody"),
    "comment": ("class", "comment-content"),
}
_BODY = 'itemprop="articleBody"'
_ALWAYS = ("/", "/feeds/posts/default", "/atom.xml", "/sitemap.xml", "/robots.txt", "/search")
_MOST_STEPS = 3  # from an old address to its page
_LONGEST = 60  # seconds for an answer


def check_site(material: Material, folder: Path, lacks: Sequence[Lack]) -> Iterator[str]:
    """Yield what is wrong with a site: an old address without an answer, a page that lacks what its post has."""
    told, lists, seen_paths = excused(lacks), set(_ALWAYS), set[str]()
    digests, moved = digests_of(folder / "images"), _moved(folder)
    with _served(folder, moved) as server:
        for article in material.articles():
            if article.status != LIVE:
                continue
            lists |= _lists_of(article)
            path = escaped(article.path)
            page = None if path in seen_paths else _asked(server, path)
            # Another post has the address, or a file of the site's own: its feed, its style sheet.
            if path in moved and (page is None or _BODY not in page):
                page = _asked(server, moved[path])
            seen_paths.add(path)
            if page is None:
                yield f"{article.path}: no page answers at this address"
                continue
            yield from differences(article, facts_of(article, seen), _facts(page, digests), material, told)
        for path in sorted(lists):
            if _asked(server, path) is None:
                yield f"{path}: nothing answers at this address"


def _lists_of(article: Article) -> set[str]:
    """Return the addresses of the lists that an article stands in."""
    found = {label_path(label) for label in article.post.labels if label.strip()}
    month = listed_in(article.post, article.path)
    return found | ({*month_paths(month), year_path(month)} if month else set())


def _facts(page: str, digests: dict[str, str]) -> Facts:
    found: dict[str, list[Region]] = {name: [] for name in _WANTED}
    for one in regions(page, _WANTED):
        found[one.name].append(one)
    places = (place for body in found["body"] for place in (*body.pictures, *body.links))
    names = [place.rpartition("images/")[2] for place in places]
    return Facts(
        title=_text(found["title"]),
        instant=next((instant_of(one.attributes.get("datetime")) for one in found["instant"]), ""),
        labels=tuple(sorted(plain(one.text) for one in found["label"])),
        author=_text(found["author"]),
        comments=tuple(sorted((one.id.removeprefix("c"), plain(one.text)) for one in found["comment"])),
        texts=texts_of([_text(found["body"])]),
        pictures=frozenset(digests[name] for name in names if name in digests),
    )


def _text(found: Sequence[Region]) -> str:
    return plain("".join(one.text for one in found))


def seen(text: str) -> str:
    """Return a text as a page shows it: what is hidden in it by its name."""
    return plain(whole(str(visibly(text))).text)


class _Handler(SimpleHTTPRequestHandler):
    """Serves files as they lie there, and sends on from the addresses that `redirects.tsv` names."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    moved: Mapping[str, str]

    def do_GET(self) -> None:
        """Answer."""
        place = self.moved.get(self.path.partition("?")[0])
        if place and not Path(self.translate_path(self.path)).is_file():
            self.send_response(301)
            self.send_header("Location", place)
            self.send_header("Content-Length", "0")
            self.end_headers()
        else:
            super().do_GET()

    def list_directory(self, path: str | os.PathLike[str]) -> None:  # noqa: ARG002
        """Answer that a folder has no page: a list of its files is none."""
        self.send_error(404)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def _moved(folder: Path) -> dict[str, str]:
    rows = (folder / "redirects.tsv").read_text("utf-8").splitlines()[1:]
    return {escaped(old): quote(new) for old, new in (row.split("\t") for row in rows)}


@contextmanager
def _served(folder: Path, moved: Mapping[str, str]) -> Iterator[HTTPConnection]:
    handler = type("_Moved", (_Handler,), {"moved": moved})
    with ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(handler, directory=str(folder))) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        connection = HTTPConnection("127.0.0.1", server.server_port, timeout=_LONGEST)
        try:
            yield connection
        finally:
            connection.close()
            server.shutdown()
            thread.join()


def _asked(connection: HTTPConnection, path: str) -> str | None:
    """Return the page that an address leads to, None for none."""
    wanted = escaped(path)
    for _ in range(_MOST_STEPS):
        try:
            connection.request("GET", wanted)
            answer = connection.getresponse()
            body = answer.read()
        except (OSError, HTTPException):
            connection.close()
            return None
        if answer.status != 301:
            return body.decode("utf-8", "replace") if answer.status == 200 else None
        wanted = urljoin(wanted, answer.getheader("Location", ""))
    return None
