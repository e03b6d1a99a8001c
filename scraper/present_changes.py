"""How the change report is shown at a terminal: what to look at, and where the whole of it is. It names nobody."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from archive.change_report import AddressState, ChangeReport
from archive.codec import to_plain
from archive.counted import counted
from archive.judged import CHANGED
from archive.post_changes import PostChange
from archive.printable import printable
from scraper.present import alarms, document

_MOST_ROWS = 20
_AS_POSTS = ("edited", "reread")  # shown with what changed in them


def show(report: ChangeReport, as_json: bool, page: Path) -> None:
    """Show a change report."""
    if as_json:
        document(to_plain(report))
        return
    what = "a rescue: copies that others made" if report.visit == "rescue" else f"a {report.visit} visit"
    click.echo(f"Crawl {report.crawl}, {what}.")
    click.echo("Addresses: " + ", ".join(f"{each.count} {each.state}" for each in report.states) + ".")
    alarms(report.alarms)
    _rows([_address(state) for state in report.addresses if state.state != CHANGED])
    _rows(
        [
            f"new, not accepted: {n.kind} {n.value} on {counted(n.pages, 'page')}, such as {n.url}"
            for n in report.unaccepted
        ]
    )
    _rows([_post(post) for post in report.posts])
    _rows([f"{change.kind}: {change.url}" for change in report.changes if change.kind not in _AS_POSTS])
    if report.worrying:
        click.echo("If you looked and it is the blog's own doing: beilin changes DIR --accept URL (or all).")
    else:
        click.secho("Nothing worrying.", fg="green")
    click.echo(f"The whole report: {page}")


def _post(post: PostChange) -> str:
    what = "read anew" if post.said_the_same else "changed"
    return f"{what}: {post.url}: {', '.join(post.summary)}"


def _address(state: AddressState) -> str:
    what = f"{state.state} ({state.kind})" if state.kind else state.state
    what += ", as others captured it" if state.others else ""
    reasons = "; ".join(f"{code} {detail}".strip() for code, detail in state.reasons[:3])
    more = f" and {len(state.reasons) - 3} more" if len(state.reasons) > 3 else ""
    return f"{what}: {state.url}" + (f": {reasons}{more}" if reasons else "")


def _rows(lines: Sequence[str]) -> None:
    for line in lines[:_MOST_ROWS]:
        click.echo("  " + printable(line))
    if len(lines) > _MOST_ROWS:
        click.echo(f"  ... and {len(lines) - _MOST_ROWS} more")
