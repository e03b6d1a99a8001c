"""How fast `beilin serve` gives its pages, and what memory it takes. Prints Markdown.

Usage: python -m benchmarks.web [--posts N] [--runs N] [--folder DIR] [--keep FILE]

The collection is that of `benchmarks.many_posts`; DIR keeps it, and its index. Each page is asked for over loopback;
the first answer is told apart from the others, of which wall and processor time are told.
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
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote, urlsplit

from archive.search import open_index
from benchmarks.many_posts import make
from benchmarks.telling import Tell, p95, teller

_SERVE = [sys.executable, "-c", "from scraper.cli import main; main()", "serve", "--json", "--port", "0"]


def pages(server: HTTPConnection) -> dict[str, str]:
    """Return what to ask for, by what it is."""
    hits = json.loads(ask(server, "/api/v1/search?sort=newest&limit=100"))["hits"]
    people = json.loads(ask(server, "/api/v1/people"))["people"]
    post, person = (quote(one, safe="") for one in (hits[50]["post_id"], people[0]["id"]))
    return {
        "search, newest posts": "/",
        "search, a Chinese word": "/?q=" + quote("自由"),
        "search, two words, newest first": "/?q=" + quote("人权 rally") + "&sort=newest",
        "search, a month, in Chinese": "/?from=2014-03&to=2014-03&lang=zh",
        "post": f"/posts/{post}",
        "versions": f"/versions/{post}",
        "people": "/people",
        "people by name": "/people?q=wen",
        "person": f"/people/{person}",
        "timeline": "/timeline",
        "images": "/images",
        "places": "/places",
        "coverage": "/coverage",
        "chart of posts": "/charts/posts.svg",
        "chart of who with whom": "/charts/together.svg",
        "API: search": "/api/v1/search?q=" + quote("人权"),
        "API: counts": "/api/v1/counts",
    }


def ask(server: HTTPConnection, path: str) -> bytes:
    """Return an answer's body."""
    server.request("GET", path)
    answer = server.getresponse()
    body = answer.read()
    assert answer.status in (200, 404), (path, answer.status)
    return body


def measure(folder: Path, runs: int, tell: Tell) -> None:
    """Serve a collection and tell the figures."""
    with subprocess.Popen([*_SERVE, "--replay-port", "0", str(folder)], stdout=subprocess.PIPE, text=True) as process:
        try:
            began, said = time.perf_counter(), ""
            while not said.rstrip().endswith("}"):
                assert process.stdout is not None
                said += process.stdout.readline()
            tell(f"Ready after {time.perf_counter() - began:.1f} s.\n")
            tell(f"| page | first, ms | median | p95 | worst | CPU ms, median | p95 | KB |\n{'|---' * 8}|")
            where = urlsplit(json.loads(said)["pages"])
            server = HTTPConnection(where.hostname or "", where.port)
            for what, path in pages(server).items():
                first, _, _ = timed(server, path, process.pid)
                walls, spent, sizes = zip(*(timed(server, path, process.pid) for _ in range(runs)), strict=True)
                told = (first, statistics.median(walls), p95(walls), max(walls), statistics.median(spent), p95(spent))
                tell(f"| {what} | {' | '.join(f'{one:.0f}' for one in (*told, sizes[0] / 1000))} |")
            peak, own = (memory(process.pid, name) for name in ("VmHWM", "RssAnon"))
            tell(
                f"\nMemory: {own} MB of its own at the end, {peak} MB at the peak with all files that it has mapped. "
                f"Load {os.getloadavg()[0]:.1f}."
            )
        finally:
            process.terminate()


def timed(server: HTTPConnection, path: str, process: int) -> tuple[float, float, int]:
    """Return the milliseconds that an answer took, those of them with a processor, and its size."""
    before, began = processor_time(process), time.perf_counter()
    body = ask(server, path)
    wall = 1000 * (time.perf_counter() - began)
    return wall, processor_time(process) - before, len(body)


def processor_time(process: int) -> float:
    """Return how many milliseconds a process has had a processor."""
    threads = Path(f"/proc/{process}/task").glob("*/schedstat")
    return sum(int(thread.read_text("ascii").split()[0]) for thread in threads) / 1e6


def memory(process: int, name: str) -> int:
    """Return a figure of a process's memory in megabytes."""
    status = Path(f"/proc/{process}/status").read_text("utf-8")
    return int(next(line for line in status.splitlines() if line.startswith(name)).split()[1]) // 1000


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--posts", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=20)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--keep", type=Path, help="a file for all that is printed")
    given = parser.parse_args()
    tell = teller(given.keep, f"Pages, {given.posts:,} posts")
    with tempfile.TemporaryDirectory() as passing:
        folder = (given.folder or Path(passing)) / f"posts-{given.posts}"
        if not (folder / "beilin.toml").exists():
            make(folder, given.posts)
        open_index(folder).close()
        measure(folder, given.runs, tell)


if __name__ == "__main__":
    main()
