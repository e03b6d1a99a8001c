"""All scheduled collections at a glance, for `beilin status --all` and `beilin serve --all`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path

from archive import growth, underway
from archive.alerts import outbox
from archive.errors import BeilinError
from archive.layout import Layout
from archive.replicas import memory
from archive.report import read_report
from archive.schedule import calendar, instants, plans
from archive.schedule.calendar import Day
from archive.schedule.duties import AUDITS, DRILLS, Duty, duty
from archive.schedule.fleets import Fleet, fleets
from archive.schedule.judging import RAN, RUNNING, decide
from archive.schedule.ledger import Ledger
from archive.schedule.plan import DAY, Plan
from archive.underway import Underway

_BACK = 30 * DAY  # over which growth is told
SHORT = 14  # days of the small calendar
_MOST_SLOTS = 5000  # of a calendar: a plan of every five minutes fills 17 days with them


@dataclass(frozen=True)
class Row:
    """One collection. Instants are seconds since 1970, 0 for none; ``state`` is that of the newest slot, or running.

    ``id`` is the plan's; ``by_hand`` is when a crawl began that somebody made, where the schedule has finished none
    since; ``percent`` and ``posts`` are of the newest that was finished; ``grown`` are the bytes of thirty days;
    ``replicas`` are those that this machine knows; ``standing`` are the troubles that were told and have not healed.
    ``paused`` is since when, ``live`` how far a running crawl is, ``days`` the last fourteen. ``trouble`` is why a
    plan, or a part of this, cannot be read. Where the folder is not there (``is_there``), ``bytes``, ``grown`` and
    ``replicas`` say nothing. ``reason`` and ``exit_code`` are those of the newest slot.
    """

    id: str
    folder: str
    label: str
    state: str
    reason: str
    last_ran: int
    by_hand: int
    next_due: int
    percent: float | None
    posts: int
    bytes: int
    grown: int
    replicas: int
    audit: Duty
    drill: Duty
    standing: tuple[str, ...]
    trouble: str
    paused: int = 0
    live: Underway | None = None
    days: tuple[Day, ...] = ()
    is_there: bool = True
    exit_code: int = 0


@dataclass(frozen=True)
class Overview:
    """All collections; ``waiting`` alerts were not delivered yet, ``notes`` (instant, what) concern the schedule.

    ``fleets`` are the blogs that `beilin fleet` crawls, which have no plans.
    """

    at: int
    collections: tuple[Row, ...]
    waiting: int
    notes: tuple[tuple[int, str], ...]
    fleets: tuple[Fleet, ...] = ()


def overview(now: int) -> Overview:
    """Look at everything. Raises StorageError where the ledger cannot be opened."""
    with Ledger(now) as ledger:
        rows = tuple(
            _row(ledger, plan, now) if isinstance(plan, Plan) else _damaged(plan) for plan in plans.everything()
        )
        return Overview(now, rows, outbox.waiting(ledger), tuple(ledger.notes()), fleets(ledger))


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
    replicas, trouble = _replicas(plan)
    sizes = _sizes(plan)
    live = underway.look(Layout(Path(plan.folder)), now)
    by_hand = _by_hand(ledger, plan, sizes, ran.ended if ran else 0)
    percent, posts = (ran.percent, ran.posts) if ran and not by_hand else _coverage(plan)
    return Row(
        id=plan.id,
        folder=plan.folder,
        label=plan.label,
        state=RUNNING if live else _state(plan, newest.state if newest else ""),
        reason=newest.reason if newest else "",
        last_ran=ran.ended if ran else 0,
        by_hand=by_hand,
        next_due=next_start(ledger, plan, now),
        percent=percent,
        posts=posts,
        bytes=sum(sizes.values()),
        grown=growth.since(sizes, now - _BACK),
        replicas=replicas,
        audit=duty(plan, AUDITS, ledger.last(AUDITS, plan.id), now),
        drill=duty(plan, DRILLS, ledger.last(DRILLS, plan.id), now),
        standing=tuple(sorted(outbox.standing(ledger, plan.id))),
        trouble=trouble,
        paused=plan.paused,
        live=live,
        days=last_days(ledger, plan, sizes, now, SHORT),
        is_there=_is_there(plan),
        exit_code=newest.exit_code if newest else 0,
    )


def _state(plan: Plan, newest: str) -> str:
    if newest == RUNNING:
        with plans.claimed(plan) as lock:
            return RUNNING if lock is None else "interrupted"
    return "paused" if plan.paused else newest or "not yet"


def _damaged(error: BeilinError) -> Row:
    return Row("", "", "", "unknown", "", 0, 0, 0, None, 0, 0, 0, 0, Duty(), Duty(), (), str(error))


def _replicas(plan: Plan) -> tuple[int, str]:
    try:
        return len(memory.recall(Layout(Path(plan.folder)))), ""
    except BeilinError as error:
        return 0, str(error)


def _is_there(plan: Plan) -> bool:
    try:
        return Path(plan.folder).is_dir()
    except OSError:  # what lies above it cannot be looked into
        return False


def _sizes(plan: Plan) -> dict[str, int]:
    try:
        return growth.bytes_by_crawl(Layout(Path(plan.folder)))
    except OSError:
        return {}  # a disk that is not there just now; what stands in the ledger is told all the same


def _by_hand(ledger: Ledger, plan: Plan, sizes: Mapping[str, int], ran: int) -> int:
    """Return when the newest crawl that is not the schedule's own began, 0 where none did since the schedule's ran.

    A crawl of the schedule's own that failed hides none: what was captured before it is there all the same.
    """
    began = (growth.began(crawl) or 0 for crawl in sorted(sizes, reverse=True))
    since = takewhile(lambda moment: moment > ran, began)
    return next((moment for moment in since if not ledger.is_own(plan.id, moment)), 0)


def _coverage(plan: Plan) -> tuple[float | None, int]:
    """Return the percent and the posts that the newest report names."""
    try:
        report = read_report(Layout(Path(plan.folder)))
    except BeilinError:
        return None, 0
    if report is None:
        return None, 0
    return report.percent, sum(tally.named for tally in report.tallies if tally.kind == "post")
