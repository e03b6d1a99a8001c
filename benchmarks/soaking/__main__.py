"""Twenty-four days of schedules in minutes. Prints Markdown; exits with 1 where anything does not add up.

Usage: python -m benchmarks.soaking [--days N] [--step MINUTES]       as root, with Debian's faketime

Three blogs with schedules of their own (every six hours, nightly in Shanghai, every twelve hours in a window in
Berlin), their collections, one replica, one disk of 60 MB. What befalls them stands in events.py. The clocks are the
scheduler's own and, by libfaketime, those of each crawl; everything else is as it is: processes, locks, signals, disks.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

from archive.schedule import plans
from archive.schedule.ledger import Ledger
from benchmarks.soaking import accounting, world
from benchmarks.soaking.accounting import Look
from benchmarks.soaking.clockwork import shown
from benchmarks.soaking.events import DAY, EVENTS, Event

LIBRARIES = Path("/usr/lib").glob("*/faketime/libfaketime.so.1")
ANCHOR = int(datetime(2027, 3, 14, tzinfo=UTC).timestamp())  # Berlin's clocks change two weeks later
ROOT = Path(__file__).parents[2]


class Scheduler:
    """The scheduler's process, started again whenever it was killed."""

    def __init__(self, library: str) -> None:
        self._library, self._process, self.number = library, None, 0

    def look(self, wall: int, running: int, kill: str = "") -> dict[str, Any] | None:
        """Have it look at the plans at an instant; None where it was killed in it."""
        process = self._started()
        assert process.stdin
        assert process.stdout
        process.stdin.write(json.dumps({"wall": wall, "running": running}) + "\n")
        process.stdin.flush()
        if kill:
            return self._kill(process, kill)
        found: dict[str, Any] = json.loads(process.stdout.readline())
        return found

    def _kill(self, process: subprocess.Popen[str], whom: str) -> dict[str, Any] | None:
        assert process.stdout
        crawls = _wait_for_crawl(process)
        if whom == "kill-crawl":
            for crawl in crawls:
                os.kill(crawl, signal.SIGKILL)
            found: dict[str, Any] = json.loads(process.stdout.readline())
            return found
        process.kill()
        process.wait()
        self._process = None
        while any(Path(f"/proc/{crawl}").exists() for crawl in crawls):  # they see it, and stop
            time.sleep(0.1)
        return None

    def _started(self) -> subprocess.Popen[str]:
        if self._process is None:
            self.number += 1
            command = [sys.executable, "-m", "benchmarks.soaking.clockwork", self._library]
            self._process = subprocess.Popen(
                command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
            )
        return self._process

    def close(self) -> None:
        """End it."""
        if self._process and self._process.stdin:
            self._process.stdin.close()
            self._process.wait()


def _wait_for_crawl(process: subprocess.Popen[str]) -> list[int]:
    """Return the crawls that a scheduler runs, a second after there is one."""
    deadline = time.monotonic() + 60
    children = Path(f"/proc/{process.pid}/task")
    while time.monotonic() < deadline:
        found = [int(pid) for task in children.iterdir() for pid in (task / "children").read_text().split()]
        if found:
            time.sleep(1)
            return found
        time.sleep(0.05)
    raise SystemExit("No crawl began where one was to be killed.")


class Soak:
    """One run: the hours pass, events begin and end."""

    def __init__(self, place: Path, days: int, step: int, library: str) -> None:
        self.place, self.days, self.step = place, days, step
        self.scheduler, self._library = Scheduler(library), library
        self.events = [event for event in EVENTS if event.until < (days - 1) * DAY]
        self.looks: list[Look] = []
        self.sizes: dict[str, list[int]] = {name: [] for name in world.BLOGS}
        self._open: dict[Event, ExitStack] = {}
        self._set_back = 0

    def run(self, blogs: dict[str, world.Blog]) -> None:
        """Let the days pass."""
        for minutes in range(0, self.days * DAY * 60, self.step):
            hour = minutes / 60
            kill = self._change(blogs, hour)
            if any(event.deed == "sleep" for event in self._open):
                continue
            wall = ANCHOR + minutes * 60 - self._set_back
            done = self.scheduler.look(wall, minutes * 60, kill)
            self._set_back = 0
            if done:
                held = {name: done[name] for name in ("rss", "files", "threads")}
                self.looks.append(Look(hour, self.scheduler.number, **held))
                for trouble in done["troubles"]:
                    print(f"hour {hour}: {trouble}", file=sys.stderr)
            if hour % DAY == DAY - 1:
                self._end_of_day(blogs, int(hour) // DAY + 1)
        self.scheduler.close()

    def _change(self, blogs: dict[str, world.Blog], hour: float) -> str:
        """End what is over, begin what begins; return whom to kill in the next look."""
        for event in [event for event in self._open if event.until <= hour]:
            self._open.pop(event).close()
        kill = ""
        for event in [event for event in self.events if event.hour == hour]:
            print(f"day {event.hour // DAY + 1:2}: {event.what}", file=sys.stderr)
            if event.deed.startswith("kill"):
                kill = event.deed
            elif event.deed == "set-back":
                self._set_back = 40 * 60
            else:
                stack = ExitStack()
                self._begin(event, blogs.get(event.blog), stack)
                self._open[event] = stack
        return kill

    def _begin(self, event: Event, blog: world.Blog | None, stack: ExitStack) -> None:
        if blog is None:
            return
        if event.knobs:
            knobs = replace(blog.knobs, **event.knobs)
            blog.up(knobs)
            if event.stays:
                blog.knobs = knobs
            else:
                stack.callback(blog.up)
        elif event.deed == "off":
            blog.down()
            stack.callback(blog.up)
        elif event.deed == "full":
            stack.enter_context(world.filled(blog.folder))
        elif event.deed == "low":
            blog.change_plan(keep_free=1 << 60)
            stack.callback(blog.change_plan, keep_free=0)
        elif event.deed == "pause":
            blog.change_plan(paused=ANCHOR + event.hour * 3600)
            stack.callback(blog.change_plan, paused=0)
        elif event.deed == "rot":
            world.rot(self.place / "replica")
            stack.callback(world.beilin, "replicate", blog.folder, "--repair", clock=self._clock(event.until))

    def _clock(self, hour: float) -> dict[str, str]:
        """Return what shows a person's command the time that the scheduler is told."""
        return shown(self._library, ANCHOR + hour * 3600)

    def _end_of_day(self, blogs: dict[str, world.Blog], day: int) -> None:
        for name, blog in blogs.items():
            self.sizes[name].append(world.size_of(blog.folder))
        if not any(event.deed == "rot" for event in self._open):
            world.beilin("replicate", blogs["often"].folder, self.place / "replica", clock=self._clock(day * DAY))
            blogs["often"].change_plan(audit=DAY * 3600)
        newest = self.looks[-1] if self.looks else Look(0, 0, 0, 0, 0)
        print(f"day {day:2} ends: {newest.rss // 1000} MB, {newest.files} files open", file=sys.stderr)


def report(soak: Soak, blogs: dict[str, world.Blog], told: list[dict[str, Any]], seconds: float) -> list[str]:
    """Print the tables; return what does not add up."""
    print(
        "| blog | due | ran | failed | skipped | paused | missed | alerts | verify --deep | MB "
        "| kB a day, first and last quarter |\n" + "|---" * 11 + "|"
    )
    faults = [fault for blog in blogs.values() for fault in _blog(soak, blog, told)]
    print(
        "\n| the scheduler's process | looks | MB, second and last quarter | files open | threads |\n"
        + "|---" * 5
        + "|"
    )
    for number in sorted({look.process for look in soak.looks}):
        faults += _process(number, [look for look in soak.looks if look.process == number])
    print(f"\n{soak.days} days in {seconds / 60:.0f} minutes; {len(soak.events)} events; {len(told)} alerts told.")
    return [*faults, *accounting.untold(soak.events, told, list(blogs))]


def _blog(soak: Soak, blog: world.Blog, told: list[dict[str, Any]]) -> list[str]:
    plan = plans.find(blog.folder)
    with Ledger(ANCHOR) as ledger:
        faults, found = list(accounting.unaccounted(ledger, plan)), accounting.states(ledger, plan)
    verified = world.beilin("verify", blog.folder, "--deep")
    if verified.returncode:
        faults.append(f"{blog.name}: verify: {verified.stdout}{verified.stderr}")
    sizes = soak.sizes[blog.name]
    first, last = accounting.growth([after - before for before, after in pairwise(sizes)])
    cells = [blog.name, found.total(), *(found[state] for state in ("ran", "failed", "skipped", "paused", "missed"))]
    cells += [sum(one["label"] == blog.name for one in told), "damaged" if verified.returncode else "sound"]
    cells += [f"{sizes[-1] / 1e6:.1f}", f"{first / 1e3:.0f}, {last / 1e3:.0f}"]
    print(f"| {' | '.join(map(str, cells))} |")
    return faults


def _process(number: int, looks: list[Look]) -> list[str]:
    """Compare the second quarter with the last one: in the first, what is made once is made."""
    rest = looks[len(looks) // 4 :]
    first, last = zip(
        *(accounting.growth([getattr(look, what) for look in rest]) for what in ("rss", "files", "threads")),
        strict=True,
    )
    cells = [f"{first[0] / 1e3:.1f}, {last[0] / 1e3:.1f}", f"{first[1]:.0f}, {last[1]:.0f}"]
    print(f"| {number} | {len(looks)} | {' | '.join(cells)} | {first[2]:.0f}, {last[2]:.0f} |")
    grows = last[0] > first[0] * 1.1 or last[1:] > first[1:]
    return [f"process {number} holds more and more"] if grows else []


def main() -> None:
    """Run."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--days", type=int, default=24)
    parser.add_argument("--step", type=int, default=30, help="minutes between two looks of the scheduler")
    given = parser.parse_args()
    library = next((str(path) for path in LIBRARIES), "")
    if not library or os.geteuid():
        raise SystemExit("It needs root and libfaketime: apt-get install faketime.")
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="beilin-soak-") as name:
        place = Path(name)
        os.environ["BEILIN_HOME"] = str(place / "home")
        (place / "home").mkdir(mode=0o700)
        alerts = place / "told.jsonl"
        run = json.dumps(["/bin/sh", "-c", f"cat >> {alerts}; echo >> {alerts}"])
        (place / "home/alerts.toml").write_text(f"[[command]]\nrun = {run}\n", "utf-8")
        soak = Soak(place, given.days, given.step, library)
        with world.blogs(place, ANCHOR) as blogs:
            soak.run(blogs)
            faults = report(soak, blogs, world.told(alerts), time.monotonic() - began)
    for fault in faults:
        print(f"\n**{fault}**")
    sys.exit(bool(faults))


if __name__ == "__main__":
    main()
