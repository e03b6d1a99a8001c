"""``beilin redact``: a copy of a collection without the names of those who must be protected."""

from __future__ import annotations

import ctypes
import dataclasses
import resource
import sys
from pathlib import Path

import click

from archive.collection import open_collection
from archive.counted import counted
from archive.durable import storage_errors
from archive.errors import UsageError
from archive.export.output import refuse_taken
from archive.redaction.copying import Redacted, note_withdrawal
from archive.redaction.copying import redact as make_copy
from archive.redaction.marks import MODES
from archive.redaction.people import Lists, Lore, lines_of, person_of
from archive.redaction.store import Place, Private, keep_store, open_store, usual_place
from archive.redaction.swap import plain_swap
from scraper import present
from scraper.commands.group import command, folder_argument, json_option

_FILE = click.Path(path_type=Path)
_LIST = click.Path(path_type=Path, allow_dash=True)
_NOT_DUMPABLE = 4  # PR_SET_DUMPABLE of prctl(2)


@command("For the organisation")
@folder_argument
@click.option("--names", "mode", type=click.Choice(MODES), required=True,
              help="What stands for a name: initials, count, pseudonym; full hides only who is listed.")  # fmt: skip
@click.option("-o", "--output", type=_FILE, required=True, metavar="OUT", help="The folder to make.")
@click.option("--protect", type=_LIST, metavar="FILE", help="More people to hide, one a line; - is stdin. Kept.")
@click.option("--exempt", type=_LIST, metavar="FILE", help="People, or words, that may stand, one a line. Kept.")
@click.option("--withdraw", type=_LIST, metavar="FILE", help="People to hide from now on in every copy; logged. Kept.")
@click.option("--store", type=_FILE, metavar="FILE", help="The encrypted file with lists and key of the pseudonyms.")
@click.option("--identity", type=_FILE, metavar="FILE", help="The key of age that opens it.")
@click.option("--recipient", multiple=True, metavar="AGE1...", help="Who else may open it. Repeatable. Kept.")
@json_option
def redact(
    folder: Path, mode: str, output: Path, as_json: bool, recipient: tuple[str, ...], **others: Path | None
) -> None:
    """Make a copy of a collection in which no protected name stands, to publish, export or serve.

    All whom the collection names as there, or as author, are protected, but for those exempted.

    \b
    Example: beilin redact collection --names pseudonym -o public
    """
    from pipelines.name_forms import forms, initials, is_name, read_as  # noqa: PLC0415

    leave_no_core()
    if areas := plain_swap():
        told = f"Names may reach the disk: {', '.join(areas)} is swap that is not encrypted: switch it off (swapoff)."
        click.echo(told, err=True)
    layout = open_collection(folder)
    refuse_taken(layout, output)
    usual = usual_place(layout)
    place = Place(others["store"] or usual.store, others["identity"] or usual.identity)
    if any(place.store.resolve().is_relative_to(one.resolve()) for one in (folder, output)):
        raise UsageError(f"{place.store} would lie in what is given away: give --store another place.")
    private = open_store(place, recipient)
    known = private.lists.withdrawn
    private = dataclasses.replace(private, lists=_lists(private, others))
    if newly := len(private.lists.withdrawn) - len(known):
        note_withdrawal(layout, newly)  # first: what is listed already is not logged again
    keep_store(place, private)
    with present.working("Hiding names", as_json) as progress:
        done = make_copy(layout, output, mode, private, Lore(forms, initials, is_name, read_as), progress)
    keep_store(place, dataclasses.replace(private, people=done.known or private.people))
    _show(done, place, as_json)


def _lists(private: Private, given: dict[str, Path | None]) -> Lists:
    added = {name: _read(given[name]) for name in ("protect", "exempt", "withdraw")}
    old = private.lists
    return Lists(
        _joined(old.protected, added["protect"]),
        _joined(old.exempt, added["exempt"]),
        _joined(old.withdrawn, added["withdraw"]),
    )


def _joined(*lists: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(line for one in lists for line in one))


def _read(path: Path | None) -> tuple[str, ...]:
    """Return the lines of a list. No word of it may be in an error: only where it stands."""
    if path is None:
        return ()
    if str(path) != "-" and (path.is_dir() or not path.exists()):
        raise UsageError(f"{path} is no file: give one with a person on each line.")
    with storage_errors(path):
        content = sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
    try:
        lines = lines_of(content.decode("utf-8"))
    except UnicodeDecodeError:
        raise UsageError(f"{path} is not in UTF-8: save it so, and run again.") from None
    for number, line in enumerate(lines, 1):
        if person_of(line) is None:
            raise UsageError(f"{path}: entry {number} is no name: give one person a line, as 汉字, Pinyin.")
    return lines


def leave_no_core() -> None:
    """Have no core of this process written: it would hold every name."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_NOT_DUMPABLE, 0, 0, 0, 0)


def _show(done: Redacted, place: Place, as_json: bool) -> None:
    if as_json:
        told = {"records": done.records, "protected": done.protected, "store": str(place.store)}
        present.document({"path": str(done.path), **told})
        return
    whose = f"the names of {counted(done.protected, 'person', 'people')} are" if done.protected else "nobody's name is"
    click.echo(f"{done.path}: {counted(done.records, 'record')}; {whose} hidden in every file.")
    click.echo(f"Who is who stands in {place.store}, which only the key in {place.identity} opens.", err=True)
