"""How results are shown: tables and sentences for people, one JSON document for machines."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console
from rich.markup import escape
from rich.progress import Progress
from rich.table import Table

from archive import journal
from archive.change_report import Alarm
from archive.changes import Change
from archive.codec import to_plain
from archive.counted import counted
from archive.coverage import Coverage, Missing
from archive.error_document import ErrorDocument, ErrorTold, told
from archive.errors import BeilinError
from archive.integrity import Fault, Verdict
from archive.printable import printable
from archive.sizes import size
from archive.status import Status

if TYPE_CHECKING:
    from scraper.mirror import Outcome

_MOST_ROWS = 20
_UNBROKEN = 4000  # columns
_BETWEEN_LINES = 10.0  # seconds
_CHANGED = {
    "added": "new",
    "edited": "edited",
    "reread": "read anew",
    "deleted": "gone",
    "template": "another template at",
}
_RECORDED = ("post", "page", "comment", "version")
_SHOWN = {
    "post": "posts",
    "page": "static pages",
    "archive": "archive pages",
    "comments-feed": "comment feeds",
    "image": "images as shown",
    "original": "images, original size",
    "asset": "style sheets, scripts",
}


def error(problem: BeilinError, as_json: bool, *, line: bool = False) -> None:
    """Show an error: one sentence on stderr, and for machines a document on stdout, on one line beside other lines."""
    journal.event("error", code=told(problem).code, exit_code=problem.exit_code)
    if as_json:
        error_document(told(problem), line=line)
    click.secho(printable(str(problem)), fg="red", err=True)


def error_document(one: ErrorTold, *, line: bool = False) -> None:
    """Write an error as the JSON document that stands in the place of a result, or after lines."""
    document(to_plain(ErrorDocument(one)), line=line)


def notice(sentence: str) -> None:
    """Say on stderr what somebody should know; an empty sentence is not said."""
    if sentence:
        click.echo(printable(sentence), err=True)


def document(plain: Any, *, line: bool = False) -> None:
    """Write one JSON document to stdout, on one ``line`` if that is wished.

    What UTF-8 has no form for, in names of files, is escaped as JSON does.
    """
    text = json.dumps(plain, ensure_ascii=False, indent=None if line else 2)
    click.echo(text.encode("utf-8", "backslashreplace").decode("utf-8"))


def mirrored(outcome: Outcome, as_json: bool) -> None:
    """Show what a run of `beilin mirror` came to."""
    if as_json:
        document({
            "collection": str(outcome.layout.root) if outcome.kept else None,
            "summary": to_plain(outcome.summary) if outcome.summary else None,
            "faults": [to_plain(fault) for fault in outcome.faults],
            "trouble": str(outcome.trouble) if outcome.trouble else None,
            "error": to_plain(told(outcome.trouble)) if outcome.trouble else None,
            "notices": list(outcome.notices),
        })  # fmt: skip
        return
    summary = outcome.summary
    if summary and any(tally.named for tally in summary.coverage.tallies):
        coverage(summary.coverage, as_json=False)
        reread = f", {summary.reread} read anew" if summary.reread else ""
        click.echo(f"Records: {summary.new} new, {summary.changed} changed{reread}, {summary.unchanged} unchanged.")
        alarms(summary.alarms)
    if outcome.faults or not outcome.trouble:
        faults(outcome.faults, "Verified: every file is as it was sealed and signed.")
    for sentence in outcome.notices:
        click.echo(printable(sentence), err=True)
    if outcome.kept:
        click.echo(f"The collection is in {outcome.layout.root}; its README.txt says how to read it.")


def alarms(found: Sequence[Alarm]) -> None:
    """Show what a person should look at."""
    for alarm in found:
        click.secho(printable(f"Look at this: {alarm.detail} [{alarm.code}]"), fg="red")


def coverage(report: Coverage, as_json: bool) -> None:
    """Show a coverage report."""
    if as_json:
        document(to_plain(report))
        return
    console = _console()
    others = any(tally.rescued for tally in report.tallies)
    heads = ("", "named", "captured", "of these from others")[: 4 if others else 3]
    tallies = [(_SHOWN.get(t.kind, t.kind), t.named, t.captured, t.rescued)[: len(heads)] for t in report.tallies]
    console.print(_grid(heads, tallies))
    rows = [(w.name, w.named, "" if w.stated is None else w.stated, len(w.alone)) for w in report.witnesses]
    console.print(_grid(("witness", "posts named", "posts counted", "named by it alone"), rows))
    for sentence in report.explained:
        console.print(escape(sentence), soft_wrap=True)
    _changes(console, report.changes)
    _gaps(console, "Left out by rule:", report.left_out)
    _gaps(console, "Missing:", report.missing)
    verdict = (
        "[green]Complete[/]" if report.complete else f"[red]Not complete: {counted(len(report.missing), 'gap')}[/]"
    )
    console.print(f"{verdict}, {report.percent} % of what the blog's witnesses name.", soft_wrap=True)


def not_noted(why: str) -> None:
    """Say on stderr why the schedule does not know of what was done, if it does not."""
    if why:
        click.secho(printable(why), fg="red", err=True)


def status(found: Status, as_json: bool) -> None:
    """Show what a collection holds."""
    if as_json:
        document(to_plain(found))
        return
    complete = (
        "not crawled yet" if found.percent is None else f"{found.percent} %, {'complete' if found.complete else 'gaps'}"
    )
    rows = [
        ("blog", found.address),
        ("crawls", f"{found.crawls}, the newest {found.newest_crawl}" if found.crawls else "none"),
        ("records", ", ".join(counted(getattr(found, f"{what}s"), what) for what in _RECORDED)),
        ("published", f"{found.first_published} to {found.last_published}" if found.first_published else "unknown"),
        ("WARC", f"{counted(found.warc_files, 'file')}, {size(found.warc_bytes)}"),
        ("coverage", complete),
    ]
    _console().print(_grid(("", ""), rows))


def verdict(found: Verdict, as_json: bool) -> None:
    """Show what verification came to: findings one a line, then the verdict; who signed is told on stderr."""
    if as_json:
        plain = [to_plain(fault) for fault in found.faults]
        document({"whole": not found.faults, "faults": plain, "notices": list(found.notices)})
        return
    for sentence in found.notices:
        click.echo(printable(sentence), err=True)
    faults(found.faults, "Whole: every file is as it was sealed.")


def faults(found: Sequence[Fault], whole: str) -> None:
    """Show verification's findings, one a line, and the verdict, which is ``whole`` where there are none."""
    for fault in found:
        click.echo(printable(fault.line()))
    click.echo(f"{counted(len(found), 'fault')}." if found else whole)


def package(found: Sequence[Fault], signer: str | None, as_json: bool) -> None:
    """Show what judging a WACZ file came to, and who signed it."""
    if as_json:
        signed = {} if signer is None else {"signer": signer}
        document({"whole": not found, **signed, "faults": [to_plain(fault) for fault in found]})
        return
    if signer:
        click.echo(printable(f"Signed by {signer}."), err=True)
    faults(found, "Whole: every file, record and digest is as it was written.")


def keys(found: Mapping[str, Any], as_json: bool) -> None:
    """Show which keys sign and signed a collection."""
    if as_json:
        document(found)
        return
    click.echo(f"Signed by {found['current']}." if found["current"] else "Not signed yet: the next crawl makes a key.")
    for one in found["former"]:
        click.echo(f"Before by {one}{', revoked' if one in found['revoked'] else ''}.")
    for one in found["unvouched"]:
        click.echo(f"{one} replaced a key that was lost, and no other vouches for it.")


def timestamped(instant: str | None, as_json: bool) -> None:
    """Show what asking for a timestamp came to."""
    if as_json:
        document({"instant": instant})
        return
    click.echo(f"Timestamped: {instant}." if instant else "The newest state has its timestamp already.")


def reextracted(outcome: Mapping[str, int], as_json: bool) -> None:
    """Show how the records fared."""
    if as_json:
        document(dict(outcome))
        return
    click.echo("Records: " + ", ".join(f"{number} {what}" for what, number in outcome.items()) + ".")


@contextmanager
def working(what: str, as_json: bool) -> Iterator[Callable[[int, int], None]]:
    """Show a progress bar on a terminal, lines where there is none; give what moves it by (done, of how many)."""
    if as_json:
        yield lambda *_: None
        return
    if not sys.stderr.isatty():
        yield _Lines(what)
        return
    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what)
        yield lambda done, total: bar.update(task, completed=done, total=total)


class _Lines:
    """Tells how far work has come, a line every ten seconds."""

    def __init__(self, what: str) -> None:
        self._what, self._told = what, time.monotonic()

    def __call__(self, done: int, total: int) -> None:
        if time.monotonic() - self._told >= _BETWEEN_LINES:
            self._told = time.monotonic()
            print(f"{self._what}: {done} of {total}", file=sys.stderr, flush=True)  # noqa: T201


def _changes(console: Console, changes: Sequence[Change]) -> None:
    for change in changes[:_MOST_ROWS]:
        console.print(
            escape(printable(f"Since the last visit: {_CHANGED.get(change.kind, change.kind)} {change.url}")),
            soft_wrap=True,
        )
    if len(changes) > _MOST_ROWS:
        more = counted(len(changes) - _MOST_ROWS, "more change")
        console.print(f"... and {more}, in the coverage report.", soft_wrap=True)


def _gaps(console: Console, heading: str, gaps: Sequence[Missing]) -> None:
    if not gaps:
        return
    console.print(heading)
    for gap in gaps[:_MOST_ROWS]:
        about = f"{gap.kind} {gap.url}".strip()
        line = printable(f"  {about}: {gap.reason}")
        console.print(line, markup=False, highlight=False, soft_wrap=True)
    if len(gaps) > _MOST_ROWS:
        console.print(f"  and {len(gaps) - _MOST_ROWS} more: see the report in reports/, or --json")


def _console() -> Console:
    # Nobody's window is to break the lines of a file or a pipe.
    return Console(width=None if sys.stdout.isatty() or "COLUMNS" in os.environ else _UNBROKEN)


def _grid(heads: tuple[str, ...], rows: Sequence[tuple[str | int, ...]]) -> Table:
    table = Table(box=None, pad_edge=False, show_header=any(heads))
    for number, head in enumerate(heads):
        table.add_column(head, justify="left" if number == 0 or not any(heads) else "right", overflow="fold")
    for row in rows:
        table.add_row(*(escape(str(cell)) for cell in row))
    return table
