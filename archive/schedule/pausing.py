"""Letting a collection rest, and going on with it.

A pause is a field of the plan's file. The scheduler begins no crawl then; a crawl that runs looks at the file each
second and stops at the next safe place (`scraper.pausing`). What was fetched is kept, and the crawl that comes after
the pause goes on from it.
"""

from __future__ import annotations

from dataclasses import replace

from archive import journal
from archive.errors import UsageError
from archive.schedule import plans
from archive.schedule.judging import decide
from archive.schedule.ledger import Ledger
from archive.schedule.plan import Plan


def pause(plan: Plan, now: int) -> Plan:
    """Pause a plan, and return it as it is now. Raises UsageError where it rests already, StorageError."""
    if plan.paused:
        raise UsageError(f"{plan.folder} is paused already.")
    paused = replace(plan, paused=now)
    plans.keep(paused)
    journal.event("paused", plan.id)
    return paused


def resume(ledger: Ledger, plan: Plan, now: int) -> Plan:
    """Go on with a plan, and return it as it is now; what came due during the pause is recorded.

    Raises:
        UsageError: it does not rest.
        StorageError: the disk refused.
    """
    if not plan.paused:
        raise UsageError(f"{plan.folder} is not paused.")
    with plans.claimed(plan) as lock:
        if lock is not None:
            decision = decide(plan, ledger.standing(plan.id, plan.anchor), now)
            with ledger.changing():
                ledger.begin(plan.id, decision.closed, None, decision.accounted)
        resumed = replace(plan, paused=0)
        plans.keep(resumed)
    journal.event("resumed", plan.id)
    return resumed
