"""``beilin keys``: which key signs a collection, and changing it."""

from __future__ import annotations

from pathlib import Path

import click

from archive import keys as collection_keys
from archive import manifest, pins
from archive.collection import open_collection
from archive.errors import UsageError
from archive.integrity import examine
from archive.integrity.proof import check_proof
from archive.layout import Layout
from archive.lock import locked
from archive.signing import fingerprint
from archive.writing import writing
from scraper import present
from scraper.commands.group import command, folder_argument, json_option


@command("For archivists")
@folder_argument
@click.option("--rotate", is_flag=True, help="Make a new key; the old one vouches for it, and signs no more.")
@click.option("--replace", is_flag=True, help="Make a new key where the old one is lost: nobody vouches for it.")
@click.option("--revoke", default="", metavar="SHA256:...", help="Withdraw a key that was rotated out.")
@click.option("--trust", is_flag=True, help="Take the collection as it is now for the true and newest one.")
@json_option
def keys(folder: Path, rotate: bool, replace: bool, revoke: str, trust: bool, as_json: bool) -> None:
    """Say which key signs a collection, or change it: rotate, replace, revoke.

    \b
    Example: beilin keys collection --rotate
    """
    if rotate + replace + bool(revoke) + trust > 1:
        raise UsageError("Give one of --rotate, --replace, --revoke and --trust.")
    layout = open_collection(folder)
    if rotate:
        with writing(layout):
            manifest.seal(layout, change=collection_keys.rotation(layout))
    if revoke:
        with writing(layout):
            manifest.seal(layout, change=collection_keys.revocation(layout, revoke))
    if replace:
        with locked(layout):
            manifest.replace_key(layout)
    if trust:
        _trust(layout)
    _show(layout, as_json)


def _trust(layout: Layout) -> None:
    """Pin what is there, if all else about it is sound."""
    now = check_proof(layout).seen
    known = pins.forget(layout, now.first if now else None, now.genesis if now else "")
    verdict = examine(layout)
    if verdict.seen is None:
        for pin in known:
            pins.keep(layout, pin, ours=bool(pin.folder))
        raise UsageError(f"{layout.root} is not whole even by itself: run beilin verify, and mend it first.")
    pins.keep(layout, verdict.seen, ours=any(pin.folder for pin in known))


def _show(layout: Layout, as_json: bool) -> None:
    public = collection_keys.public_of(layout)
    known = check_proof(layout).keys
    found = {
        "current": fingerprint(public) if public else None,
        "former": list(known.line[:-1]),
        "revoked": sorted(known.revoked),
        "unvouched": sorted(known.unvouched),
    }
    present.keys(found, as_json)
