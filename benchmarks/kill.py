"""SIGKILL at random moments: what was acknowledged stays, and the end is that of an undisturbed crawl.

Usage: python benchmarks/kill.py [--kills N] [--posts N] [--seed N] [--latency SECONDS] [--window SECONDS] [--keep DIR]

The demo blog is mirrored once undisturbed. Then it is mirrored into fresh folders by a command that is killed, group
and reading child, at a random moment of each run and started again, until so many kills are done. A moment
is drawn from the `--window` seconds after the run has taken the collection's lock: recovery, crawl and closing lie
in it, the start of Python does not. After each kill the frontier is read from outside, and each address that it
calls done must have a record that FastWARC reads whole. Exits with 1 where anything was lost.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import os
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from base64 import b32encode
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fastwarc.warc import ArchiveIterator as FastIterator
from warcio.archiveiterator import ArchiveIterator

from archive.addresses import key
from scraper.demo.knobs import Knobs
from scraper.demo.server import DemoServer

CONCURRENCY = 16
COMMAND = [sys.executable, "-c", "from scraper.cli import main; main()"]
_ANSWERS = ("response", "revisit")
_ROBOTS = re.compile(r"/robots\.txt$")  # asked for once a run
_MOST_RUNS = 400  # of one crawl: it must come to an end at some time
Asked = tuple[str, str]  # host and target


@dataclass
class Tally:
    """What all the crawls came to."""

    kills: int = 0
    crawls: int = 0
    lost: int = 0
    missing: int = 0
    other: int = 0
    twice: int = 0
    most_twice: int = 0
    torn: int = 0
    unpaired: int = 0
    troubles: list[str] = field(default_factory=list)

    @property
    def bad(self) -> bool:
        return bool(self.lost or self.missing or self.other or self.troubles or self.most_twice > CONCURRENCY)


def whole_records(folder: Path) -> dict[str, tuple[str, str, str, str]]:
    """Return {record id: (type, key of the address, payload digest, whom it is concurrent to)}, as FastWARC reads them.

    A record counts only where its block is whole by its own digest.
    """
    found = {}
    for path in sorted((folder / "warc").glob("*.warc.gz")):
        try:
            for record in FastIterator(io.BytesIO(path.read_bytes()), parse_http=False):
                block = record.reader.read()
                fields = {name.lower(): value for name, value in record.headers.items()}
                if fields["warc-block-digest"] == _digest(block) and int(fields["content-length"]) == len(block):
                    found[fields["warc-record-id"]] = (
                        *(fields["warc-type"], key(fields.get("warc-target-uri", ""))),
                        *(fields.get("warc-payload-digest", ""), fields.get("warc-concurrent-to", "")),
                    )
        except Exception as error:  # a torn tail: what was read before it is what counts
            print(f"  FastWARC stops in {path.name}: {error}", file=sys.stderr)
    return found


def read_by_warcio(folder: Path) -> int:
    """Return how many records warcio reads to their end."""
    count = 0
    for path in sorted((folder / "warc").glob("*.warc.gz")):
        with path.open("rb") as file:
            for record in ArchiveIterator(file, no_record_parse=True):
                record.raw_stream.read()
                count += 1
    return count


def payloads(folder: Path) -> set[tuple[str, str]]:
    """Return (key, payload digest) of all answers."""
    return {(where, payload) for kind, where, payload, _ in whole_records(folder).values() if kind in _ANSWERS}


def done_keys(folder: Path) -> set[str]:
    """Return what the frontier calls done, read from a copy: opening it would change it."""
    with tempfile.TemporaryDirectory() as place:
        for path in (folder / "state").glob("frontier.sqlite*"):
            shutil.copy(path, place)
        copy = Path(place) / "frontier.sqlite"
        if not copy.exists():
            return set()
        database = sqlite3.connect(copy)
        try:
            return {row[0] for row in database.execute("SELECT key FROM addresses WHERE state = 'done'")}
        except sqlite3.OperationalError:  # killed before it made its tables
            return set()
        finally:
            database.close()


def fetched_twice(runs: list[list[Asked]]) -> Counter[int]:
    """Return {index of a run: how many of its requests had to be made again}.

    A request is charged to the run that made it in vain, not to the one that makes it again: what was in flight
    waits behind what leads to more, and can be made again several kills later.
    """
    last: dict[Asked, int] = {}
    twice: Counter[int] = Counter()
    for number, asked in enumerate(runs):
        for request in asked:
            if request in last and not _ROBOTS.search(request[1]):
                twice[last[request]] += 1
            last[request] = number
    return twice


class Crawl:
    """One crawl of the blog into a fresh folder, killed and started again."""

    def __init__(
        self, server: DemoServer, folder: Path, chance: random.Random, window: float, latency: float = 0.25
    ) -> None:
        self._server, self.folder, self._chance, self._window, self._latency = server, folder, chance, window, latency
        self.command = [*COMMAND, "mirror", server.home, "-o", str(folder), "--json"]
        self.command += ["--connect", f"*={server.address}"]
        self.acknowledged: dict[str, str] = {}
        self.kills = self.lost = 0
        self.asked: list[list[Asked]] = []

    def run(self, most_kills: int, allowed: set[str]) -> subprocess.Popen[bytes]:
        """Start and kill until a run comes to its end, or the kills are used up; return the run that ended."""
        for _ in range(_MOST_RUNS):
            process = self._start()
            if self.kills >= most_kills or self._ends_before(process):
                process.wait()
                self._note_asked()
                if process.returncode >= 0:
                    return process
                print(f"  signal {-process.returncode}, and not from here: once more", file=sys.stderr)
                continue
            _kill(process)
            self.kills += 1
            self._note_asked()
            self._check(allowed)
        raise RuntimeError(f"no end after {_MOST_RUNS} runs")

    def _start(self) -> subprocess.Popen[bytes]:
        errors = (self.folder.parent / "stderr").open("wb")
        output = (self.folder.parent / "stdout").open("wb")
        with errors, output:
            return subprocess.Popen(self.command, stdout=output, stderr=errors, start_new_session=True)

    def _ends_before(self, process: subprocess.Popen[bytes]) -> bool:
        """Wait for the moment of the kill; say whether the run ended before it."""
        lock, mark = self.folder / "state" / "lock", f"{process.pid}\n"
        while process.poll() is None and not (lock.exists() and lock.read_text() == mark):
            time.sleep(0.005)
        try:
            process.wait(self._chance.uniform(0, self._window))
        except subprocess.TimeoutExpired:
            return False
        return True

    def _note_asked(self) -> None:
        new = self._noted_requests()[sum(map(len, self.asked)) :]
        self.asked.append([(request["host"], request["target"]) for request in new])

    def _noted_requests(self) -> list[dict[str, Any]]:
        """Return all requests, once no more come: the blog notes one when it answers, late on a loaded machine.

        One that is noted after this would be charged to the next run.
        """
        seen, requests = -1, self._server.requests()
        while len(requests) != seen:
            seen = len(requests)
            time.sleep(self._latency + 0.25)
            requests = self._server.requests()
        return requests

    def _check(self, allowed: set[str]) -> None:
        records = whole_records(self.folder)
        answers = {where: number for number, (kind, where, _, _) in records.items() if kind in _ANSWERS}
        for done in done_keys(self.folder) - allowed:
            if done in answers:
                self.acknowledged[answers[done]] = done
            else:
                self.lost += 1
                print(f"  done, and not in the WARC: {done}", file=sys.stderr)


def _kill(process: subprocess.Popen[bytes]) -> None:
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    reading = [int(number) for number in children.read_text().split()] if children.exists() else []
    for number in [process.pid, *reading]:  # the reading child is in a session of its own
        try:
            os.kill(number, signal.SIGKILL)
        except ProcessLookupError:
            continue
    process.wait()


def _digest(block: bytes) -> str:
    return "sha256:" + b32encode(hashlib.sha256(block).digest()).decode("ascii")


def judge(crawl: Crawl, process: subprocess.Popen[bytes], expected: set[tuple[str, str]], tally: Tally) -> None:
    """Hold a finished crawl against the undisturbed one."""
    folder = crawl.folder
    records = whole_records(folder)
    lost = [where for number, where in crawl.acknowledged.items() if number not in records]
    found = {(where, payload) for kind, where, payload, _ in records.values() if kind in _ANSWERS}
    kinds = Counter(kind for kind, *_ in records.values())
    tally.crawls += 1
    tally.kills += crawl.kills
    tally.lost += crawl.lost + len(lost)
    tally.missing += len(expected - found)
    tally.other += len(found - expected)
    twice = fetched_twice(crawl.asked)
    tally.twice += twice.total()
    tally.most_twice = max(tally.most_twice, *twice.values(), 0)
    tally.torn += sum(1 for _ in (folder / "reports").rglob("*.torn"))
    tally.unpaired += kinds["response"] + kinds["revisit"] - kinds["request"]
    for trouble in _troubles(crawl, process, len(records)):
        tally.troubles.append(trouble)
        print(f"  crawl {tally.crawls}: {trouble}", file=sys.stderr)
    for where, payload in sorted(expected - found)[:10]:
        print(f"  missing: {where} {payload}", file=sys.stderr)
    for where, payload in sorted(found - expected)[:10]:
        print(f"  not in the undisturbed crawl: {where} {payload}", file=sys.stderr)


def _troubles(crawl: Crawl, process: subprocess.Popen[bytes], records: int) -> list[str]:
    folder, found = crawl.folder, []
    if process.returncode:
        found.append(f"exit code {process.returncode}: {_said(folder.parent)}")
    if (by_warcio := read_by_warcio(folder)) != records:
        found.append(f"warcio reads {by_warcio} records, FastWARC {records}")
    before = _records(folder)
    for command in ("verify --deep", "reextract", "verify --deep"):
        done = subprocess.run([*COMMAND, *command.split(), str(folder)], check=False, capture_output=True, text=True)
        if done.returncode:
            found.append(f"{command} exits with {done.returncode}: {(done.stdout + done.stderr)[:1000]}")
    if _records(folder) != before:
        found.append("reextract makes other records")
    return found


def _said(place: Path) -> str:
    try:
        document: dict[str, Any] = json.loads((place / "stdout").read_bytes())
        return f"{document['trouble']} {document['faults'][:3]} {document['summary']['coverage']['missing'][:5]}"
    except (ValueError, KeyError, TypeError):
        return (place / "stderr").read_text()[-500:]


def _records(folder: Path) -> dict[str, bytes]:
    paths = (path for path in (folder / "records").rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def undisturbed(knobs: Knobs) -> tuple[set[tuple[str, str]], set[str]]:
    """Mirror once; return (key, payload digest) of all answers, and what is done without an answer."""
    with tempfile.TemporaryDirectory() as place, DemoServer(knobs) as server:
        folder = Path(place) / "collection"
        crawl = Crawl(server, folder, random.Random(0), 0)
        process = crawl.run(0, set())
        assert process.returncode == 0, _said(folder.parent)
        answers = payloads(folder)
        return answers, done_keys(folder) - {where for where, _ in answers}


def main() -> None:
    """Kill, judge and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--posts", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--latency", type=float, default=0.2, help="seconds that the blog takes for an answer")
    parser.add_argument("--window", type=float, default=2.5, help="seconds in which the moment of a kill lies")
    parser.add_argument("--keep", type=Path, help="leave the collections of crawls that went wrong here")
    options = parser.parse_args()
    knobs = Knobs(posts=options.posts, tokens=False, latency=options.latency)
    chance, tally, began = random.Random(options.seed), Tally(), time.monotonic()
    expected, allowed = undisturbed(knobs)
    while tally.kills < options.kills:
        with tempfile.TemporaryDirectory() as place, DemoServer(knobs) as server:
            crawl = Crawl(server, Path(place) / "collection", chance, options.window, options.latency)
            bad = len(tally.troubles), tally.lost, tally.missing, tally.other
            judge(crawl, crawl.run(options.kills - tally.kills, allowed), expected, tally)
            if options.keep and bad != (len(tally.troubles), tally.lost, tally.missing, tally.other):
                shutil.copytree(place, options.keep / f"crawl-{tally.crawls}")
        print(f"{tally.kills} kills, {time.monotonic() - began:.0f} s", file=sys.stderr)
    show(tally, time.monotonic() - began)
    sys.exit(tally.bad)


def show(tally: Tally, seconds: float) -> None:
    """Print the table."""
    columns = {
        "kills": tally.kills,
        "crawls": tally.crawls,
        "acknowledged records lost": tally.lost,
        "URLs missing": tally.missing,
        "other digests": tally.other,
        "fetched twice (total, most a kill)": f"{tally.twice}, {tally.most_twice}",
        "torn tails cut": tally.torn,
        "answers without request": tally.unpaired,
        "other troubles": len(tally.troubles),
        "minutes": f"{seconds / 60:.1f}",
    }
    print("| " + " | ".join(columns) + " |")
    print("|" + "---|" * len(columns))
    print("| " + " | ".join(map(str, columns.values())) + " |")


if __name__ == "__main__":
    main()
