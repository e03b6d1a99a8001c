"""The demo blog by wget, beside beilin: what each finds, and what it costs. Needs wget.

Usage: python benchmarks/beside_wget.py [--runs N]

wget gets the same double through its proxy option, follows robots.txt, and writes a WARC without compression. It does
not read posts, make records, reconcile or verify: the seconds are not the same work, the findings are.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scraper.demo.blog import make_blog
from scraper.demo.knobs import Knobs
from scraper.demo.posts import HOST
from scraper.demo.server import DemoServer

_HOSTS = "blogspot.com,googleusercontent.com,www.blogger.com,blogblog.com"
_PATHS = {post.path for post in make_blog().posts}


@dataclass(frozen=True)
class Found:
    """One run: requests made, posts got, originals got, seconds."""

    requests: int
    posts: int
    originals: int
    seconds: float


def wget(server: DemoServer, folder: Path) -> list[str]:
    """Return wget's command."""
    proxy = ["-e", "use_proxy=yes", "-e", f"http_proxy=http://{server.address}"]
    scope = ["--mirror", "--page-requisites", "--span-hosts", f"--domains={_HOSTS}"]
    return ["wget", "-q", *proxy, *scope, f"--warc-file={folder / 'w'}", "--no-warc-compression", server.home]


def beilin(server: DemoServer, folder: Path) -> list[str]:
    """Return beilin's command."""
    command = [sys.executable, "-c", "from scraper.cli import main; main()", "mirror", server.home]
    return [*command, "-o", str(folder / "c"), "--connect", f"*={server.address}"]


def measure(command: Callable[[DemoServer, Path], list[str]]) -> Found:
    """Run one of them once."""
    with tempfile.TemporaryDirectory() as folder, DemoServer(Knobs()) as server:
        began = time.perf_counter()
        subprocess.run(command(server, Path(folder)), cwd=folder, capture_output=True, check=False)
        seconds = time.perf_counter() - began
        asked: list[dict[str, Any]] = server.requests()
    own = {request["target"] for request in asked if request["host"] == HOST and request["status"] == 200}
    originals = {r["target"] for r in asked if "/s0/" in r["target"] or r["target"].endswith("=s0")}
    return Found(len(asked), len(own & _PATHS), len(originals), seconds)


def main() -> None:
    """Measure both in turn and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    runs: dict[str, list[Found]] = {"wget": [], "beilin": []}
    for _ in range(options.runs):
        for name, command in (("wget", wget), ("beilin", beilin)):
            runs[name].append(measure(command))
    print("| | requests | posts of 150 | originals of 209 | seconds (median) |\n|---|---|---|---|---|")
    for name, found in runs.items():
        seconds = statistics.median(run.seconds for run in found)
        print(f"| {name} | {found[0].requests} | {found[0].posts} | {found[0].originals} | {seconds:.2f} |")


if __name__ == "__main__":
    main()
