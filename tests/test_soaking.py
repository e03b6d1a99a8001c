"""The soak: what it counts as wrong is counted, and three days of it add up."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from archive.schedule.judging import MISSED, RAN, RUNNING, Slot
from archive.schedule.ledger import Ledger
from archive.schedule.plan import HOUR, Plan
from benchmarks.soaking import accounting
from benchmarks.soaking.events import Event

ROOT = Path(__file__).parents[1]
NOW = 1_800_000_000
PLAN = Plan("/nowhere", 6 * HOUR, "", "UTC", "", 0, NOW, label="often")


def due(number: int) -> int:
    return NOW + number * 6 * HOUR


def wrong(home, slots, accounted: int) -> list[str]:
    with Ledger(NOW) as ledger:
        with ledger.changing():
            for slot in slots:
                ledger.begin(PLAN.id, [slot], None, accounted)
        return list(accounting.unaccounted(ledger, PLAN))


WHOLE = [Slot(due(0), due(0), 1, RAN), Slot(due(1), due(2), 2, MISSED), Slot(due(3), due(3), 1, RAN)]


def test_each_due_crawl_in_one_slot_is_well(home):
    assert wrong(home, WHOLE, due(3)) == []


@pytest.mark.parametrize(
    ("slots", "says"),
    [
        (WHOLE[:1] + WHOLE[2:], "4 crawls were due, and 2 are recorded"),
        ([*WHOLE, WHOLE[0]], "4 crawls were due, and 5 are recorded"),
        ([WHOLE[0], Slot(due(1), due(2), 1, MISSED), WHOLE[2]], "a slot counts 1 crawls, and 2 were due"),
        ([*WHOLE[:2], Slot(due(3), due(3), 1, RUNNING)], "recorded as running"),
    ],
)
def test_a_crawl_that_is_lost_doubled_or_left_running_is_told(home, slots, says):
    assert any(says in one for one in wrong(home, slots, due(3)))


def alert(code: str, turn: str, name: str = "") -> dict:
    return {"id": name or f"{code} {turn}", "at": "", "label": "often", "code": code, "turn": turn, "detail": ""}


@pytest.mark.parametrize(
    ("told", "number"),
    [
        ([alert("gone", "raised"), alert("gone", "healed")], 0),
        ([alert("gone", "raised")], 1),  # never healed
        ([alert("gone", "healed")], 1),  # never raised
        ([alert("gone", "raised"), alert("gone", "healed"), alert("failed", "raised")], 1),  # by no event
        ([alert("gone", "raised"), alert("gone", "raised", "again"), alert("gone", "healed")], 1),  # told twice
        ([alert("gone", "raised"), alert("gone", "raised"), alert("gone", "healed")], 2),  # the same one twice
    ],
)
def test_an_alert_that_is_lacking_or_too_many_is_told(told, number):
    events = [Event("the blog is removed", 1, 2, "often", raises=("gone",))]
    assert len(list(accounting.untold(events, told, ["often"]))) == number


def test_growth_is_told_by_the_medians_of_the_quarters():
    assert accounting.growth([1, 1, 9, 5, 5, 2, 2, 2]) == (1, 2)


@pytest.mark.long
def test_three_days_add_up():
    if os.geteuid() or not list(Path("/usr/lib").glob("*/faketime/libfaketime.so.1")):
        pytest.skip("it needs root and libfaketime: apt-get install faketime")
    command = [sys.executable, "-m", "benchmarks.soaking", "--days", "3", "--step", "60"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=900, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "3 days in" in done.stdout
