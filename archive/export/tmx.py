"""TMX 1.4b (LISA OSCAR, 2005): the paragraphs that translate each other, as translation memories read them.

Which side is the original nobody knows, so the header says ``*all*``. Paragraphs that one renders together stand in one
segment, parted by a line break. Pairs in which a language is not known are left out, and so are characters that XML
cannot hold; both are said.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from archive.durable import private
from archive.export.source import Record
from archive.records import Paragraph, Post

_HEAD = """\
<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE tmx SYSTEM "tmx14.dtd">
<tmx version="1.4">
<header creationtool="beilin" creationtoolversion="1" segtype="paragraph" o-tmf="beilin" adminlang="en" \
srclang="*all*" datatype="plaintext"/>
<body>
"""
_TAIL = "</body>\n</tmx>\n"
_UNFIT = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, production 2
_UNKNOWN = ("mixed", "und", "")


def write_tmx(records: Iterable[Record], output: Path, _: str) -> Iterable[str]:
    """Write one file of all pairs; say what was left out."""
    unknown = unfit = 0
    with private(output) as file:
        file.write(_HEAD.encode("utf-8"))
        for record in records:
            for one, other in _pairs(record.post):
                if one[0].language in _UNKNOWN or other[0].language in _UNKNOWN:
                    unknown += 1
                    continue
                unfit += sum(len(_UNFIT.findall(paragraph.text)) for paragraph in (*one, *other))
                file.write(_unit(record, one, other).encode("utf-8"))
        file.write(_TAIL.encode("utf-8"))
    said = ((unknown, "pairs have a language that is not known"), (unfit, "characters cannot stand in XML"))
    return [f"{number} {what}; left out." for number, what in said if number]


Side = list[Paragraph]


def _pairs(post: Post) -> Iterator[tuple[Side, Side]]:
    """Yield the two sides of each pair, the first paragraph's first."""
    by_index = {paragraph.index: paragraph for paragraph in post.paragraphs}
    with_it: dict[int, list[Paragraph]] = {}
    for paragraph in post.paragraphs:
        if paragraph.rendered_in is not None:
            with_it.setdefault(paragraph.rendered_in, []).append(paragraph)
    for one in post.paragraphs:
        other = by_index.get(one.pair) if one.pair is not None else None
        if other is not None and one.index < other.index:
            sides = [one, *with_it.get(other.index, [])], [other, *with_it.get(one.index, [])]
            first, second = (sorted(side, key=lambda paragraph: paragraph.index) for side in sides)
            yield first, second


def _unit(record: Record, one: Side, other: Side) -> str:
    name = _fit(f"{record.path}#{one[0].index}")
    created = _created(record.post)
    score = one[0].pair_score
    lines = [
        f"<tu tuid={quoteattr(name)}{created}>",
        f'<prop type="url">{escape(_fit(record.post.url))}</prop>',
        *([f'<prop type="score">{score}</prop>'] if score is not None else []),
        *(_variant(side) for side in (one, other)),
        "</tu>\n",
    ]
    return "\n".join(lines)


def _variant(side: Side) -> str:
    text = "\n".join(paragraph.text for paragraph in side)
    # A bare carriage return would be read as a line feed.
    segment = escape(_fit(text), {"\r": "&#13;"})
    return f"<tuv xml:lang={quoteattr(side[0].language)}><seg>{segment}</seg></tuv>"


def _created(post: Post) -> str:
    value = (post.published.value if post.published else None) or ""
    try:
        instant = datetime.fromisoformat(value).astimezone(UTC) if "T" in value else None
    except (ValueError, OverflowError):
        instant = None
    return f' creationdate="{instant:%Y%m%dT%H%M%SZ}"' if instant else ""


def _fit(text: str) -> str:
    return _UNFIT.sub("", text)
