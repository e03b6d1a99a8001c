"""``python -m archive``: prove a collection whole on a machine that has Python and nothing else."""

from __future__ import annotations

import argparse
import dataclasses
import json
import sys
from pathlib import Path

from archive.collection import open_collection
from archive.errors import BeilinError, Damaged
from archive.integrity import Fault, verify

_EXAMPLE = "example: python -m archive verify collection\nexit codes: 0 whole, 4 damaged, 5 not a collection"


def main(arguments: list[str] | None = None) -> int:
    """Run a command and return its exit code."""
    options = _parser().parse_args(arguments)
    try:
        layout = open_collection(options.collection)
        faults = verify(layout, _bar if sys.stderr.isatty() else lambda *_: None)
    except BeilinError as error:
        print(error, file=sys.stderr)  # noqa: T201
        return error.exit_code
    _show(faults, options.json)
    return Damaged.exit_code if faults else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m archive", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    command = commands.add_parser(
        "verify",
        help="check every file, record, digest and version",
        description="Check every file, record, digest and version of a collection; findings go to stdout, one a line.",
        epilog=_EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.add_argument("collection", type=Path, metavar="DIR", help="the collection's folder")
    command.add_argument("--json", action="store_true", help="one JSON document on stdout")
    return parser


def _show(faults: list[Fault], as_json: bool) -> None:
    if as_json:
        document = {"whole": not faults, "faults": [dataclasses.asdict(fault) for fault in faults]}
        print(json.dumps(document, ensure_ascii=False, indent=2))  # noqa: T201
        return
    for fault in faults:
        print(line(fault))  # noqa: T201
    verdict = f"{len(faults)} faults." if faults else "Whole: every file, record and digest is as it was written."
    print(verdict, file=sys.stderr)  # noqa: T201


def line(fault: Fault) -> str:
    """Return a fault as one line: file, byte range, what is wrong, code."""
    where = "" if fault.offset is None else f" bytes {fault.offset}-{fault.offset + (fault.length or 1) - 1}"
    return f"{fault.file}{where}: {fault.detail} [{fault.code}]"


def _bar(done: int, total: int) -> None:
    print(f"\r{done} of {total} WARC files", end="\n" if done == total else "", file=sys.stderr, flush=True)  # noqa: T201


if __name__ == "__main__":
    sys.exit(main())
