"""``--to wordpress``: WXR 1.2 for WordPress' own importer, the pictures beside, and the redirects.

    OUT/wordpress-001.xml ...   posts, pages, drafts, comments, labels, authors; in parts, as servers refuse large files
    OUT/media/                  the pictures; OUT/mapping.tsv says which stood where
    OUT/redirects/              for addresses that WordPress cannot keep: nginx, Apache, Netlify, WordPress itself

Labels become tags: they are as flat, and a post without one gets none. With a media base the importer fetches the
pictures there into WordPress' own library; without one they are expected in ``wp-content/uploads/blog/``.
"""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from urllib.parse import unquote

from archive import addresses
from archive.durable import write
from archive.restoration.article import DRAFT, Article, Lack, Material
from archive.restoration.clock import Clock, Instant
from archive.restoration.months import listed_in, named_by
from archive.restoration.own import path_of
from archive.restoration.picture_files import PictureFile, PictureFiles, linked_picture
from archive.restoration.redirects import Moves, write_redirects
from archive.restoration.relinking import Linked, Shown, relinked
from archive.restoration.wordpress import wxr
from archive.restoration.wordpress.items import Placed, attachment, comments, item, written
from archive.restoration.wordpress.names import Slugs, login_of, name_in, path_in_wordpress
from archive.restoration.wordpress.parts import Parts

UPLOADS = "/wp-content/uploads/blog/"
LARGEST = 8 << 20  # bytes of a part; many hosts take no upload above 10 MB
Progress = Callable[[int, int], None]
_BLOG = "blog"  # the author where none is told


def write_wordpress(
    material: Material,
    output: Path,
    progress: Progress = lambda *_: None,
    *,
    media_base: str | None = None,
    largest: int = LARGEST,
) -> list[Lack]:
    """Write a folder. ``media_base`` is the address that ``media/`` will have while WordPress imports.

    Returns what WordPress will not have as the blog had it.
    """
    writing = _Writing(material, output, media_base, largest)
    for done, article in enumerate(material.articles(), 1):
        writing.add(article)
        progress(done, material.number)
    return writing.finish()


class _Writing:
    """One run: what was given a name so far."""

    def __init__(self, material: Material, output: Path, media_base: str | None, largest: int) -> None:
        self._home, self._output = material.home, output
        self._base = media_base.rstrip("/") + "/" if media_base else None
        self._files = PictureFiles(output / "media", material.picture)
        self._parts = Parts(output, material.home, material.blog.title, largest)
        self._slugs, self._clock = Slugs(), Clock()
        self._tags: dict[str, str] = {}
        self._logins: dict[str, str] = {}
        self._numbers, self._comment_numbers = itertools.count(1), itertools.count(1)
        self._seconds: set[tuple[str, str, str]] = set()
        self._paths: set[str] = set()
        self._moves = Moves()
        self._lacks: list[Lack] = []

    def add(self, article: Article) -> None:
        """Write an article, its comments and its pictures."""
        pictures = self._files.of(article.post)
        placed = self._placed(article, pictures)
        text = item(placed, comments(placed, self._comment_numbers, self._clock))
        self._parts.add(text, (placed.login, article.post.author.account or _BLOG), placed.tags)
        for file in pictures.values():
            self._attach(file, placed)
        self._tell(placed)

    def _attach(self, file: PictureFile, placed: Placed) -> None:
        base = self._base
        if base and file.shown:
            self._parts.attach(file, lambda title: attachment(next(self._numbers), placed, file, title, base))

    def finish(self) -> list[Lack]:
        """Write the last part, the table of pictures and the redirects."""
        self._parts.close()
        write(self._output / "mapping.tsv", self._files.mapping().encode())
        for name, slug in self._tags.items():
            self._moves.label(name, f"/tag/{slug}")
        write_redirects(self._moves.in_wordpress(), self._output / "redirects")
        return [*self._lacks, *self._files.lacks]

    def _placed(self, article: Article, pictures: dict[str, PictureFile]) -> Placed:
        post = article.post
        kind = "page" if post.kind == "page" else "post"
        slug = self._slugs.take(kind, name_in(article.path) or post.title.raw)
        tags = [(name, self._tag(name)) for name in post.labels]
        markup = relinked(article.markup, self._link(pictures), self._picture(pictures))
        login = self._login(post.author.account or _BLOG)
        return Placed(article, next(self._numbers), slug, login, tags, markup, self._instant(article))

    def _instant(self, article: Article) -> Instant:
        post = article.post
        found = self._clock.published(post, article.path)
        if found is None:
            told = post.updated or next((one.captured_at for one in post.provenance.captures), None)
            found = self._clock.told(told) or self._clock.told("1970-01-01")
            assert found is not None
            if post.kind != "page":
                self._lack("instant", article, "nobody says when it was published: it has the instant of its capture")
        return self._apart(article, found)

    def _apart(self, article: Article, found: Instant) -> Instant:
        """Keep posts apart that WordPress' importer takes for one, to leave the second out: of one kind and second, and
        one title for its data base; and where there is no title, of whatever title.
        """
        title, kind = _as_compared(article.post.title.raw), article.post.kind
        moved = found
        while (kind, title, written(moved.local)) in self._seconds:
            moved = Instant(moved.local + timedelta(seconds=1), moved.shifted)
        self._seconds |= {(kind, title, written(moved.local)), (kind, "", written(moved.local))}
        if moved != found:
            self._lack("instant", article, "another post has its title and its second: it was put some seconds later")
        return moved

    def _tag(self, name: str) -> str:
        if name not in self._tags:
            self._tags[name] = self._slugs.take("tag", name)
        return self._tags[name]

    def _login(self, name: str) -> str:
        if name not in self._logins:
            self._logins[name] = self._slugs.take("login", login_of(name))
        return self._logins[name]

    def _link(self, pictures: dict[str, PictureFile]) -> Linked:
        def link(address: str, around: str | None) -> str | None:
            file = linked_picture(pictures, address, around)
            return self._place(file) if file else path_of(address, self._home) or address

        return link

    def _picture(self, pictures: dict[str, PictureFile]) -> Shown:
        def picture(address: str) -> str | None:
            file = pictures.get(addresses.key(address))
            return self._place(file) if file and file.shown else None

        return picture

    def _place(self, file: PictureFile) -> str:
        return f"{self._base or UPLOADS}{file.name}"

    def _tell(self, placed: Placed) -> None:
        """Note what becomes different, and the redirect from the address that was."""
        article, post = placed.article, placed.article.post
        new = path_in_wordpress(post.kind, placed.slug, placed.instant.local)
        if article.status != DRAFT:
            self._moves.month(named_by(article.path), listed_in(post, article.path))
            self._moves.commented(post.id, new)
            if month := named_by(new):
                self._moves.listed(month)
        if not article.path or article.status == DRAFT:
            pass
        elif article.path in self._paths:
            self._lack("moved", article, f"another post has its address: it is at {new}")
        elif new != article.path:
            self._moves.post(unquote(article.path), new)
            self._lack("moved", article, f"WordPress has it at {new}, and a redirect leads there")
        self._paths.add(article.path)
        texts = (post.title.raw, article.markup, *post.labels, *(one.text for one in article.comments))
        if not all(map(wxr.is_legal, texts)):
            self._lack("characters", article, "it has characters that XML cannot hold: each is U+FFFD now")
        self._lacks += article.lacks

    def _lack(self, what: str, article: Article, why: str) -> None:
        self._lacks.append(Lack(what, article.path or article.post.url, why))


def _as_compared(title: str) -> str:
    """Return a title as a data base compares it: with regard neither of case nor of accents."""
    return "".join(c for c in unicodedata.normalize("NFKD", title.casefold()) if not unicodedata.combining(c)).strip()
