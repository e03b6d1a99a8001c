"""``python -m archive``: prove a collection whole on a machine that has Python and nothing else."""

from __future__ import annotations

import argparse
import dataclasses
import json
import sys
from collections.abc import Callable
from pathlib import Path

from archive.collection import open_collection
from archive.errors import BeilinError, Damaged
from archive.integrity import Fault, verify
from archive.printable import printable

_EXAMPLE = """\
examples: python -m archive verify collection
          python -m archive verify collection.wacz
exit codes: 0 whole, 4 damaged, 5 not a collection"""


def main(arguments: list[str] | None = None) -> int:
    """Run a command and return its exit code."""
    options = _parser().parse_args(arguments)
    try:
        faults, signer = _verify(options, _bar if sys.stderr.isatty() else lambda *_: None)
    except BeilinError as error:
        print(error, file=sys.stderr)  # noqa: T201
        return error.exit_code
    _show(faults, options.json, signer)
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
    command.add_argument("path", type=Path, metavar="DIR|FILE.wacz", help="the collection's folder, or a WACZ file")
    command.add_argument("--signer", action="append", default=[], metavar="SHA256:...", help="trust this key alone")
    command.add_argument("--roots", type=Path, metavar="FILE", help="certificates that a domain's chain must end at")
    command.add_argument("--json", action="store_true", help="one JSON document on stdout")
    return parser


def _verify(options: argparse.Namespace, progress: Callable[[int, int], None]) -> tuple[list[Fault], str | None]:
    """Return the faults, and of a WACZ file who signed it."""
    if options.path.is_dir() or options.path.suffix != ".wacz":
        return verify(open_collection(options.path), progress), None
    from archive.wacz.checking import verify_wacz  # noqa: PLC0415 (needs cryptography, and a collection does not)

    judgement = verify_wacz(options.path, options.signer, options.roots, progress)
    return judgement.faults, judgement.signer


def _show(faults: list[Fault], as_json: bool, signer: str | None) -> None:
    if as_json:
        signed = {} if signer is None else {"signer": signer}
        document = {"whole": not faults, **signed, "faults": [dataclasses.asdict(fault) for fault in faults]}
        print(json.dumps(document, ensure_ascii=False, indent=2))  # noqa: T201
        return
    for fault in faults:
        print(printable(line(fault)))  # noqa: T201
    if signer:
        print(printable(f"Signed by {signer}."), file=sys.stderr)  # noqa: T201
    verdict = f"{len(faults)} faults." if faults else "Whole: every file, record and digest is as it was written."
    print(verdict, file=sys.stderr)  # noqa: T201


def line(fault: Fault) -> str:
    """Return a fault as one line: file, byte range, what is wrong, code."""
    where = "" if fault.offset is None else f" bytes {fault.offset}-{fault.offset + (fault.length or 1) - 1}"
    return f"{fault.file}{where}: {fault.detail} [{fault.code}]"


def _bar(done: int, total: int) -> None:
    print(f"\r{done} of {total}", end="\n" if done == total else "", file=sys.stderr, flush=True)  # noqa: T201


if __name__ == "__main__":
    sys.exit(main())
