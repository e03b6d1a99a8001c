"""How fast a collection is verified, beside sha256sum, FastWARC and warcio on the same files. Prints Markdown.

Usage: python benchmarks/verification.py [--posts N] [--megabytes N] [--runs N] [--folder DIR]

The collection is a crawl of the demo blog with N posts, to which as many megabytes are added as pictures of 61 KB that
do not shrink, in WARC files of 256 MB: where a blog's megabytes are. All files are read once before anything is
measured, so that the disk's cache is warm for everybody. Each figure is the median of the runs; programs take turns.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from archive import events, manifest, warc
from archive.integrity.files import files_under
from archive.layout import Layout
from archive.started import begin_warc
from scraper.demo.knobs import Knobs
from scraper.demo.server import DemoServer

_PICTURE = 61_000  # bytes
_FILE = 256 << 20  # bytes of a WARC file
_BATCH = 64  # pictures written at once
_BEILIN = [sys.executable, "-c", "from scraper.cli import main; main()"]
_BIN = Path(sys.executable).parent


@dataclass(frozen=True)
class Row:
    """One program: what it does, its command, and of which bytes the rate is."""

    name: str
    command: Sequence[str]
    size: int


def make(folder: Path, posts: int, megabytes: int) -> Layout:
    """Make the collection, or take the one that is there."""
    layout = Layout(folder / "collection")
    if layout.signature.exists():
        return layout
    with DemoServer(Knobs(posts=posts)) as server:
        command = [
            *_BEILIN,
            "mirror",
            server.home,
            "-o",
            str(layout.root),
            "--connect",
            f"*={server.address}",
            "--json",
        ]
        subprocess.run(command, check=True, capture_output=True)
    add_pictures(layout, megabytes << 20)
    events.append(layout, "capture", {"crawl": "pictures"})
    manifest.seal(layout)
    return layout


def add_pictures(layout: Layout, wanted: int) -> None:
    """Write WARC files with pictures until there are so many bytes."""
    source, number, written = random.Random(7), 0, 0
    while written < wanted:
        name = f"20990101T000000Z-{number:05d}.warc.gz"
        file = warc.WarcFile(layout.warc / name, begin_warc(layout, name))
        while file.size < _FILE and written + file.size < wanted:
            file.append([picture(source) for _ in range(_BATCH)])
        file.close()
        number, written = number + 1, written + file.size


def picture(source: random.Random) -> warc.Record:
    """Return the response record of a picture."""
    body = source.randbytes(_PICTURE)
    block = b"HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\n\r\n" + body
    uri = f"http://1.bp.blogspot.com/{source.randbytes(8).hex()}.jpg"
    fields = (("WARC-Target-URI", uri), ("WARC-Payload-Digest", warc.digest([body])))
    date, kind = "2026-01-02T03:04:05.000006Z", "application/http; msgtype=response"
    return warc.Record("response", warc.new_record_id(), date, kind, block, fields)


def rows(layout: Layout) -> list[Row]:
    """Return what is measured."""
    everything = [str(layout.root / name) for name in files_under(layout.root) if not name.startswith("state/")]
    warcs = sorted(map(str, layout.warc.iterdir()))
    total, of_warcs = (sum(Path(path).stat().st_size for path in paths) for paths in (everything, warcs))
    archive, root = [sys.executable, "-m", "archive", "verify"], str(layout.root)
    listing = layout.state / "files"
    listing.write_bytes(b"\0".join(map(os.fsencode, everything)))
    each = " && ".join(f"{_BIN / 'fastwarc'} check --quiet --verify-payloads {path}" for path in warcs)
    check = f"cd {root} && sha256sum -c --quiet manifest-sha256.txt"
    return [
        Row("sha256sum of every file", ["sh", "-c", f"xargs -0 sha256sum < {listing} > /dev/null"], total),
        Row(
            "sha256sum -c of the manifest",
            ["sh", "-c", check],
            total,
        ),
        Row("beilin verify", [*_BEILIN, "verify", root], total),
        Row("python -m archive verify", [*archive, root], total),
        Row("python -m archive verify --deep", [*archive, root, "--deep"], of_warcs),
        Row("beilin verify --deep (and derives every record)", [*_BEILIN, "verify", root, "--deep"], of_warcs),
        Row("fastwarc check --verify-payloads", ["sh", "-c", each], of_warcs),
        Row("warcio check", [str(_BIN / "warcio"), "check", *warcs], of_warcs),
    ]


def measure(row: Row) -> tuple[float, float]:
    """Run a program; return (seconds, seconds of processor time)."""
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(row.command, check=True, capture_output=True)
    seconds, after = time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
    return seconds, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Make the collection, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--posts", type=int, default=600)
    parser.add_argument("--megabytes", type=int, default=500)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--folder", type=Path, help="where the collection is made, and left")
    options = parser.parse_args()
    folder = options.folder or Path(tempfile.mkdtemp(prefix="verification-"))
    os.environ.setdefault("BEILIN_HOME", str(folder / "home"))
    try:
        layout = make(folder, options.posts, options.megabytes)
        found = rows(layout)
        measure(found[0])  # warms the cache
        runs = [[measure(row) for row in found] for _ in range(options.runs)]
        show(found, runs, layout)
    finally:
        if not options.folder:
            shutil.rmtree(folder)


def show(found: list[Row], runs: list[list[tuple[float, float]]], layout: Layout) -> None:
    """Print the table."""
    plain = found[0].size / statistics.median(run[0][0] for run in runs)
    print(
        f"{len(manifest.read(layout))} files, {found[0].size / 1e6:.0f} MB, of it WARC {found[-1].size / 1e6:.0f} MB.\n"
    )
    print("| | seconds | CPU seconds | MB/s | of sha256sum's rate |\n|---|---|---|---|---|")
    for at, row in enumerate(found):
        seconds, cpu = (statistics.median(run[at][which] for run in runs) for which in (0, 1))
        rate = row.size / seconds
        print(f"| {row.name} | {seconds:.2f} | {cpu:.2f} | {rate / 1e6:.0f} | {rate / plain:.0%} |")


if __name__ == "__main__":
    main()
