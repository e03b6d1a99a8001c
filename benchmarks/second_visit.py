"""What a second visit costs, and whether it finds every change. Prints Markdown.

Usage: python benchmarks/second_visit.py [--posts N]

The first visit is full; then the unchanged blog is visited quickly and fully, and a changed one quickly. Once with
pages that carry a new token in every answer and no ETag (the worst that Blogger does), once with ETags on pages, too.
Bytes are those of bodies, as the double sent them.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from scraper.demo.blog import make_blog
from scraper.demo.knobs import Knobs
from scraper.demo.server import DemoServer


@dataclass(frozen=True)
class Visit:
    """One visit: requests, bytes of bodies, exit code, changes found as (kind, path)."""

    requests: int
    bytes: int
    code: int
    changes: frozenset[tuple[str, str]]


def visit(knobs: Knobs, folder: Path, kind: str) -> Visit:
    """Mirror the blog once."""
    with DemoServer(knobs) as server:
        command = [sys.executable, "-c", "from scraper.cli import main; main()", "mirror", server.home]
        command += ["-o", str(folder), "--connect", f"*={server.address}", "--visit", kind, "--json"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        asked: list[dict[str, Any]] = server.requests()
    changes = json.loads(done.stdout)["summary"]["coverage"]["changes"]
    found = frozenset((change["kind"], "/" + change["url"].split("/", 3)[3]) for change in changes)
    return Visit(len(asked), sum(request["bytes"] for request in asked), done.returncode, found)


def changed(posts: int) -> tuple[Knobs, Knobs, frozenset[tuple[str, str]]]:
    """Return (the blog before, after, what changed): ten posts edited, five deleted, five added, a new design."""
    numbers = range(posts // 20, posts, posts // 20)
    edited, deleted, added = (frozenset(list(numbers)[n::4][:5]) for n in (0, 1, 2))
    paths = {post.number: post.path for post in make_blog(posts).posts}
    wanted = {("edited", paths[n]) for n in edited} | {("deleted", paths[n]) for n in deleted}
    wanted |= {("added", paths[n]) for n in added} | {("template", "/")}
    before = Knobs(posts=posts, deleted=added)
    return before, replace(before, edited=edited, deleted=deleted, design="teal"), frozenset(wanted)


def rows(posts: int, page_tags: bool) -> list[str]:
    """Measure one kind of blog."""
    before, after, wanted = changed(posts)
    before, after = replace(before, page_tags=page_tags), replace(after, page_tags=page_tags)
    lines = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "c"
        first = visit(before, folder, "full")
        jobs = (
            ("unchanged, quick", before, "quick"),
            ("unchanged, full", before, "full"),
            ("changed, quick", after, "quick"),
        )
        for title, knobs, kind in jobs:
            copy = Path(name) / "copy"
            shutil.rmtree(copy, ignore_errors=True)
            shutil.copytree(folder, copy)
            now = visit(knobs, copy, kind)
            share = (
                f"{now.requests} ({now.requests / first.requests:.1%}) | {now.bytes} ({now.bytes / first.bytes:.1%})"
            )
            missed = len(wanted - now.changes) if knobs is after else 0
            more = len(
                {change for change in now.changes - (wanted if knobs is after else set()) if change[0] != "template"}
            )
            lines.append(
                f"| {'ETags' if page_tags else 'tokens'} | {title} | {share} | {missed} | {more} | {now.code} |"
            )
        lines.insert(
            0, f"| {'ETags' if page_tags else 'tokens'} | first | {first.requests} | {first.bytes} | | | {first.code} |"
        )
    return lines


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--posts", type=int, default=1000)
    options = parser.parse_args()
    print("| pages with | visit | requests | bytes | changes missed | false changes | exit |")
    print("|---|---|---|---|---|---|---|")
    for page_tags in (False, True):
        print("\n".join(rows(options.posts, page_tags)), flush=True)


if __name__ == "__main__":
    main()
