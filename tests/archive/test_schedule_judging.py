"""What becomes of due crawls: every due instant lies in exactly one slot, whatever the machine and its clock do."""

from dataclasses import replace
from itertools import pairwise, takewhile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.schedule import instants
from archive.schedule.clock import Reading, shift
from archive.schedule.judging import (
    FAILED,
    MISSED,
    MOST_ATTEMPTS,
    PAUSED,
    RAN,
    RUNNING,
    SKIPPED,
    Slot,
    Standing,
    back_off,
    decide,
    retry_at,
)
from archive.schedule.plan import DAY, HOUR, Plan
from tests.archive.test_schedule_instants import CHANGES, epoch, plan

START = epoch("2026-03-28T00:00")


class Simulation:
    """A scheduler without disk and processes: a machine that sleeps, crawls that last and fail."""

    def __init__(self, of: Plan):
        self.plan, self.standing, self.slots, self.now, self.crawls = of, Standing(of.anchor - 1), [], of.anchor, 0

    def look(self, lasts: int = 60, fails: bool = False, obstacle: str = "") -> int:
        """Look once; return when to look again."""
        done = decide(self.plan, self.standing, self.now, lambda: obstacle)
        assert all(slot.state != RUNNING for slot in done.closed)
        self.slots += done.closed
        self.standing = replace(self.standing, accounted=done.accounted)
        if not done.run:
            assert done.wake > self.now or done.closed or self.plan.paused
            return done.wake
        self.crawls += 1
        assert instants.is_open(self.plan, self.now)
        if done.run.attempts > 1:
            self.slots.remove(self.standing.last)
        self.now += lasts
        failures = self.standing.failures + 1 if fails else 0
        ended = replace(done.run, state=FAILED if fails else RAN, ended=self.now)
        ended = replace(ended, retry=retry_at(ended, failures, self.now)) if fails else ended
        self.slots.append(ended)
        self.standing = replace(self.standing, last=ended, failures=failures)
        return self.now

    def accounted(self) -> list[int]:
        due = instants.after(self.plan, self.plan.anchor - 1)
        return list(takewhile(lambda one: one <= self.standing.accounted, due))


def within(slot: Slot, due: list[int]) -> list[int]:
    return [one for one in due if slot.first <= one <= slot.last]


PLANS = st.builds(
    lambda change, often, window, jitter: plan(
        **often, zone=change[0], anchor=epoch(change[1]), window=window, jitter=jitter
    ),
    st.sampled_from(CHANGES),
    st.sampled_from(
        [
            {"every": 1800},
            {"every": 6 * HOUR},
            {"cron": "30 2 * * *"},
            {"cron": "0 * * * *"},
            {"cron": "*/30 1-3 * * *"},
        ]
    ),
    st.sampled_from(["", "22:00-06:00", "01:30-02:30"]),
    st.sampled_from([0, 300, 3600]),
)
STEPS = st.lists(
    st.tuples(
        st.sampled_from([30, 300, 3600, 7 * HOUR, 3 * DAY]),  # until the next look
        st.sampled_from([1, 60, 3 * HOUR]),  # a crawl lasts so long
        st.sampled_from(["well", "well", "fails", "no room", "pause", "resume"]),
    ),
    max_size=60,
)


@settings(max_examples=300, deadline=None, derandomize=True, database=None)
@given(PLANS, STEPS)
def test_every_due_instant_is_accounted_for_exactly_once(of, steps):
    simulation = Simulation(of)
    for passes, lasts, what in steps:
        simulation.now += passes
        if what == "pause" or what == "resume":
            simulation.plan = replace(simulation.plan, paused=simulation.now if what == "pause" else 0)
        simulation.look(lasts, what == "fails", "no room" if what == "no room" else "")
    due = simulation.accounted()
    covered = [one for slot in simulation.slots for one in within(slot, due)]
    assert sorted(covered) == due
    assert all(slot.count == len(within(slot, due)) for slot in simulation.slots)
    assert all(slot.count == 1 for slot in simulation.slots if slot.state in (RAN, FAILED))
    assert all(slot.attempts <= MOST_ATTEMPTS for slot in simulation.slots)
    assert simulation.crawls <= len(steps)


@settings(max_examples=40, deadline=None, derandomize=True, database=None)
@given(PLANS)
def test_a_scheduler_that_looks_in_time_runs_all_that_are_due_in_the_window(of):
    simulation = Simulation(replace(of, jitter=min(of.jitter, 300)))
    while simulation.now < of.anchor + 3 * DAY:
        simulation.now = max(simulation.look(lasts=1), simulation.now + 1)
    assert {slot.state for slot in simulation.slots} <= ({RAN} if not of.window else {RAN, SKIPPED})
    assert any(slot.state == RAN for slot in simulation.slots)


def test_after_sleep_one_crawl_stands_for_all_that_were_missed():
    simulation = Simulation(plan(every=6 * HOUR, anchor=START))
    simulation.look()
    simulation.now = START + 10 * DAY + 60
    simulation.look()
    simulation.look()
    assert [(slot.state, slot.count) for slot in simulation.slots] == [(RAN, 1), (MISSED, 39), (RAN, 1)]


def test_what_falls_into_a_crawl_is_skipped_and_said():
    simulation = Simulation(plan(every=HOUR, anchor=START))
    simulation.look(lasts=3 * HOUR + 60)
    simulation.look()
    assert [(slot.state, slot.count) for slot in simulation.slots] == [(RAN, 1), (SKIPPED, 2), (RAN, 1)]
    assert "still running" in simulation.slots[1].reason


def test_what_is_due_outside_the_window_waits_for_it():
    simulation = Simulation(plan(every=24 * HOUR, anchor=START + 12 * HOUR, window="22:00-06:00"))
    simulation.look()
    assert simulation.slots == []
    simulation.now = START + 22 * HOUR
    simulation.look()
    assert [slot.state for slot in simulation.slots] == [RAN]


def test_a_pause_is_recorded_and_not_made_up_for():
    simulation = Simulation(plan(every=HOUR, anchor=START))
    simulation.look()
    simulation.plan = replace(simulation.plan, paused=START + 60)
    simulation.now = START + 5 * HOUR
    simulation.look()
    simulation.plan = replace(simulation.plan, paused=0)
    simulation.look()
    assert [(slot.state, slot.count) for slot in simulation.slots] == [(RAN, 1), (PAUSED, 5)]


def test_failures_wait_longer_each_time_and_not_for_ever():
    simulation = Simulation(plan(every=DAY, anchor=START))
    starts = []
    for _ in range(24 * 60):
        before = simulation.crawls
        simulation.look(lasts=1, fails=True)
        starts += [simulation.now] if simulation.crawls > before else []
        simulation.now += 60
    gaps = [later - earlier for earlier, later in pairwise(starts)]
    assert len(starts) == MOST_ATTEMPTS
    assert gaps == sorted(gaps)
    assert max(map(back_off, range(1000))) == 6 * HOUR
    simulation.look(lasts=1)
    assert simulation.slots[-1].state in (RAN, FAILED)


def test_no_room_is_a_recorded_skip():
    simulation = Simulation(plan(every=HOUR, anchor=START))
    simulation.look(obstacle="3 MB are free")
    simulation.look(obstacle="3 MB are free")
    assert [(slot.state, slot.reason) for slot in simulation.slots] == [(SKIPPED, "3 MB are free")]


def test_k12_a_clock_that_jumps_forwards_makes_no_storm():
    simulation = Simulation(plan(every=6 * HOUR, anchor=START))
    simulation.look()
    simulation.now += 3650 * DAY
    for _ in range(10):
        simulation.look()
    assert simulation.crawls == 2
    assert sum(slot.count for slot in simulation.slots) == len(simulation.accounted())


@pytest.mark.parametrize(
    ("before", "now", "by"),
    [
        (Reading(1000, "a", 10), Reading(1600, "a", 610), 0),  # time passed
        (Reading(1000, "a", 10), Reading(1630, "a", 610), 0),  # a time server corrected a little
        (Reading(1000, "a", 10), Reading(9000, "a", 610), 7400),
        (Reading(9000, "a", 10), Reading(1000, "a", 610), -8600),
        (Reading(1000, "a", 10), Reading(9000, "b", 5), 0),  # switched off meanwhile: nobody can tell
        (Reading(9000, "a", 10), Reading(1000, "b", 5), -8000),
        (Reading(1000), Reading(9000), 0),
    ],
)  # fmt: skip
def test_a_set_clock_is_told_from_sleep(before, now, by):
    assert shift(before, now) == by


def test_a_crawl_whose_second_try_was_slept_through_waits_for_the_window():
    simulation = Simulation(plan(every=24 * HOUR, anchor=START + 5 * HOUR, window="22:00-06:00"))
    simulation.look(lasts=60, fails=True)
    simulation.now = START + 9 * HOUR
    assert simulation.look() == START + 22 * HOUR
    assert simulation.crawls == 1
