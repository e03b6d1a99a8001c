"""Why a crawl was not made, or failed, and what is noted of the schedule: the ledger's English in the reader's words.

What the ledger says always in the same words has a translation, found by the sentence; the rest (an error's own
sentence, with a folder or an address in it) stays as it is, after what its exit code says in general. Pure.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from archive.schedule import fleets, judging
from archive.web.desk import Reader

_COUNT = r"(?P<number>\d{1,9})"
_SENTENCES = {
    re.escape(judging.NOT_RUNNING): "not_running",
    re.escape(judging.WHILE_RUNNING): "while_running",
    re.escape(judging.SHUT): "shut",
    re.escape(judging.WAITING): "waiting",
    re.escape(fleets.BY_ANOTHER): "by_another_fleet",
    re.escape(fleets.HELD): "held_by_a_fleet",
    re.escape(fleets.KILLED): "fleet_killed",
    "paused while it ran; it goes on when it is resumed": "paused_meanwhile",
    r"The crawl was stopped; the next one goes on with it\.": "stopped",
    rf"{_COUNT} gap\(s\)": "gaps",
    rf"verification found {_COUNT} fault\(s\) in the collection: run beilin verify": "faults",
    r"(?P<free>[\d.]{1,9} [kMG]?B) are free on the disk, and (?P<keep>[\d.]{1,9} [kMG]?B) are to stay free": "room",
    r"the collection has (?P<used>[\d.]{1,9} [kMG]?B), and may have (?P<most>[\d.]{1,9} [kMG]?B)": "large",
    r"The clock was set forwards by (?P<span>[^.]{1,30})\.": "clock_forwards",
    r"The clock was set back by (?P<span>[^.]{1,30})\.": "clock_back",
    rf"{_COUNT} alert\(s\) found no way for thirty days: given up\.": "alerts_too_old",
    rf"{_COUNT} alert\(s\) lost their channel, and no other is told of such: given up\.": "alerts_without_channel",
    r"The ledger was damaged; it lies in (?P<file>[\w.-]{1,60}), and the schedules go on from now\.": "ledger",
}
_TABLE = [(re.compile(sentence, re.ASCII), key) for sentence, key in _SENTENCES.items()]
_GENERAL = (4, 5, 6, 7, 8, 130)  # exit codes


class Because(NamedTuple):
    """``words`` in the reader's language, and what there is in ``english`` alone; either may be empty."""

    words: str
    english: str


def because(reader: Reader, sentence: str, exit_code: int = 0) -> Because:
    """Return a sentence of the ledger as a reader gets it; ``exit_code`` is that of the crawl, if one ended."""
    if not sentence or reader.language == "en":
        return Because("", sentence)
    for pattern, key in _TABLE:
        if match := pattern.fullmatch(sentence):
            return Because(reader.say(f"reason.{key}", **match.groupdict()), "")
    return Because(reader.say(f"reason.exit_{exit_code}") if exit_code in _GENERAL else "", sentence)
