"""From the readings of a crawl to the records on the disk: merge, refine, keep. The same live and offline."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from archive.addresses import key
from archive.durable import Together
from archive.layout import Layout
from archive.readings import Readings
from archive.records import Finding, Image, Post, Provenance
from archive.store import keep
from pipelines import refine
from pipelines.merge import merge

# Without one of these a post has no body, and what is known of it (comments) is not yet a record.
_WITH_BODY = {"item", "static-page", "feed", "pages-feed", "export", "archive", "front", "label"}


def keep_records(
    layout: Layout, readings: Readings, crawl: str, extractor: str, share: tuple[int, int] = (0, 1)
) -> Iterator[tuple[str, str]]:
    """Bring the records up to what a crawl left; yield (address, new, changed, unchanged or revised) of each.

    ``share`` is (part, of how many): all parts together make all records, in any order and side by side.
    """
    part, parts = share
    outcomes = []
    with Together() as together:
        for post_key in readings.post_keys(crawl)[part::parts]:
            post = record_of(readings, post_key, crawl, extractor)
            if post:
                outcomes.append((post.url, keep(layout, post, together.replace)))
    yield from outcomes  # only now: before, they were not durable


def record_of(readings: Readings, post_key: str, crawl: str, extractor: str) -> Post | None:
    """Return the record of one post as a crawl left it, None where no body was seen."""
    witnesses = readings.readings_of(post_key, crawl)
    if not any(kind in _WITH_BODY for kind, _ in witnesses):
        return None
    post = _refined(merge(witnesses))
    images = tuple(_with_digest(image, readings, crawl) for image in post.images)
    provenance = Provenance(post.provenance.captures, crawl, extractor)
    return dataclasses.replace(post, images=images, provenance=provenance)


def _refined(post: Post) -> Post:
    """Return a post after all steps; one that trips a step is kept as it was read, and the other records are made."""
    try:
        return refine(post)
    except Exception as error:
        finding = Finding("parse-incomplete", f"a step after reading failed: {type(error).__name__}")
        return dataclasses.replace(post, findings=(*post.findings, finding))


def _with_digest(image: Image, readings: Readings, crawl: str) -> Image:
    addresses = [url for url in (image.original_url, image.url) if url]
    found = (digest for url in addresses if (digest := readings.digest_of(key(url), crawl)))
    return dataclasses.replace(image, digest=next(found, None))
