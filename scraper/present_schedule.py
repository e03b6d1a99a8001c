"""How plans, and what became of them, are shown."""

from __future__ import annotations

import json
import shlex
from collections.abc import Sequence
from dataclasses import asdict

import click

from archive.alerts.message import instant
from archive.codec import to_plain
from archive.counted import counted
from archive.errors import CollectionError, CoverageGap, UsageError
from archive.printable import printable
from archive.schedule import plan as planning
from archive.schedule.calendar import SIGNS
from archive.schedule.duties import Duty
from archive.schedule.fleets import Fleet, fleets
from archive.schedule.judging import FAILED, MISSED, RUNNING
from archive.schedule.ledger import Ledger
from archive.schedule.overview import Overview, Row, next_start
from archive.schedule.plan import Plan
from archive.schedule.spelling import as_options, differences
from archive.sizes import duration, size
from archive.underway import CRAWLING
from scraper import present
from scraper.scheduling import Deed

_RED = (FAILED, MISSED)
_SHOWN = 3  # slots of a plan
_MOST_BLOGS = 50  # of a fleet that are named
_NOTHING = "Nothing is scheduled: beilin schedule add DIR --every 6h."
_AWAY = "its folder is not there: attach its disk or bring it back; moved, it needs schedule remove and add"
_LATE = "; overdue"


def known_zone(name: str) -> str:
    """Return a zone's name, "UTC" where this machine has none of it."""
    try:
        return planning.zone(name).key if name else "UTC"
    except UsageError:
        return "UTC"


def planned(plan: Plan, ledger: Ledger, now: int, as_json: bool) -> None:
    """Show one plan."""
    if as_json:
        present.document(_plain(plan, ledger, now))
        return
    click.echo(printable(_sentence(plan, ledger, now)))


def added(before: Plan | None, plan: Plan, ledger: Ledger, now: int, as_json: bool) -> None:
    """Show a plan, and what is no more as it was ``before``."""
    changed = differences(before, plan) if before else []
    if as_json:
        present.document({**_plain(plan, ledger, now), "changed": changed})
        return
    click.echo(printable(_sentence(plan, ledger, now)))
    click.echo(printable(f"  {as_options(plan)}"))
    if before:
        click.echo(printable(f"  changed: {'; '.join(changed) or 'nothing'}"))
    if plan.paused:
        click.echo(printable(f"  It stays paused: beilin schedule resume {shlex.quote(plan.folder)} goes on with it."))


def removed(folder: str, plan_id: str, as_json: bool) -> None:
    """Say that a plan is gone."""
    if as_json:
        present.document({"id": plan_id, "folder": folder, "removed": True})
        return
    click.echo(printable(f"{folder} is crawled no more; the collection itself is as it was."))


def forgotten(place: str, known_id: str, as_json: bool) -> None:
    """Say that a fleet, or a blog of one, is shown no more."""
    if as_json:
        present.document({"id": known_id, "folder": place, "removed": True})
        return
    click.echo(printable(f"{place} is shown no more until a fleet crawls it again; what was crawled is as it was."))


def every_plan(found: Sequence[Plan | CollectionError], ledger: Ledger, now: int, as_json: bool) -> None:
    """Show all plans, and the newest of what became of each."""
    plans = [one for one in found if isinstance(one, Plan)]
    damaged = [str(one) for one in found if not isinstance(one, Plan)]
    if as_json:
        present.document({"plans": [_plain(plan, ledger, now) for plan in plans], "damaged": damaged})
        return
    for plan in plans:
        click.echo(printable(_sentence(plan, ledger, now)))
        click.echo(printable(f"  {as_options(plan)}"))
        for slot in ledger.slots(plan.id, _SHOWN):
            _show(slot.state, f"  {instant(slot.last)} {_told(Deed(plan.folder, slot))}")
    for sentence in damaged:
        click.secho(printable(sentence), fg="red", err=True)
    if not found:
        click.echo(_NOTHING)
    if blogs := sum(len(fleet.blogs) for fleet in fleets(ledger)):
        click.echo(f"{counted(blogs, 'blog')} of fleets, which have no plans: beilin status --all.")


def deeds(found: Sequence[Deed], as_json: bool) -> None:
    """Show what a look at the plans did."""
    if as_json:
        acted = [{"folder": one.folder, **asdict(one.slot)} for one in found if one.slot]
        present.document({"acted": acted, "troubles": [one.trouble for one in found if one.trouble]})
        return
    for one in found:
        deed(one)


def deed(one: Deed, as_json: bool = False) -> None:
    """Show one thing that was done; troubles on stderr. For machines each is one object on a line."""
    if as_json:
        slot = asdict(one.slot) if one.slot else {}
        click.echo(json.dumps({"folder": one.folder, **slot, "trouble": one.trouble or None}, ensure_ascii=False))
        return
    if one.slot is None:
        click.secho(printable(f"{one.folder}: {one.trouble}" if one.folder else one.trouble), fg="red", err=True)
        return
    _show(one.slot.state, f"{one.folder}: {instant(one.slot.last)} {_told(one)}")


def overview(found: Overview, as_json: bool) -> None:
    """Show all scheduled collections."""
    if as_json:
        present.document(to_plain(found))
        return
    for row in found.collections:
        if not row.folder:
            click.secho(printable(row.trouble), fg="red")
            continue
        click.secho(printable(f"{row.folder}{f' [{row.label}]' if row.label else ''}: {row.state}"), bold=True)
        for line, is_bad in _lines(row, found.at):
            click.secho(printable(f"  {line}"), fg="red" if is_bad else None)
    for fleet in found.fleets:
        _fleet(fleet)
    if not found.collections and not found.fleets:
        click.echo(_NOTHING)
    if found.collections:
        click.echo(f"Days, today last: {', '.join(f'{sign} {state}' for state, sign in SIGNS.items() if state)}.")
    if found.waiting:
        click.secho(f"{counted(found.waiting, 'alert')} not delivered yet.", fg="red")
    for at, what in found.notes:
        click.echo(f"{instant(at)} {what}")


def _fleet(fleet: Fleet) -> None:
    """Show a fleet: how many blogs are in which state, and by name those that need a person."""
    states = ", ".join(f"{number} {state}" for state, number in fleet.states.items())
    click.secho(printable(f"Fleet {fleet.place}: {states}"), bold=True)
    click.echo(f"  {counted(len(fleet.blogs), 'blog')}, list of {instant(fleet.listed)}; id {fleet.id}")
    for blog in fleet.troubled[:_MOST_BLOGS]:
        stands = f"; stands: {', '.join(blog.standing)}" if blog.standing else ""
        ended = f" {instant(blog.ended)}" if blog.ended else ""
        said = f"{blog.state}{ended}{f': {blog.reason}' if blog.reason else ''}{stands}"
        click.secho(printable(f"  {blog.name}: {said}"), fg="red")
    if more := len(fleet.troubled[_MOST_BLOGS:]):
        click.secho(f"  and {more} more: beilin status --all --json names all.", fg="red")


def _lines(row: Row, now: int) -> list[tuple[str, bool]]:
    """Return what is said of a collection, and of each line whether it tells a failure."""
    named = f"{row.percent} %, {counted(row.posts, 'post')} named"
    plain = [
        *_now(row),
        *_last(row, now),
        f"next {instant(row.next_due)}" if row.next_due else "next: not while it is paused",
        f"coverage {'unknown' if row.percent is None else named}",
        *([f"{size(row.bytes)} of captures, {size(row.grown)} in thirty days"] if row.is_there else []),
        f"{len(row.days)} days: {''.join(SIGNS[day.state] for day in row.days)}",
    ]
    lacking = "no replica to audit" if row.audit.every else "no replica"
    audit = f"{counted(row.replicas, 'replica')}, {_audited(row.audit)}" if row.replicas else lacking
    return [
        *([] if row.is_there else [(_AWAY, True)]),
        *((line, False) for line in plain),
        *([(audit, not row.audit.well or row.audit.late)] if row.is_there else []),
        (_drilled(row.drill), not row.drill.well or row.drill.late),
        *([(f"stands: {', '.join(row.standing)}", True)] if row.standing else []),
        *((words, False) for words in (row.reason, row.trouble) if words),
    ]


def _last(row: Row, now: int) -> list[str]:
    def said(what: str, at: int) -> str:
        return f"last {what} {instant(at)}, {duration(max(now - at, 0))} ago"

    by_hand = [said("crawled by hand", row.by_hand)] if row.by_hand else []
    ran = [said("ran", row.last_ran)] if row.last_ran else []
    return [*by_hand, *ran] or ["never ran"]


def _audited(audit: Duty) -> str:
    if audit.last is None:
        return f"never audited{_LATE * audit.late}"
    found = "whole" if audit.well else f"exit code {audit.last.exit_code}"
    return f"audited {instant(audit.last.at)}: {found}{_LATE * audit.late}"


def _drilled(drill: Duty) -> str:
    if drill.last is None:
        return f"never drilled{_LATE * drill.late}"
    last, parts = drill.last, []
    parts.append("sound" if drill.well else f"failed (exit code {last.exit_code})")
    if last.missing is not None:
        parts.append(f"{counted(last.missing, 'thing') if last.missing else 'nothing'} would be missing")
    elif last.exit_code == CoverageGap.exit_code:
        parts.append("something would be missing")  # noted before drills said how much
    if last.seconds is not None:
        parts.append(f"restored in {duration(last.seconds)}")
    return f"drilled {instant(last.at)}: {', '.join(parts)}{_LATE * drill.late}"


def _now(row: Row) -> list[str]:
    """Return how far the crawl that runs is."""
    stops = ["paused: it stops at the next safe place"] if row.paused and row.state == RUNNING else []
    if row.live is None:
        return stops
    far = f"{row.live.fetched} of {row.live.found} addresses, {counted(row.live.posts, 'post')}, {size(row.live.bytes)}"
    return [f"now: {far}" if row.live.phase == CRAWLING else f"now: making records and seal; {far}", *stops]


def _plain(plan: Plan, ledger: Ledger, now: int) -> dict[str, object]:
    slots = [asdict(slot) for slot in ledger.slots(plan.id, _SHOWN)]
    return {"id": plan.id, **asdict(plan), "next": next_start(ledger, plan, now), "slots": slots}


def _sentence(plan: Plan, ledger: Ledger, now: int) -> str:
    often = f"every {duration(plan.every)}" if plan.every else f"at {plan.cron!r} ({plan.zone})"
    window = f", between {plan.window} ({plan.zone})" if plan.window else ""
    at = next_start(ledger, plan, now)
    return f"{plan.folder}: {often}{window}; {f'next {instant(at)}' if at else f'paused since {instant(plan.paused)}'}."


def _told(one: Deed) -> str:
    assert one.slot is not None
    many = f" ({counted(one.slot.count, 'crawl')} since {instant(one.slot.first)})" if one.slot.count > 1 else ""
    return f"{one.slot.state}{many}{f': {one.slot.reason}' if one.slot.reason else ''}"


def _show(state: str, line: str) -> None:
    click.secho(printable(line), fg="red" if state in _RED else None)
