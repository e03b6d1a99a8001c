"""``python -m archive``: prove a collection whole, or get it back, on a machine that has Python and nothing else."""

from __future__ import annotations

import argparse
import dataclasses
import json
import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from archive.collection import open_collection
from archive.counted import counted
from archive.durable import refusal
from archive.error_document import ErrorDocument, told
from archive.errors import BeilinError, Damaged
from archive.integrity import Verdict, examine
from archive.pins import keep_quietly
from archive.printable import printable
from archive.redaction.origin import refuse_deep
from archive.replicas.address import Access
from archive.replicas.duties import bring_back

_NOT_DERIVED = "That the records are what the captures say is not tried here: beilin verify --deep reads them again."
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
    os.umask(0o077)
    parser = _parser()
    options = parser.parse_args(arguments)
    if "" in (sys.argv[1:] if arguments is None else arguments):
        parser.error("an argument is empty: a variable of your script may not be set")
    try:
        return int(options.run(options))
    except (BeilinError, OSError) as problem:
        error = problem if isinstance(problem, BeilinError) else refusal(problem.filename or "the disk", problem)
        if options.json:
            _tell(dataclasses.asdict(ErrorDocument(told(error))))
        _say(printable(str(error)))
        return error.exit_code


def _verify(options: argparse.Namespace) -> int:
    if options.path.is_dir() or options.path.suffix != ".wacz":
        return _verify_collection(options)
    from archive.wacz.checking import verify_wacz  # noqa: PLC0415 (needs cryptography, and a collection does not)

    judgement = verify_wacz(options.path, options.signer, options.roots, _progress("files"))
    signer = () if judgement.signer is None else (f"Signed by {judgement.signer}.",)
    verdict = Verdict(judgement.faults, signer, None)
    _show(verdict, {} if judgement.signer is None else {"signer": judgement.signer}, options.json)
    return Damaged.exit_code if verdict.faults else 0


def _verify_collection(options: argparse.Namespace) -> int:
    layout = open_collection(options.path)
    if options.deep:
        refuse_deep(layout)
    verdict = examine(layout, _progress("files"), deep=options.deep, key=options.key, authority=options.authority)
    if verdict.seen:
        keep_quietly(layout, verdict.seen)
    _show(verdict, {"notices": verdict.notices}, options.json)
    if options.deep:
        _say(_NOT_DERIVED)
    return Damaged.exit_code if verdict.faults else 0


def _restore(options: argparse.Namespace) -> int:
    way = (tuple(options.host_key), options.identity, options.endpoint)
    sources = [Access(source, *way) for source in options.source]
    restored = bring_back(sources, options.output, options.key, options.as_of, _say, _progress("files"))
    if options.json:
        _tell(dataclasses.asdict(restored))
    else:
        _show(Verdict(list(restored.faults), (), None), {}, as_json=False)
        what = f"{counted(restored.files, 'file')}, {restored.bytes} bytes, snapshot {restored.snapshot}"
        _say(f"{what}, in {restored.seconds} s.")
    return Damaged.exit_code if restored.faults else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m archive", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    command = commands.add_parser(
        "verify",
        help="check every file against the signed manifest",
        description="Check every file of a collection against the signed manifest, the signatures, the log, and what "
        "this machine knew of it; or a WACZ file. Findings go to stdout, one a line.",
        epilog=_EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.add_argument("path", type=Path, metavar="DIR|FILE.wacz", help="the collection's folder, or a WACZ file")
    command.add_argument("--deep", action="store_true", help="every WARC record and what posts cite, too")
    command.add_argument("--key", default="", metavar="SHA256:...", help="the key that must have signed it")
    command.add_argument("--authority", type=Path, metavar="FILE", help="certificates (PEM) for timestamps")
    command.add_argument(
        "--signer", action="append", default=[], metavar="SHA256:...", help="of a WACZ: trust this key alone"
    )
    command.add_argument("--roots", type=Path, metavar="FILE", help="of a WACZ: where a domain's chain must end")
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


def _show(verdict: Verdict, more: Mapping[str, object], as_json: bool) -> None:
    faults = verdict.faults
    if as_json:
        document = {"whole": not faults, **more, "faults": [dataclasses.asdict(fault) for fault in faults]}
        _tell(document)
        return
    for sentence in verdict.notices:
        _say(printable(sentence))
    for fault in faults:
        print(printable(fault.line()))  # noqa: T201
    print(f"{counted(len(faults), 'fault')}." if faults else "Whole: every file is as it was sealed.")  # noqa: T201


def _tell(document: object) -> None:
    """Print a JSON document. What UTF-8 has no form for, in names of files, is escaped as JSON does."""
    text = json.dumps(document, ensure_ascii=False, indent=2)
    print(text.encode("utf-8", "backslashreplace").decode("utf-8"))  # noqa: T201


def _progress(what: str) -> Callable[[int, int], None]:
    def show(done: int, total: int) -> None:
        print(f"\r{done} of {total} {what}", end="\n" if done == total else "", file=sys.stderr, flush=True)  # noqa: T201

    return show if sys.stderr.isatty() else lambda *_: None


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)  # noqa: T201


if __name__ == "__main__":
    sys.exit(main())
