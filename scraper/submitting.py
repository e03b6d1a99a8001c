"""Asking the Wayback Machine's save service for each new version of a post, where the collection's owner wants that.

It is told addresses that are public already, and by whom it is asked: so it is off until beilin.toml says otherwise.
Each version is submitted once; the log of events says which were.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from archive import events, manifest, store
from archive.config import Config
from archive.errors import BeilinError, Unreachable, UsageError
from archive.integrity import believed_events
from archive.layout import Layout
from scraper.capture.scope import Scope, plain_host
from scraper.rescuing.asking import Asker

DISSEMINATION = "dissemination"  # PREMIS eventType
_WHAT = "submitted to a web archive"
_ACCEPTED = (200, 201, 202, 301, 302, 303)
_SAFE = "%:/?@!$&'()*+,;=~"


@dataclass(frozen=True)
class Version:
    """One version of a post or page, as it is submitted."""

    url: str
    version: int


@dataclass(frozen=True)
class Submitted:
    """What a run came to: the versions that were taken, (address, status) of those refused, and how many wait."""

    accepted: tuple[Version, ...]
    refused: tuple[tuple[str, int], ...]
    waiting: int


def submit(
    layout: Layout,
    config: Config,
    most: int,
    delay: float,
    progress: Callable[[int, int], None] = lambda *_: None,
) -> tuple[Submitted, BeilinError | None]:
    """Submit what was not submitted yet, at most so many; return what came of it, and why it ended early if it did.

    The caller holds the collection for writing.

    Raises:
        UsageError: the collection's owner did not allow it.
        OffLimits: the service is on a quarantined host.
    """
    if not config.submit:
        raise UsageError(f"{layout.config} does not allow it: set [wayback] submit = true, if that is wanted.")
    done = _done(layout)
    waiting = [one for one in _versions(layout, config) if one not in done]
    asker = Asker.of((config.save,), config, delay)
    accepted: list[Version] = []
    refused: list[tuple[str, int]] = []
    trouble: BeilinError | None = None
    try:
        for number, one in enumerate(waiting[:most], 1):
            answer = asker.get(config.save + quote(one.url, safe=_SAFE))
            progress(number, min(most, len(waiting)))
            if answer.status in _ACCEPTED:
                accepted.append(one)
                events.append(layout, DISSEMINATION, _detail(one, config))
            else:
                refused.append((one.url, answer.status))
    except Unreachable as error:
        trouble = error
    finally:
        if accepted:
            manifest.seal(layout)
    return Submitted(tuple(accepted), tuple(refused), len(waiting) - len(accepted)), trouble


def _versions(layout: Layout, config: Config) -> Iterator[Version]:
    """Yield the current versions that we captured ourselves: what others hold is in an archive already."""
    own = plain_host(urlsplit(config.address).hostname or "")
    scope = Scope(frozenset({own, *map(plain_host, config.hosts)}), quarantine=frozenset(config.quarantine))
    for record in store.documents(layout, manifest.read(layout)):
        ours = any(not ref.get("origin") for ref in record["provenance"]["captures"])
        if ours and scope.refuses(record["url"]) is None:
            yield Version(record["url"], record["version"])


def _done(layout: Layout) -> set[Version]:
    found = (event["detail"] for event in believed_events(layout) if event["type"] == DISSEMINATION)
    return {Version(one["url"], one["version"]) for one in found if one.get("what") == _WHAT}


def _detail(one: Version, config: Config) -> dict[str, str | int]:
    service = urlsplit(config.save).hostname or ""
    return {"what": _WHAT, "url": one.url, "version": one.version, "service": service}
