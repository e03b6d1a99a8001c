"""``python -m archive``: prove a collection whole, or get it back, on a machine that has Python and nothing else."""

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
from archive.replicas.address import Access
from archive.replicas.duties import bring_back

_EXAMPLE = """\
examples: python -m archive verify collection
          python -m archive verify collection.wacz
exit codes: 0 whole, 4 damaged, 5 not a collection"""
_RESTORE_EXAMPLE = (
    "example: python -m archive restore --from /media/disk/replica -o collection --key SHA256:...\n"
    "exit codes: 0 complete and verified, 4 damaged, 5 folder not empty, 6 no answer, 7 not trusted, 8 no room"
)


def main(arguments: list[str] | None = None) -> int:
    """Run a command and return its exit code."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except BeilinError as error:
        print(error, file=sys.stderr)  # noqa: T201
        return error.exit_code


def _verify(options: argparse.Namespace) -> int:
    faults, signer = _faults(options, _progress("files"))
    _show(faults, options.json, signer)
    return Damaged.exit_code if faults else 0


def _restore(options: argparse.Namespace) -> int:
    way = (tuple(options.host_key), options.identity, options.endpoint)
    sources = [Access(source, *way) for source in options.source]
    restored = bring_back(sources, options.output, options.key, options.as_of, _say, _progress("files"))
    if options.json:
        print(json.dumps(dataclasses.asdict(restored), ensure_ascii=False, indent=2))  # noqa: T201
    else:
        _show(list(restored.faults), as_json=False, signer=None)
        what = f"{restored.files} files, {restored.bytes} bytes, snapshot {restored.snapshot}"
        _say(f"{what}, in {restored.seconds} seconds.")
    return Damaged.exit_code if restored.faults else 0


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
    command.set_defaults(run=_verify)
    _add_restore(commands)
    return parser


def _add_restore(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = commands.add_parser(
        "restore",
        help="build a collection from a replica",
        description="Build a collection from a replica, telling each step. A folder needs Python alone, "
        "sftp:// needs asyncssh, s3:// boto3.",
        epilog=_RESTORE_EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = command.add_argument
    add("--from", dest="source", action="append", required=True, metavar="REPLICA", help="its address; repeatable")
    add("-o", "--output", type=Path, required=True, metavar="DIR", help="a new or empty folder")
    add("--key", metavar="SHA256:...", help="trust only what this key of the collection signed")
    add("--as-of", metavar="SNAPSHOT", help="the state of this snapshot, or the beginning of its name")
    add("--host-key", action="append", default=[], metavar="SHA256:...", help="SFTP: fingerprint of the host's key")
    add("--identity", metavar="FILE", help="SFTP: your private key; without it the ssh-agent is asked")
    add("--endpoint", metavar="URL", help="S3: the address of a service that is not Amazon's")
    add("--json", action="store_true", help="one JSON document on stdout")
    command.set_defaults(run=_restore)


def _faults(options: argparse.Namespace, progress: Callable[[int, int], None]) -> tuple[list[Fault], str | None]:
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


def _progress(what: str) -> Callable[[int, int], None]:
    def show(done: int, total: int) -> None:
        print(f"\r{done} of {total} {what}", end="\n" if done == total else "", file=sys.stderr, flush=True)  # noqa: T201

    return show if sys.stderr.isatty() else lambda *_: None


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)  # noqa: T201


if __name__ == "__main__":
    sys.exit(main())
