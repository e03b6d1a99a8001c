"""Fail where a function or a file has grown past what one person reads at a glance.

Usage: python tools/check_lengths.py FOLDER...   (limits below; a docstring does not count)
"""

from __future__ import annotations

import ast
import statistics
import sys
from collections.abc import Iterator
from pathlib import Path

LONGEST_FUNCTION = 40  # lines of code
LONGEST_FILE = 300  # lines in all
MEDIAN_FUNCTION = 12


def functions(tree: ast.Module) -> Iterator[tuple[str, int, int]]:
    """Yield (name, first line, lines of code without the docstring) of every function."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            body = node.body[1:] if ast.get_docstring(node) and len(node.body) > 1 else node.body
            yield node.name, node.lineno, (node.end_lineno or 0) - body[0].lineno + 1


def main(folders: list[str]) -> int:
    """Print every offence and return the exit code."""
    offences, lengths = [], []
    for path in (path for folder in folders for path in sorted(Path(folder).rglob("*.py"))):
        text = path.read_text(encoding="utf-8")
        if (count := text.count("\n")) > LONGEST_FILE:
            offences.append(f"{path}: {count} lines, at most {LONGEST_FILE}: give a part of it a room of its own")
        for name, line, length in functions(ast.parse(text)):
            lengths.append(length)
            if length > LONGEST_FUNCTION:
                offences.append(f"{path}:{line}: {name} has {length} lines, at most {LONGEST_FUNCTION}")
    median = statistics.median(lengths)
    if median > MEDIAN_FUNCTION:
        offences.append(f"the median function has {median} lines, at most {MEDIAN_FUNCTION}")
    print(*offences, f"{len(lengths)} functions, median {median} lines", sep="\n")
    return 1 if offences else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
