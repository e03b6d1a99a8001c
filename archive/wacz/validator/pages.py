"""The lists of pages: one JSON object a line, each page an address that the index knows, at an instant."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any, BinaryIO

from archive.integrity import Fault
from archive.wacz.searchable import searchable
from archive.wacz.validator.container import Entry
from archive.wacz.validator.content import Damaged, contents, lines, parsed
from archive.wacz.validator.index import Indexed
from archive.wacz.validator.records import brief

MAIN = "pages/pages.jsonl"
_FORMAT = "json-pages-1.0"


def judge_pages(file: BinaryIO, entry: Entry, indexed: Indexed) -> Iterator[Fault]:
    """Yield the faults of one list of pages."""
    number, ids = 0, set[bytes]()
    try:
        for number, line in enumerate(lines(contents(file, entry)), 1):
            try:
                said = parsed(line)
            except ValueError as error:
                yield Fault("page-line", entry.name, f"line {number}: {error}")
                continue
            for code, detail in _judge_head(said) if number == 1 else _judge(said, indexed, ids):
                yield Fault(code, entry.name, f"line {number}: {detail}")
    except Damaged as error:
        yield Fault("entry-damaged", entry.name, f"after line {number}: {error}")
    if not number:
        yield Fault("page-line", entry.name, "it is empty")


def _judge_head(said: Any) -> Iterator[tuple[str, str]]:
    if not isinstance(said, dict) or said.get("format") != _FORMAT:
        yield "page-head", f"it does not say that the format is {_FORMAT}"


def _judge(said: Any, indexed: Indexed, ids: set[bytes]) -> Iterator[tuple[str, str]]:
    if not isinstance(said, dict) or not isinstance(said.get("url"), str):
        yield "page-line", "it is no page with an address"
        return
    if brief(searchable(said["url"])) not in indexed.urls:
        yield "page-unknown", "the index does not know its address"
    if not is_instant(said.get("ts")):
        yield "page-instant", "its ts is no instant (RFC 3339)"
    if any(not isinstance(said.get(name, ""), str) for name in ("id", "title", "text")):
        yield "page-line", "its id, title or text is no text"
    elif "id" in said:
        name = brief(said["id"])
        if name in ids:
            yield "page-duplicate", "its id is that of an earlier page: it would take its place"
        ids.add(name)


def is_instant(value: Any) -> bool:
    """Say whether a value is an instant with its offset from UTC (RFC 3339)."""
    try:
        return isinstance(value, str) and value[10:11] in "Tt" and bool(datetime.fromisoformat(value).tzinfo)
    except ValueError:
        return False
