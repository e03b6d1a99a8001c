"""``beilin serve`` and ``beilin replay-assets``: a collection in a browser."""

from __future__ import annotations

from pathlib import Path

import click

from archive import journal
from archive.collection import open_collection
from archive.durable import replace
from archive.errors import UsageError
from archive.web import replay_assets as assets
from archive.web.access import Gate, digest_of, gate_of
from archive.web.wishes import Listening, Wishes
from scraper import present
from scraper.commands.group import FOLDER, command, json_option, log_option

_FILE = click.Path(dir_okay=False, path_type=Path)
_PORT = click.IntRange(0, 65535)


@command("For researchers")
@click.argument("folder", type=FOLDER, metavar="DIR", required=False)
@click.option("--all", "everything", is_flag=True, help="The overview of all scheduled collections, for their keeper.")
@click.option(
    "--port", type=_PORT, default=Wishes.port, show_default=True, help="Where to listen; 0: any that is free."
)
@click.option("--replay-port", type=_PORT, help="Where pages are replayed: another origin.  [default: the next port]")
@click.option("--address", default=Wishes.address, show_default=True, help="Any but loopback needs password and TLS.")
@click.option(
    "--name", multiple=True, metavar="HOST", help="What browsers call this server, behind a proxy. Repeatable."
)
@click.option("--password-file", type=_FILE, metavar="FILE", help="Ask for its password; made at first use.")
@click.option("--certificate", type=_FILE, metavar="FILE", help="Serve by TLS: the certificate chain (PEM).")
@click.option("--certificate-key", type=_FILE, metavar="FILE", help="The key of that certificate (PEM).")
@click.option("--wacz", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="FILE",
              help="Replay this export of the collection: faster for a large one.")  # fmt: skip
@log_option
@json_option
def serve(
    folder: Path | None,
    everything: bool,
    name: tuple[str, ...],
    password_file: Path | None,
    certificate_key: Path | None,
    as_json: bool,
    **where: object,
) -> None:
    """Show a collection in a browser: search, read, look and replay; stop with Ctrl-C.

    With --all: all that are scheduled, how they fare, what runs; pause and resume.

    \b
    Example: beilin serve collection
             beilin serve --all
    """
    # Others need not load a web server.
    from archive.search import open_index  # noqa: PLC0415
    from archive.web.serving import serve as serve_collection  # noqa: PLC0415
    from archive.web.serving import serve_overview  # noqa: PLC0415

    _check_what(folder, everything, where)
    layout = open_collection(folder) if folder else None
    gate = _gate(password_file) if password_file else None
    wishes = Wishes(names=name, gate=gate, key=certificate_key, **where)  # type: ignore[arg-type]
    if layout is None:
        serve_overview(wishes, lambda found: _tell(found, as_json))
        return
    with present.working("Indexing", as_json) as progress:
        open_index(layout.root, progress).close()
    serve_collection(layout, wishes, lambda found: _tell(found, as_json))


@command("For researchers")
@json_option
def replay_assets(as_json: bool) -> None:
    """Fetch what replay needs, replayweb.page (AGPL), through npm; once for each machine.

    \b
    Example: beilin replay-assets
    """
    where = assets.folder()
    if not assets.are_there():
        assets.fetch(where)
    if as_json:
        present.document({"folder": str(where), "version": assets.VERSION})
        return
    click.echo(f"replayweb.page {assets.VERSION} is in {where}.")


def _check_what(folder: Path | None, everything: bool, where: dict[str, object]) -> None:
    if (folder is None) != everything:
        raise UsageError("Give a collection's folder, or --all for the overview of those that are scheduled.")
    if everything and (where["wacz"] or where["replay_port"] is not None):
        raise UsageError("The overview has no replay: --wacz and --replay-port go with a collection's folder.")


def _gate(path: Path) -> Gate:
    if not path.exists():
        try:
            password = click.prompt(f"A new password for {path}", hide_input=True, confirmation_prompt=True, err=True)
        except click.Abort:
            raise UsageError(
                f"No password was given for {path}: run the command in a terminal, and type one."
            ) from None
        replace(path, f"{digest_of(password)}\n".encode("ascii"))
    return gate_of(path)


def _tell(found: Listening, as_json: bool) -> None:
    journal.event("serve-began")
    if as_json:
        api = {"replay": found.replay, "api": f"{found.pages}/api/v1/openapi.json"}
        present.document({"pages": found.pages, **(api if found.replay else {"metrics": f"{found.pages}/metrics"})})
        return
    click.echo(f"Open {found.pages}/ in a browser. 请用浏览器打开。Stop with Ctrl-C.")
