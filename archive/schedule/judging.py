"""What to do now about the crawls of one collection that are due: run, wait, or why not. Pure.

Every due instant is accounted for exactly once: each lies in one `Slot`, and the mark up to which all are accounted
for moves with the slots that are written. What the scheduler did not see in time coalesces: the newest instant is
run, those before it are recorded as missed, or as skipped where a reason is known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby, takewhile

from archive.schedule import instants
from archive.schedule.plan import Plan

RAN, SKIPPED, PAUSED, FAILED, MISSED, RUNNING = "ran", "skipped", "paused", "failed", "missed", "running"
MOST_ATTEMPTS = 5  # of one due crawl
_FIRST_WAIT, _LONGEST_WAIT = 300, 6 * 3600  # seconds after a failure
NOT_RUNNING = "the machine or the scheduler was not running, or its clock was set forwards"
WHILE_RUNNING = "the crawl before was still running"
SHUT = "outside the window; the next crawl stands for it"
WAITING = "waiting after a failure; the next crawl stands for it"


@dataclass(frozen=True)
class Slot:
    """Due instants on end that came to the same: ``count`` of them, from ``first`` to ``last``, in a ``state``.

    A slot that is or was run has one instant. ``attempts`` are its crawls, ``started`` and ``ended`` those of the last;
    ``retry`` says when it is tried again, 0 for never. ``crawl`` is the crawl's name, ``posts`` what it named.
    """

    first: int
    last: int
    count: int
    state: str
    reason: str = ""
    attempts: int = 0
    started: int = 0
    ended: int = 0
    exit_code: int = 0
    retry: int = 0
    crawl: str = ""
    visit: str = ""
    posts: int = 0
    percent: float = 0.0
    id: int = 0


@dataclass(frozen=True)
class Standing:
    """What is known of a plan: ``accounted`` is the instant up to which all are; ``last`` the newest slot that was run,
    also one that a pause cut short (None: none yet), ``failures`` the failed crawls on end.
    """

    accounted: int
    last: Slot | None = None
    failures: int = 0


@dataclass(frozen=True)
class Decision:
    """What to record (``closed``), what to run now, up to where all is accounted for then, and when to look again."""

    closed: tuple[Slot, ...]
    run: Slot | None
    accounted: int
    wake: int


def decide(plan: Plan, standing: Standing, now: int, obstacle: Callable[[], str] = lambda: "") -> Decision:
    """Judge. ``obstacle`` is asked before a crawl begins, and says why it must not (a full disk), or nothing."""
    ripe = list(_ripe(plan, standing.accounted, now))
    if plan.paused:
        closed = tuple(_grouped(ripe, lambda _: (PAUSED, "")))
        return Decision(closed, None, ripe[-1] if ripe else standing.accounted, _next_start(plan, ripe, standing))
    if not ripe:
        return _again(plan, standing, now, obstacle)
    ready = max(_ready_after(standing, now), now)
    if ready > now or not instants.is_open(plan, now):
        return Decision((), None, standing.accounted, instants.next_opening(plan, ready))
    closed = tuple(_grouped(ripe[:-1], lambda instant: _why_not(plan, standing, instant)))
    newest = Slot(ripe[-1], ripe[-1], 1, RUNNING, attempts=1, started=now)
    if reason := obstacle():
        skipped = replace(newest, state=SKIPPED, reason=reason, attempts=0, started=0, ended=now)
        return Decision((*closed, skipped), None, ripe[-1], _next_start(plan, ripe, standing))
    return Decision(closed, newest, ripe[-1], now)


def back_off(failures: int) -> int:
    """Return the seconds to wait after so many failures on end: 5 minutes, doubled each time, 6 hours at most.

    >>> [back_off(number) // 60 for number in (1, 2, 3, 99)]
    [5, 10, 20, 360]
    """
    return min(_FIRST_WAIT << min(failures - 1, 12), _LONGEST_WAIT) if failures else 0


def retry_at(slot: Slot, failures: int, now: int) -> int:
    """Return when a failed slot is tried again, 0 where that was done often enough."""
    return now + back_off(failures) if slot.attempts < MOST_ATTEMPTS else 0


def _ripe(plan: Plan, accounted: int, now: int) -> Iterator[int]:
    # The order is kept where jitter would turn it round, so that the mark can move over all that is ripe.
    return takewhile(lambda due: instants.start_of(plan, due) <= now, instants.after(plan, accounted))


def _next_start(plan: Plan, ripe: list[int], standing: Standing) -> int:
    due = next(instants.after(plan, ripe[-1] if ripe else standing.accounted), None)
    return instants.start_of(plan, due) if due is not None else 1 << 60


def _ready_after(standing: Standing, now: int) -> int:
    """Return when a crawl may start again after failures; a clock that was set back makes nobody wait longer."""
    last = standing.last
    if last is None or last.state != FAILED:
        return now
    wait = back_off(standing.failures)
    return last.ended + wait if last.ended <= now else min(last.ended + wait, now + wait)


def _again(plan: Plan, standing: Standing, now: int, obstacle: Callable[[], str]) -> Decision:
    """Try a failed crawl again, or go on with a paused one, where its time has come and no newer one is due."""
    due, last = _next_start(plan, [], standing), standing.last
    if last is None or last.state not in (FAILED, PAUSED) or not last.retry:
        return Decision((), None, standing.accounted, instants.next_opening(plan, due) if due < 1 << 60 else due)
    at = instants.next_opening(plan, max(now, min(last.retry, now + _LONGEST_WAIT)))
    if at > now or obstacle():
        return Decision((), None, standing.accounted, min(max(at, now + _FIRST_WAIT if at <= now else at), due))
    attempts = last.attempts + (last.state == FAILED)  # a pause is no failure
    again = replace(last, state=RUNNING, attempts=attempts, started=now, ended=0, retry=0, reason="")
    return Decision((), again, standing.accounted, now)


def _why_not(plan: Plan, standing: Standing, instant: int) -> tuple[str, str]:
    last = standing.last
    if last and last.started <= instant <= last.ended:
        return SKIPPED, WHILE_RUNNING
    if last and last.state == FAILED and instant < last.ended + back_off(standing.failures):
        return SKIPPED, WAITING
    if not instants.is_open(plan, instants.start_of(plan, instant)):
        return SKIPPED, SHUT
    return MISSED, NOT_RUNNING


def _grouped(due: list[int], why: Callable[[int], tuple[str, str]]) -> Iterator[Slot]:
    for (state, reason), group in groupby(due, why):
        found = list(group)
        yield Slot(found[0], found[-1], len(found), state, reason)
