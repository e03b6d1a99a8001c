"""CSV (RFC 4180): posts.csv, paragraphs.csv, attendances.csv in a folder, or in a ZIP file where the name ends in .zip.

UTF-8 with a byte order mark: without one Excel takes Chinese for the machine's old code page. Empty is not known, and
never the empty text but where a column has no other.

A text that a spreadsheet would run as a formula gets an apostrophe in front; so does one that begins with an apostrophe
itself. To undo it, take one leading apostrophe from each text.
"""

from __future__ import annotations

import contextlib
import csv
import io
from collections.abc import Iterable, Iterator
from pathlib import Path

from archive.durable import make_folder, private
from archive.export.cells import plain_cell
from archive.export.source import Record
from archive.export.tables import TABLES, Row
from archive.wacz.package import Package, pieces_of

_RUNS = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")  # the wide ones, too: Excel takes them for narrow
_BLANK = "\t\r\n"


def guarded(text: str) -> str:
    """Return a text as it can stand in a spreadsheet's cell without being run.

    >>> guarded("=1+1"), guarded(" @x"), guarded("'tis"), guarded("plain")
    ("'=1+1", "' @x", "''tis", 'plain')
    """
    runs = text.startswith(("'", *_BLANK)) or text.lstrip().startswith(_RUNS)
    return f"'{text}" if runs else text


def unguarded(text: str) -> str:
    """Return what `guarded` was given."""
    return text.removeprefix("'")


def write_csv(records: Iterable[Record], output: Path, name: str) -> Iterable[str]:
    """Write the three tables."""
    if not name.endswith(".zip"):
        _write_folder(records, output)
        return ()
    aside = output.with_name(f"{output.name}.d")
    try:
        _write_folder(records, aside)
        with private(output, "w+b") as file, Package(file) as package:
            for table in TABLES:
                path = aside / f"{table.name}.csv"
                package.compress(path.name, pieces_of(path), path.stat().st_size)
    finally:
        for path in aside.glob("*"):
            path.unlink()
        aside.rmdir()
    return ()


def _write_folder(records: Iterable[Record], folder: Path) -> None:
    make_folder(folder)
    with contextlib.ExitStack() as open_files:
        tables = []
        for table in TABLES:
            binary = open_files.enter_context(private(folder / f"{table.name}.csv"))
            text = open_files.enter_context(io.TextIOWrapper(binary, "utf-8-sig", "replace", newline=""))
            writer = csv.writer(text, lineterminator="\r\n")
            writer.writerow([column.name for column in table.columns])
            tables.append((table, writer))
        for record in records:
            for table, writer in tables:
                writer.writerows(_cells(row) for row in table.rows(record))


def _cells(row: Row) -> Iterator[str | int | float | None]:
    for value in map(plain_cell, row):
        yield guarded(value) if isinstance(value, str) else value
