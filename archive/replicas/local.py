"""The collection's own files, held against the manifest that was signed."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from archive.integrity import Fault
from archive.integrity.reading import read_regular
from archive.manifest import digest_of
from archive.replicas.snapshots import EVENTS, sealed_part

Progress = Callable[[int, int], None]  # (done, of how many)


def damaged(root: Path, files: Mapping[str, str], progress: Progress = lambda *_: None) -> dict[str, Fault]:
    """Return what is wrong with each file that is not what the manifest says, by its path."""
    faults = {}
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        judged = pool.map(lambda item: _judge(root / item[0], *item), files.items())
        for number, (path, fault) in enumerate(zip(files, judged, strict=True), 1):
            if fault:
                faults[path] = fault
            progress(number, len(files))
    return faults


def _judge(path: Path, name: str, sha256: str) -> Fault | None:
    try:
        if not stat.S_ISREG(path.lstat().st_mode):
            return Fault("file-changed", name, "it is no regular file, and was one")
        if digest_of(path) == sha256 or (name == EVENTS and sealed_part(read_regular(path), sha256) is not None):
            return None
    except FileNotFoundError:
        return Fault("file-missing", name, "it is in the manifest and not on the disk")
    except OSError as error:
        return Fault("file-unreadable", name, f"it cannot be read ({error.strerror})")
    return Fault("file-changed", name, "its SHA-256 is not the manifest's: it is damaged, or changed since the seal")
