"""Atom (RFC 4287) as Blogger writes it: feeds, the classic export, and Takeout's ``feed.atom``.

The classic export is one feed of everything: posts, pages, comments, template and settings, told apart by a category
of Google's scheme ``#kind``; drafts by ``app:control``. Takeout writes the same in elements of its own name space
(``blogger:type``, ``blogger:status``, ``blogger:filename``), without kinds, links and totals, and all instants in UTC.
"""

from __future__ import annotations

import html
from collections.abc import Iterator

from lxml import etree

from archive.records import Finding
from scraper.platforms.blogger.documents import LIVE, MOST_ENTRIES, Document, Entry, T, Take
from scraper.platforms.blogger.stream import take_elements

NAMES = {
    "a": "http://www.w3.org/2005/Atom",
    "o": "http://a9.com/-/spec/opensearchrss/1.0/",
    "t": "http://purl.org/syndication/thread/1.0",
    "m": "http://search.yahoo.com/mrss/",
    "b": "http://schemas.google.com/blogger/2018",
}
LABELS = "http://www.blogger.com/atom/ns#"
_ENTRY = f"{{{NAMES['a']}}}entry"
_KIND = "http://schemas.google.com/g/2005#kind"
_TAKEOUT_LABELS = "tag:blogger.com,1999:blog-"  # and the blog's number


def read(body: bytes, take: Take[T]) -> Document[T]:
    """Read an Atom feed; ``take`` makes of each entry what is kept of it."""
    stream = take_elements(body, _ENTRY, lambda element: take(entry_of(element)), MOST_ENTRIES)
    return document_of(stream.root, stream.taken, stream.findings, whole=stream.whole)


def document_of(
    root: etree._Element | None, entries: tuple[T, ...], findings: tuple[Finding, ...] = (), *, whole: bool = True
) -> Document[T]:
    """Return the document of a feed element's head, with what was made of its entries."""
    if root is None:
        return Document(findings=findings, whole=False)
    return Document(
        id=text(root, "a:id"),
        title=text(root, "a:title"),
        home=_link(root, "alternate"),
        total=number(root, "o:totalResults"),
        entries=entries,
        findings=findings,
        whole=whole,
    )


def entry_of(element: etree._Element) -> Entry:
    """Read one entry element."""
    kind = text(element, "b:type") or next(_terms(element, _KIND), "").rpartition("#")[2]
    takeout = element.find("b:type", NAMES) is not None
    title = text(element, "a:title")
    published = text(element, "a:published")
    return Entry(
        id=text(element, "a:id"),
        kind=kind.lower(),
        status=_status(element),
        # Takeout escapes twice what a title has of &, ' and ".
        title=html.unescape(title) if takeout else title,
        published=published,
        stated=published,
        updated=text(element, "a:updated"),
        author=text(element, "a:author/a:name"),
        labels=tuple(dict.fromkeys([*_terms(element, LABELS), *_takeout_labels(element)])),
        content=_content(element),
        summary=text(element, "a:summary"),
        alternate=_link(element, "alternate"),
        path=text(element, "b:filename"),
        answers=(*_answered(element, "ref"), *_takeout_answered(element)),
        answered=_answered(element, "href"),
        related=tuple(link.get("href", "") for link in element.findall("a:link[@rel='related']", NAMES)),
        comments=number(element, "t:total") or 0,
        thumbnail=thumbnail(element),
    )


def text(element: etree._Element, path: str) -> str:
    """Return the text at a path below an element, "" where there is none; prefixes are those of `NAMES`."""
    return (element.findtext(path, "", NAMES) or "").strip()


def number(element: etree._Element, path: str) -> int | None:
    """Return the number at a path below an element, None where there is none."""
    stated = text(element, path)
    return int(stated) if stated.isdecimal() and len(stated) < 10 else None


def thumbnail(element: etree._Element) -> str:
    """Return the address of an entry's thumbnail (Media RSS), a crop of 72 pixels."""
    found = element.find("m:thumbnail", NAMES)
    return found.get("url", "") if found is not None else ""


def _status(element: etree._Element) -> str:
    if text(element, "b:trashed"):
        return "SOFT_TRASHED"
    # Files that passed through other programs have lost the declaration of the prefix "app".
    drafts = (child for child in element if isinstance(child.tag, str) and _local(child) == "control")
    if any("yes" in "".join(map(str, control.itertext())).lower() for control in drafts):
        return "DRAFT"
    return text(element, "b:status") or LIVE


def _local(element: etree._Element) -> str:
    return element.tag.rpartition("}")[2].rpartition(":")[2]


def _content(element: etree._Element) -> str | None:
    content = element.find("a:content", NAMES)
    if content is None:
        return None
    if content.get("type") == "xhtml":  # feeds of 2006
        return "".join(etree.tostring(child, encoding="unicode", method="html") for child in content)
    return content.text or ""


def _terms(element: etree._Element, scheme: str) -> Iterator[str]:
    categories = element.findall("a:category", NAMES)
    return (term for each in categories if each.get("scheme") == scheme and (term := each.get("term", "")))


def _takeout_labels(element: etree._Element) -> Iterator[str]:
    categories = element.findall("a:category", NAMES)
    own = (each for each in categories if (each.get("scheme") or "").startswith(_TAKEOUT_LABELS))
    return (term for each in own if (term := each.get("term", "")))


def _link(element: etree._Element, relation: str) -> str:
    links = element.findall(f"a:link[@rel='{relation}']", NAMES)
    return next((href for link in links if (href := link.get("href", ""))), "")


def _takeout_answered(element: etree._Element) -> Iterator[str]:
    return (name for path in ("b:parent", "b:inReplyTo") if (name := text(element, path)))


def _answered(element: etree._Element, attribute: str) -> tuple[str, ...]:
    return tuple(value for each in element.findall("t:in-reply-to", NAMES) if (value := each.get(attribute, "")))
