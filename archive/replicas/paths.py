"""What a manifest says, where a stranger may have written it: names that could leave the folder are refused. Pure."""

from __future__ import annotations

import re
import unicodedata

_LINE = re.compile(r"([0-9a-f]{64})  (\S.*)")
_LONGEST_NAME = 255  # bytes of one segment, the limit of most file systems
_LONGEST_PATH = 1024  # bytes
_OWN = ("manifest-sha256.txt", "manifest-sha256.txt.sig", "state")


def parse_manifest(manifest: bytes) -> dict[str, str]:
    """Return the SHA-256 of each file by its path, in the manifest's order.

    Raises:
        ValueError: a line is no digest and path, a path is unsafe or stands twice; the message names the line.
    """
    files: dict[str, str] = {}
    for number, line in enumerate(manifest.decode("utf-8").removesuffix("\n").split("\n"), 1):
        match = _LINE.fullmatch(line)
        if not match or not is_safe(match[2]) or match[2] in files:
            raise ValueError(f"line {number} of the manifest is not a digest and a path within the collection")
        files[match[2]] = match[1]
    folders = {path[:at] for path in files for at in range(len(path)) if path[at] == "/"}
    if both := folders & files.keys():
        raise ValueError(f"{min(both)!r} is a file and a folder in the manifest")
    return files


def is_safe(path: str) -> bool:
    """Say whether a path stays within the folder it is laid in, on any machine, and hides nothing from a reader.

    >>> is_safe("records/posts/2014/03/窑/v1.json")
    True
    >>> [is_safe(path) for path in ("../x", "/etc/x", "a//b", "a/./b", "a\\\\b", "a\\x1bb", "state/lock", "C:x")]
    [False, False, False, False, False, False, False, False]
    """
    segments = path.split("/")
    return (
        len(path.encode("utf-8", "surrogatepass")) <= _LONGEST_PATH
        and segments[0] not in _OWN
        and not any(_is_odd(segment) for segment in segments)
    )


def _is_odd(segment: str) -> bool:
    return (
        segment in ("", ".", "..")
        or len(segment.encode("utf-8", "surrogatepass")) > _LONGEST_NAME
        or any(c in "\\:" or unicodedata.category(c).startswith("C") for c in segment)
    )
