"""Every file against the manifest."""

from __future__ import annotations

import hashlib
import os
import re
import stat
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from archive.integrity.fault import Fault
from archive.integrity.reading import NotRegularError, open_regular

MANIFEST = "manifest-sha256.txt"
LONGEST_MANIFEST = 1 << 28  # bytes: two million files
_LINE = re.compile(r"([0-9a-f]{64})  (\S.*)")
_LOG = "events.jsonl"  # judged with the chain: lines may have come after the seal
_UNLISTED = {"state", MANIFEST, f"{MANIFEST}.sig"}
_BUFFER = 1 << 20  # bytes read at once
_SIDE_BY_SIDE = 2  # files hashed at a time: hashlib lets another thread run meanwhile
_BATCH = 16  # files given to a thread at once: most are small

Progress = Callable[[int, int], None]
Where = Callable[[str], Path]


def parse_manifest(content: bytes) -> tuple[dict[str, str], list[Fault]]:
    """Return the SHA-256 of each file by its path, and which lines say no such thing."""
    listed: dict[str, str] = {}
    faults = []
    lines = content.decode("utf-8", "replace").split("\n")
    for number, line in enumerate(lines[:-1], 1):
        match = _LINE.fullmatch(line)
        if not match or not _inside(match[2]):
            faults.append(Fault("manifest-line", MANIFEST, f"line {number} is not a digest and a path"))
        elif match[2] in listed:
            faults.append(Fault("manifest-line", MANIFEST, f"line {number} lists {match[2]} again"))
        else:
            listed[match[2]] = match[1]
    if lines[-1]:
        faults.append(Fault("manifest-line", MANIFEST, "the last line is cut short"))
    return listed, faults


def check_files(root: Path, listed: Mapping[str, str], where: Where, progress: Progress) -> list[Fault]:
    """Find files that changed, are gone, are there without being listed, or are no files. ``where`` tells each one's
    place; ``progress`` is told (done, of how many).
    """
    present = {name: kind for name, kind in entries_under(root) if name.partition("/")[0] not in _UNLISTED}
    faults = []
    for name in sorted(present.keys() - listed.keys()):
        what = "" if present[name] == "file" else f"it is a {present[name]}, and "
        detail = f"{what}it is not in the manifest: not written by beilin, or not to its end"
        faults.append(Fault("file-unlisted", name, detail))
    names = sorted(listed.keys() - {_LOG})
    for done, (name, found) in enumerate(_digests(names, where), 1):
        progress(done, len(names))
        if found != listed[name]:
            faults.append(_judge(name, found, present.get(name, "file")))
    return sorted(faults, key=lambda fault: fault.file)


def _judge(name: str, found: str | OSError, kind: str) -> Fault:
    if isinstance(found, FileNotFoundError | NotADirectoryError):
        return Fault("file-missing", name, "it is in the manifest and not on the disk; get it from a replica")
    if kind != "file" or isinstance(found, NotRegularError):
        what = kind if kind != "file" else "pipe, device or folder"
        return Fault("file-changed", name, f"it is a {what}, and was a file; get it from a replica")
    if isinstance(found, OSError):
        detail = f"it cannot be read ({found.strerror or type(found).__name__}); get it from a replica"
        return Fault("file-unreadable", name, detail)
    return Fault("file-changed", name, "its SHA-256 is not the manifest's; get it from a replica")


def _digests(names: Sequence[str], where: Where) -> Iterator[tuple[str, str | OSError]]:
    """Yield the SHA-256 of each file, in order, or why it could not be read."""
    batches = [names[at : at + _BATCH] for at in range(0, len(names), _BATCH)]
    with ThreadPoolExecutor(_SIDE_BY_SIDE) as pool:
        for batch, found in zip(batches, pool.map(lambda batch: _hash_all(batch, where), batches), strict=True):
            yield from zip(batch, found, strict=True)


def _hash_all(names: Sequence[str], where: Where) -> list[str | OSError]:
    buffer = memoryview(bytearray(_BUFFER))
    return [_hash(where(name), buffer) for name in names]


def _hash(path: Path, buffer: memoryview) -> str | OSError:
    sha256 = hashlib.sha256()
    try:
        with open_regular(path) as file:
            while size := file.raw.readinto(buffer):
                sha256.update(buffer[:size])
    except (OSError, ValueError) as error:  # ValueError: a name that no file can have
        return error if isinstance(error, OSError) else FileNotFoundError(str(error))
    return sha256.hexdigest()


def entries_under(root: Path) -> Iterator[tuple[str, str]]:
    """Yield what is below a folder and no folder, as (path from it with "/", what it is); links are not followed."""
    waiting = [""]
    while waiting:
        folder = waiting.pop()
        try:
            entries = list(os.scandir(os.path.join(root, folder)))  # noqa: PTH118
        except OSError:
            yield folder.rstrip("/"), "folder that cannot be read"
            continue
        for entry in entries:
            name = folder + entry.name
            if entry.is_dir(follow_symlinks=False):
                waiting.append(f"{name}/")
            else:
                yield name, _kind(entry)


def files_under(root: Path) -> Iterator[str]:
    """Yield the regular files below a folder, as paths from it with "/"; links are not followed."""
    return (name for name, kind in entries_under(root) if kind == "file")


def _kind(entry: os.DirEntry[str]) -> str:
    if entry.is_file(follow_symlinks=False):
        return "file"
    if entry.is_symlink():
        return "symbolic link"
    try:
        mode = entry.stat(follow_symlinks=False).st_mode
    except OSError:
        return "file"
    return "pipe" if stat.S_ISFIFO(mode) else "device or socket"


def _inside(path: str) -> bool:
    return not path.startswith("/") and not {"", ".", ".."} & set(path.split("/")) and "\\" not in path
