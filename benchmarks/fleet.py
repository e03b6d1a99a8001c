"""What a fleet costs for each blog and each page, from few blogs to many; and captures read on Dask beside one process.

Usage: python benchmarks/fleet.py [--blogs N ...] [--posts N] [--workers N] [--captures N] [--alone]

Each number of small blogs of the demo generator is crawled by `beilin fleet` into a fresh folder; the double runs
beside it, and its work is not counted. CPU is that of the fleet and all its processes (wait4). With --alone the
first number is also crawled by `beilin mirror`, one after the other. With --captures a collection of so many pages is
read again, by the process pool and on Dask's local cluster.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.reextraction import digest_of, make_collection
from scraper.demo.blogs import host_of
from scraper.demo.knobs import Knobs
from scraper.demo.server import DemoServer

COMMAND = [sys.executable, "-c", "from scraper.cli import main; main()"]


@dataclass(frozen=True)
class Cost:
    """Seconds on the clock, and of CPU, of a command and all its descendants."""

    wall: float
    cpu: float


def cost_of(arguments: list[str], home: Path) -> Cost:
    """Run beilin to its end."""
    began = time.perf_counter()
    process = subprocess.Popen(
        [*COMMAND, *arguments], env={**os.environ, "BEILIN_HOME": str(home)}, stdout=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"beilin {arguments[0]} ended with {process.returncode}")
    return Cost(time.perf_counter() - began, usage.ru_utime + usage.ru_stime)


@contextmanager
def folder() -> Iterator[Path]:
    """Give a temporary folder."""
    with tempfile.TemporaryDirectory(prefix="beilin-fleet-") as name:
        yield Path(name)


def crawl(number: int, posts: int, workers: int) -> tuple[Cost, int, int]:
    """Crawl so many blogs; return the cost, the requests the double got, and the bytes of all collections."""
    with DemoServer(Knobs(posts=posts, blogs=True)) as server, folder() as place:
        listed = place / "blogs.txt"
        listed.write_text("".join(f"http://{host_of(one)}/\n" for one in range(number)))
        options = ["--connect", f"*={server.address}", "--workers", str(workers)]
        cost = cost_of(["fleet", str(listed), "-o", str(place / "collections"), *options], place / "home")
        files = (path for path in (place / "collections").rglob("*") if path.is_file())
        return cost, len(server.requests()), sum(path.stat().st_size for path in files)


def alone(number: int, posts: int) -> tuple[Cost, int]:
    """Crawl so many blogs by `beilin mirror`, one after the other."""
    with DemoServer(Knobs(posts=posts, blogs=True)) as server, folder() as place:
        way = ["--connect", f"*={server.address}"]
        costs = [
            cost_of(["mirror", f"http://{host_of(one)}/", "-o", str(place / str(one)), *way], place / "home")
            for one in range(number)
        ]
        return Cost(sum(cost.wall for cost in costs), sum(cost.cpu for cost in costs)), len(server.requests())


def read_again(captures: int) -> None:
    """Read a collection's captures, here and on a cluster of this machine."""
    print("\n| captures | read by | seconds | CPU s | captures/s | digest of all records |\n|---|---|---|---|---|---|")
    with folder() as place:
        os.environ["BEILIN_HOME"] = str(place / "home")
        layout = make_collection(place / "collection", captures)
        for name, options in (("processes", []), ("Dask, local", ["--cluster", "local"])):
            cost = cost_of(["reextract", str(layout.root), *options], place / "home")
            _, digest = digest_of(layout)
            rate = captures / cost.wall
            print(
                f"| {captures} | {name} | {cost.wall:.1f} | {cost.cpu:.1f} | {rate:.0f} | {digest[:16]} |", flush=True
            )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--blogs", type=int, nargs="*", default=[10, 100, 1000])
    parser.add_argument("--posts", type=int, default=3)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--captures", type=int, default=0)
    parser.add_argument("--alone", action="store_true")
    options = parser.parse_args()
    print("| blogs | by | requests | seconds | s a blog | CPU s a blog | CPU ms a request | kB a blog |")
    print("|---|---|---|---|---|---|---|---|")
    if options.alone:
        number = options.blogs[0]
        cost, requests = alone(number, options.posts)
        print(_row(number, "mirror, one after the other", cost, requests, 0), flush=True)
    for number in options.blogs:
        cost, requests, size = crawl(number, options.posts, options.workers)
        print(_row(number, f"fleet, {options.workers} workers", cost, requests, size), flush=True)
    if options.captures:
        read_again(options.captures)


def _row(number: int, by: str, cost: Cost, requests: int, size: int) -> str:
    each = f"{cost.wall / number:.2f} | {cost.cpu / number:.2f} | {1000 * cost.cpu / requests:.1f}"
    return f"| {number} | {by} | {requests} | {cost.wall:.1f} | {each} | {size / number / 1000:.0f} |"


if __name__ == "__main__":
    main()
