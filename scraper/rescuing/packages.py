"""What lies in a ZIP, WACZ or TAR file. Names in it are read, never used as paths: nothing is written by them."""

from __future__ import annotations

import contextlib
import functools
import gzip
import io
import re
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

from archive.errors import UsageError
from scraper.rescuing.offers import Fault

_WARC = re.compile(r"\.w?arc(\.gz)?$", re.IGNORECASE)
_PACKED = re.compile(r"\.w?arc\.zst$", re.IGNORECASE)
_PACKAGE = re.compile(r"\.wacz$", re.IGNORECASE)
_MOST_MEMBERS = 100_000
_LARGEST = 1 << 36  # bytes of one member, unpacked
_PIECE = 1 << 20
_DEEPEST = 2  # packages in packages: what browsertrix gives of several crawls
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_BROKEN = (
    *(zipfile.BadZipFile, tarfile.TarError, zlib.error, gzip.BadGzipFile),
    *(EOFError, RuntimeError, NotImplementedError),
)
_Opener = Callable[[], IO[bytes] | None]


def is_package(path: Path) -> bool:
    """Say whether a file is a package: by its beginning, since the end of a WARC file may hold anything."""
    with path.open("rb") as file:
        return _is_package(file)


def opened(path: Path, folder: Path, faults: list[Fault]) -> list[IO[bytes]]:
    """Return the WARC and ARC files that a path is, or holds, each as a file that can be read from any place.

    Raises:
        UsageError: it is a package that cannot be read.
    """
    if not is_package(path):
        return [path.open("rb")]
    with path.open("rb") as package:
        return _warcs(package, path.name, folder, faults, 1)


def names(package: IO[bytes]) -> list[str]:
    """Return the names of a package's members. Raises UsageError where it cannot be read."""
    with contextlib.ExitStack() as stack:
        return [name for name, _ in _opened(package, "It", stack, [])]


def members(
    package: IO[bytes], name: str, folder: Path, faults: list[Fault], wanted: Callable[[str], bool]
) -> Iterator[tuple[str, IO[bytes]]]:
    """Yield (name, content) of the members of a package that are wanted, unpacked; what cannot be is a fault.

    Raises:
        UsageError: it is a package that cannot be read; ``name`` is what the sentence calls it.
    """
    with contextlib.ExitStack() as stack:
        for member, opener in _opened(package, name, stack, faults):
            if _is_hostile(member):
                faults.append(Fault("hostile-name", f"a member is named {member[:100]!r}; names are not used"))
            if wanted(member):
                yield member, _unpacked(opener, folder, faults)


def _warcs(package: IO[bytes], name: str, folder: Path, faults: list[Fault], depth: int) -> list[IO[bytes]]:
    found: list[IO[bytes]] = []
    for member, file in members(package, name, folder, faults, functools.partial(_is_wanted, faults)):
        if _WARC.search(member):
            found.append(file)
            continue
        with file:
            if depth < _DEEPEST and _is_package(file):
                found += _warcs(file, f"{member[:100]!r} in {name}", folder, faults, depth + 1)
            else:
                faults.append(Fault("damaged", f"{member[:100]!r} is no package, or lies too deep in others"))
    return found


def _is_wanted(faults: list[Fault], member: str) -> bool:
    if _PACKED.search(member):
        faults.append(Fault("packed", f"{member[:100]!r} is packed with zstd: unpack it, and give the file itself"))
    return bool(_WARC.search(member) or _PACKAGE.search(member))


def _is_package(file: IO[bytes]) -> bool:
    file.seek(0)
    begin = file.read(4)
    file.seek(0)
    return begin in _ZIP or _is_tar(file)


def _is_tar(file: IO[bytes]) -> bool:
    """Say whether a file is a TAR file, gzipped or not: a WARC file is gzipped, too."""
    begin = file.read(512)
    file.seek(0)
    if begin[:2] == b"\x1f\x8b":
        with contextlib.suppress(OSError, EOFError, zlib.error):
            begin = gzip.GzipFile(fileobj=file).read(512)
        file.seek(0)
    return begin[257:262] == b"ustar"


def _opened(
    package: IO[bytes], name: str, stack: contextlib.ExitStack, faults: list[Fault]
) -> list[tuple[str, _Opener]]:
    try:
        return _listed(package, stack, faults)
    except (*_BROKEN, ValueError, OSError) as error:
        raise UsageError(f"{name} is no package that can be read ({type(error).__name__}).") from None


def _listed(package: IO[bytes], stack: contextlib.ExitStack, faults: list[Fault]) -> list[tuple[str, _Opener]]:
    if _is_tar(package):
        archive = stack.enter_context(tarfile.open(fileobj=package, mode="r:*"))  # noqa: SIM115
        return [
            (one.name, functools.partial(archive.extractfile, one)) for one in _some(archive, faults) if one.isreg()
        ]
    packed = stack.enter_context(zipfile.ZipFile(package))
    return [(one.filename, functools.partial(packed.open, one)) for one in packed.infolist()[:_MOST_MEMBERS]]


def _some(archive: tarfile.TarFile, faults: list[Fault]) -> Iterator[tarfile.TarInfo]:
    """Yield the members of a TAR file as far as it goes: of one that breaks off those before the break."""
    try:
        yield from (one for _, one in zip(range(_MOST_MEMBERS), archive, strict=False))
    except _BROKEN as error:
        faults.append(Fault("damaged", f"the package breaks off ({type(error).__name__})"))


def _unpacked(opener: _Opener, folder: Path, faults: list[Fault]) -> IO[bytes]:
    """Return a member's bytes as far as they come; that they end early, or are not those stated, is a fault."""
    file = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 (closed with the source)
    try:
        with opener() or io.BytesIO() as member:
            while (piece := member.read(_PIECE)) and file.tell() < _LARGEST:
                file.write(piece)
    except _BROKEN as error:
        faults.append(Fault("damaged", f"a member of the package is not whole ({type(error).__name__})"))
    file.seek(0)
    return file


def _is_hostile(name: str) -> bool:
    parts = name.replace("\\", "/").split("/")
    return name.startswith(("/", "\\")) or ".." in parts or "\0" in name or ":" in parts[0]
