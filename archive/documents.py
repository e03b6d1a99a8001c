"""Reading the JSON documents that a collection keeps, whatever has become of their files.

A record, a report or a note of state may be cut short, emptied, another document, a folder, a link or a pipe: each is
one sentence that names the file. What is longer than any document is not read at all.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from archive.errors import BeilinError, Damaged
from archive.integrity.reading import open_regular, up_to

T = TypeVar("T")
LONGEST = 1 << 28  # bytes; the report of a blog with 200,000 addresses has a tenth of it
_LONGEST_REASON = 200  # characters
_HELP = "see beilin verify, and get it from a replica"


def read_document(
    path: Path,
    build: Callable[[Any], T],
    *,
    remedy: str = _HELP,
    raises: type[BeilinError] = Damaged,
) -> T:
    """Return what a function makes of the JSON document in a file.

    Raises:
        Damaged: (or what ``raises`` names) it cannot be read, is no JSON, or is another document than it should be.
    """
    try:
        with open_regular(path) as file:
            content = up_to(file, LONGEST + 1)
        if len(content) > LONGEST:
            raise ValueError(f"it has more than {LONGEST} bytes")
        return build(json.loads(content))
    except RecursionError:
        why = "it is nested without end"
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        why = _in_words(error)
    except OSError as error:
        why = (error.strerror or "it is no file").lower()
    raise raises(f"{path} is damaged ({why}): {remedy}.")


def kept_by_crawls(reports: Path, crawl: str, name: str) -> list[Path]:
    """Return what the folders of crawls have of a name, newest first: a crawl's, or with "*" that of all."""
    paths = sorted((folder / name for folder in reports.glob(crawl)), reverse=True)
    return [path for path in paths if os.path.lexists(path)]  # a link to nowhere is damage, too


def _in_words(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"no JSON from byte {error.pos} on" if error.pos else "no JSON"
    if isinstance(error, UnicodeDecodeError):
        return "no text in UTF-8"
    return str(error)[:_LONGEST_REASON] if type(error) is ValueError else "another document than it should be"
