"""What `beilin reextract` costs over many captures: seconds, memory of all its processes together, and the same bytes?

Usage: python benchmarks/reextraction.py [--captures N] [--folder DIR]

The captures are the item pages of the demo blog, put into a WARC directly: nothing is crawled. Memory is sampled five
times a second from /proc (Linux): the proportional set size (PSS) of all processes together, and the largest one's.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from archive import manifest, warc
from archive.collection import create_collection
from archive.config import Config
from archive.layout import Layout
from archive.started import begin_warc
from scraper.demo.answers import Answers
from scraper.demo.blog import make_blog
from scraper.demo.knobs import Knobs
from scraper.demo.posts import HOST

CRAWL, DATE = "20260102T030405Z", "2026-01-02T03:04:05.000006Z"
_AT_ONCE = 200  # records to an append
_BETWEEN = 0.2  # seconds
_COMMAND = """
import sys
from scraper import children
children._MOST = int(sys.argv.pop(1))
from scraper.cli import main
main()
"""


@dataclass(frozen=True)
class Cost:
    """Seconds, and MB: of all processes together at one moment, and of the largest."""

    seconds: float
    together: float
    largest: float


def make_collection(folder: Path, captures: int, dressed: Callable[[bytes], bytes] = bytes) -> Layout:
    """Make a collection of the item pages of a blog of so many posts; ``dressed`` adds to a page what it lacks."""
    layout = create_collection(folder, Config(address=f"http://{HOST}/"))
    knobs = Knobs(posts=captures, tokens=False)
    answers = Answers(knobs)
    paths = [post.path for post in make_blog(knobs.posts, knobs.seed).posts]
    file = warc.WarcFile(layout.warc / f"{CRAWL}-00000.warc.gz", begin_warc(layout, f"{CRAWL}-00000.warc.gz"))
    for begin in range(0, len(paths), _AT_ONCE):
        file.append([_record(answers, path, dressed) for path in paths[begin : begin + _AT_ONCE]])
    file.close()
    manifest.seal(layout)
    return layout


def _record(answers: Answers, path: str, dressed: Callable[[bytes], bytes]) -> warc.Record:
    answer = answers.answer(HOST, path)
    body = dressed(answer.body)
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {answer.media_type}\r\n\r\n".encode()
    fields = (("WARC-Target-URI", f"http://{HOST}{path}"), ("WARC-Payload-Digest", warc.digest([body])))
    kind = "application/http; msgtype=response"
    return warc.Record("response", warc.new_record_id(), DATE, kind, head + body, fields)


def cost_of(layout: Layout, processes: int) -> Cost:
    """Run the command, with so many processes that make records at most."""
    return measured([sys.executable, "-c", _COMMAND, str(processes), "reextract", str(layout.root)])


def measured(command: list[str], fine: tuple[int, ...] = (0,)) -> Cost:
    """Run a command to its end; one of its exit codes is ``fine``, or the benchmark ends."""
    began, together, largest = time.perf_counter(), 0.0, 0.0
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        while process.poll() is None:
            sizes = [_size(number) for number in _family(process.pid)]
            together, largest = max(together, sum(sizes)), max(largest, *sizes, 0.0)
            time.sleep(_BETWEEN)
    if process.returncode not in fine:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
    return Cost(time.perf_counter() - began, together, largest)


def _family(process: int) -> list[int]:
    children = Path(f"/proc/{process}/task").glob("*/children")
    try:
        below = [int(number) for path in children for number in path.read_text(encoding="ascii").split()]
    except OSError:
        below = []
    return [process, *(number for child in below for number in _family(child))]


def _size(process: int) -> float:
    """Return the proportional set size in MB, 0 for a process that has ended."""
    try:
        text = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii")
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in text.splitlines() if line.startswith("Pss:")), 0.0)


def digest_of(layout: Layout) -> tuple[int, str]:
    """Return how many records there are, and a digest of all their bytes."""
    files = sorted(path for path in layout.records.rglob("*") if path.is_file())
    whole = hashlib.sha256()
    for path in files:
        whole.update(path.relative_to(layout.root).as_posix().encode() + b"\0" + path.read_bytes())
    return sum(path.parent != layout.records for path in files), whole.hexdigest()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--captures", type=int, default=10_000)
    parser.add_argument("--folder", type=Path)
    options = parser.parse_args()
    folder = options.folder or Path(tempfile.mkdtemp(prefix="beilin-reextract-"))
    layout = make_collection(folder / "collection", options.captures)
    size = sum(os.path.getsize(path) for path in layout.warc.iterdir())  # noqa: PTH202
    print(f"{options.captures} captures, {size / 1e6:.0f} MB of WARC", file=sys.stderr)
    print("| processes | records | seconds | captures/s | MB together | MB of the largest | digest of all records |")
    print("|---|---|---|---|---|---|---|")
    for processes in (2, 1):
        cost = cost_of(layout, processes)
        records, digest = digest_of(layout)
        rate = options.captures / cost.seconds
        print(
            f"| {processes} | {records} | {cost.seconds:.1f} | {rate:.0f} | {cost.together:.0f} | {cost.largest:.0f} "
            f"| {digest[:16]} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
