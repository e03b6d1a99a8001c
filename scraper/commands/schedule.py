"""``beilin schedule``: when which collection is crawled."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

import click

from archive.collection import open_collection
from archive.errors import UsageError
from archive.schedule import pausing, plans
from archive.schedule import plan as planning
from archive.schedule.ledger import Ledger
from archive.schedule.plan import Plan
from scraper import present_schedule
from scraper.capture.routes import parse_route
from scraper.commands.group import command, folder_argument, json_option, subgroup

_ZONE_LINK = Path("/etc/localtime")

schedule = subgroup("For archivists", "schedule", """Have collections crawled by themselves.

A plan lies on this machine. It is followed by `beilin run`, or by `beilin tick` from a systemd timer or cron.

\b
Example: beilin schedule add collection --every 6h
""")  # fmt: skip


@command("", schedule)
@folder_argument
@click.option("--every", metavar="SPAN", help="90m, 6h, 1d, 2w: counted from now, the first crawl at once.")
@click.option("--cron", metavar="LINE", help="Minute, hour, day, month, weekday: '0 3 * * *'; or @daily.")
@click.option("--window", default="", metavar="HH:MM-HH:MM", help="Crawls start only then; what is due waits.")
@click.option(
    "--zone", default="", metavar="NAME", help="Time zone of --cron and --window; this machine's if not given."
)
@click.option("--jitter", default="5m", show_default=True, metavar="SPAN", help="Start up to so much later, by chance.")
@click.option(
    "--keep-free", default="1G", show_default=True, metavar="SIZE", help="No crawl with less room on the disk."
)
@click.option("--most", default="", metavar="SIZE", help="No crawl of a collection that is larger.")
@click.option("--audit", default="0d", metavar="SPAN", help="Audit its replicas so often, after a crawl.")
@click.option("--drill", default="0d", metavar="SPAN", help="Rehearse giving the site back so often, after a crawl.")
@click.option("--label", default="", metavar="TEXT", help="Its name in alerts, which leave this machine.")
@click.option("--connect", multiple=True, metavar="HOST=ADDRESS:PORT", help="As for beilin mirror. Repeatable.")
@click.option("--cacert", type=click.Path(exists=True, path_type=Path), metavar="FILE", help="As for beilin mirror.")
@json_option
def add(folder: Path, as_json: bool, **said: Any) -> None:
    """Have a collection crawled from now on; one that has a plan gets another.

    \b
    Example: beilin schedule add collection --every 6h
             beilin schedule add collection --cron '0 3 * * *' --zone Asia/Shanghai --window 22:00-06:00
    """
    plan = planning.check(_plan(folder, **said))
    is_new = plans.look_up(folder) is None
    plans.keep(plan)
    with Ledger(plan.anchor) as ledger:
        if is_new:  # one of the same folder may have been removed before
            with ledger.changing():
                ledger.mark(plan.id, plan.anchor - 1)
        present_schedule.planned(plan, ledger, plan.anchor, as_json)


@command("", schedule, "list")
@json_option
def list_(as_json: bool) -> None:
    """Show all plans: how often, when next, what became of the last crawls.

    \b
    Example: beilin schedule list
    """
    now = int(time.time())
    with Ledger(now) as ledger:
        present_schedule.every_plan(list(plans.everything()), ledger, now, as_json)


@command("", schedule)
@folder_argument
@json_option
def pause(folder: Path, as_json: bool) -> None:
    """Let a collection rest; crawls that come due meanwhile are recorded as paused. One that runs stops soon.

    It stops at the next safe place, and goes on from there when the collection is resumed.

    \b
    Example: beilin schedule pause collection
    """
    now = int(time.time())
    paused = pausing.pause(plans.find(folder), now)
    with Ledger(now) as ledger:
        present_schedule.planned(paused, ledger, now, as_json)


@command("", schedule)
@folder_argument
@json_option
def resume(folder: Path, as_json: bool) -> None:
    """Go on with a collection that was paused.

    \b
    Example: beilin schedule resume collection
    """
    now = int(time.time())
    with Ledger(now) as ledger:
        resumed = pausing.resume(ledger, plans.find(folder), now)
        present_schedule.planned(resumed, ledger, now, as_json)


@command("", schedule)
@folder_argument
@json_option
def remove(folder: Path, as_json: bool) -> None:
    """Have a collection crawled no more; the collection itself stays as it is, and so does what is recorded.

    \b
    Example: beilin schedule remove collection
    """
    plan = plans.find(folder)
    plans.remove(plan)
    present_schedule.removed(plan, as_json)


def _plan(  # noqa: PLR0913 - what may be said of a plan
    folder: Path, *, every: str | None, cron: str | None, window: str, zone: str, jitter: str, keep_free: str,
    most: str, audit: str, drill: str, label: str, connect: tuple[str, ...], cacert: Path | None,
) -> Plan:  # fmt: skip
    for route in connect:
        parse_route(route)
    if not label.isprintable():
        raise UsageError("--label has characters that cannot be shown.")
    return Plan(
        folder=str(open_collection(folder).root.resolve()),
        every=planning.pace(every) if every else 0,
        cron=planning.cron(cron) if cron else "",
        zone=zone or _zone_here(),
        window=window,
        jitter=planning.seconds(jitter),
        anchor=int(time.time()),
        keep_free=planning.size(keep_free),
        most=planning.size(most) if most else 0,
        audit=planning.seconds(audit),
        drill=planning.seconds(drill),
        label=label,
        options=_options(connect, cacert),
    )


def _options(connect: tuple[str, ...], cacert: Path | None) -> tuple[str, ...]:
    routes = [word for route in connect for word in ("--connect", route)]
    return (*routes, *(("--cacert", str(cacert.resolve())) if cacert else ()))


def _zone_here() -> str:
    """Return this machine's zone: as TZ or the link /etc/localtime names it; UTC where neither does."""
    named = os.environ.get("TZ", "").lstrip(":")
    if not named and _ZONE_LINK.is_symlink():
        named = str(_ZONE_LINK.resolve()).partition("zoneinfo/")[2]
    return present_schedule.known_zone(named)
