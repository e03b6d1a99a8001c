"""The bodies of posts taken again from the captures that their records were read from.

A body counts where it says the record's paragraphs, and shows no picture but the record's, when it is sanitised: markup
that leaves elements open, and draws the page around it in, says more. What is likely the body is tried first; a page is
read only where it is not.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

from archive import config
from archive.addresses import key
from archive.errors import Damaged
from archive.layout import Layout
from archive.payloads import capture_of
from archive.records import Capture, CaptureRef, Post
from archive.sanitising import TooMuch, body_of
from scraper.capture.scope import Scope, plain_host
from scraper.extract import bodies, platform_of

UNREADABLE = "a capture that it was read from cannot be read from the WARC"
_OPEN = 4  # captures with many bodies, kept while their posts pass


class Bodies:
    """The bodies of one collection."""

    def __init__(self, layout: Layout) -> None:
        settings = config.load(layout)
        self._layout, self._is_barred = layout, barred(settings.address, settings.quarantine)
        self._opened = functools.lru_cache(maxsize=_OPEN)(lambda ref: _Opened(layout, ref))

    def markup(self, post: Post) -> tuple[str | None, str]:
        """Return a post's body; or None, and why there is none."""
        if not post.paragraphs and not post.images:
            return "", ""
        why = "no capture gives its body as the record has it"
        for ref in post.provenance.captures:
            opened = self._opened(ref)
            why = why if opened.is_there else UNREADABLE
            for found, is_sure in opened.markups(post):
                try:
                    clean = body_of(found, post.url, self._is_barred)
                except TooMuch as error:
                    why = str(error)
                    continue
                if _is_body(opened.says(clean, post.url), post, is_sure=is_sure):
                    return clean, ""
        return None, why


class _Opened:
    """A capture that posts were read from, read no further than they need."""

    def __init__(self, layout: Layout, ref: CaptureRef) -> None:
        try:
            self._capture: Capture | None = capture_of(layout, ref)
        except Damaged:
            self._capture = None
        self._platform = platform_of(self._capture) if self._capture and self._capture.decoded else None

    @property
    def is_there(self) -> bool:
        """Whether it could be read at all, and is what was noted."""
        return self._capture is not None

    def markups(self, post: Post) -> Iterator[tuple[str, bool]]:
        """Yield what may be a post's body, and whether it is surely all of one."""
        if self._capture and self._platform:
            if likely := self._platform.likely_body(self._capture, post):
                yield likely, False
            yield from ((markup, True) for markup in self._held.get(key(post.url), ()))

    def says(self, markup: str, url: str) -> Post:
        """Return a post that says what a body's markup does."""
        assert self._platform
        return self._platform.said_by(markup, url)

    @functools.cached_property
    def _held(self) -> dict[str, list[str]]:
        """The markup of all bodies, by the key of a post's address."""
        assert self._capture
        held: dict[str, list[str]] = {}
        for url, markup in bodies(self._capture):
            held.setdefault(key(url), []).append(markup)
        return held


def barred(home: str, quarantine: tuple[str, ...]) -> Callable[[str], bool]:
    """Return what says whether an address lies on a host that a collection keeps away from."""
    scope = Scope(frozenset({plain_host(urlsplit(home).hostname or "")}), quarantine=frozenset(quarantine))

    def is_barred(url: str) -> bool:
        refusal = scope.refuses(url)
        return refusal is not None and refusal.code == "quarantine"

    return is_barred


def _is_body(said: Post, post: Post, *, is_sure: bool) -> bool:
    """Say whether what a body says is what a record does. One that is not surely all of it has every picture, too."""
    texts, own_texts = ([one.text for one in each.paragraphs] for each in (said, post))
    pictures, own_pictures = ({one.url for one in each.images} for each in (said, post))
    return texts == own_texts and (pictures == own_pictures or (is_sure and pictures < own_pictures))
