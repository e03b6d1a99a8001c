"""The template around a blog's posts: what must change for the blog to look, or act, otherwise."""

from __future__ import annotations

import hashlib
import re

from scraper.platforms.blogger.lookup import Element, Lookup

# What is made anew for each answer, and would make every page differ from itself.
_TOKENS = re.compile(r"(?:zx|__wavt|token|targetBlogID)(?:=|%3D|':\s*'|&quot;:&quot;)[^'\"&;\s)]{0,200}", re.I)
_NAMES = ("zx", "__wavt", "token", "targetblogid")  # of these, in lower case
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
    parts = sorted({_plain(element) for element in found if not _in_content(element)})
    named = ((div, div.get("id")) for div in lookup.of_tag("div"))
    widgets = [name for div, name in named if name is not None and "widget" in (div.get("class") or "")]
    return hashlib.sha256("\n".join([*parts, *widgets]).encode("utf-8", "replace")).hexdigest() if parts else ""


def _plain(element: Element) -> str:
    address = element.get("href") or element.get("src") or element.get("data") or ""
    text = (element.text or "") if element.tag == "style" else ""
    return f"{element.tag} {_BUNDLES.sub('', _without_tokens(address))} {_without_tokens(text)}"


def _without_tokens(text: str) -> str:
    # A style sheet is long, and has none.
    lower = text.lower()
    return _TOKENS.sub("", text) if any(name in lower for name in _NAMES) else text


def _in_content(element: Element) -> bool:
    return any(_CONTENT.search(ancestor.get("class") or "") for ancestor in element.iterancestors())
