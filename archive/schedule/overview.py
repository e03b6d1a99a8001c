"""All scheduled collections at a glance, for `beilin status --all`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from archive.alerts import outbox
from archive.errors import BeilinError
from archive.layout import Layout
from archive.replicas import memory
from archive.schedule import instants, plans
from archive.schedule.judging import RAN, RUNNING, decide
from archive.schedule.ledger import Ledger
from archive.schedule.plan import Plan

_RECENT = 20  # slots
_BACK = 30 * 86_400  # seconds over which growth is told


@dataclass(frozen=True)
class Row:
    """One collection. Instants are seconds since 1970, 0 for none; ``state`` is that of the newest slot.

    ``grown`` are the bytes of WARC files younger than thirty days. ``replicas`` are those that this machine knows;
    ``audited`` and ``audit`` when they were audited, and with which exit code. ``standing`` are the troubles that were
    told and have not healed. ``trouble`` is why a plan, or a part of this, cannot be read.
    """

    folder: str
    label: str
    state: str
    reason: str
    last_ran: int
    next_due: int
    percent: float | None
    posts: int
    bytes: int
    grown: int
    replicas: int
    audited: int
    audit: int | None
    standing: tuple[str, ...]
    trouble: str


@dataclass(frozen=True)
class Overview:
    """All collections; ``waiting`` alerts were not delivered yet, ``notes`` (instant, what) concern the schedule."""

    at: int
    collections: tuple[Row, ...]
    waiting: int
    notes: tuple[tuple[int, str], ...]


def overview(now: int) -> Overview:
    """Look at everything. Raises StorageError where the ledger cannot be opened."""
    with Ledger(now) as ledger:
        rows = tuple(
            _row(ledger, plan, now) if isinstance(plan, Plan) else _damaged(plan) for plan in plans.everything()
        )
        return Overview(now, rows, outbox.waiting(ledger), tuple(ledger.notes()))


def next_start(ledger: Ledger, plan: Plan, now: int) -> int:
    """Return when a plan's next crawl starts, 0 where it is paused."""
    if plan.paused:
        return 0
    decision = decide(plan, ledger.standing(plan.id, plan.anchor), now)
    return now if decision.run else instants.next_opening(plan, max(decision.wake, now))


def _row(ledger: Ledger, plan: Plan, now: int) -> Row:
    recent = ledger.slots(plan.id, _RECENT)
    ran = next(iter(ledger.slots(plan.id, 1, f"state = '{RAN}'")), None)
    newest = recent[0] if recent else None
    audited = ledger.audited(plan.id) or (0, None)
    replicas, trouble = _replicas(plan)
    used, grown = _growth(plan, now)
    return Row(
        folder=plan.folder,
        label=plan.label,
        state=_state(plan, newest.state if newest else ""),
        reason=newest.reason if newest else "",
        last_ran=ran.ended if ran else 0,
        next_due=next_start(ledger, plan, now),
        percent=ran.percent if ran else None,
        posts=ran.posts if ran else 0,
        bytes=used,
        grown=grown,
        replicas=replicas,
        audited=audited[0],
        audit=audited[1],
        standing=tuple(sorted(outbox.standing(ledger, plan.id))),
        trouble=trouble,
    )


def _state(plan: Plan, newest: str) -> str:
    if newest == RUNNING:
        with plans.claimed(plan) as lock:
            return RUNNING if lock is None else "interrupted"
    return "paused" if plan.paused else newest or "not yet"


def _damaged(error: BeilinError) -> Row:
    return Row("", "", "unknown", "", 0, 0, None, 0, 0, 0, 0, 0, None, (), str(error))


def _replicas(plan: Plan) -> tuple[int, str]:
    try:
        return len(memory.recall(Layout(Path(plan.folder)))), ""
    except BeilinError as error:
        return 0, str(error)


def _growth(plan: Plan, now: int) -> tuple[int, int]:
    stats = [path.stat() for path in Layout(Path(plan.folder)).warc.glob("*.warc.gz") if path.is_file()]
    return sum(one.st_size for one in stats), sum(one.st_size for one in stats if one.st_mtime > now - _BACK)
