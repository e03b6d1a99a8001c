"""Names as WordPress makes them: slugs of posts and of tags, logins, and the path that a post will have.

What is not told exactly here is changed at the import, and the post's address with it: so these follow
`sanitize_title_with_dashes`, `sanitize_user` and `wp_unique_post_slug` of WordPress 6.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from datetime import datetime
from urllib.parse import quote

_RESERVED = frozenset(("feed", "rdf", "rss", "rss2", "atom", "embed"))
_LONGEST = 200  # bytes of a slug
_WITHIN = re.compile(r"[^a-z0-9 _%-]")
_SPACES = re.compile(r"[\s-]+")
_NAME = re.compile(r"/\d{4}/\d{2}/(?P<post>[^/]+)\.html|/p/(?P<page>[^/]+)\.html")
_OCTET = re.compile(r"%[0-9a-f]{2}")


class Slugs:
    """Gives each post a slug that none of its kind has yet, as WordPress would, only that we know it beforehand."""

    def __init__(self) -> None:
        self._taken: dict[str, set[str]] = {}

    def take(self, kind: str, wanted: str) -> str:
        """Return a free slug: ``wanted``, or with the next number behind it."""
        taken = self._taken.setdefault(kind, set(_RESERVED))
        base = slug_of(wanted) or "untitled"
        found, number = base, 1
        while found in taken:
            number += 1
            end = f"-{number}"
            found = _cut(base, _LONGEST - len(end)) + end
        taken.add(found)
        return found


def slug_of(text: str) -> str:
    """Return text as WordPress writes it in an address; what is not ASCII is escaped, as WordPress keeps it.

    >>> slug_of("Blog-post_9351"), slug_of("a.b--c "), slug_of("窑")
    ('blog-post_9351', 'a-b-c', '%e7%aa%91')
    """
    lowered = unicodedata.normalize("NFC", text).lower().replace("%", "").replace(".", "-").replace("/", "-")
    escaped = quote(_SPACES.sub("-", lowered), safe=" ").lower()
    kept = _WITHIN.sub("", _without_marks(escaped))
    return _cut(_SPACES.sub("-", kept).strip("-"), _LONGEST).strip("-")


def _without_marks(escaped: str) -> str:
    """Take out ASCII marks, which are escaped now; letters of other scripts stay."""
    return re.sub(r"%[2-7][0-9a-f]", "", escaped)


def _cut(slug: str, longest: int) -> str:
    """Cut a slug where no escaped character is broken."""
    while len(slug) > longest:
        last = slug.rfind("%") if slug[-3:-2] == "%" else -1
        slug = slug[:-3] if last >= 0 else slug[:-1]
    begin = len(slug)
    while _OCTET.fullmatch(slug[max(0, begin - 3) : begin]):
        begin -= 3
    whole = bytes.fromhex(slug[begin:].replace("%", "")).decode("utf-8", "ignore")
    return slug[:begin] + quote(whole, safe="").lower()


def name_in(path: str) -> str:
    """Return the name that a Blogger address gives a post or page, "" for an address of another form."""
    match = _NAME.fullmatch(path)
    return (match["post"] or match["page"]) if match else ""


def path_in_wordpress(kind: str, slug: str, local: datetime) -> str:
    """Return the path of a post or page by `/%year%/%monthnum%/%postname%.html`, which the blog is to be set to."""
    return f"/{slug}" if kind == "page" else f"/{local.year:04}/{local.month:02}/{slug}.html"


def login_of(name: str) -> str:
    """Return a login that WordPress takes for an author's name.

    >>> login_of("Harbour Reader"), login_of("北门")
    ('harbour-reader', 'author-2ea07372')
    """
    kept = re.sub(r"[^a-z0-9]+", "-", unicodedata.normalize("NFKD", name).lower()).strip("-")
    if len(kept) >= 2 and name.isascii():
        return kept[:50].strip("-")
    return f"author-{hashlib.sha256(name.encode('utf-8', 'replace')).hexdigest()[:8]}"
