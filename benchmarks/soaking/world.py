"""The blogs' doubles, their collections, a replica, and the alerts that were told."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from archive.collection import create_collection
from archive.config import Config
from archive.layout import Layout
from archive.schedule import plans
from archive.schedule.plan import HOUR, Plan
from scraper.demo.knobs import Knobs
from scraper.demo.server import DemoServer

POSTS = 12
DISK = 60_000_000  # bytes of the small disk
BLOGS: dict[str, dict[str, Any]] = {
    "often": {"every": 6 * HOUR},
    "nightly": {"cron": "0 3 * * *", "zone": "Asia/Shanghai"},
    "small disk": {"every": 12 * HOUR, "window": "08:00-23:30", "zone": "Europe/Berlin"},
}


def beilin(*arguments: object, clock: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """Run a command of beilin to its end; ``clock`` is what shows it another time (`clockwork.shown`)."""
    command = [sys.executable, "-c", "from scraper.cli import main; main()", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, **(clock or {})})


@dataclass
class Blog:
    """One blog: its double, which can be stopped and changed, and its plan."""

    name: str
    folder: Path
    knobs: Knobs
    server: DemoServer | None = None

    def up(self, knobs: Knobs | None = None) -> None:
        """Start its double, as it is now or as the knobs say, and have the plan lead there."""
        self.down()
        self.server = DemoServer(knobs or self.knobs).__enter__()
        plan = plans.look_up(self.folder)
        if plan:
            plans.keep(replace(plan, options=("--connect", f"*={self.server.address}")))

    def down(self) -> None:
        """Stop its double."""
        if self.server:
            self.server.__exit__()
        self.server = None

    def change_plan(self, **said: Any) -> None:
        """Change its plan."""
        plans.keep(replace(plans.find(self.folder), **said))


@contextmanager
def blogs(place: Path, anchor: int) -> Iterator[dict[str, Blog]]:
    """Make the collections and plans of all blogs, and start their doubles."""
    with ExitStack() as stack:
        made = {}
        for name, said in BLOGS.items():
            folder = place / name
            if name == "small disk":
                stack.enter_context(small_disk(folder))
                folder = folder / "collection"
            blog = made[name] = Blog(name, folder, Knobs(posts=POSTS, seed=len(made) + 1))
            stack.callback(blog.down)
            blog.up()
            assert blog.server
            create_collection(folder, Config(address=blog.server.home, delay=0))
            values = {"every": 0, "cron": "", "zone": "UTC", "window": "", "jitter": 0, "keep_free": 0}
            options = ("--connect", f"*={blog.server.address}")
            plans.keep(Plan(str(folder.resolve()), anchor=anchor, label=name, options=options, **(values | said)))
        yield made


@contextmanager
def small_disk(folder: Path) -> Iterator[None]:
    """Mount a small disk; it needs root."""
    folder.mkdir(parents=True)
    mount = ["mount", "-t", "tmpfs", "-o", f"size={DISK}", "tmpfs", str(folder)]
    subprocess.run(mount, check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", str(folder)], check=False)


@contextmanager
def filled(folder: Path) -> Iterator[None]:
    """Leave no room on the disk of a folder."""
    ballast = folder.parent / "ballast"
    with ballast.open("wb", buffering=0) as file:
        piece = bytes(4096)
        try:
            while file.write(piece):
                pass
        except OSError:
            pass
    try:
        yield
    finally:
        ballast.unlink()


def rot(replica: Path) -> None:
    """Turn a bit of the largest file of a replica."""
    victim = max((path for path in replica.rglob("*") if path.is_file()), key=lambda path: path.stat().st_size)
    content = victim.read_bytes()
    victim.chmod(0o600)
    victim.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))


def size_of(folder: Path) -> int:
    """Return the bytes of all files of a collection."""
    return sum(path.stat().st_size for path in Layout(folder).root.rglob("*") if path.is_file())


def told(path: Path) -> list[dict[str, Any]]:
    """Return the alerts that came, in their order."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line] if path.exists() else []
