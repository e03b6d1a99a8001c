"""Write the parts of the documentation that the code knows best, or check that they are up to date.

Usage: python tools/document.py [--check]

    docs/commands.md            every command with its help
    docs/record.schema.json     the record as JSON Schema
    docs/people.schema.json     records/people.json as JSON Schema
    docs/coverage.schema.json   the coverage report as JSON Schema
    docs/changes.schema.json    the change report as JSON Schema
    docs/error.schema.json      what a command with --json prints where it ends in an error, as JSON Schema
    docs/documents.md           the same, field by field, for people
    docs/exit-codes.md          every error with its exit code
    docs/export-columns.md      the columns of an export's tables
    packaging/beilin.1          the manual page
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click
import man_page  # beside this file, which is run as a script
import reference

from archive import codec
from archive.change_report import ChangeReport
from archive.coverage import Coverage
from archive.error_document import ErrorDocument
from archive.export.tables import TABLES
from archive.people import People
from archive.records import Post
from scraper.cli import main

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
_SCHEMAS = {"record": Post, "people": People, "coverage": Coverage, "changes": ChangeReport, "error": ErrorDocument}
_HEAD = "# The commands\n\nWritten by `python tools/document.py` from the commands themselves; do not edit.\n"


def commands() -> str:
    """Return the reference of all commands as Markdown."""
    parts = [_HEAD, _help(main, "beilin"), *(_help(command, name) for name, command in man_page.commands())]
    return "\n".join(parts)


def _help(command: click.Command, name: str) -> str:
    context = click.Context(command, info_name=name, terminal_width=100, max_content_width=100, **main.context_settings)
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
    schemas = {f"{name}.schema.json": codec.schema(kind) for name, kind in _SCHEMAS.items()}
    return {
        DOCS / "commands.md": commands(),
        **{DOCS / name: json.dumps(schema, indent=2) + "\n" for name, schema in schemas.items()},
        DOCS / "documents.md": reference.documents(schemas),
        DOCS / "exit-codes.md": reference.exit_codes(),
        DOCS / "export-columns.md": columns(),
        ROOT / "packaging" / "beilin.1": man_page.page(),
    }


def run(check: bool) -> int:
    """Write the documents, or say which of them are stale; return the exit code."""
    stale = [path for path, text in documents().items() if not path.exists() or path.read_text("utf-8") != text]
    for path in stale:
        if check:
            print(f"{path.relative_to(ROOT)} is stale: run `python tools/document.py` and commit it.")
        else:
            path.parent.mkdir(exist_ok=True)
            path.write_text(documents()[path], "utf-8")
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(run("--check" in sys.argv[1:]))
