"""``beilin tick`` and ``beilin run``: following the plans."""

from __future__ import annotations

import sys

import click

from archive.errors import CollectionError
from scraper import present_schedule
from scraper.commands.group import command, json_option, log_option
from scraper.commands.stopping import stopped_by_signals
from scraper.scheduling import Deed, Scheduler

_jobs = click.option("--jobs", type=click.IntRange(1, 64), default=4, show_default=True, metavar="N",
                     help="Crawls at a time.")  # fmt: skip


@command("For archivists")
@_jobs
@log_option
@json_option
def tick(jobs: int, as_json: bool) -> None:
    """Crawl what is due now, send what is to be told, and end; run it every few minutes, by systemd or cron.

    It may be run as often as one likes, and twice at a time: no crawl is done twice for that.

    \b
    Example: beilin tick
    """
    scheduler = Scheduler(jobs=jobs)
    with stopped_by_signals(scheduler.stop):
        deeds = scheduler.tick()
        scheduler.close()
    present_schedule.deeds(deeds, as_json)
    _finish(deeds)


@command("For archivists")
@_jobs
@log_option
@json_option
def run(jobs: int, as_json: bool) -> None:
    """Follow the plans until it is stopped; Ctrl-C or SIGTERM stops crawls cleanly, and the next start goes on.

    \b
    Example: beilin run
    """
    scheduler = Scheduler(jobs=jobs)
    with stopped_by_signals(scheduler.stop):
        for deed in scheduler.run():
            present_schedule.deed(deed, as_json)
        scheduler.close()


def _finish(deeds: list[Deed]) -> None:
    if any(deed.trouble and not deed.later for deed in deeds):
        sys.exit(CollectionError.exit_code)
