"""Every version of every record: its form, its number, and that the captures it cites are there; and who is named."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from archive import codec
from archive.integrity.fault import Fault
from archive.integrity.files import files_under
from archive.integrity.reading import read_bounded
from archive.layout import Layout, crawl_of
from archive.people import SCHEMA as PEOPLE_SCHEMA
from archive.people import People
from archive.records import SCHEMA, Post

_LONGEST = 1 << 28  # bytes of a record
Payloads = Mapping[tuple[str, int], tuple[str, str]]


def check_posts(layout: Layout, payloads: Payloads, crawl: str = "") -> list[Fault]:
    """Find records that are no records, or cite what the WARC does not hold.

    ``payloads`` maps (file name, offset) of each response and revisit to its (record id, payload digest). With
    ``crawl`` only what cites captures of that crawl is held against them.
    """
    paths = (layout.records / name for name in sorted(files_under(layout.records)))
    return [
        Fault("record", path.relative_to(layout.root).as_posix(), detail)
        for path in paths
        for detail in (_judge_people(path) if path == layout.people else _judge(path, payloads, crawl))
    ]


def _judge(path: Path, payloads: Payloads, crawl: str) -> list[str]:
    content = read_bounded(path, _LONGEST)
    if content is None:
        return ["it cannot be read, or is longer than any record"]
    try:
        post = codec.load(Post, content)
    except (ValueError, RecursionError) as error:
        return [f"it is no record: {_words(error)}"]
    details = []
    if post.schema != SCHEMA:
        details.append(f"its schema is {post.schema}, and this beilin reads {SCHEMA}")
    if path.name != f"v{post.version}.json":
        details.append(f"it says that it is version {post.version}")
    if not post.provenance.captures:
        details.append("it cites no capture")
    for capture in post.provenance.captures:
        if crawl and crawl_of(capture.warc) != crawl:
            continue
        if payloads.get((capture.warc, capture.offset)) != (capture.record_id, capture.payload_digest):
            details.append(f"it cites a capture that is not in warc/{capture.warc} at byte {capture.offset}")
    return details


def _words(error: Exception) -> str:
    return "it is nested too deeply" if isinstance(error, RecursionError) else str(error)


def _judge_people(path: Path) -> list[str]:
    content = read_bounded(path, _LONGEST)
    if content is None:
        return ["it cannot be read, or is longer than any list of people"]
    try:
        people = codec.load(People, content)
    except (ValueError, RecursionError) as error:
        return [f"it is no list of people: {_words(error)}"]
    return [] if people.schema == PEOPLE_SCHEMA else [f"its schema is {people.schema}, unknown to this beilin"]
