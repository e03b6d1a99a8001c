"""``beilin rescue``: a collection filled, or begun, from copies that others made."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from archive.codec import to_plain
from archive.collection import discard, open_collection
from archive.config import load
from archive.counted import counted
from archive.error_document import told
from archive.errors import Alarmed, BeilinError, CoverageGap, NotABlog, OffLimits, UsageError
from archive.layout import Layout
from archive.printable import printable
from archive.writing import writing
from scraper import present
from scraper.commands.group import FOLDER, Seconds, command, json_option
from scraper.rescuing.services import COMMONCRAWL, COMMONCRAWL_DATA, MEMENTO, WAYBACK, Services

if TYPE_CHECKING:
    from scraper.rescuing.outcome import Outcome
    from scraper.rescuing.report import RescueReport

_MOST_FAULTS = 20


@command("For the organisation")
@click.argument("source", metavar="SOURCE")
@click.option(
    "-o", "--output", type=FOLDER, required=True, metavar="DIR", help="The collection's folder, new or existing."
)
@click.option("--blog", metavar="URL", help="The blog's address, for a collection that is to be begun.")
@click.option("--all", "every", is_flag=True, help="Everything of the blog, and not only what is missing.")
@click.option("--wayback", default=WAYBACK, metavar="URL", show_default=True, help="A Wayback Machine.")
@click.option("--commoncrawl", default=COMMONCRAWL, metavar="URL", show_default=True, help="Its indexes.")
@click.option("--commoncrawl-data", default=COMMONCRAWL_DATA, metavar="URL", show_default=True, help="Its files.")
@click.option("--memento", default=MEMENTO, metavar="URL", show_default=True,
              help="The address of TimeMaps, to which a page's is added.")  # fmt: skip
@click.option("--allow-archive", multiple=True, metavar="URL",
              help="An archive that TimeMaps may point to. Repeatable.")  # fmt: skip
@click.option("--delay", type=Seconds(), default=1.0, show_default=True, metavar="SECONDS",
              help="Pause between requests to a web archive.")  # fmt: skip
@json_option
def rescue(
    source: str, output: Path, blog: str | None, every: bool, allow_archive: tuple[str, ...], as_json: bool,
    **services: Any,
) -> None:  # fmt: skip
    """Fill the gaps of a collection, or begin one, from copies that others made.

    SOURCE is a WARC, ARC or WACZ file, a Blogger export, a folder of saved pages, or a web archive: wayback,
    commoncrawl or memento. What comes keeps its own date and says where it is from.

    \b
    Example: beilin rescue wayback -o collection
             beilin rescue crawl.wacz -o collection --blog https://NAME.blogspot.com/
    """
    from scraper.rescuing.rescue import rescue as run_rescue  # noqa: PLC0415 (parsers; other commands need none)
    from scraper.rescuing.sources import open_source  # noqa: PLC0415

    made = [one for one in (output, *output.parents) if not one.exists()]
    is_new = not Layout(output).config.is_file()
    layout = _collection(output, blog)
    wanted = Services(archives=allow_archive, **services)
    try:
        with writing(layout), present.working("Rescuing", as_json) as progress:
            config = load(layout)
            opened = open_source(source, layout, config, wanted, (lambda _: None) if as_json else _tell)
            outcome = run_rescue(layout, config, opened, every=every, progress=progress)
    except (BeilinError, OSError) as error:
        if is_new and (isinstance(error, UsageError | OffLimits) or not any(layout.warc.glob("*"))):
            discard(layout, made)
        raise
    if is_new and not outcome.is_read and not outcome.trouble:
        discard(layout, made)
        _show_faults(outcome.report, "", to_stderr=True)
        raise NotABlog(
            f"{source} holds nothing of {config.address} that can be read: no collection was made in {output}."
        )
    if is_new and outcome.trouble and not (outcome.report.taken or outcome.report.offered):
        discard(layout, made)
        raise type(outcome.trouble)(f"{outcome.trouble} Nothing came, and no collection was made in {output}.")
    _show(outcome, layout, as_json)
    if outcome.trouble:
        present.error(outcome.trouble, as_json=False)  # the document has it already
        sys.exit(outcome.trouble.exit_code)
    if outcome.summary.alarms:
        sys.exit(Alarmed.exit_code)
    if not outcome.summary.coverage.complete:
        sys.exit(CoverageGap.exit_code)


def _tell(sentence: str) -> None:
    click.echo(printable(sentence), err=True)


def _collection(folder: Path, blog: str | None) -> Layout:
    if blog:
        from scraper.mirror import Wishes, blog_address, prepare  # noqa: PLC0415

        return prepare(blog_address(blog), folder, Wishes())
    if not Layout(folder).config.is_file():
        raise UsageError(f"{folder} is no collection yet: say whose blog it is to be, with --blog URL.")
    return open_collection(folder)


def _show(outcome: Outcome, layout: Layout, as_json: bool) -> None:
    report, summary = outcome.report, outcome.summary
    if as_json:
        present.document({
            "collection": str(layout.root),
            "rescue": to_plain(report),
            "summary": to_plain(summary),
            "error": to_plain(told(outcome.trouble)) if outcome.trouble else None,
        })  # fmt: skip
        return
    _show_faults(report, f": see reports/{report.crawl}/rescue.json")
    present.coverage(summary.coverage, as_json=False)
    click.echo(
        f"{counted(report.taken, 'capture')} of others taken, {report.refused} refused, {report.already} held already; "
        f"gaps: {report.gaps_before} before, {len(summary.coverage.missing)} now."
    )
    click.echo(f"Records: {summary.new} new, {summary.changed} changed, {summary.unchanged} unchanged.")
    present.alarms(summary.alarms)


def _show_faults(report: RescueReport, where: str, *, to_stderr: bool = False) -> None:
    for fault in report.faults[:_MOST_FAULTS]:
        about = f"{fault.url} {fault.instant}".strip()
        said = f"{fault.detail} [{fault.code}]"
        click.echo(printable(f"{about}: {said}" if about else said), err=to_stderr)
    if len(report.faults) > _MOST_FAULTS:
        click.echo(f"... and {len(report.faults) - _MOST_FAULTS} more{where}", err=to_stderr)
