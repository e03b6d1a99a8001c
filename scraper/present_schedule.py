"""How plans, and what became of them, are shown."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict

import click

from archive.alerts.message import instant
from archive.codec import to_plain
from archive.counted import counted
from archive.errors import CollectionError, UsageError
from archive.printable import printable
from archive.schedule import plan as planning
from archive.schedule.calendar import SIGNS
from archive.schedule.judging import FAILED, MISSED, RUNNING
from archive.schedule.ledger import Ledger
from archive.schedule.overview import Overview, Row, next_start
from archive.schedule.plan import Plan
from archive.sizes import duration, size
from archive.underway import CRAWLING
from scraper import present
from scraper.scheduling import Deed

_RED = (FAILED, MISSED)
_SHOWN = 3  # slots of a plan


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


def removed(plan: Plan, as_json: bool) -> None:
    """Say that a plan is gone."""
    if as_json:
        present.document({"id": plan.id, "folder": plan.folder, "removed": True})
        return
    click.echo(printable(f"{plan.folder} is crawled no more; the collection itself is as it was."))


def every_plan(found: Sequence[Plan | CollectionError], ledger: Ledger, now: int, as_json: bool) -> None:
    """Show all plans, and the newest of what became of each."""
    plans = [one for one in found if isinstance(one, Plan)]
    damaged = [str(one) for one in found if not isinstance(one, Plan)]
    if as_json:
        present.document({"plans": [_plain(plan, ledger, now) for plan in plans], "damaged": damaged})
        return
    for plan in plans:
        click.echo(printable(_sentence(plan, ledger, now)))
        for slot in ledger.slots(plan.id, _SHOWN):
            _show(slot.state, f"  {instant(slot.last)} {_told(Deed(plan.folder, slot))}")
    for sentence in damaged:
        click.secho(printable(sentence), fg="red", err=True)
    if not found:
        click.echo("Nothing is scheduled: beilin schedule add DIR --every 6h.")


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
        for line in _lines(row, found.at):
            click.echo(printable(f"  {line}"))
    if not found.collections:
        click.echo("Nothing is scheduled: beilin schedule add DIR --every 6h.")
    if found.collections:
        click.echo(f"Days, today last: {', '.join(f'{sign} {state}' for state, sign in SIGNS.items() if state)}.")
    if found.waiting:
        click.secho(f"{counted(found.waiting, 'alert')} not delivered yet.", fg="red")
    for at, what in found.notes:
        click.echo(f"{instant(at)} {what}")


def _lines(row: Row, now: int) -> list[str]:
    audit = "never audited"
    if row.audited:
        audit = f"audited {instant(row.audited)}: {'whole' if row.audit == 0 else f'exit code {row.audit}'}"
    ago = duration(max(now - row.last_ran, 0))
    named = f"{row.percent} %, {counted(row.posts, 'post')} named"
    lines = [
        *_now(row),
        f"last ran {instant(row.last_ran)}, {ago} ago" if row.last_ran else "never ran",
        f"next {instant(row.next_due)}" if row.next_due else "next: not while it is paused",
        f"coverage {'unknown' if row.percent is None else named}",
        f"{size(row.bytes)} of captures, {size(row.grown)} in thirty days",
        f"{len(row.days)} days: {''.join(SIGNS[day.state] for day in row.days)}",
        f"{counted(row.replicas, 'replica')}, {audit}" if row.replicas else "no replica",
    ]
    if row.drilled:
        sound = {0: "sound", 3: "sound, something missing"}.get(row.drill or 0, f"exit code {row.drill}")
        lines.append(f"drilled {instant(row.drilled)}: {sound}")
    if row.standing:
        lines.append(f"stands: {', '.join(row.standing)}")
    return [*lines, *([row.reason] if row.reason else []), *([row.trouble] if row.trouble else [])]


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
    return f"{plan.folder}: {often}{window}; {f'next {instant(at)}' if at else 'paused'}."


def _told(one: Deed) -> str:
    assert one.slot is not None
    many = f" ({counted(one.slot.count, 'crawl')} since {instant(one.slot.first)})" if one.slot.count > 1 else ""
    return f"{one.slot.state}{many}{f': {one.slot.reason}' if one.slot.reason else ''}"


def _show(state: str, line: str) -> None:
    click.secho(printable(line), fg="red" if state in _RED else None)
