"""Revisit records (ISO 28500 section 6.7): the capture each refers to must be there, and be what it says.

A revisit holds a response head only; its payload is that of an earlier record, and lost with that record.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import NamedTuple

CITABLE = ("response", "revisit", "resource")
_LONGEST = 256  # characters of a value that are kept in mind

_PROFILES = (
    "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest",
    "http://netpreserve.org/warc/1.1/revisit/server-not-modified",
)
# Of the revisit, and what it states of the record referred to.
_STATED = (
    ("WARC-Payload-Digest", "payload_digest", "payload digest"),
    ("WARC-Refers-To-Target-URI", "target_uri", "target URI"),
    ("WARC-Refers-To-Date", "date", "date"),
)


class Held(NamedTuple):
    """What later records and posts may say of a record."""

    type: str
    payload_digest: str = ""
    target_uri: str = ""
    date: str = ""


def held(fields: Mapping[str, str]) -> Held:
    """Return what is kept in mind of a record; of one that nothing may refer to, its type alone."""
    kind = brief(fields["warc-type"])
    if kind not in CITABLE:
        return Held(kind)
    names = ("warc-payload-digest", "warc-target-uri", "warc-date")
    return Held(kind, *(brief(fields.get(name, "")) for name in names))


def brief(value: str) -> str:
    """Return a value, or its SHA-256 where it is long: a small file may hold many records with enormous fields."""
    return value if len(value) <= _LONGEST else hashlib.sha256(value.encode("utf-8", "replace")).hexdigest()


def judge_revisit(fields: Mapping[str, str], earlier: Mapping[str, Held]) -> Iterator[str]:
    """Say what is wrong with a revisit. ``earlier`` holds the records before it, of all files, by record id."""
    if fields.get("warc-profile") not in _PROFILES:
        yield "its WARC-Profile is none of WARC 1.1"
    about = brief(fields.get("warc-refers-to", ""))
    if not about:
        yield "it lacks WARC-Refers-To"
        return
    record = earlier.get(about)
    if record is None:
        yield f"it refers to {about}, and no earlier record has that id"
        return
    if record.type != "response":
        yield f"it refers to {about}, which is no response but of type {record.type}"
        return
    for field, attribute, words in _STATED:
        stated, there = brief(fields.get(field.lower(), "")), getattr(record, attribute)
        if not stated:
            yield f"it lacks {field}"
        elif stated != there and not (attribute == "date" and _is_less_precise(stated, there)):
            yield f"it refers to {about} and states another {words} than that record has"


def _is_less_precise(stated: str, instant: str) -> bool:
    """Say whether a date is another with its end left out (W3CDTF, as ISO 28500 section 5.4 takes it)."""
    return stated.endswith("Z") and len(stated) > len("2014Z") and instant.startswith(stated[:-1])
