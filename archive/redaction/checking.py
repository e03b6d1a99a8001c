"""Does a folder hold a protected name? Every file's name and every string of its content is searched."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from archive.redaction.records import OURS
from archive.redaction.texts import Redactor

# Digests and signatures are numbers, whatever letters they come to.
_NUMBERS = re.compile(r"\b[0-9a-f]{40,}\b|SHA256:[A-Za-z0-9+/=]{43,44}")
# Words of ours alone, numbers, or paths that are searched where they are; the same in every copy but for those.
_FIXED = ("README.txt", "bagit.txt", "data/about.txt", "manifest-sha256.txt")
_KEYS = ("keys/",)
_PATH = re.compile(r"records/(?:posts|pages)/(.*)/v\d+\.json")
_WORDS = OURS | {"type", "outcome", "what", "names"}  # those of records, and of the log


def files_with_names(folder: Path, redactor: Redactor) -> list[str]:
    """Return the files, by their paths, that hold a name, or have one in their own."""
    found = []
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        name = path.relative_to(folder).as_posix()
        texts = () if name in _FIXED or name.startswith(_KEYS) or name.endswith(".sig") else _texts(path)
        slug = _PATH.fullmatch(name)
        if (slug and redactor.holds(slug[1])) or any(redactor.holds(_NUMBERS.sub("|", text)) for text in texts):
            found.append(name)
    return found


def _texts(path: Path) -> Iterator[str]:
    text = path.read_bytes().decode("utf-8", "replace")
    if path.suffix == ".json":
        yield from _strings(json.loads(text))
    elif path.suffix == ".jsonl":
        for line in text.splitlines():
            yield from _strings({name: said for name, said in json.loads(line).items() if name != "signature"})
    elif path.suffix == ".toml":
        yield from _strings(tomllib.loads(text))
    else:
        yield from text.splitlines()


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for one in value:
            yield from _strings(one)
    elif isinstance(value, dict):
        for name, one in value.items():
            if name not in _WORDS:
                yield from _strings(one)
