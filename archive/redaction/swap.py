"""Where Linux may write what a process holds to a disk in the open: swap that is not encrypted (case H 92).

It can only be told, not prevented: without privileges no process can keep its memory out of swap.
"""

from __future__ import annotations

import os
from pathlib import Path

_AREAS, _DEVICES = Path("/proc/swaps"), Path("/sys/dev/block")
_ENCRYPTED = "CRYPT-"  # how dm-crypt's devices are called
_IN_MEMORY = "zram"


def plain_swap(areas: Path = _AREAS, devices: Path = _DEVICES) -> tuple[str, ...]:
    """Return the areas of swap in use that lie on a disk unencrypted, or of which that cannot be told.

    ``areas`` is of the form of proc(5), ``devices`` has each device by its numbers. Where there is no such file
    (another system), nothing is known and nothing told.
    """
    try:
        lines = areas.read_text("utf-8", "replace").splitlines()[1:]
    except OSError:
        return ()
    names = (line.split()[0].replace("\\040", " ") for line in lines if line.strip())
    return tuple(name for name in names if not _is_safe(Path(name), devices))


def _is_safe(area: Path, devices: Path) -> bool:
    if area.name.startswith(_IN_MEMORY):
        return True
    try:
        status = area.stat()
    except OSError:
        return False
    number = status.st_rdev or status.st_dev  # of the device itself, or of the one that a file lies on
    return _is_encrypted(devices / f"{os.major(number)}:{os.minor(number)}")


def _is_encrypted(device: Path) -> bool:
    try:
        if (device / "dm" / "uuid").read_text("ascii").startswith(_ENCRYPTED):
            return True
    except (OSError, ValueError):
        pass
    try:
        below = list((device / "slaves").iterdir())
    except OSError:
        return False
    return bool(below) and all(map(_is_encrypted, below))
