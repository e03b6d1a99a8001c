"""The whole job of `beilin mirror` beside other tools on one demo blog: first what each finds, then what it costs.

Usage: python benchmarks/beside_peers.py [--posts N] [--runs N] [--latency SECONDS] [--only NAME ...]

Needs, of Debian: nginx-light time wget wget2 httrack; of PyPI: warcprox, which is installed into ~/.cache/beilin-bench.
A tool that is not there has a row that says so. All obey robots.txt; nginx keeps the double's answers, so that the
server is not what is measured, and each tool fills that cache in a first run that is not counted. Prints Markdown.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from needed import Found, Needed, found, needed
from peers import BEILIN, PEERS, Job, Peer
from runner import Run, cost_of, run
from wire import Wire

_BARRED = "/search"  # what the blog's robots.txt forbids
_COLUMNS = (
    *("", "requests", "posts of {posts}", "pages of {pages}", "images as shown of {shown}", "originals of {originals}"),
    *("seconds: median (min to max)", "resources/s", "CPU ms a resource", "peak MB"),
)


def row(name: str, runs: Sequence[Run], wanted: Needed) -> list[str]:
    """Return a tool's cells. Its figures stand in brackets where it lacks posts: they are not of the same job."""
    got = runs[-1].got
    has = found(wanted, got)
    walls = sorted(one.cost.wall for one in runs)
    middle = statistics.median(walls)
    cpu = statistics.median(one.cost.cpu / max(len(one.got), 1) for one in runs) * 1000
    figures = [
        f"{middle:.2f} ({walls[0]:.2f} to {walls[-1]:.2f})",
        f"{statistics.median(len(one.got) / one.cost.wall for one in runs):.0f}",
        f"{cpu:.2f}",
        f"{max(one.cost.peak for one in runs):.0f}",
    ]
    if has.posts < len(wanted.posts):
        figures = [f"[{figure}]" for figure in figures]
    return [
        name,
        str(len(runs[-1].asked)),
        str(has.posts),
        str(has.pages),
        str(has.shown),
        str(has.originals),
        *figures,
    ]


def heading(wanted: Needed) -> list[str]:
    """Return the names of the columns, with how much there is to find."""
    whole = Found(len(wanted.posts), len(wanted.pages), len(wanted.shown), len(wanted.originals))
    return [column.format(**vars(whole)) for column in _COLUMNS]


def remarks(peer: Peer, runs: Sequence[Run]) -> list[str]:
    """Return what a reader of the row must know: failures, forbidden requests, answers the cache did not have."""
    said: list[str] = []
    if failed := sorted({one.cost.status for one in runs} - {0}):
        said.append(f"exit status {', '.join(map(str, failed))}")
    if barred := sum(asked.address[1].startswith(_BARRED) for one in runs for asked in one.asked):
        said.append(f"{barred} requests that robots.txt forbids")
    if missed := sum(asked.cache != "HIT" for one in runs for asked in one.asked):
        said.append(f"{missed} answers that were not in the cache")
    if escaped := sum("%3D" in asked.address[1].partition("?")[0] for one in runs for asked in one.asked):
        said.append(f"{escaped} requests with %3D for the = of an image's size")
    if (others := max(one.others for one in runs)) > 0.05:
        said.append(f"other programs kept up to {others:.0%} of the machine busy just before a run")
    if len({len(one.asked) for one in runs}) > 1:
        said.append("requests of each run: " + ", ".join(str(len(one.asked)) for one in runs))
    return [f"- {peer.name} ({peer.version()}): {'; '.join(said) or 'nothing to remark'}."]


def bounds(peer: Peer, runs: Sequence[Run], latency: float) -> str:
    """Return a tool's seconds beside the least that its connections can take at this latency."""
    start = startup() if peer.name == "beilin" else 0.0
    wall = statistics.median(one.cost.wall for one in runs)
    bound = statistics.median(len(one.asked) for one in runs) * latency / peer.connections
    text = f"- {peer.name}: {wall:.2f} s are {wall / bound:.2f} times the bound of {bound:.2f} s"
    text += f" (requests x {latency} s / {peer.connections} connections)"
    if start:
        text += f"; without the start-up of {start:.2f} s, {(wall - start) / bound:.2f} times"
    return text + "."


def startup() -> float:
    """Return the seconds that `beilin --version` takes: Python and the imports."""
    with tempfile.TemporaryDirectory() as folder:
        job = Job("", "", Path(folder))
        return statistics.median(cost_of([*BEILIN, "--version"], job).wall for _ in range(5))


def measure(peers: Sequence[Peer], posts: int, latency: float, times: int) -> dict[str, list[Run]]:
    """Run the tools in turns, after one run of each that fills the cache."""
    runs: dict[str, list[Run]] = {peer.name: [] for peer in peers}
    with Wire(posts, latency) as wire:
        for peer in peers:
            print(f"filling the cache: {peer.name}", file=sys.stderr)
            run(peer, wire, wire.quick)
        for turn in range(times):
            for peer in peers:
                print(f"run {turn + 1} of {times}: {peer.name}", file=sys.stderr)
                runs[peer.name].append(run(peer, wire, wire.address))
    return runs


def report(
    peers: Sequence[Peer], lacking: dict[str, str], runs: dict[str, list[Run]], wanted: Needed, latency: float
) -> None:
    """Print the table and the remarks below it."""
    names = heading(wanted)
    rows = [
        row(peer.name, runs[peer.name], wanted)
        if peer.name in runs
        else [peer.name, f"not measured: {lacking[peer.name]}"]
        for peer in peers
    ]
    rows = [[*cells, *[""] * (len(names) - len(cells))] for cells in rows]
    for cells in (names, ["---"] * len(names), *rows):
        print(f"| {' | '.join(cells)} |")
    print()
    for peer in peers:
        if peer.name in runs:
            print("\n".join(remarks(peer, runs[peer.name])))
    if latency:
        print(f"\nAt a latency of {latency} s:\n")
        print("\n".join(bounds(peer, runs[peer.name], latency) for peer in peers if peer.name in runs))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--posts", type=int, default=1000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--latency", type=float, default=0.0, help="seconds before each answer's first byte")
    parser.add_argument("--only", nargs="+", default=[], metavar="NAME", help="tools whose name begins so")
    options = parser.parse_args()
    peers = [peer for peer in PEERS if not options.only or peer.name.startswith(tuple(options.only))]
    lacking = {peer.name: peer.trouble() for peer in peers}
    able = [peer for peer in peers if not lacking[peer.name]]
    runs = measure(able, options.posts, options.latency, options.runs)
    report(peers, lacking, runs, needed(options.posts), options.latency)


if __name__ == "__main__":
    main()
