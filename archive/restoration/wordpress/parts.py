"""The files of a WXR export: each whole by itself, with the authors and tags that its posts need, and below a size."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from html import escape
from pathlib import Path

from archive.durable import write
from archive.restoration.picture_files import PictureFile
from archive.restoration.wordpress import wxr


class Parts:
    """Writes items into files of at most ``largest`` bytes, save where one item alone is larger."""

    def __init__(self, output: Path, home: str, title: str, largest: int) -> None:
        self._output, self._home, self._title, self._largest = output, home.rstrip("/"), title, largest
        self._number = 0
        self._items: list[str] = []
        self._size = 0
        self._authors: dict[str, str] = {}
        self._tags: dict[str, str] = {}
        self._attached: set[str] = set()
        self._ever_attached: set[str] = set()

    def add(self, text: str, author: tuple[str, str], tags: Iterable[tuple[str, str]]) -> None:
        """Add a post's item; ``author`` is (login, name), ``tags`` are (name, slug)."""
        size = len(text.encode())
        if self._items and self._size + size > self._largest:
            self.close()
        self._items.append(text)
        self._size += size
        self._authors.setdefault(*author)
        self._tags.update({slug: name for name, slug in tags})

    def attach(self, file: PictureFile, made: Callable[[str], str]) -> None:
        """Add a picture's item, made with a title, once to each part: a part is imported alone, and only what it has
        is put into its posts. The title differs, since the importer takes the same one for the same picture.
        """
        if file.name not in self._attached:
            again = f" ({self._number + 1})" if file.name in self._ever_attached else ""
            text = made(file.name.rpartition(".")[0] + again)
            self._items.append(text)
            self._size += len(text.encode())
            self._attached.add(file.name)
            self._ever_attached.add(file.name)

    def close(self) -> None:
        """Write the part that is under way."""
        if not self._items:
            return
        self._number += 1
        content = "".join((wxr.HEAD, self._head(), *self._items, wxr.TAIL))
        write(self._output / f"wordpress-{self._number:03}.xml", content.encode())
        self._items, self._size = [], 0
        self._authors, self._tags, self._attached = {}, {}, set()

    def _head(self) -> str:
        return (
            wxr.element("title", self._title)
            + f"<link>{wxr.attribute(self._home)}</link>\n<description></description>\n"
            + "<wp:wxr_version>1.2</wp:wxr_version>\n"
            + f"<wp:base_site_url>{wxr.attribute(self._home)}</wp:base_site_url>\n"
            + f"<wp:base_blog_url>{wxr.attribute(self._home)}</wp:base_blog_url>\n"
            + "".join(_author(n, *one) for n, one in enumerate(sorted(self._authors.items()), 1))
            + "".join(_tag(n, *one) for n, one in enumerate(sorted(self._tags.items()), 1))
        )


def _author(number: int, login: str, name: str) -> str:
    return (
        f"<wp:author>\n<wp:author_id>{number}</wp:author_id>\n"
        + wxr.element("wp:author_login", login)
        + wxr.element("wp:author_email", "")
        + wxr.element("wp:author_display_name", name)
        + wxr.element("wp:author_first_name", "")
        + wxr.element("wp:author_last_name", "")
        + "</wp:author>\n"
    )


def _tag(number: int, slug: str, name: str) -> str:
    return (
        f"<wp:tag>\n<wp:term_id>{number}</wp:term_id>\n"
        + wxr.element("wp:tag_slug", slug)
        + wxr.element("wp:tag_name", escape(name, quote=False))
        + "</wp:tag>\n"
    )
