"""A post's body: paragraphs in order, pictures with captions, links, embeds, and what no rule understands.

Blogger's editor knows no paragraphs: lines end in ``<br>``, a blank line is two of them, and a translation
follows its original after one. So every ``<br>`` and every block ends a paragraph. Inline nodes are joined with
nothing between, since Word paste cuts 2012年6月 into four of them. The walk keeps its own stack: 3,000 nested
elements are nothing to it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urljoin

from bs4 import NavigableString, PageElement, Tag

from archive.records import Anchor, Embed, Finding, Image, Paragraph
from scraper.platforms.blogger.fragment import soup_of
from scraper.platforms.blogger.images import is_hosted, is_picture, original, unwrapped

_BLOCKS = frozenset(
    """
    address article aside blockquote body caption center dd details dir div dl dt fieldset figcaption figure footer
    h1 h2 h3 h4 h5 h6 header hr html li main menu nav noscript ol p pre section summary table tbody td tfoot th thead tr
    ul
    """.split()  # noqa: SIM905 (a list of forty strings in quotes is no easier to read)
)
# The last six are what Word leaves behind when a text is pasted.
_INLINE = frozenset(
    """
    a abbr acronym b bdi bdo big cite code col colgroup data del dfn em font i ins kbd label mark nobr q rp rt ruby s
    samp
    small span strike strong sub sup time tt u var wbr o:p st1:city st1:country-region st1:date st1:personname st1:place
    """.split()  # noqa: SIM905
)
# Blogger's own furniture that some themes put inside the body.
_FURNITURE = frozenset(("post-share-buttons", "post-footer", "jump-link", "blog-pager", "sharing"))
_EMBEDS = frozenset(("iframe", "object", "embed", "video", "audio"))
_DROPPED = frozenset(("script", "style", "link", "meta", "title", "head"))
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_HIDDEN = re.compile(r"display\s{0,5}:\s{0,5}none|visibility\s{0,5}:\s{0,5}hidden", re.I)
_EDGE = " \t\r\n\f\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_WIDE = "\u2e80-\u303f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef"
# A line wrap in the source between two wide characters shows as nothing (CSS Text 3, segment break transformation).
_WRAP = re.compile(f"(?<=[{_WIDE}])[ \\t]*[\\r\\n][ \\t\\r\\n]*(?=[{_WIDE}])")
_BREAK = re.compile(r"[\r\n]")
_SPACE = re.compile(r"[ \t\r\n\f]+")
_MARKS = re.compile("[<&\0\ufeff]")  # without these a text is its own one paragraph
_LONGEST_CAPTION = 80  # characters, for a caption that only its place marks


@dataclass(frozen=True)
class Body:
    """What a body says."""

    paragraphs: tuple[Paragraph, ...] = ()
    images: tuple[Image, ...] = ()
    links: tuple[Anchor, ...] = ()
    embeds: tuple[Embed, ...] = ()
    unread: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()


def read_body(markup: str | Tag, page: str) -> Body:
    """Read a post's body from its markup; ``page`` is the address that its relative links start from."""
    reader = _Reader(page)
    if isinstance(markup, Tag):
        _walk(markup, reader)
    elif _MARKS.search(markup):
        _walk(soup_of(markup), reader)
    else:
        reader.text(NavigableString(markup))  # most comments
    return reader.result()


def text_of_markup(markup: str) -> str:
    """Return a fragment's paragraphs as lines of plain text."""
    return "\n".join(paragraph.text for paragraph in read_body(markup, "").paragraphs)


def _walk(root: Tag, reader: _Reader) -> None:
    stack: list[tuple[Tag, Iterator[PageElement]]] = [(root, iter(root.contents))]
    while stack:
        parent, children = stack[-1]
        for node in children:
            if not isinstance(node, Tag):
                reader.text(node)
            elif reader.start(node):
                stack.append((node, iter(node.contents)))
                break
        else:
            stack.pop()
            reader.end(parent)


@dataclass
class _Reader:
    """Takes the walk's steps and builds the body."""

    page: str
    pieces: list[str] = field(default_factory=list)
    preformatted: int = 0  # how many <pre> are open
    roles: list[str] = field(default_factory=list)
    flow: list[Image | tuple[str, str]] = field(default_factory=list)  # pictures and (role, text), in order
    links: list[Anchor] = field(default_factory=list)
    embeds: list[Embed] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def start(self, tag: Tag) -> bool:
        """Take the start of an element, and say whether the walk goes into it."""
        name, attributes = tag.name, tag.attrs
        if attributes and _is_hidden(tag):
            if text := _fold(tag.get_text()):
                self.findings.append(Finding("hidden-content", f"<{name}> that no reader sees: {text[:200]}"))
            return False
        if name == "br":
            self._end_paragraph()
        elif name == "img":
            self._image(tag)
        elif name in _EMBEDS:
            self._embed(tag)
        elif name in _BLOCKS:
            self._end_paragraph()
            self.preformatted += name == "pre"
            if role := _role(tag):
                self.roles.append(role)
        elif name == "a":
            self._link(tag)
        elif name not in _INLINE and name not in _DROPPED:
            self._end_paragraph()
            self.unread.append(f"<{name}>: {_fold(tag.get_text())[:200]}")
        furniture = bool(attributes) and not _FURNITURE.isdisjoint(attributes.get("class") or ())
        return not (furniture or name in _DROPPED or name in _EMBEDS)

    def end(self, tag: Tag) -> None:
        """Take the end of an element."""
        if tag.name not in _INLINE:
            self._end_paragraph()
            self.preformatted -= tag.name == "pre"
            if self.roles and _role(tag):
                self.roles.pop()

    def text(self, node: PageElement) -> None:
        """Take a text."""
        # Comments, conditional ones of Word's among them, are strings of a kind of their own.
        if type(node) is not NavigableString:
            return
        if self.preformatted:
            for number, line in enumerate(node.split("\n")):
                if number:
                    self._end_paragraph()
                self.pieces.append(line)
        else:
            self.pieces.append(node)

    def _end_paragraph(self) -> None:
        if not self.pieces:
            return
        text = _fold("".join(self.pieces))
        self.pieces.clear()
        if text:
            self.flow.append((self.roles[-1] if self.roles else "body", text))

    def _image(self, tag: Tag) -> None:
        source = str(tag.get("src") or "")
        if not source or source.startswith("data:"):
            source = str(tag.get("data-src") or tag.get("data-original") or "")
        if not source:
            self.unread.append(f"<img> without an address: {str(tag)[:200]}")
            return
        url = self._absolute(source)
        link = next((parent for parent in tag.parents if parent.name == "a"), None)
        target = unwrapped(self._absolute(str(link.get("href") or ""))) if link else ""
        full = original(url) or (target if target and is_picture(target) else None)
        self._end_paragraph()
        self.flow.append(Image(url, full, _caption(tag), str(tag.get("alt") or "")))

    def _link(self, tag: Tag) -> None:
        href = str(tag.get("href") or "").strip()
        if not href or href.startswith(("#", "javascript:")):
            return
        url = self._absolute(href)
        if not (is_picture(url) and tag.find("img")) and not (is_hosted(url) and not tag.get_text(strip=True)):
            self.links.append(Anchor(url, _fold(tag.get_text())))

    def _embed(self, tag: Tag) -> None:
        inner = tag.find(("param", "embed", "source"))
        source = tag.get("src") or tag.get("data") or tag.get("data-thumbnail-src")
        if not source and isinstance(inner, Tag):
            source = inner.get("src") or inner.get("value")
        url = self._absolute(str(source or ""))
        self.embeds.append(Embed(_embed_kind(tag, url), url))
        self._end_paragraph()

    def _absolute(self, href: str) -> str:
        try:
            return urljoin(self.page, href.strip())
        except ValueError:
            return href

    def result(self) -> Body:
        """Return the body that the events made."""
        self._end_paragraph()
        flow = _with_captions_by_place(self.flow)
        texts = [item for item in flow if isinstance(item, tuple)]
        return Body(
            paragraphs=tuple(Paragraph(n, text, role=role) for n, (role, text) in enumerate(texts)),
            images=tuple(dict.fromkeys(item for item in flow if isinstance(item, Image))),
            links=tuple(dict.fromkeys(self.links)),
            embeds=tuple(dict.fromkeys(self.embeds)),
            unread=tuple(self.unread),
            findings=tuple(dict.fromkeys(self.findings)),
        )


def _role(tag: Tag) -> str:
    """Return the role an element gives to its paragraphs, "" where it gives none."""
    if tag.name in _HEADINGS:
        return "heading"
    if tag.name == "blockquote":
        return "quote"
    if tag.name in ("figcaption", "caption") or _has_class(tag, "tr-caption"):
        return "caption"
    return ""


def _caption(image: Tag) -> str | None:
    table = next((p for p in image.parents if p.name == "table" and _has_class(p, "tr-caption-container")), None)
    captions = (node for node in table.descendants if isinstance(node, Tag)) if table else ()
    holder: PageElement | None = next((node for node in captions if _has_class(node, "tr-caption")), None)
    if holder is None:
        figure = next((parent for parent in image.parents if parent.name == "figure"), None)
        holder = figure.find("figcaption") if figure else None
    return (_fold(holder.get_text()) or None) if isinstance(holder, Tag) else None


def _has_class(tag: Tag, name: str) -> bool:
    return name in (tag.attrs.get("class") or ())


def _with_captions_by_place(flow: list[Image | tuple[str, str]]) -> list[Image | tuple[str, str]]:
    """Mark the short line between two pictures as the caption of the one above it."""
    marked = list(flow)
    for n in range(1, len(flow) - 1):
        above, line, below = flow[n - 1 : n + 2]
        if isinstance(above, Image) and isinstance(below, Image) and isinstance(line, tuple) and _is_caption(line):
            marked[n] = ("caption", line[1])
            marked[n - 1] = Image(above.url, above.original_url, above.caption or line[1], above.alt)
    return marked


def _is_caption(line: tuple[str, str]) -> bool:
    role, text = line
    return role in ("body", "caption") and len(text) <= _LONGEST_CAPTION and not text.endswith(tuple(".。!！?？:："))


def _embed_kind(tag: Tag, url: str) -> str:
    if "youtube" in url or "youtu.be" in url:
        return "youtube"
    if "blogger.com/video" in url or "BLOG_video_class" in (tag.get("class") or ()):
        return "blogger-video"
    return "object" if tag.name in ("object", "embed") else tag.name


def _is_hidden(tag: Tag) -> bool:
    style = tag.attrs.get("style")
    return bool(style and _HIDDEN.search(str(style))) or tag.attrs.get("hidden") is not None


def _fold(text: str) -> str:
    """Fold source white space as a browser does, and take the indent off; no other character is touched."""
    folded = _SPACE.sub(" ", _WRAP.sub("", text) if _BREAK.search(text) else text).strip(_EDGE)
    # A line of nothing but zero-width characters is an empty line.
    return folded if any(unicodedata.category(c) not in ("Cf", "Zs", "Cc") for c in folded) else ""
