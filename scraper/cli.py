"""The command ``beilin``: one thin function per command, no logic.

Results go to stdout, prose and progress to stderr; ``--json`` gives one JSON document on stdout. Exit codes are
those of `archive.errors`. What crawls and what reads pages is loaded by the commands that need it: `beilin serve` stays
small by that, and `beilin search` answers sooner.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from archive import journal
from archive.collection import open_collection
from archive.errors import Alarmed, CoverageGap, Damaged, NotACollection, UsageError
from archive.integrity import Fault, examine
from archive.layout import Layout
from archive.pins import keep_quietly
from archive.redaction.origin import refuse_deep
from archive.report import read_report
from archive.schedule.overview import overview
from archive.schedule.plan import id_of
from archive.status import status_of
from archive.wacz.checking import WACZ, verify_wacz
from archive.writing import writing
from scraper import present, present_schedule
from scraper.commands.group import (
    FOLDER,
    Seconds,
    cluster_option,
    command,
    folder_argument,
    json_option,
    log_option,
    main,
)

if TYPE_CHECKING:
    from scraper.mirror import Outcome

__all__ = ["main"]


@command("For archivists")
@click.option(
    "-o", "--output", type=FOLDER, default=Path("demo-collection"), show_default=True, help="The folder to make."
)
@json_option
def demo(output: Path, as_json: bool) -> None:
    """Mirror the embedded demo blog; no network.

    \b
    Example: beilin demo -o demo-collection
    """
    from scraper.demo.server import DemoServer  # noqa: PLC0415
    from scraper.mirror import Wishes  # noqa: PLC0415
    from scraper.mirror import mirror as run_mirror  # noqa: PLC0415

    with DemoServer() as server:
        wishes = Wishes(connect=(f"*={server.address}",), progress=_progress(as_json))
        _finish(run_mirror(server.home, output, wishes), as_json)


@command("For archivists")
@click.argument("url", metavar="URL|DIR")
@click.option("-o", "--output", type=FOLDER, metavar="DIR", help="The collection's folder, new or existing.")
@click.option("--connect", multiple=True, metavar="HOST=ADDRESS:PORT",
              help="Send a host's traffic elsewhere; * is a pattern. Repeatable.")  # fmt: skip
@click.option("--allow-host", multiple=True, metavar="HOST", help="Fetch this host's files too. Repeatable.")
@click.option("--contact", metavar="TEXT", help="Your e-mail or web address, named in the user agent.")
@click.option("--delay", type=Seconds(), metavar="SECONDS", help="Pause between requests to one host.")
@click.option("--concurrency", type=click.IntRange(1, 64), metavar="N", help="Connections to one host at a time.")
@click.option("--visit", type=click.Choice(["auto", "full", "quick"]), default="auto", show_default=True,
              help="Ask for everything that changed, or only for what the feeds and sitemaps say is new.")  # fmt: skip
@click.option("--proxy", metavar="URL", help="Go through socks5://HOST:PORT or http://HOST:PORT, and never past it.")
@click.option("--cacert", type=click.Path(path_type=Path), metavar="FILE", help="Trust these certificates instead.")
@click.option("--scheduled", is_flag=True, hidden=True)
@log_option
@json_option
def mirror(url: str, output: Path | None, as_json: bool, **wishes: Any) -> None:
    """Crawl a blog into a collection, or crawl it again; an interrupted crawl goes on.

    A collection remembers its blog: its folder alone is enough to crawl it again.

    \b
    Example: beilin mirror https://NAME.blogspot.com/ -o collection
             beilin mirror collection
    """
    from scraper.mirror import Wishes, remembered  # noqa: PLC0415
    from scraper.mirror import mirror as run_mirror  # noqa: PLC0415

    if output is None:
        url, output = remembered(url)
    wishes["hosts"] = wishes.pop("allow_host")
    _finish(run_mirror(url, output, Wishes(**wishes, progress=_progress(as_json))), as_json)


@command("For archivists")
@click.argument("folder", type=FOLDER, metavar="DIR", required=False)
@click.option("--all", "everything", is_flag=True, help="All scheduled collections: runs, state, growth, replicas.")
@json_option
def status(folder: Path | None, everything: bool, as_json: bool) -> None:
    """Say what a collection holds, or how all that are scheduled fare.

    \b
    Example: beilin status collection
             beilin status --all
    """
    if (folder is None) != everything:
        raise UsageError("Give a collection's folder, or --all for those that are scheduled.")
    if folder is None:
        present_schedule.overview(overview(int(time.time())), as_json)
    else:
        present.status(status_of(open_collection(folder)), as_json)


@command("For archivists")
@folder_argument
@json_option
def coverage(folder: Path, as_json: bool) -> None:
    """Say what the blog has and the collection lacks, by every witness; exit code 3 for a gap.

    \b
    Example: beilin coverage collection --json
    """
    report = read_report(open_collection(folder))
    if report is None:
        raise NotACollection(f"{folder} has no coverage report yet: run beilin mirror first.")
    present.coverage(report, as_json)
    if not report.complete:
        sys.exit(CoverageGap.exit_code)


@command("For archivists")
@click.argument("path", type=click.Path(path_type=Path), metavar="DIR|FILE.wacz")
@click.option("--deep", is_flag=True, help="Every WARC record, too, and every post read again from its captures.")
@click.option("--key", default="", metavar="SHA256:...", help="The key that must have signed it, or its heir.")
@click.option("--authority", type=click.Path(dir_okay=False, exists=True, path_type=Path), metavar="FILE",
              help="Certificates (PEM) that the timestamps must lead to.")  # fmt: skip
@click.option("--signer", multiple=True, metavar="SHA256:...",
              help="Of a WACZ file: trust this key's signature, and no other's. Repeatable.")  # fmt: skip
@click.option("--roots", type=click.Path(path_type=Path), metavar="FILE",
              help="Of a WACZ file: the certificates (PEM) that a domain's chain must end at.")  # fmt: skip
@json_option
def verify(path: Path, signer: tuple[str, ...], roots: Path | None, as_json: bool, **wishes: Any) -> None:
    """Prove a collection whole: every file against the signed manifest; exit code 4 for damage. Also a WACZ file.

    \b
    Example: beilin verify collection --deep
    Example: beilin verify collection.wacz
    """
    if path.is_dir() or path.suffix != WACZ:
        faults = _verify_collection(open_collection(path), as_json, **wishes)
    else:
        with present.working("Verifying", as_json) as progress:
            judgement = verify_wacz(path, signer, roots, progress)
        present.package(judgement.faults, judgement.signer, as_json)
        faults = judgement.faults
    if faults:
        sys.exit(Damaged.exit_code)


@command("For archivists")
@folder_argument
@cluster_option
@json_option
def reextract(folder: Path, cluster: str | None, as_json: bool) -> None:
    """Read the stored captures again and write the records anew; no network but that of a cluster.

    With a cluster its workers read; they must see the collection's folder by the same path. The records are the same.

    \b
    Example: beilin reextract collection
             beilin reextract collection --cluster local
    """
    from scraper.fleet.cluster import notice  # noqa: PLC0415
    from scraper.fleet.distant import read_by  # noqa: PLC0415
    from scraper.reextract import reextract as read_stored  # noqa: PLC0415

    layout = open_collection(folder)
    present.notice(notice(cluster or ""))
    with writing(layout), read_by(cluster, layout) as source, present.working("Reading", as_json) as progress:
        outcome = read_stored(layout, progress, source)
    present.reextracted(outcome, as_json)


def _verify_collection(layout: Layout, as_json: bool, *, deep: bool, key: str, authority: Path | None) -> list[Fault]:
    if deep:
        refuse_deep(layout)
    with present.working("Verifying", as_json) as progress:
        verdict = examine(layout, progress, deep=deep, key=key, authority=authority)
    if deep:
        from scraper.rederiving import with_derivation  # noqa: PLC0415

        with present.working("Reading again", as_json) as progress:
            verdict = with_derivation(layout, verdict, progress)
    if verdict.seen:
        keep_quietly(layout, verdict.seen)
    present.verdict(verdict, as_json)
    return verdict.faults


def _progress(as_json: bool) -> str:
    if journal.is_kept():
        return "log"
    if as_json:
        return "json"
    return "terminal" if sys.stderr.isatty() else "lines"


def _finish(outcome: Outcome, as_json: bool) -> None:
    present.mirrored(outcome, as_json)
    journal.event("crawl-ended", id_of(str(outcome.layout.root.resolve())), **_told(outcome))
    if outcome.trouble:
        present.error(outcome.trouble, as_json=False)  # the document has it already
        sys.exit(outcome.trouble.exit_code)
    if outcome.faults:
        sys.exit(Damaged.exit_code)
    if outcome.summary and outcome.summary.alarms:
        sys.exit(Alarmed.exit_code)
    if outcome.summary and not outcome.summary.coverage.complete:
        sys.exit(CoverageGap.exit_code)


def _told(outcome: Outcome) -> dict[str, float | str]:
    """Return what a log says of a crawl's end."""
    found: dict[str, float | str] = {"faults": len(outcome.faults), "finished": outcome.trouble is None}
    summary = outcome.summary
    if summary:
        records = {name: getattr(summary, name) for name in ("crawl", "new", "changed", "reread", "unchanged")}
        coverage, alarms = summary.coverage, len(summary.alarms)
        found |= records | {"missing": len(coverage.missing), "percent": coverage.percent, "alarms": alarms}
    return found


# Last, so that they stand behind the others in --help. Importing them registers their commands.
from scraper.commands import changes as _changes  # noqa: E402, F401, I001
from scraper.commands import schedule as _schedule  # noqa: E402, F401
from scraper.commands import ticking as _ticking  # noqa: E402, F401
from scraper.commands import fleet as _fleet  # noqa: E402, F401
from scraper.commands import alert as _alert  # noqa: E402, F401
from scraper.commands import doctor as _doctor  # noqa: E402, F401
from scraper.commands import replicas as _replicas  # noqa: E402, F401
from scraper.commands import restore as _restore  # noqa: E402, F401
from scraper.commands import drill as _drill  # noqa: E402, F401
from scraper.commands import search as _search  # noqa: E402, F401
from scraper.commands import serve as _serve  # noqa: E402, F401
from scraper.commands import export as _export  # noqa: E402, F401
from scraper.commands import rescue as _rescue  # noqa: E402, F401
from scraper.commands import submit as _submit  # noqa: E402, F401
from scraper.commands import redact as _redact  # noqa: E402, F401
from scraper.commands import keys as _keys  # noqa: E402, F401
from scraper.commands import timestamp as _timestamp  # noqa: E402, F401
from scraper.commands import completion as _completion  # noqa: E402, F401
