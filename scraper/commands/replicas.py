"""``beilin replicate``: the collection in other places."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

import click

from archive.collection import open_collection
from archive.counted import counted
from archive.errors import Damaged, Interrupted, UsageError
from archive.printable import printable
from archive.replicas.address import Access
from archive.replicas.duties import Examined, examine, is_behind, plain_examination, send
from archive.replicas.sending import Sent
from archive.schedule import recording
from archive.schedule.duties import AUDITS
from archive.sizes import size
from scraper import present
from scraper.commands.group import command, folder_argument, json_option

host_key_option = click.option("--host-key", "host_keys", multiple=True, metavar="SHA256:...",
                         help="SFTP: the fingerprint of the host's key, as its owner gave it to you.")  # fmt: skip
identity_option = click.option(
    "--identity", metavar="FILE", help="SFTP: your private key; without it the ssh-agent is asked."
)
endpoint_option = click.option("--endpoint", metavar="URL", help="S3: the address of a service that is not Amazon's.")
key_option = click.option("--key", metavar="SHA256:...", help="Trust only what this key of the collection signed.")


@command("For archivists")
@folder_argument
@click.argument("target", required=False)
@click.option("--audit", "audited", is_flag=True, help="Read all remembered replicas back and judge them.")
@click.option("--repair", "repaired", is_flag=True, help="Audit, and make whole what is damaged, from what is sound.")
@click.option("--sample", type=click.IntRange(1), metavar="N", help="Audit N objects of each replica, drawn anew.")
@host_key_option
@identity_option
@endpoint_option
@key_option
@json_option
def replicate(
    folder: Path, target: str | None, audited: bool, repaired: bool, sample: int | None, key: str | None,
    as_json: bool, **way: object,
) -> None:  # fmt: skip
    """Copy a collection to TARGET, or audit and repair its replicas.

    TARGET is a folder, sftp://USER@HOST/PATH or s3://BUCKET/PREFIX. A replica only grows: nothing in it is ever
    replaced or deleted, and nothing that is damaged here is sent.

    \b
    Example: beilin replicate collection /media/disk/replica
             beilin replicate collection --audit
    """
    layout = open_collection(folder)
    if (target is None) != (audited or repaired) or (sample and repaired):
        raise UsageError("Give a TARGET, or --audit (with --sample N if you like), or --repair: one of the three.")
    if target is None:
        with working_back("Reading back", as_json) as progress:
            examined = examine(layout, key, sample, repaired, progress)
        _show_examined(examined, as_json)
        if sample is None:
            present.not_noted(recording.by_hand(folder, AUDITS, examined.exit_code, int(time.time())))
        sys.exit(examined.exit_code)
    with working_back("Replicating", as_json) as progress:
        sent = send(layout, Access(target, **way), key, progress)  # type: ignore[arg-type]
    _show_sent(sent, as_json)
    if sent.faults:
        sys.exit(Damaged.exit_code)


@contextmanager
def working_back(what: str, as_json: bool) -> Iterator[Callable[[int, int], None]]:
    """Show progress; Ctrl-C says that the same command goes on."""
    try:
        with present.working(what, as_json) as progress:
            yield progress
    except KeyboardInterrupt:
        raise Interrupted("Stopped. What was read back is done; the same command goes on.") from None


def _show_sent(sent: Sent, as_json: bool) -> None:
    if as_json:
        present.document(asdict(sent))
        return
    for fault in sent.faults:
        click.echo(printable(f"{fault.file}: {fault.detail} [{fault.code}]"))
    for note in sent.notes:
        click.echo(note)
    click.echo(
        f"{counted(sent.objects, 'object')} sent and read back ({size(sent.bytes)}), {sent.already} there already."
    )
    if sent.snapshot:
        click.echo(f"{sent.replica} holds snapshot {sent.snapshot} whole.")
    else:
        click.echo(f"{sent.replica} is not complete: what is damaged here was not sent, and no snapshot was written.")


def _show_examined(examined: Examined, as_json: bool) -> None:
    if as_json:
        present.document(plain_examination(examined))
        return
    found, done = examined.audit, examined.repair
    for fault in found.alarms:
        click.secho(printable(f"ALARM: {fault.file}: {fault.detail} [{fault.code}]"), fg="red")
    for fault in (*found.seal, *found.local.values()):
        click.echo(printable(f"here: {fault.file}: {fault.detail} [{fault.code}]"))
    for one in found.seen:
        for fault in one.faults:
            click.echo(printable(f"{one.address}: {fault.file}: {fault.detail} [{fault.code}]"))
        if one.trouble:
            click.echo(f"{one.address}: not audited to its end: {one.trouble}")
            continue
        behind = "; it lacks the newest snapshot: run beilin replicate" if is_behind(one, found) else ""
        read = f"{len(one.answers)} of {counted(len(one.expected), 'object')} read back ({size(one.bytes)})"
        verdict = "damaged" if one.faults else "whole"
        click.echo(f"{one.address}: {verdict}, {counted(one.snapshots, 'snapshot')}, {read}{behind}.")
    for mended in done.mended if done else ():
        click.echo(printable(f"Repaired: {mended.replica or 'here'}: {mended.file}, {mended.how}"))
    for fault in done.left if done else ():
        click.echo(printable(f"Not repaired: {fault.file}: {fault.detail}"))
