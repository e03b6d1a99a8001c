"""What a page says of itself in its scripts and head: blog id, kind of page, locale.

A post can say the same of any page it likes, in a script or a link of its own; so nothing in a body counts.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from archive.records import Blog
from scraper.platforms.blogger.lookup import Element, Lookup
from scraper.platforms.blogger.parts import Parts

_BEGIN = "_SetDataContext"
# Values of _WidgetManager._SetDataContext: JavaScript strings in single quotes, not JSON.
_DATA = re.compile(r"'(blogId|title|pageType|postId|canonicalUrl|locale)'\s{0,5}:\s{0,5}'((?:[^'\\]|\\.){0,2000})'")
_ESCAPE = re.compile(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|(.))")
_BLOG_ID = re.compile(
    r"blogger\.com/(?:feeds|blogin\.g\?blogspotURL|rearrange\?blogID)[/=](?:\\x3d)?(\d{5,20})"
    r"|blogID(?:=|\\x3d)(\d{5,20})|tag:blogger\.com,1999:blog-(\d{5,20})"
    r"|content=['\"](\d{5,20})['\"] itemprop=['\"]blogId['\"]"
)
_NAMES_OF_BODIES = ("post-body", "articleBody", "entry-content", "post-entry", "post-content")
_LONGEST_TAG = 500  # characters of a tag up to the name of a body in it
_MOST_CONTEXTS = 10  # of a page that are looked at: it has one of its own, at its end
_OPENED = re.compile(r"<([a-zA-Z][a-zA-Z0-9]{0,15})[\s/]")
_END = re.compile(r"</(?:body|html)\s{0,20}>", re.I)
_MOST_ENDS = 8  # of pages in a page, that are looked at
_LONGEST_SIGN = 210  # characters of a sign of the frame up to its word
_MOST_SIGNS = 8  # of the frame that are looked at
_FRAME = re.compile(r"(?:class|id)=['\"][^'\"<>]{0,200}\b(?:blog-pager|widget)\b")


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
    """Return what the data context says that Blogger writes at the end of a page."""
    start = _start(text)
    found: dict[str, str] = {}
    if start >= 0:
        for name, value in _DATA.findall(text, start, start + 20_000):
            found.setdefault(name, _unescape(value))
    return Context(
        blog_id=found.get("blogId", ""),
        title=found.get("title", ""),
        page_type=found.get("pageType", ""),
        post_id=found.get("postId", ""),
        canonical_url=found.get("canonicalUrl", ""),
        locale=found.get("locale", ""),
    )


def blog_id_of(lookup: Lookup, parts: Parts) -> str:
    """Return the blog's id as the links and scripts around the posts have it, for a page without a context."""
    for element in lookup.of_tag("link", "meta", "a", "script", "iframe", "form", inside=parts.outside):
        if match := _BLOG_ID.search(_said(element)):
            return next(filter(None, match.groups()), "")
    return ""


def without_pasted_ends(text: str, ends: Sequence[int]) -> str:
    """Return a page without the ends of other pages in its bodies: what follows one stands in the post, as in browsers
    (HTML section 13.2.6.4.19: a token behind the end of the body is taken as within it).

    ``ends`` are its `wholeness.ends_of`.
    """
    begin, kept = 0, []
    outside = -1  # where the last end stopped that lies in no body
    whole = (_END.match(text, end) for end in ends)
    for end in islice(filter(None, whole), _MOST_ENDS):
        # Two ends with nothing between them, as those of most pages, lie both in a body or both in none.
        if outside >= 0 and not text[outside : end.start()].strip():
            outside = end.end()
        elif _in_body(text, end.start()):
            kept.append(text[begin : end.start()])
            begin = end.end()
        else:
            outside = end.end()
    return "".join([*kept, text[begin:]]) if begin else text


def _said(element: Element) -> str:
    attributes = " ".join(map(str, element.attrib.values()))
    own = f" content='{element.get('content')}' itemprop='blogId'" if element.get("itemprop") == "blogId" else ""
    return f"{attributes}{own} {element.text or ''}" if element.tag == "script" else attributes + own


def _start(text: str) -> int:
    """Return where the page's own data context begins: the last that lies in no body, nor behind the page's end."""
    end = text.rfind("</html>")
    starts = (text.rfind(_BEGIN, 0, end) if end >= 0 else -1, text.rfind(_BEGIN))
    start = next((found for found in starts if found >= 0), -1)
    for _ in range(_MOST_CONTEXTS):
        if start < 0 or not _in_body(text, start):
            return start
        start = text.rfind(_BEGIN, 0, start)
    return -1


def _in_body(text: str, place: int) -> bool:
    """Say whether a place in a page's text is in a body: one that is not closed before it, and no frame follows."""
    begin = -1
    framed = _last_frame(text, place)
    if framed >= 0 and not any(text.find(name, framed, place) >= 0 for name in _NAMES_OF_BODIES):
        return False  # a frame follows the last body: most pages end so, and little of them is gone through
    for name in _NAMES_OF_BODIES:
        # To look backwards for what is not there takes ten times as long as to look forwards.
        if text.find(name, begin + 1, place) >= 0:
            begin = max(begin, _last_tag(text, name, place))
    opened = _OPENED.match(text, begin) if begin >= 0 else None
    if not opened:
        return False
    between, name = text[begin:place], opened[1].lower()
    if _FRAME.search(between):  # first, since it comes soon, and to count is to go through most of the page
        return False
    ends = _tags_of(name).findall(between)
    return len(ends) > 2 * ends.count("/")


def _last_frame(text: str, place: int) -> int:
    """Return where a sign of the page's frame begins, one of the last before a place; -1 for none."""
    near = place
    for _ in range(_MOST_SIGNS):  # the addresses of Blogger's scripts have the word, too
        near = text.rfind("widget", 0, near)
        if near < 0:
            break
        # To the word and the character behind it: to go on to the place would be to go through half a page.
        if found := _FRAME.search(text, max(0, near - _LONGEST_SIGN), min(place, near + len("widget") + 1)):
            return found.start()
    return -1


@functools.lru_cache(maxsize=32)
def _tags_of(name: str) -> re.Pattern[str]:
    """Return what finds the tags of an element, with "/" for its ends: to lower a page's letters first takes longer."""
    return re.compile(rf"<(?:(/){name}|{name}[ >\n\t/])", re.I | re.A)


def _last_tag(text: str, name: str, end: int) -> int:
    """Return where the last tag begins, before a place, that has a name in it; -1 for none."""
    while (found := text.rfind(name, 0, end)) >= 0:
        begin = text.rfind("<", max(0, found - _LONGEST_TAG), found)
        if begin >= 0 and text.find(">", begin, found) < 0 and not text.startswith("<script", begin):
            return begin
        end = found
    return -1


def _unescape(value: str) -> str:
    # Half of a pair is a character to JavaScript; two halves are one to us, and one alone is none (U+FFFD).
    return _ESCAPE.sub(_character, value).encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _character(escape: re.Match[str]) -> str:
    code = escape[1] or escape[2]
    return chr(int(code, 16)) if code else {"n": "\n", "t": "\t"}.get(escape[3], escape[3])
