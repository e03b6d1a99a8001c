"""A post's body: paragraphs in order, pictures with captions, links, embeds, and what no rule understands.

Blogger's editor knows no paragraphs: lines end in ``<br>``, a blank line is two of them, and a translation
follows its original after one. So every ``<br>`` and every block ends a paragraph, but for the few that tear a
sentence (`wraps`). Inline nodes are joined with nothing between, since Word paste cuts 2012年6月 into four of them.
The walk keeps its own stack: 3,000 nested elements are nothing to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urljoin

from bs4 import CData, Comment, NavigableString, PageElement, Tag

from archive.records import Anchor, Embed, Finding, Image, Paragraph
from scraper.platforms.blogger.acting import ACTING, acting_of
from scraper.platforms.blogger.captions import caption_in, holder_of, with_captions_by_place
from scraper.platforms.blogger.fragment import beginning, parsed
from scraper.platforms.blogger.hidden import is_hidden, shows_text
from scraper.platforms.blogger.images import is_hosted, is_picture, original, unwrapped
from scraper.platforms.blogger.tags import BLOCKS, HEADINGS, INLINE, fold, has_class
from scraper.platforms.blogger.wholeness import UNENDED
from scraper.platforms.blogger.wraps import Line, whole_sentences

# Blogger's own furniture that some themes put inside the body.
_FURNITURE = frozenset(("post-share-buttons", "post-footer", "jump-link", "blog-pager", "sharing"))
# The frame around a post, of which a body that leaves elements open has a part inside, behind its own footer.
_FRAME = frozenset(
    "post hentry post-outer date-outer date-header comments post-feeds widget section sidebar".split()  # noqa: SIM905
)
_FRAME_TAGS = frozenset(("aside", "footer", "header", "nav"))
_EMBEDS = frozenset(("iframe", "object", "embed", "video", "audio"))
_DROPPED = frozenset(("script", "style", "link", "meta", "title", "head"))
_NOT_ENTERED = _DROPPED | _EMBEDS | {"br"}
# An address to which nothing is to be added, and of which `urljoin` leaves every character as it is.
_WHOLE = re.compile(r"https?://[\w.-]{1,255}/[\w./%~+=,@-]{0,2000}", re.ASCII)
_MOST_TOLD = 200  # characters of what is told in a finding
_MARKS = re.compile("[<&\0\ufeff]")  # without these a text is its own one paragraph


@dataclass(frozen=True)
class Body:
    """What a body says."""

    paragraphs: tuple[Paragraph, ...] = ()
    images: tuple[Image, ...] = ()
    links: tuple[Anchor, ...] = ()
    embeds: tuple[Embed, ...] = ()
    unread: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()


def read_body(markup: str | Tag, page: str, *, framed: bool = False) -> Body:
    """Read a post's body from its markup; ``page`` is the address that its relative links start from.

    ``framed`` says that an open element drew the page's frame into the body, behind the post's own footer.
    """
    reader = _Reader(page, framed)
    if isinstance(markup, Tag):
        _walk(markup, reader)
    elif _MARKS.search(markup):
        soup, ended = parsed(markup)
        reader.findings += [] if ended else [UNENDED]
        _walk(soup, reader)
    else:
        reader.text(NavigableString(markup))  # most comments
    return reader.result()


def text_of_markup(markup: str | Tag) -> str:
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
    framed: bool = False
    pieces: list[str] = field(default_factory=list)
    preformatted: int = 0  # how many <pre> are open
    roles: list[str] = field(default_factory=list)
    flow: list[Image | Line] = field(default_factory=list)  # in order
    captions: dict[int, str | None] = field(default_factory=dict)  # by the element that holds them
    follows: bool = False  # whether nothing but one <br> came since the last line
    footed: bool = False  # whether the footer of a framed body came
    sizes: list[tuple[Tag, bool]] = field(default_factory=list)  # what is open and gives its text a size, or none
    unsized: list[str] = field(default_factory=list)  # the texts of no size since the element that began them
    links: list[Anchor] = field(default_factory=list)
    embeds: list[Embed] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def start(self, tag: Tag) -> bool:
        """Take the start of an element, and say whether the walk goes into it."""
        name, attributes = tag.name, tag.attrs
        if attributes and self._is_outside(tag):
            return False
        if name == "br":
            self._end_paragraph(by_break=not self.preformatted)
        elif name == "img":
            self._image(tag)
        elif name in _EMBEDS:
            self._embed(tag)
            self._leave_out(tag)
        elif name in BLOCKS:
            self._end_paragraph()
            self.preformatted += name == "pre"
            if role := _role(tag):
                self.roles.append(role)
        elif name == "a":
            self._link(tag)
        elif name == "title":
            self._leave_out(tag)
        elif name in ACTING and (acting := acting_of(tag)):
            self.findings.append(acting)
        elif name not in INLINE and name not in _DROPPED:
            self._end_paragraph()
            self.unread.append(f"<{name}>: {fold(beginning(tag))[:200]}")
        entered = name not in _NOT_ENTERED
        if entered and attributes and (shown := shows_text(tag)) is not None:
            self.sizes.append((tag, shown))
        return entered

    def _is_outside(self, tag: Tag) -> bool:
        """Say whether an element is none of the text: hidden, or of the page's frame."""
        if is_hidden(tag, sized=not self.sizes or self.sizes[-1][1]):
            if seen := fold(tag.get_text()) or str(tag.attrs.get("src") or ""):
                self.findings.append(_hidden(tag, seen))
            return True
        classes = tag.attrs.get("class") or ()
        if not _FURNITURE.isdisjoint(classes):
            self.footed = self.footed or (self.framed and "post-footer" in classes)
        elif not (self.footed and (tag.name in _FRAME_TAGS or not _FRAME.isdisjoint(classes))):
            return False
        if tag.name in BLOCKS:
            self._end_paragraph()
        return True

    def end(self, tag: Tag) -> None:
        """Take the end of an element."""
        if self.sizes and self.sizes[-1][0] is tag:
            self.sizes.pop()
            if not any(not shown for _, shown in self.sizes) and (unseen := fold("".join(self.unsized))):
                self.findings.append(_hidden(tag, unseen))
                self.unsized.clear()
        if tag.name not in INLINE:
            self._end_paragraph()
            self.preformatted -= tag.name == "pre"
            if self.roles and _role(tag):
                self.roles.pop()

    def text(self, node: PageElement) -> None:
        """Take a text."""
        # Comments, conditional ones of Word's among them, are strings of a kind of their own.
        if type(node) is not NavigableString:
            if isinstance(node, CData) or (isinstance(node, Comment) and node.startswith("[CDATA[")):
                self.unread.append(f"CDATA: {fold(str(node))[:200]}")
            return
        if self.sizes and not self.sizes[-1][1]:
            self.unsized.append(node)
        elif self.preformatted:
            for number, line in enumerate(node.split("\n")):
                if number:
                    self._end_paragraph()
                self.pieces.append(line)
        else:
            self.pieces.append(node)

    def _leave_out(self, tag: Tag) -> None:
        if text := fold(tag.get_text()):
            self.unread.append(f"<{tag.name}>: {text[:200]}")

    def _end_paragraph(self, *, by_break: bool = False) -> None:
        text = ""
        if self.pieces:
            text = fold("".join(self.pieces))
            self.pieces.clear()
            if text:
                self.flow.append(Line(self.roles[-1] if self.roles else "body", text, len(self.flow), self.follows))
        self.follows = by_break and bool(text)

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
        self.flow.append(Image(url, full, self._caption(tag), str(tag.get("alt") or "")))

    def _caption(self, image: Tag) -> str | None:
        holder = holder_of(image)
        if holder is None:
            return None
        if id(holder) not in self.captions:  # a figure may hold many pictures
            self.captions[id(holder)] = caption_in(holder)
        return self.captions[id(holder)]

    def _link(self, tag: Tag) -> None:
        href = str(tag.get("href") or "").strip()
        if not href or href.startswith(("#", "javascript:")):
            return
        url = self._absolute(href)
        if not (is_picture(url) and tag.find("img")) and not (is_hosted(url) and not tag.get_text(strip=True)):
            self.links.append(Anchor(url, fold(tag.get_text())))

    def _embed(self, tag: Tag) -> None:
        inner = tag.find(("param", "embed", "source"))
        source = tag.get("src") or tag.get("data") or tag.get("data-thumbnail-src")
        if not source and isinstance(inner, Tag):
            source = inner.get("src") or inner.get("value")
        url = self._absolute(str(source or ""))
        self.embeds.append(Embed(_embed_kind(tag, url), url))
        self._end_paragraph()

    def _absolute(self, href: str) -> str:
        if _WHOLE.fullmatch(href):
            return href
        try:
            return urljoin(self.page, href.strip())
        except ValueError:
            return href

    def result(self) -> Body:
        """Return the body that the events made."""
        self._end_paragraph()
        flow = with_captions_by_place(_with_whole_sentences(self.flow))
        texts = [item for item in flow if isinstance(item, Line)]
        return Body(
            paragraphs=tuple(Paragraph(n, line.text, role=line.role) for n, line in enumerate(texts)),
            images=tuple(dict.fromkeys(item for item in flow if isinstance(item, Image))),
            links=tuple(dict.fromkeys(self.links)),
            embeds=tuple(dict.fromkeys(self.embeds)),
            unread=tuple(self.unread),
            findings=tuple(dict.fromkeys(self.findings)),
        )


def _hidden(tag: Tag, text: str) -> Finding:
    return Finding("hidden-content", f"<{tag.name}> that no reader sees: {text[:_MOST_TOLD]}")


def _role(tag: Tag) -> str:
    """Return the role an element gives to its paragraphs, "" where it gives none."""
    if tag.name in HEADINGS:
        return "heading"
    if tag.name == "blockquote":
        return "quote"
    if tag.name in ("figcaption", "caption") or has_class(tag, "tr-caption"):
        return "caption"
    return ""


def _with_whole_sentences(flow: list[Image | Line]) -> list[Image | Line]:
    lines = [item for item in flow if isinstance(item, Line)]
    whole = whole_sentences(lines)
    if len(whole) == len(lines):
        return flow
    kept: dict[int, Image | Line] = {line.number: line for line in whole}
    places = (n if isinstance(item, Line) else -1 for n, item in enumerate(flow))
    return [item if n < 0 else kept[n] for n, item in zip(places, flow, strict=True) if n < 0 or n in kept]


def _embed_kind(tag: Tag, url: str) -> str:
    if "youtube" in url or "youtu.be" in url:
        return "youtube"
    if "blogger.com/video" in url or "BLOG_video_class" in (tag.get("class") or ()):
        return "blogger-video"
    return "object" if tag.name in ("object", "embed") else tag.name
