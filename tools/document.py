"""Write the parts of the documentation that the code knows best, or check that they are up to date.

Usage: python tools/document.py [--check]

    docs/commands.md            every command with its help
    docs/record.schema.json     the record as JSON Schema
    docs/people.schema.json     records/people.json as JSON Schema
    docs/coverage.schema.json   the coverage report as JSON Schema
    docs/changes.schema.json    the change report as JSON Schema
    docs/error.schema.json      what a command with --json prints where it ends in an error, as JSON Schema
    docs/export-columns.md      the columns of an export's tables
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from archive import codec
from archive.change_report import ChangeReport
from archive.coverage import Coverage
from archive.error_document import ErrorDocument
from archive.export.tables import TABLES
from archive.people import People
from archive.records import Post
from scraper.cli import main

DOCS = Path(__file__).parent.parent / "docs"
_HEAD = "# The commands\n\nWritten by `python tools/document.py` from the commands themselves; do not edit.\n"


def commands() -> str:
    """Return the reference of all commands as Markdown."""
    parts = [_HEAD, _help(main, "beilin")]
    for name, command in sorted(main.commands.items()):
        parts.append(_help(command, f"beilin {name}"))
        inner = command.commands if isinstance(command, click.Group) else {}
        parts += [_help(one, f"beilin {name} {within}") for within, one in sorted(inner.items())]
    return "\n".join(parts)


def _help(command: click.Command, name: str) -> str:
    context = click.Context(command, info_name=name, terminal_width=100, max_content_width=100)
    return f"## {name}\n\n```\n{command.get_help(context)}\n```\n"


def columns() -> str:
    """Return what each column of an export means, in both languages, as Markdown."""
    parts = ["# The columns of an export 导出表的各列\n\nWritten by `python tools/document.py`; do not edit.\n"]
    for table in TABLES:
        parts += [f"## {table.name}\n", f"One row for each {', '.join(f'`{name}`' for name in table.key)}.\n"]
        rows = [f"| `{one.name}` | {one.kind} | {one.english} | {one.chinese} |" for one in table.columns]
        parts += ["\n".join(["| column 列 | kind 类型 | meaning | 含义 |", "|---|---|---|---|", *rows]) + "\n"]
    return "\n".join(parts)


def documents() -> dict[Path, str]:
    """Return what each generated document should hold."""
    return {
        DOCS / "commands.md": commands(),
        DOCS / "record.schema.json": json.dumps(codec.schema(Post), indent=2) + "\n",
        DOCS / "people.schema.json": json.dumps(codec.schema(People), indent=2) + "\n",
        DOCS / "coverage.schema.json": json.dumps(codec.schema(Coverage), indent=2) + "\n",
        DOCS / "export-columns.md": columns(),
        DOCS / "changes.schema.json": json.dumps(codec.schema(ChangeReport), indent=2) + "\n",
        DOCS / "error.schema.json": json.dumps(codec.schema(ErrorDocument), indent=2) + "\n",
    }


def run(check: bool) -> int:
    """Write the documents, or say which of them are stale; return the exit code."""
    stale = [path for path, text in documents().items() if not path.exists() or path.read_text("utf-8") != text]
    for path in stale:
        if check:
            print(f"{path.relative_to(DOCS.parent)} is stale: run `python tools/document.py` and commit it.")
        else:
            path.parent.mkdir(exist_ok=True)
            path.write_text(documents()[path], "utf-8")
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(run("--check" in sys.argv[1:]))
