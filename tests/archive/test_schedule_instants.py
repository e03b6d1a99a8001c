"""When plans are due, over changes of the clocks: held against a look at every minute."""

import functools
from datetime import UTC, datetime, timedelta
from itertools import islice, pairwise, takewhile
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.errors import UsageError
from archive.schedule import instants
from archive.schedule import plan as planning
from archive.schedule.plan import Plan

# (zone, an instant shortly before its clocks change): an hour, half an hour, at midnight, in the south, and never
CHANGES = [
    ("Europe/Berlin", "2026-03-28T12:00"), ("Europe/Berlin", "2026-10-24T12:00"),
    ("America/New_York", "2026-03-07T12:00"), ("America/New_York", "2026-10-31T12:00"),
    ("America/Havana", "2026-03-07T12:00"), ("America/Havana", "2026-10-31T12:00"),
    ("Australia/Lord_Howe", "2026-04-04T00:00"), ("Australia/Lord_Howe", "2026-10-03T00:00"),
    ("Africa/Cairo", "2026-04-23T12:00"), ("Africa/Cairo", "2026-10-29T06:00"),
    ("Asia/Shanghai", "2026-03-28T12:00"), ("UTC", "2026-03-28T12:00"), ("Asia/Kathmandu", "2026-01-01T00:00"),
]  # fmt: skip
FIXED = [
    "0 0 * * *",
    "30 0 * * *",
    "15 1 * * *",
    "30 2 * * *",
    "0 3 * * *",
    "0,30 1,2 * * *",
    "45 23 * * *",
    "0 2 * * 0",
]
ELAPSED = ["0 * * * *", "*/15 * * * *", "20 * * * *"]


def plan(**said) -> Plan:
    values = {"folder": "/a", "every": 0, "cron": "", "zone": "UTC", "window": "", "jitter": 0, "anchor": 0}
    return Plan(**(values | said))


def epoch(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp())


def fits(line: str, local: datetime) -> bool:
    values = (local.minute, local.hour, 0, 0, local.isoweekday() % 7)
    return all(value in allowed for value, allowed in zip(values, understood(line), strict=True))


@functools.cache
def understood(line: str) -> list[frozenset[int]]:
    def one(field: str) -> frozenset[int]:
        if field.startswith("*"):
            return frozenset(range(0, 60, int(field[2:] or 1)))
        return frozenset(map(int, field.split(",")))

    return [one(field) for field in line.split()]


def looked_up(line: str, zone: str, begin: int, end: int) -> list[int]:
    """Every minute looked at. Times of the day that are left out fall on the minute after; twice is once."""
    elapsed = "*" in "".join(line.split()[:2])
    found = []
    for moment, now, left_out in every_minute(zone, begin, end):
        is_first = elapsed or not now.fold
        if (is_first and fits(line, now)) or (not elapsed and any(fits(line, one) for one in left_out)):
            found.append(moment)
    return found


@functools.cache
def every_minute(zone: str, begin: int, end: int) -> list[tuple[int, datetime, list[datetime]]]:
    """Each minute with its local time, and the local minutes that were left out before it."""
    local, found = ZoneInfo(zone), []
    before = datetime.fromtimestamp(begin, local).replace(tzinfo=None)
    for moment in range(begin + 60, end + 1, 60):
        now = datetime.fromtimestamp(moment, local)
        wall = now.replace(tzinfo=None)
        passed = int((wall - before).total_seconds()) // 60
        found.append((moment, now, [before + timedelta(minutes=n) for n in range(1, passed)]))
        before = wall
    return found


@pytest.mark.parametrize("line", FIXED + ELAPSED)
@pytest.mark.parametrize(("zone", "begin"), CHANGES)
def test_a_cron_line_is_due_when_a_look_at_every_minute_says_so(line, zone, begin):
    start = epoch(begin)
    end = start + 60 * 3600
    found = list(takewhile(lambda one: one <= end, instants.after(plan(cron=line, zone=zone), start)))
    assert found == looked_up(line, zone, start, end)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(CHANGES), st.sampled_from(FIXED + ELAPSED), st.integers(0, 60 * 3600), st.integers(0, 3600))
def test_where_one_begins_to_look_changes_nothing(change, line, offset, second):
    """Each due instant comes exactly once, whether one looks on from it, from before it, or from the hour that is twice."""
    zone, begin = change
    start = epoch(begin)
    whole = list(islice(instants.after(plan(cron=line, zone=zone), start), 40))
    middle = min(start + offset + second, whole[-2])
    rest = [one for one in whole if one > middle]
    assert list(islice(instants.after(plan(cron=line, zone=zone), middle), len(rest))) == rest
    assert all(earlier < later for earlier, later in pairwise(whole))


@given(st.integers(300, 10**7), st.integers(0, 2 * 10**9), st.integers(0, 2 * 10**9))
def test_every_counts_from_its_anchor(every, anchor, moment):
    found = list(islice(instants.after(plan(every=every, anchor=anchor), moment), 3))
    assert all(one > moment and one >= anchor and (one - anchor) % every == 0 for one in found)
    assert found[0] - every <= max(moment, anchor - 1)


@given(
    st.sampled_from(CHANGES),
    st.integers(0, 60 * 60),
    st.sampled_from(["22:00-06:00", "02:30-03:00", "00:00-00:30", "09:00-17:00", "02:00-02:15"]),
)
def test_a_window_opens_where_a_look_at_every_minute_says_so(change, minute, window):
    zone, begin = change
    one, now = plan(every=3600, zone=zone, window=window), epoch(begin) + 60 * minute
    opening = instants.next_opening(one, now)
    assert instants.is_open(one, opening)
    assert opening == next(at for at in range(now, opening + 1, 60) if instants.is_open(one, at))


@given(st.integers(0, 2**33), st.integers(0, 3600))
def test_jitter_is_bounded_and_always_the_same(instant, jitter):
    one = plan(every=3600, jitter=jitter)
    assert instant <= instants.start_of(one, instant) <= instant + jitter
    assert instants.start_of(one, instant) == instants.start_of(one, instant)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"cron": "0 0 31 2 *"}, "no cron line"), ({"cron": "61 * * * *"}, "no cron line"), ({"cron": "* * *"}, "no cron line"),
        ({"cron": "0 0 0 * * *"}, "no cron line"), ({"cron": "@reboot"}, "no cron line"), ({"cron": ""}, "no cron line"),
    ],
)  # fmt: skip
def test_what_is_no_cron_line_is_one_sentence(said, words):
    with pytest.raises(UsageError, match=words):
        planning.cron(said["cron"])


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"every": 3600, "zone": "Nowhere/Land"}, "no time zone"), ({"every": 3600, "zone": "../etc/passwd"}, "no time zone"),
        ({"every": 3600, "zone": "Europe"}, "no time zone"), ({"every": 3600, "zone": ""}, "no time zone"),
        ({"every": 60}, "from 5m to 366d"), ({}, "one of the two"), ({"every": 3600, "cron": "0 0 * * *"}, "one of the two"),
        ({"cron": "* * * * *"}, "be kinder"), ({"cron": "0,1 3 * * *"}, "be kinder"), ({"every": 3600, "window": "25:00-01:00"}, "no window"),
        ({"every": 3600, "window": "06:00-06:00"}, "no window"), ({"every": 3600, "jitter": 99_999}, "--jitter"),
    ],
)  # fmt: skip
def test_what_cannot_be_followed_is_one_sentence(said, words):
    with pytest.raises(UsageError, match=words):
        planning.check(plan(**said))


@pytest.mark.parametrize("text", ["", "6", "h", "6 hours", "-6h", "1e3m", "٦h", "9999999h"])
def test_what_is_no_span_is_one_sentence(text):
    with pytest.raises(UsageError, match="no span of time"):
        planning.seconds(text)
