"""Parquet: posts.parquet, paragraphs.parquet, attendances.parquet in a folder; lists as lists, instants as instants."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import Any

from archive.durable import make_folder
from archive.errors import UsageError
from archive.export.source import Record
from archive.export.tables import INSTANT, INTEGER, INTEGERS, REAL, TABLES, TEXT, TEXTS, Table

_AT_ONCE = 500  # records


def write_parquet(records: Iterable[Record], output: Path, _: str) -> Iterable[str]:
    """Write the three tables. Raises UsageError where pyarrow is not here."""
    try:
        import pyarrow  # noqa: PLC0415 (an extra)
        import pyarrow.parquet  # noqa: PLC0415
    except ImportError:
        raise UsageError("Parquet needs another package: pip install 'beilin[parquet]'.") from None
    make_folder(output)
    with contextlib.ExitStack() as stack:
        writers = []
        for table in TABLES:
            place = output / f"{table.name}.parquet"
            schema = _schema(pyarrow, table)
            writer = stack.enter_context(pyarrow.parquet.ParquetWriter(place, schema, compression="zstd"))
            writers.append((table, schema, writer))
        waiting = iter(records)
        while batch := list(islice(waiting, _AT_ONCE)):
            for table, schema, writer in writers:
                rows = [row for record in batch for row in table.rows(record)]
                columns = list(zip(*rows, strict=True)) or [()] * len(table.columns)
                arrays = [pyarrow.array(column, field.type) for column, field in zip(columns, schema, strict=True)]
                writer.write_table(pyarrow.Table.from_arrays(arrays, schema=schema))
    return ()


def _schema(pyarrow: Any, table: Table) -> Any:
    types = {
        TEXT: pyarrow.string(),
        INTEGER: pyarrow.int64(),
        REAL: pyarrow.float64(),
        INSTANT: pyarrow.timestamp("us", tz="UTC"),
        TEXTS: pyarrow.list_(pyarrow.string()),
        INTEGERS: pyarrow.list_(pyarrow.int64()),
    }
    return pyarrow.schema([(column.name, types[column.kind]) for column in table.columns])
