"""All forms of an export, and writing one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from archive import manifest
from archive.durable import storage_errors
from archive.errors import UsageError
from archive.export.csv_tables import write_csv
from archive.export.jsonl import write_jsonl
from archive.export.markdown import write_markdown
from archive.export.output import placed, refuse_taken
from archive.export.parquet import write_parquet
from archive.export.source import Record, Sealed, sealed_records
from archive.export.sqlite import write_sqlite
from archive.export.tmx import write_tmx
from archive.layout import Layout
from archive.lock import reading

Progress = Callable[[int, int], None]
Form = Callable[[Iterable[Record], Path, str], Iterable[str]]
"""Writes records, in the order given and with bounded memory, as a file or a folder at a path where nothing is. The
text is the name that it will have. Gives sentences on what the form cannot hold."""

FORMS: dict[str, Form] = {
    "jsonl": write_jsonl,
    "csv": write_csv,
    "parquet": write_parquet,
    "sqlite": write_sqlite,
    "tmx": write_tmx,
    "markdown": write_markdown,
}


@dataclass(frozen=True)
class Exported:
    """What an export came to: ``size`` in bytes of all its files, ``notes`` on what the form could not hold."""

    path: Path
    records: int
    files: int
    size: int
    notes: tuple[str, ...]


def export(
    layout: Layout, form: str, output: Path, *, all_versions: bool = False, progress: Progress = lambda *_: None
) -> Exported:
    """Write a collection's records in one of `FORMS`. The same collection gives the same bytes.

    ``all_versions`` writes every version, not the newest of each record alone. ``progress`` is told (done, of how many)
    records.

    Raises:
        UsageError: the place is taken, a package is missing, or there is nothing to export.
        Damaged: a record is not as it was sealed.
        StorageError: the disk refused. After any failure nothing is left behind.
    """
    if form not in FORMS:
        raise UsageError(f"There is no form {form}: use one of {', '.join(FORMS)}.")
    refuse_taken(layout, output)
    with reading(layout), storage_errors(output):
        manifest.finish(layout)
        sealed = sealed_records(layout, all_versions=all_versions)
        with placed(output) as part:
            notes = tuple(FORMS[form](_told(sealed, progress), part, output.name))
        files = [path for path in (output, *output.rglob("*")) if path.is_file()]
        return Exported(output, len(sealed), len(files), sum(path.stat().st_size for path in files), notes)


def _told(sealed: Sealed, progress: Progress) -> Iterator[Record]:
    for done, record in enumerate(sealed, 1):
        yield record
        progress(done, len(sealed))
