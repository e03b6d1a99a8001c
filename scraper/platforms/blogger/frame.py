"""The template around a blog's posts: what must change for the blog to look, or act, otherwise."""

from __future__ import annotations

import hashlib
import re
from itertools import groupby

from scraper.platforms.blogger.lookup import Element, Lookup

# What is made anew for each answer, and would make every page differ from itself.
_TOKENS = re.compile(r"(?:zx|__wavt|token|targetBlogID)(?:=|%3D|':\s*'|&quot;:&quot;)[^'\"&;\s)]{0,200}", re.I)
_NAMES = ("zx", "__wavt", "token", "targetblogid")  # of these, in lower case
_BEHIND_NAMES = ("=", "&", "%3", "':")  # what each form of `_TOKENS` has, whatever the case of its letters
_BUNDLES = re.compile(r"(?<=/)\d{5,}(?=-[\w-]{1,100}\.(?:js|css))")  # numbers of Blogger's own files, which it renews
_PARTS = ("style", "iframe", "object", "embed")
_CONTENT = re.compile(r"(?:^|\s)(?:post-body|comments?|post-footer)(?:\s|$)")


def frame_of(lookup: Lookup) -> str:
    """Return a digest of a page's style sheets, styles, scripts, frames and widgets, without the posts in it.

    Two answers of one unchanged blog have the same; inline scripts are left out, since Blogger writes numbers of
    the day into them.
    """
    shaping = [link for link in lookup.of_tag("link") if "stylesheet" in (link.get("rel") or "")]
    scripts = [script for script in lookup.of_tag("script") if script.get("src") is not None]
    found = (*shaping, *scripts, *lookup.of_tag(*_PARTS))
    # Not a set: it would go through all of a style sheet to tell it from what differs at the first character.
    parts = [part for part, _ in groupby(sorted(_plain(element) for element in found if not _in_content(element)))]
    named = ((div, div.get("id")) for div in lookup.of_tag("div"))
    widgets = [name for div, name in named if name is not None and "widget" in (div.get("class") or "")]
    return hashlib.sha256("\n".join([*parts, *widgets]).encode("utf-8", "replace")).hexdigest() if parts else ""


def _plain(element: Element) -> str:
    address = element.get("href") or element.get("src") or element.get("data") or ""
    text = (element.text or "") if element.tag == "style" else ""
    return f"{element.tag} {_BUNDLES.sub('', _without_tokens(address))} {_without_tokens(text)}"


def _without_tokens(text: str) -> str:
    # A style sheet is long, and has none: most have not even what stands behind the name of one. A single character is
    # looked for a hundred times as fast as two.
    if not any(sign[0] in text and sign in text for sign in _BEHIND_NAMES):
        return text
    lower = text.lower()
    return _TOKENS.sub("", text) if any(name in lower for name in _NAMES) else text


def _in_content(element: Element) -> bool:
    classes = (ancestor.get("class") for ancestor in element.iterancestors())
    return any(value is not None and _CONTENT.search(value) for value in classes)
