"""Markdown (CommonMark): one file a post, its facts in front, each paragraph with its translation beneath it.

What stands in a post is text and nothing else: no HTML, no picture that a viewer would fetch, no link but to the web.
File names are those of `records/`, made safe for file systems that take no regard of case or keep names for themselves.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from archive.durable import write
from archive.export.source import Record
from archive.records import Paragraph, Post
from archive.yaml_values import as_yaml

_INLINE = re.compile(r"[\\`*_\[\]|~$]|:(?=//)")
_LEADING = re.compile(r"(\d{0,9})([#+=.)-])")
_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d|conin\$|conout\$)(\..*)?")
_WEB = re.compile(r"https?://[^\s<>()\\\[\]\"'`]+")
_LONGEST = 160  # bytes of a file's name
_HEADINGS = {"heading": "## "}


def write_markdown(records: Iterable[Record], output: Path, _: str) -> Iterable[str]:
    """Write a folder with a file for each record."""
    for record in records:
        write(output / file_name(PurePosixPath(record.path)), _document(record).encode("utf-8", "replace"))
    return ()


def file_name(path: PurePosixPath) -> PurePosixPath:
    """Return the place of a record's file, from that of the record.

    >>> str(file_name(PurePosixPath("posts/2014/03/lists/v1.json")))
    'posts/2014/03/lists.v1.md'
    >>> str(file_name(PurePosixPath("posts/2014/03/CON/v2.json"))), str(file_name(PurePosixPath("posts/nul.x/v1.json")))
    ('posts/2014/03/_con-a3dbc4b6.v2.md', 'posts/_nul.x-4f25bf65.v1.md')
    """
    *folders, last = map(_safe, path.parts[:-1])
    return PurePosixPath(*folders, f"{last}.{path.stem}.md")


def _safe(segment: str) -> str:
    folded = unicodedata.normalize("NFC", segment.casefold())
    reserved = "_" if _RESERVED.fullmatch(folded) else ""
    short = folded.encode("utf-8")[:_LONGEST].decode("utf-8", "ignore")
    if short == segment and not reserved:
        return segment
    return f"{reserved}{short}-{hashlib.sha256(segment.encode()).hexdigest()[:8]}"


def _document(record: Record) -> str:
    post = record.post
    title = _text(post.title.raw or post.title.en or post.title.zh or post.url)
    parts = [f"---\n{''.join(_front(record))}---", f"# {title}", *_body(post)]
    pictures = [_linked(one.url, one.caption or one.alt) for one in post.images]
    links = [_linked(one.url, one.text) for one in post.links]
    for heading, lines in (("## Pictures 图片", pictures), ("## Links 链接", links)):
        if lines:
            parts.append("\n".join([heading, "", *lines]))
    if post.comments:
        parts += ["## Comments 评论", *(f"{_text(one.author)}: {_text(one.text)}" for one in post.comments)]
    return "\n\n".join(parts) + "\n"


def _front(record: Record) -> Iterator[str]:
    post = record.post
    facts = {
        "record": record.path,
        "url": post.url,
        "version": post.version,
        "title_en": post.title.en,
        "title_zh": post.title.zh,
        "byline": post.author.byline,
        "published": post.published.value if post.published else None,
        "event_date": post.event_date.value if post.event_date else None,
        "place": post.place.value if post.place else None,
        "labels": list(post.labels),
        "attendees": [" ".join(filter(None, (one.zh, one.en))) for one in post.attendees],
    }
    yield from (f"{name}: {as_yaml(value)}\n" for name, value in facts.items())


def _body(post: Post) -> Iterator[str]:
    by_index = {paragraph.index: paragraph for paragraph in post.paragraphs}
    done: set[int] = set()
    for paragraph in post.paragraphs:
        if paragraph.index in done:
            continue
        done.add(paragraph.index)
        yield _HEADINGS.get(paragraph.role, "") + _lines(paragraph, "")
        pair = by_index.get(paragraph.pair) if paragraph.pair is not None else None
        if pair is not None and pair.index not in done:
            done.add(pair.index)
            yield _lines(pair, "> ")


def _lines(paragraph: Paragraph, mark: str) -> str:
    lines = [_text(line) for line in paragraph.text.splitlines()]
    if paragraph.role == "heading":
        return mark + " ".join(lines)
    return mark + f"\\\n{mark}".join(filter(None, lines))


def _text(text: str) -> str:
    """Return text that no reader of Markdown takes for more than text, on one line."""
    line = "".join(c if c.isprintable() else " " for c in text).strip()
    escaped = _INLINE.sub(r"\\\g<0>", line.translate(_ENTITIES))
    return _LEADING.sub(r"\1\\\2", escaped, count=1) if _LEADING.match(escaped) else escaped


def _linked(url: str, text: str) -> str:
    shown = _text(text) or _text(url)
    return f"- [{shown}](<{url}>)" if _WEB.fullmatch(url) else f"- {shown}: {_text(url)}"
