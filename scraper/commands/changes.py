"""`beilin changes`: what became of the blog since the last visit, and a person's word that it is all right."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from archive.changes_read import read_changes
from archive.collection import open_collection
from archive.errors import Alarmed, NotACollection, UsageError
from archive.layout import CRAWL
from archive.printable import printable
from archive.writing import writing
from scraper import present
from scraper.commands.group import command, folder_argument, json_option
from scraper.present_changes import show


@command("For archivists")
@folder_argument
@click.argument("crawl", required=False)
@click.option("--accept", multiple=True, metavar="URL|all",
              help="You looked at it, and it is the blog's own: make it the new baseline. Repeatable.")  # fmt: skip
@json_option
def changes(folder: Path, crawl: str | None, accept: tuple[str, ...], as_json: bool) -> None:
    """Say what changed since the last visit, and whether it is still the blog; exit code 9 for an alarm.

    \b
    Example: beilin changes collection
    """
    layout = open_collection(folder)
    if crawl and accept:
        raise UsageError("--accept is about the newest crawl: leave CRAWL out.")
    if crawl and not CRAWL.fullmatch(crawl):
        raise UsageError(f"{printable(crawl)} is no crawl: give its name as in reports/, such as 20140305T143600Z.")
    report = read_changes(layout, crawl or "*")
    if report is None:
        where = f"of crawl {printable(crawl)}" if crawl else "yet: run beilin mirror first"
        raise NotACollection(f"{folder} has no change report {where}.")
    if accept:
        from scraper.accepting import accept_changes  # noqa: PLC0415

        with writing(layout), present.working("Reading", as_json) as progress:
            report = accept_changes(layout, report, accept, progress)
    show(report, as_json, layout.reports / report.crawl / "changes.html")
    if report.worrying:
        sys.exit(Alarmed.exit_code)
