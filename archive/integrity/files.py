"""Every file against the manifest."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
from pathlib import Path

from archive.integrity.fault import Fault
from archive.layout import Layout

_LINE = re.compile(r"([0-9a-f]{64})  (\S.*)")
_UNLISTED = {"state", "manifest-sha256.txt", "manifest-sha256.txt.sig"}


def check_files(layout: Layout) -> list[Fault]:
    """Find files that changed, are gone, or are there without being listed."""
    name = layout.manifest.name
    if not layout.manifest.is_file():
        return [
            Fault("manifest-missing", name, "there is no manifest: nothing proves the files; get it from a replica")
        ]
    faults, listed = [], {}
    for number, line in enumerate(layout.manifest.read_bytes().decode("utf-8", "replace").split("\n")[:-1], 1):
        match = _LINE.fullmatch(line)
        if not match or not _inside(match[2]):
            faults.append(Fault("manifest-line", name, f"line {number} is not a digest and a path"))
        elif match[2] in listed:
            faults.append(Fault("manifest-line", name, f"line {number} lists {match[2]} again"))
        else:
            listed[match[2]] = match[1]
    if not layout.manifest.read_bytes().endswith(b"\n"):
        faults.append(Fault("manifest-line", name, "the last line is cut short"))
    return faults + _compare(layout.root, listed)


def _compare(root: Path, listed: dict[str, str]) -> list[Fault]:
    faults = []
    present = {path for path in files_under(root) if path.partition("/")[0] not in _UNLISTED}
    for path in sorted(listed.keys() | present):
        if path not in present:
            faults.append(
                Fault("file-missing", path, "it is in the manifest and not on the disk; get it from a replica")
            )
        elif path not in listed:
            faults.append(
                Fault(
                    "file-unlisted",
                    path,
                    "it is not in the manifest: not written by beilin, or not to its end",
                )
            )
        elif (root / path).is_symlink():
            faults.append(Fault("file-changed", path, "it is a symbolic link, and was a file"))
        elif _digest(root / path) != listed[path]:
            faults.append(Fault("file-changed", path, "its SHA-256 is not the manifest's; get it from a replica"))
    return faults


def files_under(root: Path) -> Iterator[str]:
    """Yield the files and symbolic links below a folder, as paths from it with "/"; links are not followed."""
    top = os.path.join(root, "")  # noqa: PTH118 (here and below: a Path for each file takes longer)
    for folder, folders, names in os.walk(top):
        for name in (*names, *folders):
            path = os.path.join(folder, name)  # noqa: PTH118
            if os.path.isfile(path) or os.path.islink(path):  # noqa: PTH113, PTH114
                yield path[len(top) :].replace(os.sep, "/")


def _inside(path: str) -> bool:
    return not path.startswith("/") and ".." not in path.split("/") and "\\" not in path


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
