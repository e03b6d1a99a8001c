"""News of others that a post passes on: whose it is. Its people, dates and bylines are not the blog's own."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.frozen import replace
from archive.records import Paragraph, Post, Repost
from pipelines.scripts import HAN, plain

_LONGEST = 80  # characters of a line that names a source
_FIRST, _LAST = 4, 2  # lines at either end among which it stands
_NAME = rf"[\w{HAN} .,'’&·-]{{2,60}}?"
_OUTLET = (
    r"(?:News|Times|(?<!Blog )Post|Daily|Radio|Herald|Tribune|Guardian|Journal|Gazette|Weekly|Agency|Observer|Review"
    r"|Television|TV|Broadcasting|Standard|Courier|Chronicle)"
)
_OUTLET_ZH = (
    r"(?:(?<![简簡快通预預喜海举舉情年汇匯公])[报報]|电台|電台|电视台|電視台|通讯社|通訊社"
    r"|周刊|週刊|杂志|雜誌|网|網)"
)
# Lines that say it outright; and a newspaper's name alone in brackets or behind "by".
_STATED = re.compile(
    r"[(\[【]?\s?(?:来源|來源|转载自|轉載自|转自|轉自|原载|原載|稿源|source|reposted from|originally (?:in|by))"
    rf"\s?(?::|\s)\s?(?:[《“\"]?(?P<name>{_NAME})[》”\"]?|(?P<titled>《[^》\n]{{1,30}}》(?:杂志|雜誌|周刊|週刊|报"
    rf"|報)?)[^,;。]{{0,20}})"
    r"(?:[,;。][^\n]{0,60})?\s?[)\]】]?",
    re.I,
)
_BEFORE = (
    re.compile(rf"[(【\[]\s?(?P<name>(?:The )?{_NAME}{_OUTLET})\s?[)】\]]"),
    re.compile(rf"[(【\[]\s?《?(?P<name>[{HAN}A-Za-z]{{1,16}}{_OUTLET_ZH})》?\s?[)】\]]"),
)
# The blog's own, or nobody: a picture from the net makes no repost.
_OWN = re.compile(
    r"本会|本會|我|图片|圖片|照片|网络|網絡|互联网|互聯網|\b(?:our|own|photos?|pictures?|wikipedia)\b", re.I
)
_BY = re.compile(rf"(?:by|By|BY) (?P<name>(?:The )?{_NAME}{_OUTLET})\.?")


def mark_repost(post: Post) -> Post:
    """Return the post with the source of what it reposts, where a line of it names one."""
    found = next(_sources(post), None)
    return replace(post, repost=found) if found else post


def _sources(post: Post) -> Iterator[Repost]:
    lines = [p for p in post.paragraphs if p.role in ("body", "quote", "byline")]
    for number, paragraph in enumerate(lines):
        if number < _FIRST or number >= len(lines) - _LAST:
            at_end = 0 < number >= len(lines) - _LAST
            if name := _source(paragraph, at_end=at_end):
                # A source named at the end is that of all before it, one named before a text that of what follows.
                yield Repost(name, paragraph.text[:_LONGEST], paragraph.index, 0 if at_end else paragraph.index)


def _source(paragraph: Paragraph, *, at_end: bool) -> str | None:
    text = plain(paragraph.text).strip()
    patterns = [_STATED, _BY] if len(text) <= _LONGEST else []
    found = [match for pattern in patterns if (match := pattern.fullmatch(text))]
    found = [match for match in found if match.re is not _STATED or ":" in text]
    if not at_end:
        found += [match for pattern in _BEFORE if (match := pattern.match(text))]
    name = next((said for match in found for said in match.groupdict().values() if said), "").strip() or None
    return None if name is None or _OWN.search(name) else name
