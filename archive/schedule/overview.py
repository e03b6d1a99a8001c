"""All scheduled collections at a glance, for `beilin status --all` and `beilin serve --all`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from archive import growth, underway
from archive.alerts import outbox
from archive.errors import BeilinError
from archive.layout import Layout
from archive.replicas import memory
from archive.schedule import calendar, instants, plans
from archive.schedule.calendar import Day
from archive.schedule.judging import RAN, RUNNING, decide
from archive.schedule.ledger import AUDITS, DRILLS, Ledger
from archive.schedule.plan import DAY, Plan
from archive.underway import Underway

_BACK = 30 * DAY  # over which growth is told
SHORT = 14  # days of the small calendar
_MOST_SLOTS = 5000  # of a calendar: a plan of every five minutes fills 17 days with them


@dataclass(frozen=True)
class Row:
    """One collection. Instants are seconds since 1970, 0 for none; ``state`` is that of the newest slot, or running.

    ``id`` is the plan's; ``grown`` are the bytes of thirty days; ``replicas`` are those that this machine knows;
    ``audited`` and ``audit`` when they were audited, and with which exit code, ``drilled`` and ``drill`` the same of
    drills. ``standing`` are the troubles that were told and have not healed. ``paused`` is since when, ``live`` how far
    a running crawl is, ``days`` the last fourteen. ``trouble`` is why a plan, or a part of this, cannot be read.
    """

    id: str
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
    drilled: int
    drill: int | None
    standing: tuple[str, ...]
    trouble: str
    paused: int = 0
    live: Underway | None = None
    days: tuple[Day, ...] = ()


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


def last_days(ledger: Ledger, plan: Plan, sizes: Mapping[str, int], now: int, number: int) -> tuple[Day, ...]:
    """Return what came of a collection's crawls on its last days; ``sizes`` are the bytes of its crawls."""
    recent = ledger.slots(plan.id, _MOST_SLOTS, f"last >= {now - (number + 1) * DAY:d}")
    return calendar.days(recent, sizes, plan.zone, now, number)


def _row(ledger: Ledger, plan: Plan, now: int) -> Row:
    newest = next(iter(ledger.slots(plan.id, 1)), None)
    ran = next(iter(ledger.slots(plan.id, 1, f"state = '{RAN}'")), None)
    audited = ledger.last(AUDITS, plan.id) or (0, None)
    drilled = ledger.last(DRILLS, plan.id) or (0, None)
    replicas, trouble = _replicas(plan)
    sizes = _sizes(plan)
    live = underway.look(Layout(Path(plan.folder)), now)
    return Row(
        id=plan.id,
        folder=plan.folder,
        label=plan.label,
        state=RUNNING if live else _state(plan, newest.state if newest else ""),
        reason=newest.reason if newest else "",
        last_ran=ran.ended if ran else 0,
        next_due=next_start(ledger, plan, now),
        percent=ran.percent if ran else None,
        posts=ran.posts if ran else 0,
        bytes=sum(sizes.values()),
        grown=growth.since(sizes, now - _BACK),
        replicas=replicas,
        audited=audited[0],
        audit=audited[1],
        drilled=drilled[0],
        drill=drilled[1],
        standing=tuple(sorted(outbox.standing(ledger, plan.id))),
        trouble=trouble,
        paused=plan.paused,
        live=live,
        days=last_days(ledger, plan, sizes, now, SHORT),
    )


def _state(plan: Plan, newest: str) -> str:
    if newest == RUNNING:
        with plans.claimed(plan) as lock:
            return RUNNING if lock is None else "interrupted"
    return "paused" if plan.paused else newest or "not yet"


def _damaged(error: BeilinError) -> Row:
    return Row("", "", "", "unknown", "", 0, 0, None, 0, 0, 0, 0, 0, None, 0, None, (), str(error))


def _replicas(plan: Plan) -> tuple[int, str]:
    try:
        return len(memory.recall(Layout(Path(plan.folder)))), ""
    except BeilinError as error:
        return 0, str(error)


def _sizes(plan: Plan) -> dict[str, int]:
    try:
        return growth.bytes_by_crawl(Layout(Path(plan.folder)))
    except OSError:
        return {}  # a disk that is not there just now; what stands in the ledger is told all the same
