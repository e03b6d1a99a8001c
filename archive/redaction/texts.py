"""Texts and addresses without names."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit, urlunsplit

from archive.redaction.marks import COUNT, Marks
from archive.redaction.matching import Matcher

_TIMES = 3  # how often an escape may be escaped again
_TOKEN = re.compile(r"\S+")
_ESCAPED = re.compile(r"[%&\\=]|xn--", re.IGNORECASE)
_CODE_POINT = re.compile(r"\\u\{?([0-9a-fA-F]{4,6})\}?|\\x([0-9a-fA-F]{2})")
_QUOTED_PRINTABLE = re.compile(r"=(?=[0-9A-Fa-f]{2})")
_PUNYCODE = re.compile(r"xn--[a-z0-9-]+", re.IGNORECASE)
_ENCODINGS = ("utf-8", "gb18030", "big5")
_RUN = re.compile(r"(〔(?:name|姓名)〕)(?:(?:[\s,;、，；&]|and|和|与|與|及)*〔(?:name|姓名)〕)+")
_NOWHERE = "https://redacted.invalid"


class Redactor:
    """Takes the names out of texts and addresses."""

    def __init__(self, matcher: Matcher, marks: Marks) -> None:
        self._matcher, self._marks = matcher, marks

    def text(self, text: str) -> str:
        """Return a text with a mark in the place of each name, and of each word that hides one behind escapes."""
        shown = self._marked(text)
        if _ESCAPED.search(shown):
            shown = _TOKEN.sub(lambda token: "〔name〕" if self._hides(token[0]) else token[0], shown)
        if self._marks.mode == COUNT:
            shown = _RUN.sub(_counted, shown)
        return shown if not self._matcher.holds(shown) else "〔name〕"

    def address(self, url: str) -> str:
        """Return an address without names: what of its path or query holds one is a code; all of it, where that is not
        enough.
        """
        if not self.holds(url):
            return url
        parts = self._split(url)
        if parts is None:
            return f"{_NOWHERE}/{self._code(url)}"
        scheme, host, path, query = parts
        segments = [f"redacted-{self._code(one)}" if self.holds(one) else one for one in path.split("/")]
        query = f"redacted-{self._code(query)}" if self.holds(query) else query
        shown = urlunsplit((scheme, host, "/".join(segments), query, ""))
        if self.holds(shown):
            shown = f"{scheme}://{host}/redacted-{self._code(url)}"
        return f"{_NOWHERE}/{self._code(url)}" if self.holds(shown) else shown

    def token(self, token: str) -> str:
        """Return an id without names: a code where it holds one."""
        return f"redacted-{self._code(token)}" if self.holds(token) else token

    def holds(self, text: str) -> bool:
        """Say whether a text holds a name, as it stands or behind escapes."""
        return self._matcher.holds(text) or (bool(_ESCAPED.search(text)) and self._hides(text))

    def _marked(self, text: str) -> str:
        pieces, at = [], 0
        for span in self._matcher.spans(text):
            pieces += [text[at : span.begin], self._marks.of(span.people, text[span.begin : span.end])]
            at = span.end
        return "".join((*pieces, text[at:]))

    def _hides(self, text: str) -> bool:
        return any(self._matcher.holds(one) for one in decoded(text))

    def _code(self, text: str) -> str:
        return self._marks.code("address", text)

    def _split(self, url: str) -> tuple[str, str, str, str] | None:
        try:
            parts = urlsplit(url)
        except ValueError:
            return None
        if parts.scheme.lower() not in ("http", "https") or self.holds(parts.netloc):
            return None
        return parts.scheme, parts.netloc, parts.path, parts.query


def decoded(text: str) -> Iterator[str]:
    """Yield what a text comes to when its escapes are undone: of addresses, HTML, JSON, mail and host names."""
    for encoding in _ENCODINGS:
        found = text
        for _ in range(_TIMES):
            before = found
            found = _CODE_POINT.sub(_character, html.unescape(unquote(found, encoding, "replace")))
            found = _PUNYCODE.sub(_host_label, found)
            if found == before:
                break
        yield found
    if _QUOTED_PRINTABLE.search(text):
        yield unquote(_QUOTED_PRINTABLE.sub("%", text.replace("=\n", "").replace("=\r\n", "")))


def _character(match: re.Match[str]) -> str:
    code = int(match[1] or match[2], 16)
    return chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else " "


def _host_label(match: re.Match[str]) -> str:
    try:
        return match[0][4:].encode("ascii").decode("punycode")
    except UnicodeError:
        return match[0]


def _counted(match: re.Match[str]) -> str:
    number = match[0].count("〔")
    return f"〔{number} names〕" if match[1] == "〔name〕" else f"〔{number}人〕"
