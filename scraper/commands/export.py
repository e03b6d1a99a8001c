"""``beilin export``: a collection in forms that others read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from archive.collection import open_collection
from archive.counted import counted
from archive.errors import UsageError
from archive.export.forms import FORMS
from archive.export.forms import Exported as ExportedRecords
from archive.export.forms import export as write_records
from archive.sizes import size
from archive.wacz.datapackage import PROFILES, Making
from archive.wacz.export import Exported
from archive.wacz.export import export as write_wacz
from archive.wacz.identity import Anonymous, Identity
from archive.wacz.keys import signing_key
from archive.wacz.stamping import domain_identity
from scraper import EXTRACTOR, present
from scraper.commands.group import command, folder_argument, json_option

_FILE = click.Path(path_type=Path)
_WACZ = "wacz"


@command("For researchers")
@folder_argument
@click.option("--format", "form", type=click.Choice([*FORMS, _WACZ]), required=True, help="The form to write.")
@click.option("-o", "--output", type=_FILE, required=True, metavar="OUT", help="The file or folder to make.")
@click.option("--all-versions", is_flag=True, help="Every version of each record, not its newest alone.")
@click.option("--wacz-version", type=click.Choice(list(PROFILES)), default=Making.version, show_default=True,
              help="What a WACZ file says it is; viewers of today do not open 1.2.0.")  # fmt: skip
@click.option("--certificate", type=_FILE, metavar="FILE", help="Sign WACZ as a domain: its certificate chain (PEM).")
@click.option("--certificate-key", type=_FILE, metavar="FILE", help="The key of that certificate (PEM).")
@click.option("--timestamp-url", metavar="URL", help="The time-stamping authority that a domain's signature needs.")
@click.option("--timestamp-certificate", type=_FILE, metavar="FILE", help="That authority's certificate chain (PEM).")
@json_option
def export(folder: Path, form: str, output: Path, as_json: bool, **others: Any) -> None:
    """Write a collection in a form that others read: tables, texts, or one signed WACZ file.

    csv, parquet and markdown make a folder (csv a ZIP file where OUT ends in .zip), all others a file.

    \b
    Example: beilin export collection --format csv -o tables
    """
    layout = open_collection(folder)
    all_versions, version = others.pop("all_versions"), others.pop("wacz_version")
    _refuse_unfit(form, all_versions, others)
    with present.working("Exporting", as_json) as progress:
        if form == _WACZ:
            making = Making(datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), EXTRACTOR, version)
            package = write_wacz(layout, output, _identity(**others), making, progress)
        else:
            done = write_records(layout, form, output, all_versions=all_versions, progress=progress)
    if form == _WACZ:
        _show(package, as_json)
    else:
        _show_records(done, as_json)


def _refuse_unfit(form: str, all_versions: bool, domain: Mapping[str, Any]) -> None:
    if form == _WACZ and all_versions:
        raise UsageError("A WACZ file holds every capture as it is: leave out --all-versions.")
    if form != _WACZ and (given := [name for name, value in domain.items() if value]):
        raise UsageError(f"--{given[0].replace('_', '-')} is for --format wacz alone: leave it out.")


def _identity(**domain: Path | str | None) -> Identity:
    if not any(domain.values()):
        return Anonymous(signing_key())
    if missing := [name for name, value in domain.items() if not value]:
        option = missing[0].replace("_", "-")
        raise UsageError(f"To sign as a domain, --{option} is needed, too.")
    return domain_identity(
        Path(str(domain["certificate"])),
        Path(str(domain["certificate_key"])),
        str(domain["timestamp_url"]),
        Path(str(domain["timestamp_certificate"])),
    )


def _show(done: Exported, as_json: bool) -> None:
    if as_json:
        present.document({**vars(done), "path": str(done.path)})
        return
    click.echo(f"{done.path}: {size(done.size)}, {counted(done.warcs, 'WARC file')}, {counted(done.pages, 'page')}.")
    if done.without_page:
        click.echo(
            f"{counted(done.without_page, 'record has', 'records have')} no page among the captures; feeds told of it."
        )


def _show_records(done: ExportedRecords, as_json: bool) -> None:
    if as_json:
        present.document({**vars(done), "path": str(done.path), "notes": list(done.notes)})
        return
    held = f"{counted(done.records, 'record')}, {counted(done.files, 'file')}"
    click.echo(f"{done.path}: {held}, {size(done.size)}.")
    for note in done.notes:
        click.echo(note)
