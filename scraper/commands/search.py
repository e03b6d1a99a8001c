"""``beilin search``: what a collection says of something, on the command line."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import click

from archive.codec import to_plain
from archive.counted import counted
from archive.printable import printable
from archive.search import Index, Query, open_index, parse
from archive.search.values import MOST_HITS, SORTS
from scraper import present
from scraper.commands.group import command, folder_argument
from scraper.present_search import show

_AT_ONCE = 100  # posts asked of the index at a time: rows stream


@command("For researchers")
@folder_argument
@click.argument("query", nargs=-1)
@click.option(
    "--from", "published_from", default="", metavar="DATE", help="Published then or later: 2014, 2014-03, 2014-03-05."
)
@click.option("--to", "published_to", default="", metavar="DATE", help="Published then or earlier.")
@click.option("--event-from", default="", metavar="DATE", help="Of an event then or later.")
@click.option("--event-to", default="", metavar="DATE", help="Of an event then or earlier.")
@click.option(
    "--person", default="", metavar="NAME", help="Who is named: characters of either script, a spelling, or pinyin."
)
@click.option(
    "--lang", "language", default="", metavar="TAG", help="Has paragraphs in it: en, zh, zh-Hans, zh-Hant, ..."
)
@click.option("--place", default="", metavar="TEXT", help="Where the event was, or a part of it as written.")
@click.option("--kind", default="", metavar="KIND", help="post, page, or the event's: rally, vigil, hunger-strike, ...")
@click.option("--label", default="", metavar="LABEL", help="Has this label of the blog.")
@click.option("--has-images/--no-images", "has_images", default=None, help="With or without images.")
@click.option(
    "--state", default="", metavar="STATE", help="What its newest capture is: ok, changed, missing, suspect, ..."
)
@click.option("--sort", type=click.Choice(SORTS), default="relevance", show_default=True, help="What comes first.")
@click.option("--limit", type=click.IntRange(1), default=20, show_default=True, metavar="N", help="Posts at most.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line for each post found.")
def search(folder: Path, query: tuple[str, ...], limit: int, as_json: bool, **filters: Any) -> None:
    """Find posts by words, "phrases", -exclusions, OR, and person: place: label: lang: kind: before: after: has:images.

    Chinese is found in either script, English in every inflection. No hit is exit code 0.

    \b
    Example: beilin search collection '集会 person:"Bai Ruomu"' --from 2012 --sort newest
    """
    asked = parse(" ".join(query))
    with present.working("Indexing", as_json) as progress:
        index = open_index(folder, progress)
    total = _stream(index, Query(asked.text, **filters), limit, as_json)
    for one in index.unread():
        click.echo(printable(f"Not searched: {one.path}: {one.reason}"), err=True)
    if not total:
        click.echo("Nothing was found: ask for fewer words, or leave a filter out.", err=True)


def _stream(index: Index, query: Query, limit: int, as_json: bool) -> int:
    """Show what is found as it comes, and return how many posts fit."""
    shown = total = 0
    while shown < limit:
        number = min(limit - shown, _AT_ONCE, MOST_HITS)
        results = index.search(Query(**{**vars(query), "limit": number, "offset": shown}))
        total = results.total
        for hit in results.hits:
            if as_json:
                click.echo(json.dumps(to_plain(hit), ensure_ascii=False))
            else:
                show(hit)
        shown += len(results.hits)
        if len(results.hits) < number:
            break
    if not as_json and total:
        click.echo(
            f"{counted(total, 'post')}." if shown == total else f"{shown} of {total} posts; --limit shows more.",
            err=True,
        )
    sys.stdout.flush()
    return total
