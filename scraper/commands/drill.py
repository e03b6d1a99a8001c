"""``beilin drill``: the worst day, rehearsed."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import click

from archive.collection import open_collection
from archive.counted import counted
from archive.errors import CoverageGap, Damaged
from archive.printable import printable
from archive.restoration.article import DAMAGED
from archive.restoration.forms import FORMS
from archive.schedule import recording
from archive.schedule.duties import DRILLS
from archive.sizes import duration, size
from scraper import present
from scraper.commands.group import command, folder_argument, json_option
from scraper.drilling import Drilled, drill_all, plain

_MOST_LINES = 20


@command("For the organisation")
@folder_argument
@click.option("--to", "chosen", type=click.Choice(list(FORMS)), multiple=True, help="One form alone. Repeatable.")
@click.option("--temporary", type=click.Path(file_okay=False, exists=True, path_type=Path), metavar="DIR",
              help="Where to restore meanwhile; without it the system's own folder.")  # fmt: skip
@json_option
def drill(folder: Path, chosen: tuple[str, ...], temporary: Path | None, as_json: bool) -> None:
    """Rehearse the worst day: restore the site in every form into a temporary folder, check it, and say what lacks.

    Says how long each form took, and what the site would not have. Exit code 3 where something would be missing, 4
    where the collection is damaged or a restored site is not as it should be. Nothing is left behind: fit for a timer.

    \b
    Example: beilin drill collection --json
    """
    layout = open_collection(folder)
    try:
        with present.working("Drill", as_json) as progress:
            drilled = drill_all(layout, chosen or tuple(FORMS), temporary, progress)
    except Damaged:  # what a whole drill would have come to as well
        _note(folder, Damaged.exit_code)
        raise
    _show(drilled, as_json)
    exit_code = _exit_code(drilled)
    if not chosen:
        _note(folder, exit_code, plain(drilled))
    sys.exit(exit_code)


def _note(folder: Path, exit_code: int, document: recording.Document = None) -> None:
    present.not_noted(recording.by_hand(folder, DRILLS, exit_code, int(time.time()), document))


def _exit_code(drilled: tuple[Drilled, ...]) -> int:
    if any(one.faults for one in drilled):
        return Damaged.exit_code
    return CoverageGap.exit_code if any(one.missing for one in drilled) else 0


def _show(drilled: tuple[Drilled, ...], as_json: bool) -> None:
    if as_json:
        present.document(plain(drilled))
        return
    for one in drilled:
        for fault in one.faults:
            click.echo(printable(f"{one.form}: {fault}"))
        gaps = [lack for lack in one.missing if lack.what != DAMAGED]  # damage stands among the faults
        for lack in gaps[:_MOST_LINES]:
            click.echo(printable(f"{one.form}: {lack.line()}"))
        if len(gaps) > _MOST_LINES:
            click.echo(f"{one.form}: ... and {len(gaps) - _MOST_LINES} more")
    for one in drilled:
        verdict = "sound" if not one.faults else counted(len(one.faults), "fault")
        gone = "nothing is missing" if not one.missing else f"{len(one.missing)} missing"
        held = f"{counted(one.articles, 'article')}, {counted(one.files, 'file')}, {size(one.size)}"
        click.echo(f"{one.form}: restored in {duration(one.seconds)}, {verdict}, {gone}: {held}.")
