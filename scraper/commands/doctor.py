"""``beilin doctor``: is this machine fit to keep blogs?"""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path

import click

from archive.collection import open_collection
from archive.errors import BeilinError
from archive.printable import printable
from scraper import present
from scraper.commands.group import FOLDER, command, json_option


@command("For archivists")
@click.argument("folders", type=FOLDER, nargs=-1, metavar="[DIR]...")
@json_option
def doctor(folders: tuple[Path, ...], as_json: bool) -> None:
    """Check this machine: Python, disk, clock, DNS, proxy, browser, keys, permissions, schedule, alerts.

    Looks at the collections that are named, or at all that are scheduled. Exit code 1 where something fails.

    \b
    Example: beilin doctor
    """
    from scraper.doctor import FAIL, WARN, examine  # noqa: PLC0415 (it asks what the crawler asks)

    colours = {FAIL: "red", WARN: "yellow"}
    found = examine([open_collection(folder).root for folder in folders])
    failed = any(one.level == FAIL for one in found)
    if as_json:
        present.document({"well": not failed, "checks": [asdict(one) for one in found]})
    for one in () if as_json else found:
        advice = f"; {one.advice}" if one.advice else ""
        click.secho(printable(f"{one.level:4} {one.check}: {one.detail}{advice}"), fg=colours.get(one.level))
    if failed:
        sys.exit(BeilinError.exit_code)
