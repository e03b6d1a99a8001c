"""What audits and drills came to goes into the ledger, with what is to be told: the schedule's own, and a person's."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from archive.alerts import outbox
from archive.alerts.conditions import of_a_drill, of_an_audit
from archive.errors import BeilinError
from archive.schedule import plans
from archive.schedule.duties import AUDITS, DRILLS, Done, read_drill
from archive.schedule.ledger import Ledger
from archive.schedule.plan import Plan

_WHOLE = {AUDITS: (0, 4), DRILLS: (0, 3, 4)}  # the exit codes of one that was done to its end
Document = Mapping[str, Any] | None  # what it says for machines


def record(ledger: Ledger, plan: Plan, duty: str, exit_code: int, document: Document, now: int) -> None:
    """Record an audit or a drill, and queue what is new and what has healed. Raises StorageError."""
    missing, seconds = read_drill(document) if duty == DRILLS else (None, None)
    said = of_a_drill(exit_code, missing) if duty == DRILLS else of_an_audit(exit_code)
    with ledger.changing():
        ledger.note_last(duty, plan.id, Done(now, exit_code, None if missing is None else len(missing), seconds))
        outbox.tell(ledger, plan, said, None, now)


def by_hand(folder: Path, duty: str, exit_code: int, now: int, document: Document = None) -> str:
    """Record that the whole of ``duty`` was done just now by a person, where the collection has a plan.

    One that was not done to its end counts for nothing. Returns why it could not be recorded, "" where it could, or
    need not be: what was done is done.
    """
    if exit_code not in _WHOLE[duty]:
        return ""
    try:
        plan = plans.look_up(folder)
        if plan is None:
            return ""
        with Ledger(now) as ledger:
            record(ledger, plan, duty, exit_code, document, now)
    except BeilinError as error:
        return f"Not noted for the schedule: {error}"
    return ""
