"""What a feed or an export says and no record has: by which findings, and what a restored site lacks for it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

NOT_WHOLE = frozenset(("broken-xml", "hostile-xml", "not-an-export", "too-many-entries", "undecoded", "unread-page"))
UNREAD = NOT_WHOLE | {"broken-json", "comment-without-post", "not-a-feed", "too-large", "unknown-kind"}
NOT_AN_EXPORT = ("not-an-export", "it was given as an export, and is none that can be read")  # code, detail
TOLD = UNREAD | {"address-clash", "mended-xml"}  # what a rescue says on the terminal, where nothing is lost, too


@dataclass(frozen=True)
class Said:
    """What reading an export of the owner's came to, by its WARC record; ``code`` and ``detail`` are "" for nothing."""

    record: str
    uri: str
    captured_at: str
    code: str
    detail: str


def unread(said: Iterable[Said]) -> Iterator[Said]:
    """Yield what is in the owner's exports and in no record, of all that was said, oldest export first.

    What breaks off counts until a whole one comes after it.
    """
    all_said = list(said)
    order = {record: number for number, record in enumerate(dict.fromkeys(one.record for one in all_said))}
    broken = {one.record for one in all_said if one.code in NOT_WHOLE}
    whole = max((number for record, number in order.items() if record not in broken), default=-1)
    for one in all_said:
        if one.code in UNREAD and (one.code not in NOT_WHOLE or order[one.record] > whole):
            yield one
