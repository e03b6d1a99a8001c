"""Is this the blog, its error page, or something in its place? A status of 200 proves nothing."""

from __future__ import annotations

import re

from archive.records import Capture
from scraper.platforms.blogger.urls import feed_kind, is_sitemap

_ASSET_TYPES = re.compile(r"image/|font/|audio/|video/|text/css|text/javascript|application/(?:x-)?(?:javascript|font)")
_LOOKED = 1 << 20  # bytes of a page in which marks are looked for: what stands in a blog's place is small
_HTML_TYPES = ("", "text/html", "application/xhtml+xml")
_MARKS = re.compile(
    rb"_WidgetManager|content=['\"]blogger['\"]|www\.blogger\.com/(?:static|feeds|profile|rearrange|navbar)"
    rb"|blogger\.com,1999:blog-|itemprop=['\"]blogId['\"]|blogblog\.com/",
    re.I,
)
# What stands in the blog's place: none of them carries the blog's id. Texts in the languages they were seen in.
_IN_ITS_PLACE = (
    ("removed", ("blog has been removed", "此博客已被移除", "博客已被删除", "網誌已遭移除")),
    ("private", ("open to invited readers only", "permission to view this blog", "只对受邀", "僅限受邀")),
    ("content-warning", ("content warning", "blog may contain sensitive", "blog may contain content only suitable")),
)


def is_asset(capture: Capture) -> bool:
    """Say whether a capture is a file that pages use: picture, style sheet, script, font."""
    return bool(_ASSET_TYPES.match(capture.media_type)) and not _is_feed_in_script(capture)


def _is_feed_in_script(capture: Capture) -> bool:
    """Say whether a script is a feed in a function call (``alt=json-in-script``)."""
    return capture.media_type.endswith("javascript") and bool(feed_kind(capture.target_uri))


def is_listing(capture: Capture) -> bool:
    """Say whether a capture is a feed or sitemap, by its address and its form."""
    if not (feed_kind(capture.target_uri) or is_sitemap(capture.target_uri)) or capture.status != 200:
        return False
    begins = capture.body[:_LOOKED].lstrip(b"\xef\xbb\xbf \r\n\t")
    return capture.media_type not in _HTML_TYPES or begins.startswith(b"<?xml")


def has_marks(capture: Capture) -> bool:
    """Say whether a page was made by Blogger, or by what Blogger puts in a blog's place."""
    if capture.media_type not in _HTML_TYPES:
        return False
    return bool(_MARKS.search(capture.body)) or bool(in_its_place(capture.body[:_LOOKED].decode("utf-8", "replace")))


def in_its_place(text: str) -> str:
    """Return what stands where the blog should: removed, private, content-warning, or "" for none of them."""
    lower = text.encode("utf-8", "replace").lower()  # only the ASCII phrases have capitals, and so it is fast
    found = (kind for kind, phrases in _IN_ITS_PLACE if any(phrase.encode() in lower for phrase in phrases))
    return next(found, "")
