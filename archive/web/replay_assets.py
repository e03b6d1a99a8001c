"""replayweb.page, which shows captured pages as they were: fetched once, by one command, unmodified.

It is under the AGPL (https://www.npmjs.com/package/replaywebpage), so it is no part of beilin. Its package is checked
against the digest below, and three of its files are kept. The tests' installation (tools/judges.sh) uses this, too.

Usage: python -m archive.web.replay_assets FOLDER
"""

from __future__ import annotations

import functools
import hashlib
import io
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from archive.errors import BeilinError, Unreachable, UsageError
from archive.home import home

VERSION = "2.5.3"
_SHA512 = (
    "9c28f63d238ddc1c5e489284f00b183f250bbf45cf64a2567f2e25f4fc90adef"
    "52ab02d9f9629956cfec7cba8f390e06ac7fb46248dbc0e86bf1c4931f4f20b1"
)
_FILES = {
    "ui.js": "ad95b260fa467a6c4799e669ad76ac8e7d5abefa71d1a2970ae6b63dc454a3c3",
    "sw.js": "29a833e871e2f9b7f135f5b86bba0476b69ad975c129c2473ff5055f73f5a2d0",
    "LICENSE": "8486a10c4393cee1c25392769ddd3b2d6c242d6ec7928e1414efff7dfb2f07ef",
}
_SECONDS = 300


def folder() -> Path:
    """Return where this machine keeps it."""
    return home() / "replaywebpage"


def are_there(where: Path | None = None) -> bool:
    """Say whether its files are there, and what they should be."""
    found = where or folder()
    return all(_sha256(found / name, _mark(found / name)) == digest for name, digest in _FILES.items())


def fetch(into: Path) -> None:
    """Put its files into a folder, through npm.

    Raises:
        UsageError: there is no npm on this machine.
        Unreachable: npm could not get the package.
        BeilinError: the package is another than the one that was examined.
    """
    npm = shutil.which("npm")
    if npm is None:
        raise UsageError(
            f"npm is not installed: install it (Debian: apt install npm), or put ui.js, sw.js and LICENSE of the npm "
            f"package replaywebpage {VERSION} into {into}."
        )
    with tempfile.TemporaryDirectory() as aside:
        command = [npm, "pack", "--silent", "--ignore-scripts", "--pack-destination", aside, f"replaywebpage@{VERSION}"]
        try:
            done = subprocess.run(command, cwd=aside, capture_output=True, timeout=_SECONDS, check=False)  # noqa: S603
        except subprocess.TimeoutExpired:
            raise Unreachable("npm did not get replaywebpage in time: try again later.") from None
        tarball = Path(aside) / f"replaywebpage-{VERSION}.tgz"
        if done.returncode or not tarball.is_file():
            raise Unreachable(f"npm could not get replaywebpage {VERSION}: check the connection, and try again.")
        _unpack(tarball.read_bytes(), into)


def _unpack(packed: bytes, into: Path) -> None:
    if hashlib.sha512(packed).hexdigest() != _SHA512:
        raise BeilinError(f"What npm gave as replaywebpage {VERSION} is not what was examined; nothing was kept.")
    into.mkdir(parents=True, exist_ok=True)
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        for name in _FILES:
            member = archive.extractfile(f"package/{name}")
            assert member is not None
            (into / name).write_bytes(member.read())


def _mark(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


@functools.lru_cache(maxsize=16)
def _sha256(path: Path, _mark: int) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


if __name__ == "__main__":
    try:
        fetch(Path(sys.argv[1]))
    except BeilinError as problem:
        sys.exit(str(problem))
