"""A document of Blogger's from a collection's articles, and from the owner's own export where one was captured.

What is public comes from the articles, which are judged and sanitised. What never was (settings, the theme, who may be
written to, where a post was written) comes from the newest export.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from html import escape

from archive.addresses import escaped
from archive.records import Comment
from archive.restoration.article import LIVE, Article, Lack, Material
from archive.restoration.clock import read_instant
from archive.restoration.exports.derived import LINK, own_number
from archive.restoration.exports.document import COMMENT, SETTINGS, Document, Element, Entry, Head, Person, Text
from archive.restoration.exports.elements import characters_without_place
from archive.restoration.exports.folder import is_beside, setting
from archive.restoration.exports.instants import chosen, zone_of
from archive.restoration.exports.names import TAG, THREAD
from archive.restoration.exports.reading import read

_NOBODY = "noreply@blogger.com"  # as Blogger writes for everybody
_TOTAL = f"{{{THREAD}}}total"
_EMPTY = "<br />"  # an empty element is nothing to some importers, and they end there
_TITLE = 50  # characters of a comment that Blogger makes its title of


class Making:
    """Makes entries of articles. ``beside`` are settings and templates, which come first."""

    def __init__(self, material: Material) -> None:
        self._export, self._known = _exported(material)
        self._zone = zone_of(setting(self._export.entries, "BLOG_TIME_ZONE"))
        blog = material.blog.id or self._export.head.id.removeprefix(TAG)
        self.name = material.blog.title or (self._export.head.title.value if self._export.head.title else "")
        self.head = replace(
            self._export.head,
            id=f"{TAG}{blog}" if blog else f"{TAG}{_number(material.home)}",
            title=Text(self.name, "text"),
            home=material.home if material.home.endswith("/") else f"{material.home}/",
        )
        self.beside = tuple(self._beside())
        self._paths: Counter[str] = Counter()
        self._ids: Counter[str] = Counter()

    def take(self, article: Article, add: Callable[[Entry], None]) -> Iterator[Lack]:
        """Add the entries of an article and its comments, and yield what they do not have as the blog had it."""
        entry, lacks = self._post(article)
        yield from lacks
        yield from self._clashes(article, entry)
        add(entry)
        for comment in article.comments:
            made = self._comment(comment, entry)
            if not comment.published:
                yield Lack(
                    "instant", f"{article.path}#c{comment.id}", "no date is known of this comment: its post's is put"
                )
            add(made)

    def lacks(self) -> Iterator[Lack]:
        """Yield what the whole does not have."""
        if not self._export.entries:
            yield Lack("settings", "", "no export of the owner's was captured: settings and theme were never public")
        for trouble in self._export.troubles:
            yield Lack("export", "", f"the owner's export was mended ({trouble.code}): {trouble.detail}")

    def _beside(self) -> Iterator[Entry]:
        yield from filter(is_beside, self._export.entries)
        if not setting(self._export.entries, "BLOG_NAME") and self.name:
            name = f"{self.head.id}.settings.BLOG_NAME"
            yield Entry(
                id=name, kind=SETTINGS, title=Text("The name of the blog", "text"), content=Text(self.name, "text")
            )

    def _post(self, article: Article) -> tuple[Entry, list[Lack]]:
        post = article.post
        known = self._entry_of(post.id if post.id.startswith(TAG) else "", post.url or post.id, post.kind)
        instant, lacks = self._instant(article, known)
        title = post.title.raw
        entry = replace(
            known,
            kind=post.kind,
            status=article.status,
            title=Text(title, "text"),
            content=Text(article.markup or _EMPTY, "html"),
            published=instant,
            updated=post.updated or known.updated or instant,
            authors=known.authors or (_person(post.author.account or self.name),),
            labels=post.labels,
            path=article.path,
            others=_with_total(known.others, len(article.comments)) if article.status == LIVE else known.others,
        )
        if unfit := characters_without_place(title + article.markup):
            lacks.append(Lack("character", article.path, f"XML has no place for {unfit}: U+FFFD stands there"))
        return entry, lacks

    def _entry_of(self, name: str, address: str, kind: str) -> Entry:
        """Return the entry that the owner's export has of a post or page, else an empty one with its id."""
        number = own_number(name)
        # Of a page the classic form writes page-N, and Takeout post-N.
        names = (name, f"{self.head.id}.post-{number}", f"{self.head.id}.page-{number}")
        found = next((self._known[one] for one in names if one in self._known), None)
        return found or Entry(id=name or f"{self.head.id}.{kind}-{_number(address)}")

    def _instant(self, article: Article, known: Entry) -> tuple[str, list[Lack]]:
        post, where = article.post, article.path or article.post.id
        claims = [claim.value for claim in post.published_claims if claim.value and claim.basis != "permalink"]
        stated = (post.published.value if post.published else None) or next(iter(claims), "") or known.published
        if not stated and post.kind == "page":
            # No page of Blogger's shows its date, and no permalink of a page has a month.
            stated = post.updated or next((ref.captured_at for ref in post.provenance.captures), "")
            return (stated, [Lack("page-date", where, f"no page shows its date: {stated or 'none'} is put")])
        found = chosen(stated, [*claims, known.published, known.created], article.path, self._zone)
        return found.instant, [Lack("instant", where, found.why)] if found.why else []

    def _clashes(self, article: Article, entry: Entry) -> Iterator[Lack]:
        for seen, value, what in ((self._paths, entry.path, "path"), (self._ids, entry.id, "id")):
            seen[value] += bool(value)
            if seen[value] == 2:
                yield Lack("clash", value, f"more than one post has this {what}: an importer may keep one alone")
        if article.status == LIVE and not entry.path:
            yield Lack("path", entry.id, "its address is not known: an importer will make one of its title")

    def _comment(self, comment: Comment, above: Entry) -> Entry:
        name = comment.id if comment.id.startswith(TAG) else f"{self.head.id}.post-{comment.id}"
        known = self._known.get(name) or Entry(id=name)
        text = " ".join(comment.text.split())
        title = text if len(text) <= _TITLE else f"{text[:_TITLE]}..."
        return replace(
            known,
            kind=COMMENT,
            title=Text(title, "text"),
            content=Text(escape(comment.text).replace("\n", "<br />") or _EMPTY, "html"),
            published=comment.published or above.published,
            updated=known.updated or comment.published or above.published,
            authors=known.authors or (_person(comment.author),),
            post=above.id,
            comment=f"{self.head.id}.post-{comment.parent}" if comment.parent else "",
            others=_with_page(known.others, comment, f"{self.head.home}{escaped(above.path.lstrip('/'))}"),
        )


def _exported(material: Material) -> tuple[Document, dict[str, Entry]]:
    """Return the newest export that can be read, an empty document where there is none; and of all exports each entry
    by its id, without its text, as the newest that has it has it.
    """
    newest, known = Document(head=Head()), dict[str, Entry]()
    for payload in material.exports:
        document = read(payload().body)
        known.update((one.id, _without_text(one)) for one in document.entries)
        newest = document if document.entries else newest
    return newest, known


def _without_text(entry: Entry) -> Entry:
    return entry if is_beside(entry) else replace(entry, content=None, title=None)


def _with_total(others: tuple[Element, ...], comments: int) -> tuple[Element, ...]:
    """Return an entry's other elements with the number of its comments, as the classic form has it (RFC 4685)."""
    kept = tuple(one for one in others if one.name != _TOTAL)
    return (*kept, Element(_TOTAL, text=str(comments)))


def _with_page(others: tuple[Element, ...], comment: Comment, page: str) -> tuple[Element, ...]:
    """Return a comment's other elements with the link to its place in its post's page, as Blogger's have it."""
    if any(one.name == LINK and one.get("rel") == "alternate" for one in others):
        return others
    when = read_instant(comment.published)
    asked = f"?showComment={round(when.timestamp() * 1000)}" if when else ""
    href = f"{page}{asked}#c{own_number(comment.id) or comment.id}"
    return (*others, Element(LINK, (("rel", "alternate"), ("type", "text/html"), ("href", href), ("title", ""))))


def _person(name: str) -> Person:
    return Person(name=name or "Unknown", email=_NOBODY)


def _number(text: str) -> str:
    """Return a number for what has none: of 18 digits, as Blogger's, the same for the same address."""
    return str(10**17 + int(hashlib.sha256(text.encode("utf-8", "replace")).hexdigest(), 16) % (9 * 10**17))
