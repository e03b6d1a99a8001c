"""The scheduled collections for Prometheus: text exposition format 0.0.4.

A collection is named by its plan's id, which tells nobody which blog it is, and by the label that its keeper gave it
for alerts. No folder, address, title or name of a person is among the metrics.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from archive.schedule.duties import Duty
from archive.schedule.fleets import Fleet
from archive.schedule.overview import Overview, Row

TYPE = "text/plain; version=0.0.4; charset=utf-8"
STATES = ("running", "interrupted", "ran", "failed", "missed", "skipped", "paused", "not yet", "unknown")


def exposition(found: Overview) -> bytes:
    """Return all metrics."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Seen(found))
    return generate_latest(registry)


class _Seen(Collector):
    def __init__(self, found: Overview) -> None:
        self._found = found

    def collect(self) -> Iterable[Metric]:
        """Yield all metrics."""
        found = self._found
        rows = [row for row in found.collections if row.id]
        yield _one("beilin_collections", "Scheduled collections.", len(rows))
        yield _one("beilin_plans_damaged", "Plans that cannot be read.", len(found.collections) - len(rows))
        yield _one("beilin_alerts_waiting", "Alerts that were not delivered yet.", found.waiting)
        yield from _of_the_schedule(rows)
        yield from _of_the_collections(rows)
        yield from _of_the_replicas(rows)
        yield from _of_drills(rows)
        yield from _of_running_crawls(rows)
        yield from _of_fleets(found.fleets)


def _of_the_schedule(rows: Sequence[Row]) -> Iterable[Metric]:
    info = GaugeMetricFamily("beilin_collection_info", "A collection, and its label.", labels=("collection", "label"))
    states = GaugeMetricFamily("beilin_collection_state", "1 for the state it is in.", labels=("collection", "state"))
    standing = GaugeMetricFamily("beilin_trouble", "Troubles that stand.", labels=("collection", "code"))
    for row in rows:
        info.add_metric((row.id, row.label), 1)
        for state in STATES:
            states.add_metric((row.id, state), float(row.state == state))
        for code in row.standing:
            standing.add_metric((row.id, code), 1)
    yield from (info, states, standing)
    yield _each("beilin_paused", "Whether its schedule is paused.", rows, lambda row: row.paused > 0)
    yield _each("beilin_last_ran_timestamp_seconds", "When a crawl last came to its end.", rows, lambda r: r.last_ran)
    yield _each(
        "beilin_by_hand_timestamp_seconds", "When the newest crawl began, if by hand.", rows, lambda r: r.by_hand
    )
    yield _each("beilin_next_due_timestamp_seconds", "When the next crawl starts.", rows, lambda row: row.next_due)


def _of_the_collections(rows: Sequence[Row]) -> Iterable[Metric]:
    ran = [row for row in rows if row.percent is not None]
    yield _each("beilin_coverage_percent", "What is there of what is named.", ran, lambda row: row.percent or 0)
    yield _each("beilin_posts_named", "Posts that the blog names.", ran, lambda row: row.posts)
    there = [row for row in rows if row.is_there]
    yield _each("beilin_folder_there", "Whether its folder is there.", rows, lambda row: row.is_there)
    yield _each("beilin_warc_bytes", "Bytes of its WARC files.", there, lambda row: row.bytes)
    yield _each("beilin_warc_bytes_in_30_days", "Bytes that thirty days brought.", there, lambda row: row.grown)


def _of_the_replicas(rows: Sequence[Row]) -> Iterable[Metric]:
    audits = [(row.id, row.audit) for row in rows]
    there = [row for row in rows if row.is_there]
    yield _each("beilin_replicas", "Replicas that this machine knows.", there, lambda row: row.replicas)
    yield from _of_a_duty("audit", "they were audited", "0: all whole", audits)


def _of_drills(rows: Sequence[Row]) -> Iterable[Metric]:
    drills = [(row.id, row.drill) for row in rows]
    yield from _of_a_duty("drill", "giving the site back was rehearsed", "0: sound, 3: sound with gaps", drills)
    for name, says in (("missing", "Things that the site would lack."), ("seconds", "How long restoring it took.")):
        family = GaugeMetricFamily(f"beilin_drill_{name}", says, labels=("collection",))
        for plan_id, drill in drills:
            if drill.last and getattr(drill.last, name) is not None:
                family.add_metric((plan_id,), getattr(drill.last, name))
        yield family


def _of_a_duty(name: str, says: str, codes: str, duties: Sequence[tuple[str, Duty]]) -> Iterable[Metric]:
    at, code, late = (
        GaugeMetricFamily(f"beilin_{name}_{what}", words, labels=("collection",))
        for what, words in (
            ("timestamp_seconds", f"When {says}."),
            ("exit_code", f"What that found, {codes}."),
            ("overdue", "Whether the next is overdue."),
        )
    )
    for plan_id, duty in duties:
        late.add_metric((plan_id,), duty.late)
        if duty.last:
            at.add_metric((plan_id,), duty.last.at)
            code.add_metric((plan_id,), duty.last.exit_code)
    yield from (at, code, late)


def _of_running_crawls(rows: Sequence[Row]) -> Iterable[Metric]:
    lives = {row.id: row.live for row in rows if row.live}
    for name, says in (("found", "found"), ("fetched", "fetched"), ("posts", "read as posts")):
        family = GaugeMetricFamily(
            f"beilin_crawl_{name}", f"Addresses that the running crawl has {says}.", labels=("collection",)
        )
        for plan_id, live in lives.items():
            family.add_metric((plan_id,), getattr(live, name))
        yield family


def _of_fleets(fleets: Sequence[Fleet]) -> Iterable[Metric]:
    """Yield numbers of blogs: a fleet of thousands would be thousands of series."""
    states = GaugeMetricFamily("beilin_fleet_blogs", "Blogs of a fleet by state.", labels=("fleet", "state"))
    trouble = GaugeMetricFamily("beilin_fleet_trouble", "Blogs of which it stands.", labels=("fleet", "code"))
    listed = GaugeMetricFamily("beilin_fleet_listed_timestamp_seconds", "When it was last run.", labels=("fleet",))
    for fleet in fleets:
        for state in STATES:
            states.add_metric((fleet.id, state), fleet.states.get(state, 0))
        for code, number in Counter(code for blog in fleet.blogs for code in blog.standing).items():
            trouble.add_metric((fleet.id, code), number)
        listed.add_metric((fleet.id,), fleet.listed)
    yield from (states, trouble, listed)


def _one(name: str, says: str, value: float) -> Metric:
    return GaugeMetricFamily(name, says, value=value)


def _each(name: str, says: str, rows: Iterable[Row], value: Callable[[Row], float]) -> Metric:
    family = GaugeMetricFamily(name, says, labels=("collection",))
    for row in rows:
        family.add_metric((row.id,), float(value(row)))
    return family
