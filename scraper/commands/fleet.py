"""``beilin fleet``: many blogs on many machines."""

from __future__ import annotations

import secrets
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from archive.counted import counted
from archive.durable import storage_errors
from archive.errors import Alarmed, CoverageGap, Interrupted, Unreachable, UsageError
from archive.leases import LASTS
from archive.schedule.judging import FAILED, RAN, SKIPPED
from scraper import present, present_schedule
from scraper.capture.routes import parse_route
from scraper.commands.group import Seconds, cluster_option, command, json_option
from scraper.commands.replicas import endpoint_option
from scraper.commands.stopping import stopped_by_signals
from scraper.fleet.presence import PATIENCE
from scraper.scheduling import Deed


@command("For archivists")
@click.argument("blogs", metavar="LIST", type=click.Path(path_type=Path))
@click.option("-o", "--output", "place", required=True, metavar="DIR|s3://BUCKET/PREFIX",
              help="Where the collections lie: a folder that all workers see, or a bucket.")  # fmt: skip
@cluster_option
@click.option(
    "--workers", type=click.IntRange(1, 256), metavar="N", help="Of a local cluster; one a processor without it."
)
@click.option("--delay", type=Seconds(), metavar="SECONDS", help="Pause between requests to one host.")
@click.option("--service-delay", type=Seconds(), default=0.1, show_default=True, metavar="SECONDS",
              help="Pause between requests to all hosts of one service, of all workers together.")  # fmt: skip
@click.option("--visit", type=click.Choice(["auto", "full", "quick"]), default="auto", show_default=True,
              help="As for beilin mirror.")  # fmt: skip
@click.option("--contact", metavar="TEXT", help="Your e-mail or web address, named in the user agent.")
@click.option("--connect", multiple=True, metavar="HOST=ADDRESS:PORT", help="As for beilin mirror. Repeatable.")
@click.option("--cacert", type=click.Path(exists=True, path_type=Path), metavar="FILE", help="As for beilin mirror.")
@endpoint_option
@click.option("--scratch", type=click.Path(file_okay=False, path_type=Path), metavar="DIR",
              help="A folder of each worker's own machine, for what is under way.")  # fmt: skip
@click.option("--give-up-after", "lasts", type=Seconds(3), default=LASTS, show_default=True,
              metavar="SECONDS", help="A worker that says nothing for so long loses its blog.")  # fmt: skip
@click.option("--wait-for-workers", "patience", type=click.FloatRange(min=1), default=PATIENCE, show_default=True,
              metavar="SECONDS", help="Where no worker is left for so long, the run ends.")  # fmt: skip
@json_option
def fleet(blogs: Path, place: str, cluster: str | None, workers: int | None, patience: float, as_json: bool,
          **wishes: Any) -> None:  # fmt: skip
    """Crawl each blog of a list once, many at a time, on this machine or on a Dask cluster.

    LIST has an address a line, and after it the name of the collection where that is not to be the host's. Each blog
    ends in a recorded state (ran, skipped, failed); two fleets may run at a time.

    \b
    Example: beilin fleet blogs.txt -o collections --workers 4
             beilin fleet blogs.txt -o s3://bucket/blogs --cluster tls://scheduler.example:8786
    """
    from scraper.fleet import cluster as clusters  # noqa: PLC0415
    from scraper.fleet.places import check  # noqa: PLC0415

    jobs = _jobs(blogs, check(place), **wishes)
    scratch = str(wishes["scratch"].resolve()) if wishes["scratch"] else None
    present.notice(clusters.notice(cluster or ""))
    try:
        with clusters.opened(cluster or clusters.LOCAL, workers, scratch) as client:
            from scraper.fleet.running import Fleet  # noqa: PLC0415

            master = Fleet(client, jobs, patience)
            with stopped_by_signals(master.stop):
                deeds = _shown(master.run(), as_json)
        lost, stopped = master.lost, master.stop.is_set()
    except Unreachable as error:
        from scraper.fleet.recording import all_failed  # noqa: PLC0415

        deeds, lost, stopped = _shown(all_failed(jobs, error), as_json), error, False
    _finish(deeds, len(jobs), lost, stopped=stopped, as_json=as_json)


def _shown(deeds: Iterator[Deed], as_json: bool) -> list[Deed]:
    """Show each deed when it is done; return all."""
    found = []
    for deed in deeds:
        present_schedule.deed(deed, as_json)
        found.append(deed)
    return found


def _jobs(blogs: Path, place: str, **wishes: Any) -> list[Any]:
    """Return the jobs of a run."""
    import tempfile  # noqa: PLC0415

    from scraper.fleet.blogs import read_list  # noqa: PLC0415
    from scraper.fleet.jobs import Job  # noqa: PLC0415

    for route in wishes["connect"]:
        parse_route(route)
    if not blogs.is_file():
        raise UsageError(f"{blogs} is no file: give one with a blog's address on each line.")
    with storage_errors(blogs):
        content = blogs.read_bytes()
    try:
        listed = read_list(content.decode("utf-8-sig"), str(blogs))
    except UnicodeDecodeError:
        raise UsageError(f"{blogs} is not in UTF-8: save it so, and run again.") from None
    like = Job(
        run=secrets.token_hex(6),
        began=int(time.time()),
        url="",
        name="",
        place=place,
        endpoint=wishes["endpoint"] or "",
        scratch=str(wishes["scratch"].resolve()) if wishes["scratch"] else tempfile.gettempdir(),
        lasts=wishes["lasts"],
        service_gap=wishes["service_delay"],
        connect=wishes["connect"],
        cacert=str(wishes["cacert"].resolve()) if wishes["cacert"] else "",
        contact=wishes["contact"],
        delay=wishes["delay"],
        visit=wishes["visit"],
    )
    return [replace(like, url=blog.url, name=blog.name) for blog in listed]


def _finish(deeds: list[Deed], wanted: int, lost: Unreachable | None, *, stopped: bool, as_json: bool) -> None:
    slots = [deed.slot for deed in deeds if deed.slot]
    said = ", ".join(f"{sum(slot.state == state for slot in slots)} {state}" for state in (RAN, SKIPPED, FAILED))
    click.echo(f"{counted(wanted, 'blog')}: {said}.", err=True)
    if stopped:
        click.echo("Stopped. What was fetched is kept; the same command goes on from there.", err=True)
        sys.exit(Interrupted.exit_code)
    if lost:
        present.error(lost, as_json, line=True)
    if any(slot.exit_code == Alarmed.exit_code for slot in slots):
        sys.exit(Alarmed.exit_code)
    if lost:
        sys.exit(lost.exit_code)
    if any(slot.state == FAILED or slot.exit_code == CoverageGap.exit_code for slot in slots):
        sys.exit(CoverageGap.exit_code)
