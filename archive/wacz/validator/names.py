"""Names of entries that would lead out of a folder, or into one another, where somebody unpacks them. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

_LONGEST = 1024
_DEEPEST = 16
_LONGEST_SEGMENT = 255
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
_DEVICE = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\.|$)")


def judge_names(names: Sequence[str]) -> list[tuple[str, str, str]]:
    """Return (code, name, what is wrong) of names that must not be used, and of those that are one name to somebody."""
    found = [("zip-name", name, detail) for name in names for detail in _judge(name)]
    return found + list(_clashes(names))


def _judge(name: str) -> Iterator[str]:
    segments = name.removesuffix("/").split("/")
    if name.startswith("/"):
        yield "its name is absolute"
    elif "" in segments:
        yield "its name has an empty part"
    if "\\" in name:
        yield "its name has a backslash: a folder's end on Windows"
    if ":" in name:
        yield "its name has a colon: a drive or a stream on Windows"
    if ".." in segments or "." in segments:
        yield "its name leads out of its folder"
    if _UNPRINTABLE.search(name):
        yield "its name has characters that nobody sees"
    if (
        len(name) > _LONGEST
        or len(segments) > _DEEPEST
        or any(len(segment.encode("utf-8", "replace")) > _LONGEST_SEGMENT for segment in segments)
    ):
        yield "its name is too long"
    if any((segment.endswith((" ", ".")) and segment.strip(".")) or _DEVICE.match(segment) for segment in segments):
        yield "its name is another one on Windows"


def _clashes(names: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    seen: dict[str, str] = {}
    named = [(name, _folded(name.removesuffix("/"))) for name in names if len(name) <= _LONGEST]
    folders = {folder for _, folded in named for folder in _folders(folded)}
    for name, folded in named:
        if folded in seen:
            yield "zip-duplicate", name, f"it and {seen[folded]!a} are one name, or one to some file systems"
        elif folded in folders and not name.endswith("/"):
            yield "zip-duplicate", name, "it is a file and a folder"
        seen.setdefault(folded, name)


def _folders(name: str) -> Iterator[str]:
    segments = name.split("/", _DEEPEST)
    yield from ("/".join(segments[:depth]) for depth in range(1, len(segments)))


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
