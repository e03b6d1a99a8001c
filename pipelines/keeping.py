"""From the readings of a crawl to the records on the disk: merge, refine, keep. The same live and offline."""

from __future__ import annotations

import dataclasses
import zlib
from collections.abc import Callable, Iterator, Mapping

from archive import manifest
from archive.addresses import key
from archive.bounds import TooLong, one_post, steps_of_one
from archive.durable import Together
from archive.layout import Layout
from archive.readings import Readings
from archive.records import Finding, Image, Post, Provenance
from archive.store import keep
from pipelines import refine
from pipelines.merge import merge

# Without one of these a post has no body, and what is known of it (comments) is not yet a record.
_WITH_BODY = {"item", "static-page", "feed", "pages-feed", "export", "archive", "front", "label"}

_TOO_MUCH = Finding("parse-incomplete", "the steps after reading took too long or too much memory, and were stopped")
_LEFT_OUT = Finding("parse-incomplete", "it is too much to be made a record of: its text is in the captures alone")


def keep_records(
    layout: Layout,
    readings: Readings,
    crawl: str,
    extractor: str,
    share: tuple[int, int] = (0, 1),
    deaths: Mapping[str, int] | None = None,
    at: Callable[[str], None] = lambda _: None,
) -> Iterator[tuple[str, str]]:
    """Bring the records up to what a crawl left; yield (new, changed, unchanged or revised, the file) of each.

    ``share`` is (part, of how many): all parts together make all records, in any order and side by side. ``deaths``
    says how many processes have ended at the post of a key; ``at`` is told each key before it is begun. Versions that
    no earlier seal covers and that this crawl did not make do not count (`archive.store.keep`).
    """
    outcomes = []
    known = manifest.read(layout) if layout.manifest.exists() else None
    with Together() as together:
        for post_key in readings.post_keys(crawl):
            if not _is_of(share, post_key):
                continue
            at(post_key)
            with one_post():
                post = record_of(readings, post_key, crawl, extractor, (deaths or {}).get(post_key, 0))
                if post:
                    outcomes.append(keep(layout, post, together.replace, known))
    yield from outcomes  # only now: before, they were not durable


def _is_of(share: tuple[int, int], post_key: str) -> bool:
    # By the key alone: a post is in the same share in all crawls, so that its versions are made in their order.
    part, parts = share
    return zlib.crc32(post_key.encode("utf-8", "replace")) % parts == part


def record_of(readings: Readings, post_key: str, crawl: str, extractor: str, deaths: int = 0) -> Post | None:
    """Return the record of one post as a crawl left it, None where no body was seen.

    One that a process died at is kept as it was read; one that two did, without its text.
    """
    witnesses = readings.readings_of(post_key, crawl, outline=deaths > 1)
    if not any(kind in _WITH_BODY for kind, _ in witnesses):
        return None
    merged = merge(witnesses)
    post = _with_finding(merged, _LEFT_OUT if deaths > 1 else _TOO_MUCH) if deaths else _refined(merged)
    images = tuple(_with_digest(image, readings, crawl) for image in post.images)
    provenance = Provenance(post.provenance.captures, crawl, extractor)
    return dataclasses.replace(post, images=images, provenance=provenance)


def _refined(post: Post) -> Post:
    """Return a post after all steps; one that trips a step is kept as it was read, and the other records are made."""
    try:
        with steps_of_one():
            return refine(post)
    except (TooLong, MemoryError):
        return _with_finding(post, _TOO_MUCH)
    except Exception as error:
        return _with_finding(post, Finding("parse-incomplete", f"a step after reading failed: {type(error).__name__}"))


def _with_finding(post: Post, finding: Finding) -> Post:
    return dataclasses.replace(post, findings=(*post.findings, finding))


def _with_digest(image: Image, readings: Readings, crawl: str) -> Image:
    addresses = [url for url in (image.original_url, image.url) if url]
    found = (digest for url in addresses if (digest := readings.digest_of(key(url), crawl)))
    return dataclasses.replace(image, digest=next(found, None))
