"""Bytes of a feed or an export into text that an XML parser takes: also of files that lie about their encoding, or that
passed through programs that know no XML. What is mended is told.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from dataclasses import dataclass

from archive.counted import counted

_DECLARED = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s{0,9}=\s{0,9}["']([\w.-]{1,40})["']""")
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_WORDS = {"utf-8", "utf8"}
# Python takes these for encodings, and no document is in them: they would make another text of its bytes.
_NO_ENCODINGS = {"unicode-escape", "raw-unicode-escape", "utf-7", "idna", "punycode"}
# Not a character of XML 1.0 (section 2.2).
ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_BEGIN, _END = "<![CDATA[", "]]>"
_REFERENCE = re.compile(r"&#(?:x([0-9a-fA-F]{1,8})|(\d{1,9}));")
_LONE = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d{1,9}|#x[0-9a-fA-F]{1,8});)")


@dataclass(frozen=True)
class Mend:
    """What had to be mended: ``code`` for machines, ``detail`` for people."""

    code: str
    detail: str


def mended(body: bytes) -> tuple[str, tuple[Mend, ...]]:
    """Return a document's text, and what had to be mended for a parser."""
    text, mends = _decoded(body)
    pieces = _parted(text)
    parts, counts = [], [0, 0, 0]
    for number, piece in enumerate(pieces):
        clean, illegal = ILLEGAL.subn("\ufffd", piece)
        counts[0] += illegal
        if number % 2 == 0:
            clean = _REFERENCE.sub(_legal(counts), clean)
            clean, count = _LONE.subn("&amp;", clean)
            counts[1] += count
            counts[2] += clean.count("]]>")
            clean = clean.replace("]]>", "]]&gt;")
        parts.append(clean)
    told = (
        ("illegal-character", "character that XML cannot hold is", "characters that XML cannot hold are", "U+FFFD"),
        ("lone-ampersand", "& that begins no entity of XML is", "& that begin no entity of XML are", "taken as text"),
        ("bracket-end", "]]> in a text is", "]]> in texts are", "taken as text"),
    )
    for count, (code, one, many, as_what) in zip(counts, told, strict=True):
        if count:
            mends += (Mend(code, f"{counted(count, one, many)} {as_what}"),)
    return "".join(parts), mends


def _legal(counts: list[int]) -> Callable[[re.Match[str]], str]:
    def legal(match: re.Match[str]) -> str:
        code = int(match[1], 16) if match[1] else int(match[2])
        if code < 0x110000 and not ILLEGAL.match(chr(code)):
            return match[0]
        counts[0] += 1
        return "\ufffd"

    return legal


def _decoded(body: bytes) -> tuple[str, tuple[Mend, ...]]:
    marked = next((name for mark, name in _MARKS if body.startswith(mark)), "")
    declared = _DECLARED.match(body[:300].lstrip())
    stated = marked or (declared[1].decode("ascii").lower() if declared else "utf-8")
    for name in dict.fromkeys((stated, "utf-8")):
        if not _is_known(name):
            continue
        try:
            text = body.decode(name)
        except (LookupError, UnicodeError):
            continue
        if name == stated:
            return text, ()
        return text, (Mend("encoding", f"it says it is in {stated}, and is in {name}"),)
    name = "utf-8" if stated in _WORDS or not _is_known(stated) else stated
    text = body.decode(name, "replace")
    lost = text.count("\ufffd")
    return text, (Mend("encoding", f"{counted(lost, 'place is', 'places are')} not in {stated}, as it says"),)


def _is_known(encoding: str) -> bool:
    try:
        return codecs.lookup(encoding).name not in _NO_ENCODINGS and isinstance(b"".decode(encoding), str)
    except (LookupError, UnicodeError):
        return False


def _parted(text: str) -> list[str]:
    """Return a text's pieces in turn: what is outside of CDATA sections, and these sections, each whole.

    A section ends at the first sign of an end, whatever stands in it; one that never ends is text like any other.
    """
    pieces, at = [], 0
    while (begin := text.find(_BEGIN, at)) >= 0 and (end := text.find(_END, begin + len(_BEGIN))) >= 0:
        pieces += [text[at:begin], text[begin : end + len(_END)]]
        at = end + len(_END)
    return [*pieces, text[at:]]
