"""``beilin restore``: the collection back from a replica, and the site back from a collection."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import click

from archive.collection import open_collection
from archive.counted import counted
from archive.errors import CoverageGap, Damaged, Interrupted, UsageError
from archive.export.source import sealed_records
from archive.layout import Layout
from archive.printable import printable
from archive.redaction.hiding import hiding
from archive.redaction.marks import MODES
from archive.redaction.people import Lore
from archive.redaction.store import keep_store, open_store, usual_place
from archive.replicas.address import Access
from archive.replicas.duties import bring_back
from archive.replicas.restore import Restored as BroughtBack
from archive.restoration import forms
from archive.restoration.article import Material
from archive.restoration.hiding import hidden
from archive.restoration.markdown.flavours import FLAVOURS
from archive.sizes import duration, size
from scraper import present
from scraper.commands.group import FOLDER, command, json_option
from scraper.commands.redact import leave_no_core
from scraper.commands.replicas import endpoint_option, host_key_option, identity_option, key_option, working_back

_MOST_LINES = 20  # of what is missing; the report has all


@command("For the organisation")
@click.argument("folder", type=FOLDER, metavar="[DIR]", required=False)
@click.option("--to", "form", type=click.Choice(list(forms.FORMS)), help="The form in which the site is given back.")
@click.option("--from", "sources", multiple=True, metavar="REPLICA",
              help="A folder, sftp://USER@HOST/PATH or s3://BUCKET/PREFIX. Repeatable.")  # fmt: skip
@click.option("-o", "--output", type=FOLDER, required=True, metavar="OUT", help="A new or empty folder.")
@click.option("--names", "mode", type=click.Choice(MODES), help="What stands for a name, as in `beilin redact`.")
@click.option("--mirror", "is_mirror", is_flag=True, help="site: the captured pages, as they looked.")
@click.option("--media-base", metavar="URL", help="wordpress: where its importer can fetch OUT/media/ from.")
@click.option("--flavour", type=click.Choice(list(FLAVOURS)), help="markdown: the site generator; hugo without it.")
@click.option("--as-of", metavar="SNAPSHOT", help="The state of this snapshot, or the beginning of its name.")
@host_key_option
@identity_option
@endpoint_option
@key_option
@json_option
def restore(
    folder: Path | None, form: str | None, sources: tuple[str, ...], output: Path, as_json: bool, **others: Any
) -> None:
    """Give the site back from a collection; or the collection from a replica, on a machine that has nothing.

    A site is whole and clean: every post, page, draft and comment of the last good state, and nothing that acts. What
    could not be carried stands in OUT-report.json; exit code 3 where something is missing.

    \b
    Example: beilin restore collection --to site -o site
             beilin restore --from /media/disk/replica -o collection --key SHA256:...
    """
    mode = others.pop("mode")
    wishes = _wishes(form, others.pop("media_base"), others.pop("flavour"))
    is_mirror = others.pop("is_mirror")
    if is_mirror and (form != "site" or mode):
        raise UsageError("--mirror is for --to site, without --names: captured pages hold the names that they hold.")
    if bool(sources) == bool(folder and form) or (sources and (folder or form or mode)):
        raise UsageError("Give a collection and --to FORM, or --from REPLICA: one of the two.")
    if sources:
        _bring_back(sources, output, as_json, **others)
    elif given := [name for name, value in others.items() if value]:
        raise UsageError(f"--{given[0].rstrip('s').replace('_', '-')} is for --from alone: leave it out.")
    else:
        assert folder is not None
        assert form is not None
        layout = open_collection(folder)
        wishes = replace(wishes, mirrored=layout if is_mirror else None)
        _give_back(layout, form, output, mode, wishes, as_json)


def _wishes(form: str | None, media_base: str | None, flavour: str | None) -> forms.Wishes:
    if media_base and form != "wordpress":
        raise UsageError("--media-base is for --to wordpress alone: leave it out.")
    if flavour and form != "markdown":
        raise UsageError("--flavour is for --to markdown alone: leave it out.")
    if media_base and not media_base.startswith(("http://", "https://")):
        raise UsageError(f"{media_base} is no address of the web: give one that begins with https://.")
    return forms.Wishes(media_base, flavour or "hugo")


def _bring_back(
    sources: tuple[str, ...], output: Path, as_json: bool, *, as_of: str | None, key: str | None, **way: Any
) -> None:
    accesses = [Access(source, **way) for source in sources]
    with working_back("Restoring", as_json) as progress:
        brought = bring_back(accesses, output, key, as_of, lambda step: click.echo(step, err=True), progress)
    _show_brought_back(brought, output, as_json)
    if brought.faults:
        sys.exit(Damaged.exit_code)


def _give_back(layout: Layout, form: str, output: Path, mode: str | None, wishes: forms.Wishes, as_json: bool) -> None:
    try:
        with present.working("Restoring", as_json) as progress, _opened(layout, mode, progress) as found:
            done = forms.restore(layout, found, form, output, wishes, progress)
    except KeyboardInterrupt:
        raise Interrupted("Stopped, and nothing is left behind: run the same command again.") from None
    _show(done, as_json)
    if done.missing:
        sys.exit(CoverageGap.exit_code)


@contextmanager
def _opened(layout: Layout, mode: str | None, progress: Callable[[int, int], None]) -> Iterator[Material]:
    """Give what a site is made from, with names hidden where a ``mode`` says how."""
    from scraper.restoring import material  # noqa: PLC0415

    with material(layout, progress) as found:
        yield found if mode is None else _hidden(layout, found, mode)


def _hidden(layout: Layout, found: Material, mode: str) -> Material:
    from pipelines import name_forms  # noqa: PLC0415

    leave_no_core()
    place = usual_place(layout)
    private = open_store(place)
    lore = Lore(name_forms.forms, name_forms.initials, name_forms.is_name, name_forms.read_as)
    how = hiding(sealed_records(layout, all_versions=True), mode, private, lore)
    keep_store(place, replace(private, people=how.known() or private.people))
    return hidden(layout, found, how)


def _show(done: forms.Restored, as_json: bool) -> None:
    if as_json:
        present.document({**forms.plain(done), "path": str(done.path), "report": str(done.report)})
        return
    for lack in done.missing[:_MOST_LINES]:
        click.echo(printable(lack.line()))
    if len(done.missing) > _MOST_LINES:
        click.echo(f"... and {len(done.missing) - _MOST_LINES} more: see the report.")
    held = f"{counted(done.articles, 'record')}, {counted(done.files, 'file')}, {size(done.size)}"
    click.echo(f"{done.path}: {held}, in {duration(done.seconds)}.")
    whole = f"{counted(len(done.missing), 'thing is', 'things are')} missing" if done.missing else "Nothing is missing"
    left = f", {len(done.lacks) - len(done.missing)} left out by rule" if len(done.lacks) > len(done.missing) else ""
    click.echo(f"{whole}{left}. The report: {done.report}")


def _show_brought_back(restored: BroughtBack, folder: Path, as_json: bool) -> None:
    if as_json:
        present.document(asdict(restored))
        return
    for fault in restored.faults:
        click.echo(printable(f"{fault.file}: {fault.detail} [{fault.code}]"))
    whole = counted(len(restored.faults), "fault") if restored.faults else "complete and verified"
    click.echo(
        f"{folder}: {counted(restored.files, 'file')}, {size(restored.bytes)}, snapshot {restored.snapshot}, {whole}, "
        f"in {duration(restored.seconds)}."
    )
