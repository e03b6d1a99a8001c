"""Audits and drills that a person started: they count for a scheduled collection as the schedule's own."""

from __future__ import annotations

from pathlib import Path

from archive.alerts import outbox
from archive.alerts.conditions import of_a_drill, of_an_audit
from archive.errors import BeilinError
from archive.schedule import plans
from archive.schedule.ledger import AUDITS, DRILLS, Ledger

_SAYS = {AUDITS: (of_an_audit, (0, 4)), DRILLS: (of_a_drill, (0, 3, 4))}  # and the exit codes of one that was done


def note(folder: Path, duty: str, exit_code: int, now: int) -> str:
    """Record that the whole of ``duty`` was done just now, and what is to be told of it, where there is a plan.

    One that was not done to its end counts for nothing. Returns why it could not be recorded, "" where it could, or
    need not be: what was done is done.
    """
    says, done = _SAYS[duty]
    if exit_code not in done:
        return ""
    try:
        plan = plans.look_up(folder)
        if plan is None:
            return ""
        with Ledger(now) as ledger, ledger.changing():
            ledger.note_last(duty, plan.id, now, exit_code)
            outbox.tell(ledger, plan, says(exit_code), None, now)
    except BeilinError as error:
        return f"Not noted for the schedule: {error}"
    return ""
