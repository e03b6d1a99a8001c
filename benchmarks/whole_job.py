"""The whole job on the demo blog at zero latency: crawl, record, read, keep, report, seal and verify.

Usage: python benchmarks/whole_job.py [--runs N] [--posts N ...]

Each run is a process of its own (`beilin mirror`), measured from outside: wall clock, and peak memory by the
operating system's account. The double runs beside it on the same machine. Prints a table with medians.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from scraper.demo.knobs import Knobs
from scraper.demo.server import DemoServer


@dataclass(frozen=True)
class Measured:
    """One run: resources fetched, seconds on the wall, seconds of CPU, peak memory in MB."""

    resources: int
    wall: float
    cpu: float
    peak: float


def measure(posts: int) -> Measured:
    """Mirror a demo blog of so many posts once."""
    with tempfile.TemporaryDirectory() as folder, DemoServer(Knobs(posts=posts)) as server:
        command = [sys.executable, "-c", "from scraper.cli import main; main()", "mirror", server.home]
        command += ["-o", str(Path(folder) / "collection"), "--connect", f"*={server.address}", "--json"]
        began = time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        assert process.stdout is not None
        document = json.load(process.stdout)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - began
        assert status == 0, document["trouble"]
        assert document["summary"]["coverage"]["complete"]
        return Measured(len(server.requests()), wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--posts", type=int, nargs="+", default=[150, 600])
    options = parser.parse_args()
    print("| posts | resources | seconds (min, median, max) | resources/s | CPU ms a resource | peak MB |")
    print("|---|---|---|---|---|---|")
    for posts in options.posts:
        runs = [measure(posts) for _ in range(options.runs)]
        walls = sorted(run.wall for run in runs)
        middle = statistics.median(walls)
        resources = runs[0].resources
        cpu = statistics.median(run.cpu for run in runs) / resources * 1000
        peak = max(run.peak for run in runs)
        spread = f"{walls[0]:.2f}, {middle:.2f}, {walls[-1]:.2f}"
        print(f"| {posts} | {resources} | {spread} | {resources / middle:.0f} | {cpu:.1f} | {peak:.0f} |")


if __name__ == "__main__":
    main()
