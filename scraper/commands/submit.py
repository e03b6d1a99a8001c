"""``beilin submit``: the Wayback Machine asked to save what is new."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path

import click

from archive.collection import open_collection
from archive.config import load
from archive.counted import counted
from archive.error_document import told
from archive.printable import printable
from archive.writing import writing
from scraper import present
from scraper.commands.group import Seconds, command, folder_argument, json_option

_DELAY = 12.0  # seconds: the service takes few requests a minute


@command("For the organisation")
@folder_argument
@click.option("--most", type=click.IntRange(1), default=100, show_default=True, metavar="N", help="Posts in one run.")
@click.option("--delay", type=Seconds(), default=_DELAY, show_default=True, metavar="SECONDS",
              help="Pause between two requests.")  # fmt: skip
@json_option
def submit(folder: Path, most: int, delay: float, as_json: bool) -> None:
    """Ask the Wayback Machine to save each new post, once a version; only where beilin.toml allows it.

    \b
    Example: beilin submit collection
    """
    from scraper.submitting import submit as run_submit  # noqa: PLC0415

    layout = open_collection(folder)
    with writing(layout), present.working("Submitting", as_json) as progress:
        done, trouble = run_submit(layout, load(layout), most, delay, progress)
    if as_json:
        present.document({**asdict(done), "error": asdict(told(trouble)) if trouble else None})
    else:
        for url, status in done.refused:
            click.echo(printable(f"{url}: the service answers {status}"))
        click.echo(f"{counted(len(done.accepted), 'post')} submitted, {done.waiting} still to be.")
    if trouble:
        present.error(trouble, as_json=False)  # the document has it already
        sys.exit(trouble.exit_code)
