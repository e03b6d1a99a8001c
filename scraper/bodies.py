"""The bodies of posts taken again from the captures that their records were read from, as a process of its own.

Usage: python -m scraper.bodies COLLECTION

On stdin a JSON array: [path, SHA-256] of each record, as the seal lists them. On stdout a JSON object a line for each
of them, in turn: {"markup"} the sanitised body, null where none is sure, and {"why"} there is none, or {"damaged"} what
keeps a record from being read, which ends it.

A body counts where reading it says the record's paragraphs, and reading it says so still when it is sanitised.
"""

from __future__ import annotations

import functools
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

from archive import config
from archive.addresses import key
from archive.errors import Damaged
from archive.export.source import Sealed
from archive.layout import Layout
from archive.payloads import capture_of
from archive.process import serve_parent
from archive.records import CaptureRef, Post
from archive.sanitising import TooMuch, body_of
from pipelines.bounds import TooLong, bound, one_post, steps_of_one
from scraper.capture.scope import Scope, plain_host
from scraper.extract import bodies, body_reader

TOO_MUCH = "reading it took too long or too much memory, and was stopped"
_OPEN = 4  # captures with many bodies, kept while their posts pass
_Held = dict[str, list[tuple[tuple[str, ...], str]]]  # by the key of a post's address: paragraphs, and their markup


class Bodies:
    """The bodies of one collection."""

    def __init__(self, layout: Layout) -> None:
        settings = config.load(layout)
        self._layout, self.is_barred = layout, barred(settings.address, settings.quarantine)
        self._bodies = functools.lru_cache(maxsize=_OPEN)(self._bodies_of)

    def markup(self, post: Post) -> tuple[str | None, str]:
        """Return a post's body; or None, and why there is none."""
        if not post.paragraphs and not post.images:
            return "", ""
        why = "no capture gives its body as the record has it"
        for ref in post.provenance.captures:
            says, held = self._bodies(ref)
            for found in _fitting(held, post):
                try:
                    clean = body_of(found, post.url, self.is_barred)
                except TooMuch as error:
                    why = str(error)
                    continue
                if says and _texts(says(clean, post.url)) == _texts(post):
                    return clean, ""
                why = "without what acts in it, its markup says something else than the record"
        return None, why

    def _bodies_of(self, ref: CaptureRef) -> tuple[Callable[[str, str], Post] | None, _Held]:
        """Return what reads the bodies of a capture, and they by their posts' keys."""
        try:
            capture = capture_of(self._layout, ref)
        except Damaged:
            return None, {}
        held: _Held = {}
        for post, markup in bodies(capture):
            held.setdefault(key(post.url), []).append((tuple(_texts(post)), markup))
        return body_reader(capture), held


def barred(home: str, quarantine: tuple[str, ...]) -> Callable[[str], bool]:
    """Return what says whether an address lies on a host that a collection keeps away from."""
    scope = Scope(frozenset({plain_host(urlsplit(home).hostname or "")}), quarantine=frozenset(quarantine))

    def is_barred(url: str) -> bool:
        refusal = scope.refuses(url)
        return refusal is not None and refusal.code == "quarantine"

    return is_barred


def _fitting(held: _Held, post: Post) -> Iterator[str]:
    """Yield the bodies of a post that say what its record does."""
    said = tuple(_texts(post))
    yield from (markup for texts, markup in held.get(key(post.url), ()) if texts == said)


def _texts(post: Post) -> list[str]:
    return [paragraph.text for paragraph in post.paragraphs]


def main(collection: str) -> None:
    """Answer for all records of stdin."""
    serve_parent()
    bound()
    layout = Layout(Path(collection))
    listed = tuple((name, sha256) for name, sha256 in json.load(sys.stdin))
    try:
        found = Bodies(layout)
        for record in Sealed(layout, listed):
            markup, why = _bounded(found, record.post)
            _say(markup=markup, why=why)
    except Damaged as error:
        _say(damaged=str(error))
    except (MemoryError, SystemError):  # the latter where memory ended within C code
        sys.exit(1)  # its master knows what to do, and a trace would tell the user nothing


def _bounded(found: Bodies, post: Post) -> tuple[str | None, str]:
    with one_post():
        try:
            with steps_of_one():
                return found.markup(post)
        except TooLong:
            return None, TOO_MUCH


def _say(**message: object) -> None:
    print(json.dumps(message), flush=True)  # noqa: T201


if __name__ == "__main__":
    main(*sys.argv[1:])
