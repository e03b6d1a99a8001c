"""The blogs of fleets (`beilin fleet`) in the ledger: which there are, by their place, and what became of each.

A fleet's blog has no plan, and so no times: it is known from the list with which it was last crawled, until it is
forgotten. Its slots and troubles are those of the id that `plan_of` gives.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from archive.schedule import plans
from archive.schedule.judging import FAILED, RAN, RUNNING, Slot
from archive.schedule.ledger import Ledger
from archive.schedule.plan import Plan, id_of

INTERRUPTED, NOT_YET = "interrupted", "not yet"
BY_ANOTHER, HELD = "another fleet crawled it meanwhile", "another fleet has it now"
KILLED = "The fleet was killed."
_NEEDS = (FAILED, INTERRUPTED)


@dataclass(frozen=True)
class Blog:
    """A blog of a fleet. ``state`` is that of its newest crawl, "not yet" without one; ``ended`` is when that ended.

    ``last_ran``, ``percent`` and ``posts`` are of the newest that came to its end; ``standing`` are the troubles that
    were told and have not healed. ``exit_code`` is the newest crawl's.
    """

    id: str
    name: str
    state: str
    reason: str = ""
    ended: int = 0
    last_ran: int = 0
    percent: float | None = None
    posts: int = 0
    standing: tuple[str, ...] = ()
    exit_code: int = 0

    @property
    def needs_a_person(self) -> bool:
        """Whether somebody should look at it."""
        return bool(self.state in _NEEDS or self.standing)


@dataclass(frozen=True)
class Fleet:
    """The blogs of one place, by name; ``listed`` is when a list of them was last given."""

    id: str
    place: str
    listed: int
    blogs: tuple[Blog, ...]

    @property
    def states(self) -> dict[str, int]:
        """How many blogs are in each state, the most frequent first."""
        counted = Counter(blog.state for blog in self.blogs)
        return dict(sorted(counted.items(), key=lambda item: (-item[1], item[0])))

    @property
    def troubled(self) -> list[Blog]:
        """The blogs that need a person."""
        return [blog for blog in self.blogs if blog.needs_a_person]


def plan_of(place: str, name: str, anchor: int = 0) -> Plan:
    """Return as what the ledger and alerts know a blog of a fleet: it has outcomes, and no times."""
    return Plan(f"{place}/{name} by fleet", 0, "", "UTC", "", 0, anchor)


def note(ledger: Ledger, place: str, names: Iterable[str], now: int) -> None:
    """Note the blogs of a list. Raises StorageError."""
    with ledger.changing() as database:
        rows = [(plan_of(place, name).id, place, name, now) for name in names]
        database.executemany("INSERT OR REPLACE INTO fleet VALUES (?, ?, ?, ?)", rows)


def forget(ledger: Ledger, known_id: str) -> str:
    """Forget a blog, or all of a fleet, by its id, and return where that is, "" for none; what is recorded stays."""
    for fleet in fleets(ledger):
        gone = [blog for blog in fleet.blogs if known_id in (fleet.id, blog.id)]
        if gone:
            with ledger.changing() as database:
                database.executemany("DELETE FROM fleet WHERE plan = ?", [(blog.id,) for blog in gone])
            return fleet.place if known_id == fleet.id else f"{fleet.place}/{gone[0].name}"
    return ""


def fleets(ledger: Ledger) -> tuple[Fleet, ...]:
    """Return all fleets by their places."""
    newest, ran = ledger.newest_of_fleets(), ledger.newest_of_fleets(f"state = '{RAN}'")
    standing = _standing(ledger)
    found: dict[str, list[Blog]] = {}
    listed: dict[str, int] = {}
    for plan, place, name, at in ledger.database.execute("SELECT * FROM fleet ORDER BY place, name").fetchall():
        blog = _blog(plan_of(place, name), name, newest.get(plan), ran.get(plan), standing.get(plan, ()))
        found.setdefault(place, []).append(blog)
        listed[place] = max(listed.get(place, 0), at)
    return tuple(Fleet(id_of(place), place, listed[place], tuple(blogs)) for place, blogs in found.items())


def _blog(plan: Plan, name: str, newest: Slot | None, ran: Slot | None, standing: tuple[str, ...]) -> Blog:
    if newest is None:
        return Blog(plan.id, name, NOT_YET)
    last_ran, percent, posts = (ran.ended, ran.percent, ran.posts) if ran else (0, None, 0)
    return Blog(
        plan.id,
        name,
        _state(plan, newest.state),
        newest.reason,
        newest.ended,
        last_ran,
        percent,
        posts,
        standing,
        newest.exit_code,
    )


def _state(plan: Plan, newest: str) -> str:
    if newest == RUNNING:
        with plans.claimed(plan) as lock:
            return RUNNING if lock is None else INTERRUPTED
    return newest


def _standing(ledger: Ledger) -> dict[str, tuple[str, ...]]:
    query = "SELECT plan, json_group_array(code) FROM standing WHERE plan IN (SELECT plan FROM fleet) GROUP BY plan"
    return {plan: tuple(sorted(json.loads(codes))) for plan, codes in ledger.database.execute(query)}
