"""The pages of the reference that are made of the code: exit codes, and the JSON documents field by field.

Run by `tools/document.py`.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator, Mapping
from typing import Any

from archive import errors
from archive.error_document import told
from archive.errors import BeilinError

_MADE = "Written by `python tools/document.py` from the code; do not edit.\n"


def exit_codes() -> str:
    """Return every error with its exit code, and what it says, as Markdown."""
    rows = [f"| {one.exit_code} | `{told(one('')).code}` | {_line(one)} |" for one in _errors()]
    return "\n".join(
        [
            "# Exit codes and errors\n",
            _MADE,
            "The exit code is that of the command; the error code stands in the document that `--json` gives"
            " ([form](error.schema.json)). Exit code 0: all well.\n",
            "| exit code | error code | what it says |",
            "|---|---|---|",
            *rows,
            "",
        ]
    )


def documents(schemas: Mapping[str, Mapping[str, Any]]) -> str:
    """Return what each JSON document has, field by field, as Markdown. ``schemas``: JSON Schema by file name."""
    parts = ["# The JSON documents\n", _MADE, "A field that is not required is left out where it says nothing.\n"]
    for name, schema in schemas.items():
        parts.append(f"## {name.removesuffix('.schema.json')}\n\nThe whole form: [{name}]({name}).\n")
        parts += [_definition(title, one) for title, one in schema["$defs"].items()]
    return "\n".join(parts)


def _errors() -> Iterator[type[BeilinError]]:
    found = [one for one in vars(errors).values() if inspect.isclass(one) and issubclass(one, BeilinError)]
    yield from sorted(found, key=lambda one: one.exit_code)


def _definition(title: str, one: Mapping[str, Any]) -> str:
    required = one.get("required", ())
    rows = [
        f"| `{name}` | {_kind(kind)} | {'yes' if name in required else ''} |"
        for name, kind in one.get("properties", {}).items()
    ]
    said = " ".join(one.get("description", "").replace("``", "`").split())
    return "\n".join([f"### {title}\n", f"{said}\n", "| field | form | required |", "|---|---|---|", *rows, ""])


def _kind(one: Mapping[str, Any]) -> str:
    if "$ref" in one:
        return str(one["$ref"]).rsplit("/", 1)[1]
    if "anyOf" in one:
        return " or ".join(_kind(each) for each in one["anyOf"])
    if one.get("type") == "array":
        within = one.get("items") or next(iter(one.get("prefixItems", ())), {})
        return f"list of {_kind(within)}"
    kind = one.get("type", "anything")
    return " or ".join(kind) if isinstance(kind, list) else str(kind)


def _line(one: type[BeilinError]) -> str:
    return re.sub(r"\s+", " ", inspect.getdoc(one) or "").replace("``", "`").replace("|", "\\|")
