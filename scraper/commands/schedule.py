"""``beilin schedule``: when which collection is crawled."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from archive.collection import open_collection
from archive.errors import UsageError
from archive.schedule import fleets, pausing, plans, spelling
from archive.schedule import plan as planning
from archive.schedule.ledger import Ledger
from archive.schedule.plan import Plan
from scraper import present_schedule
from scraper.capture.routes import parse_route
from scraper.commands.group import FOLDER, command, folder_argument, json_option, subgroup

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
@click.option("--window", metavar="HH:MM-HH:MM", help="Crawls start only then; what is due waits.")
@click.option("--zone", metavar="NAME", help="Time zone of --cron and --window; this machine's if not given.")
@click.option("--jitter", metavar="SPAN", help="Start up to so much later, by chance.  [default: 5m]")
@click.option("--keep-free", metavar="SIZE", help="No crawl with less room on the disk.  [default: 1G]")
@click.option("--most", metavar="SIZE", help="No crawl of a collection that is larger.")
@click.option("--audit", metavar="SPAN", help="Audit its replicas so often, after a crawl.")
@click.option("--drill", metavar="SPAN", help="Rehearse giving the site back so often, after a crawl.")
@click.option("--label", metavar="TEXT", help="Its name in alerts, which leave this machine.")
@click.option("--connect", multiple=True, metavar="HOST=ADDRESS:PORT", help="As for beilin mirror. Repeatable.")
@click.option("--cacert", type=click.Path(exists=True, path_type=Path), metavar="FILE", help="As for beilin mirror.")
@click.option("--without", multiple=True, type=click.Choice(spelling.REMOVABLE),
              help="Take this away from the plan that there is. Repeatable.")  # fmt: skip
@json_option
def add(folder: Path, as_json: bool, without: tuple[str, ...], **said: Any) -> None:
    """Have a collection crawled from now on; of one that has a plan, change what is named.

    What is not named stays as it is, and so does a pause. With --every or --cron it counts from now.

    \b
    Example: beilin schedule add collection --every 6h
             beilin schedule add collection --cron '0 3 * * *' --zone Asia/Shanghai --window 22:00-06:00
             beilin schedule add collection --audit 7d --without window
    """
    now, root = int(time.time()), open_collection(folder).root.resolve()
    before = plans.look_up(root)
    base = before or Plan(str(root), 0, "", _zone_here(), "", 5 * planning.MINUTE, now)
    plan = planning.check(_changed(spelling.without(base, without), now, **said))
    plans.keep(plan)
    with Ledger(now) as ledger:
        if before is None:  # one of the same folder may have been removed before
            with ledger.changing():
                ledger.mark(plan.id, plan.anchor - 1)
        present_schedule.added(before, plan, ledger, now, as_json)


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
@click.argument("folder", type=FOLDER, metavar="DIR|ID")
@json_option
def remove(folder: Path, as_json: bool) -> None:
    """Have a collection crawled no more; the collection itself stays as it is, and so does what is recorded.

    ID names a plan that is damaged, or a fleet (or its blog) that is not to be shown any more.

    \b
    Example: beilin schedule remove collection
    """
    with Ledger(int(time.time())) as ledger:
        forgotten = fleets.forget(ledger, str(folder))
    if forgotten:
        present_schedule.forgotten(forgotten, str(folder), as_json)
    else:
        present_schedule.removed(str(folder.resolve()), plans.remove(folder), as_json)


_READ: dict[str, Callable[[str], Any]] = {
    "every": planning.pace,
    "cron": planning.cron,
    "window": str,
    "zone": str,
    "jitter": planning.seconds,
    "keep_free": planning.size,
    "most": planning.size,
    "audit": planning.seconds,
    "drill": planning.seconds,
    "label": str,
}


def _changed(base: Plan, now: int, connect: tuple[str, ...], cacert: Path | None, **said: str | None) -> Plan:
    """Return a plan with what was said of it; the rest stays."""
    for route in connect:
        parse_route(route)
    named = {name: _READ[name](text) for name, text in said.items() if text is not None}
    if not named.get("label", "").isprintable():
        raise UsageError("--label has characters that cannot be shown.")
    if "every" in named or "cron" in named:
        named = {"every": 0, "cron": "", "anchor": now} | named
    authority = (str(cacert.resolve()),) if cacert else spelling.values(base, "cacert")
    return replace(base, **named, options=spelling.handed(connect or spelling.values(base, "connect"), authority))


def _zone_here() -> str:
    """Return this machine's zone: as TZ or the link /etc/localtime names it; UTC where neither does."""
    named = os.environ.get("TZ", "").lstrip(":")
    if not named and _ZONE_LINK.is_symlink():
        named = str(_ZONE_LINK.resolve()).partition("zoneinfo/")[2]
    return present_schedule.known_zone(named)
