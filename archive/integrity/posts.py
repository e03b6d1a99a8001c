"""Every version of every record: its form, its number, and that the captures it cites are there; and who is named."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from archive import codec
from archive.integrity.fault import Fault
from archive.integrity.files import files_under
from archive.layout import Layout
from archive.people import SCHEMA as PEOPLE_SCHEMA
from archive.people import People
from archive.records import SCHEMA, Post


def check_posts(layout: Layout, payloads: Mapping[tuple[str, int], tuple[str, str]]) -> list[Fault]:
    """Find records that are no records, or cite what the WARC does not hold.

    ``payloads`` maps (file name, offset) of each response and revisit to its (record id, payload digest).
    """
    paths = (layout.records / name for name in sorted(files_under(layout.records)))
    return [
        Fault("record", path.relative_to(layout.root).as_posix(), detail)
        for path in paths
        if path.is_file()
        for detail in (_judge_people(path) if path == layout.people else _judge(path, payloads))
    ]


def _judge(path: Path, payloads: Mapping[tuple[str, int], tuple[str, str]]) -> list[str]:
    try:
        post = codec.load(Post, path.read_bytes())
    except (ValueError, json.JSONDecodeError) as error:
        return [f"it is no record: {error}"]
    details = []
    if post.schema != SCHEMA:
        details.append(f"its schema is {post.schema}, and this beilin reads {SCHEMA}")
    if path.name != f"v{post.version}.json":
        details.append(f"it says that it is version {post.version}")
    if not post.provenance.captures:
        details.append("it cites no capture")
    for capture in post.provenance.captures:
        if payloads.get((capture.warc, capture.offset)) != (capture.record_id, capture.payload_digest):
            details.append(f"it cites a capture that is not in warc/{capture.warc} at byte {capture.offset}")
    return details


def _judge_people(path: Path) -> list[str]:
    try:
        people = codec.load(People, path.read_bytes())
    except (ValueError, json.JSONDecodeError) as error:
        return [f"it is no list of people: {error}"]
    return [] if people.schema == PEOPLE_SCHEMA else [f"its schema is {people.schema}, unknown to this beilin"]
