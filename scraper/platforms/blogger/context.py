"""What a page says of itself in its scripts and head: blog id, kind of page, locale."""

from __future__ import annotations

import re
from dataclasses import dataclass

from archive.records import Blog

# Values of _WidgetManager._SetDataContext: JavaScript strings in single quotes, not JSON.
_DATA = re.compile(r"'(blogId|title|pageType|postId|canonicalUrl|locale)'\s{0,5}:\s{0,5}'((?:[^'\\]|\\.){0,2000})'")
_ESCAPE = re.compile(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|(.))")
_BLOG_ID = re.compile(
    r"blogger\.com/(?:feeds|blogin\.g\?blogspotURL|rearrange\?blogID)[/=](?:\\x3d)?(\d{5,20})"
    r"|blogID(?:=|\\x3d)(\d{5,20})|tag:blogger\.com,1999:blog-(\d{5,20})"
    r"|content=['\"](\d{5,20})['\"] itemprop=['\"]blogId['\"]"
)


@dataclass(frozen=True)
class Context:
    """The page's own word; "" for what it does not say."""

    blog_id: str = ""
    title: str = ""
    page_type: str = ""
    post_id: str = ""
    canonical_url: str = ""
    locale: str = ""

    @property
    def blog(self) -> Blog:
        """Return who the blog says it is."""
        return Blog(self.blog_id, self.title, "blogger", self.locale)


def context_of(text: str) -> Context:
    """Return what a page's scripts say."""
    start = text.find("_SetDataContext")
    found: dict[str, str] = {}
    if start >= 0:
        for name, value in _DATA.findall(text, start, start + 20_000):
            found.setdefault(name, _unescape(value))
    return Context(
        blog_id=found.get("blogId") or _blog_id(text),
        title=found.get("title", ""),
        page_type=found.get("pageType", ""),
        post_id=found.get("postId", ""),
        canonical_url=found.get("canonicalUrl", ""),
        locale=found.get("locale", ""),
    )


def _blog_id(text: str) -> str:
    match = _BLOG_ID.search(text)
    return next(filter(None, match.groups()), "") if match else ""


def _unescape(value: str) -> str:
    return _ESCAPE.sub(_character, value)


def _character(escape: re.Match[str]) -> str:
    code = escape[1] or escape[2]
    return chr(int(code, 16)) if code else {"n": "\n", "t": "\t"}.get(escape[3], escape[3])
