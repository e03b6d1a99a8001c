"""Where an export is written: beside its place, and put there when it is whole; nothing that is there is touched."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from archive.durable import make_folder, name_anew, sync_file, sync_folder
from archive.errors import UsageError
from archive.layout import Layout

_SIDE_BY_SIDE = 16  # files synced at a time


def refuse_taken(layout: Layout, output: Path) -> None:
    """Refuse a place that lies in the collection, or where something is already; an empty folder is nothing.

    Raises:
        UsageError: it is such a place.
    """
    if output.resolve().is_relative_to(layout.root.resolve()):
        raise UsageError(f"{output} would lie in the collection, where nothing else belongs: give another place.")
    empty = output.is_dir() and not output.is_symlink() and not any(output.iterdir())
    if os.path.lexists(output) and not empty:
        raise UsageError(
            f"{output} is there already, and nothing is ever overwritten: give another name, or move it away."
        )


@contextmanager
def placed(output: Path) -> Iterator[Path]:
    """Yield a name beside ``output`` to write a file or a folder at; it has its own name when the context ends well.

    What is written is for its owner alone, and durable. After a failure nothing is left.

    Raises:
        UsageError: the name was taken meanwhile; what has it is untouched.
    """
    make_folder(output.parent)
    part = output.with_name(f".{output.name}.{os.getpid()}.part")
    _remove(part)
    try:
        yield part
        _secure(part)
        _put(part, output)
        sync_folder(output.parent)
    finally:
        _remove(part)


def _put(part: Path, output: Path) -> None:
    try:
        if output.is_dir() and part.is_file():
            output.rmdir()
        if part.is_dir():
            part.rename(output)  # fails where something is that is not an empty folder
        else:
            name_anew(part, output)
    except OSError:
        if os.path.lexists(output):
            raise UsageError(f"{output} was made by somebody else meanwhile: give another name.") from None
        raise


def _secure(part: Path) -> None:
    """Close what was written to all but its owner, and have it on the disk."""
    with ThreadPoolExecutor(_SIDE_BY_SIDE) as pool:
        for _ in pool.map(_secure_one, (part, *part.rglob("*"))):
            pass


def _secure_one(path: Path) -> None:
    path.chmod(0o700 if path.is_dir() else 0o600)
    (sync_folder if path.is_dir() else sync_file)(path)


def _remove(part: Path) -> None:
    if part.is_dir():
        shutil.rmtree(part)
    part.unlink(missing_ok=True)
