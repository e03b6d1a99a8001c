"""The archive that is given to every judge: the demo blog, and what importers stumble over. All of it is invented."""

from __future__ import annotations

import itertools
import re
import struct
import subprocess
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

from archive.collection import open_collection
from archive.manifest import warcs
from archive.payloads import Picture, picture_of
from archive.records import Author, Comment, DateClaim, Image, Post, Title
from archive.restoration.article import DRAFT, Article, Material
from archive.restoration.own import is_same_blog
from archive.wacz.captured import captured
from scraper.demo.knobs import Knobs
from scraper.demo.server import DemoServer
from scraper.restoring import material

HOME = "http://beimengongminhui.blogspot.com"
_OF_PROGRAMS = re.compile(r"/(?:robots\.txt|favicon\.ico|sitemap(?:-pages)?\.xml)")
_HOST = "http://1.bp.blogspot.com/-hard/"


def png(shade: int) -> bytes:
    """Return a picture of one grey dot."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(bytes([0, shade])))
        + chunk(b"IEND", b"")
    )


def hard(
    number: int,
    path: str,
    title: str,
    markup: str,
    *,
    published: str | None = "2014-05-06T07:08:09.010+08:00",
    comments: tuple[Comment, ...] = (),
    labels: tuple[str, ...] = (),
    kind: str = "post",
    status: str = "LIVE",
    pictures: int = 0,
) -> Article:
    """Return an article with a body of its own."""
    shown = tuple(
        Image(f"{_HOST}s320/hard-{number}-{n}.png", f"{_HOST}s0/hard-{number}-{n}.png") for n in range(pictures)
    )
    images = "".join(
        f'<a href="{_HOST}s1600/hard-{number}-{n}.png"><img src="{one.url}"></a>' for n, one in enumerate(shown)
    )
    post = Post(
        id=f"tag:blogger.com,1999:blog-1.post-{9000 + number}",
        url=HOME + path,
        kind=kind,
        title=Title(title),
        author=Author("harbour reader 港"),
        published=DateClaim(published, published, "feed") if published else None,
        updated=published,
        labels=labels,
        images=shown,
        comments=comments,
    )
    return Article(post, path, markup + images, True, comments, status)


def comments() -> tuple[Comment, ...]:
    """Return comments of which the parent has the greater number, and one that answers what is gone."""
    return (
        Comment(
            "7000000000000000001",
            "Ä reader",
            "2014-05-07T01:02:03.004+08:00",
            "An answer <b>& more</b>\n\nnext",
            "8000000000000000009",
        ),
        Comment("8000000000000000009", "读者", "2014-05-06T23:00:00.000+08:00", "First 🕯 ]]> {{ x }}"),
        Comment("7000000000000000003", "", "2014-05-08T01:02:03.004+08:00", "To nobody here", "123"),
        Comment(
            "7000000000000000002", "third", "2014-05-08T00:00:00Z", "An answer to the answer", "7000000000000000001"
        ),
    )


TABLE = '<table><tbody><tr><td colspan="2">a</td></tr><tr><td>b</td><td>{{ c }}</td></tr></tbody></table>'
LISTS = "<ol><li>one<ul><li>two</li><li>three<ol><li>four</li></ol></li></ul></li><li>five</li></ol>"
MARKS = "*stars* _lines_ `ticks` [x](y) # no 1. {{ raw }} {% raw %} &lt;b&gt; http://a.example/ a@b.example ~~s~~ $x$ | | -- ... \"q\" 'q' \\ :+1:"


def hard_articles() -> list[Article]:
    """Return what importers stumble over."""
    numbers = itertools.count(1)

    def made(path: str, title: str, markup: str, **more: object) -> Article:
        return hard(next(numbers), path, title, markup, **more)  # type: ignore[arg-type]

    return [
        made("/2014/05/marks.html", MARKS.replace("&lt;", "<").replace("&gt;", ">"), f"<p>{MARKS}</p>", pictures=2),
        made("/2014/05/cdata.html", "a ]]> b & <c>", "<p>]]&gt; and ]]> 🕯 𠀀</p>", comments=comments()),
        made("/2014/05/lists.html", "Lists", LISTS + TABLE + "<blockquote><p>said</p><p>again</p></blockquote><pre>a\n\n  b {{</pre>"),
        made("/2014/05/emphasis.html", "Emphasis", "<p><b>“窑冷了。”</b>他说<b>冷</b>。<i>a <b>b</b></i><br><br><b>one<br><br>two</b> <u>u</u></p>"),
        made("/2014/05/blog-post.html", "", "<p>Without a title</p>", labels=("rally", "Rally", "a, b", "c; d", "<i> & 100%")),
        made("/2014/06/blog-post.html", "", "<p>The same name, another month</p>", published="2014-06-06T07:08:09.010+08:00"),
        made("/2014/06/empty.html", "", "", published="2014-06-07T07:08:09Z"),
        made("/2014/06/edge.html", "Month's edge", "<p>x</p>", published="2014-05-31T20:00:00.000Z"),
        made("/2014/06/redated.html", "Dated anew", "<p>y</p>", published="2015-01-31T20:00:00.000+08:00"),
        made("/2014/06/twin.html", "Twin", "<p>one</p>", published="2014-06-08T07:08:09+08:00"),
        made("/2014/06/twin.html", "Twin", "<p>two at one path, one second</p>", published="2014-06-08T07:08:09+08:00"),
        made("/2014/07/Upper-Case.x--y.html", "Odd name", f'<p><a href="{HOME}/2014/05/marks.html?m=1#top">own</a></p>', published="2014-07-01T00:00:00-07:00"),
        made("/2014/07/窑.html", "Not ASCII", "<p>z</p>", published="2014-07-02T00:00:00.5+05:45"),
        made("/2014/07/feed.html", "Reserved", "<p>f</p>", published="2014-07-03T00:00:00+08:00"),
        made("/p/odd.html", "A page", "<p>page</p>", kind="page", published="2012-01-02T03:04:05+08:00", comments=comments()[1:2]),
        made("/p/undated.html", "A page without a date", "<p>page</p>", kind="page", published=None),
        made("/2014/08/draft.html", "A draft", "<p>draft</p>", status=DRAFT, labels=("rally",), pictures=1, published="2014-08-02T00:00:00.5+08:00"),
        made("", "A draft without an address", "<p>draft</p>", status=DRAFT, published="2014-08-03T00:00:00.5+08:00"),
    ]  # fmt: skip


def with_hard(found: Material, articles: list[Article]) -> Material:
    """Return a site's material with more articles, and their pictures."""
    bodies = {image.url: png(n) for n, image in enumerate(image for one in articles for image in one.post.images)}

    def all_articles() -> Iterator[Article]:
        yield from found.articles()
        yield from articles

    def picture(image: Image) -> Picture | None:
        return picture_of(bodies[image.url]) if image.url in bodies else found.picture(image)

    return replace(found, number=found.number + len(articles), articles=all_articles, picture=picture)


@contextmanager
def archive(collection: Path) -> Iterator[Material]:
    """Give the material of a collection of the demo blog, and what is hard."""
    with material(open_collection(collection)) as found:
        articles = list(found.articles())  # read once, written many times
        yield with_hard(replace(found, articles=lambda: iter(articles)), hard_articles())


def mirror_demo(folder: Path, posts: int) -> Path:
    """Mirror a demo blog of so many posts; return the collection."""
    collection = folder / "collection"
    program = "from scraper.cli import main; main()"
    with DemoServer(Knobs(posts=posts)) as server:
        command = ["mirror", server.home, "-o", str(collection), "--connect", f"*={server.address}", "--json"]
        subprocess.run([sys.executable, "-c", program, *command], check=True, capture_output=True)
    return collection


def captured_paths(collection: Path) -> frozenset[str]:
    """Return the paths of the blog's own that were captured with 200, but for files that programs alone ask for."""
    layout = open_collection(collection)
    found = (one for warc in warcs(layout) for one in captured(warc) if one.status == 200)
    paths = {urlsplit(one.url).path for one in found if is_same_blog(one.url, HOME)}
    return frozenset(path for path in paths if path and not _OF_PROGRAMS.fullmatch(path))
