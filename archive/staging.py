"""Several files changed as one: what seals a collection is all old or all new, whenever the power goes.

    state/seal.part/    being written; means nothing
    state/seal/         whole and on the disk: from the rename on, this is what holds, in the place of what lies there

What `state/seal/` holds is then moved to its place file by file, and whoever writes next finishes that. A
verifier takes it for the files it will be.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping
from pathlib import Path

from archive.durable import storage_errors, sync_file, sync_folder, write
from archive.layout import Layout

# Stands in integrity/pending.py, too, on purpose: the judge shares no code with the writer.
_STAGED = re.compile(
    r"README\.txt|(?:events\.jsonl|manifest-sha256\.txt)(?:\.sig)?|keys/[^/]+|timestamps/[^/]+|bagit\.txt|data/about\.txt"
)


def commit(layout: Layout, files: Mapping[str, bytes]) -> None:
    """Put files (by their path from the collection) in place together. Raises StorageError: then nothing changed."""
    part = layout.staged.with_name("seal.part")
    with storage_errors(layout.staged):
        _remove(part)
        try:
            for name, content in files.items():
                write(part / name, content)
                sync_file(part / name)
            for folder in {(part / name).parent for name in files} | {part}:
                sync_folder(folder)
            part.rename(layout.staged)
        except OSError:
            shutil.rmtree(part, ignore_errors=True)
            raise
        sync_folder(layout.state)
    finish(layout)


def finish(layout: Layout) -> None:
    """Move what was committed to its place; nothing to do where nothing was."""
    if layout.staged.is_symlink() or not layout.staged.is_dir():
        return
    with storage_errors(layout.staged):
        waiting = [path for path in layout.staged.rglob("*") if path.is_file() and not path.is_symlink()]
        names = [path.relative_to(layout.staged) for path in waiting]
        names = [name for name in names if _STAGED.fullmatch(name.as_posix()) and not _is_led_away(layout, name)]
        # What was promised of WARC files this seal covers. First, while the judge sees that a seal is under way.
        for journal in layout.reports.glob(f"*/{layout.journal('*.warc.gz').name}"):
            journal.unlink()
        # The manifest last: with the tools of others, too, the old one holds as long as can be.
        for name in sorted(names, key=lambda name: (name.name.startswith(layout.manifest.name), name)):
            target = layout.root / name
            target.parent.mkdir(mode=0o700, exist_ok=True)
            (layout.staged / name).replace(target)
        for folder in {(layout.root / name).parent for name in names}:
            sync_folder(folder)
        shutil.rmtree(layout.staged)


def _is_led_away(layout: Layout, name: Path) -> bool:
    """Say whether a folder on the way to a file is a link: what lies behind it is not the collection's."""
    return any((layout.root / folder).is_symlink() for folder in name.parents)


def put_aside(layout: Layout) -> None:
    """Put what was committed aside, unused: it is not what this program wrote there."""
    aside = layout.staged.with_name("seal.damaged")
    with storage_errors(layout.staged):
        _remove(aside)
        layout.staged.rename(aside)


def _remove(folder: Path) -> None:
    if folder.exists():
        shutil.rmtree(folder)
