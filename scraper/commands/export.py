"""``beilin export``: a collection in forms that others read."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from archive.collection import open_collection
from archive.counted import counted
from archive.errors import UsageError
from archive.wacz.datapackage import PROFILES, Making
from archive.wacz.export import Exported
from archive.wacz.export import export as write_wacz
from archive.wacz.identity import Anonymous, Identity
from archive.wacz.keys import signing_key
from archive.wacz.stamping import domain_identity
from scraper import EXTRACTOR, present
from scraper.commands.group import command, folder_argument, json_option
from scraper.sizes import size

_FILE = click.Path(path_type=Path)


@command("For archivists")
@folder_argument
@click.option("--format", "form", type=click.Choice(["wacz"]), required=True, help="The form to write.")
@click.option("-o", "--output", type=_FILE, required=True, metavar="OUT", help="The file to make.")
@click.option("--wacz-version", type=click.Choice(list(PROFILES)), default=Making.version, show_default=True,
              help="What the package says it is; viewers of today do not open 1.2.0.")  # fmt: skip
@click.option("--certificate", type=_FILE, metavar="FILE", help="Sign as a domain: its certificate chain (PEM).")
@click.option("--certificate-key", type=_FILE, metavar="FILE", help="The key of that certificate (PEM).")
@click.option("--timestamp-url", metavar="URL", help="The time-stamping authority that a domain's signature needs.")
@click.option("--timestamp-certificate", type=_FILE, metavar="FILE", help="That authority's certificate chain (PEM).")
@json_option
def export(folder: Path, output: Path, wacz_version: str, as_json: bool, **others: Path | str | None) -> None:
    """Write a collection as one signed WACZ file, which replayweb.page and pywb show.

    \b
    Example: beilin export collection --format wacz -o collection.wacz
    """
    del others["form"]  # there is one so far
    layout = open_collection(folder)
    making = Making(datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), EXTRACTOR, wacz_version)
    with present.working("Exporting", as_json) as progress:
        done = write_wacz(layout, output, _identity(**others), making, progress)
    _show(done, as_json)


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
