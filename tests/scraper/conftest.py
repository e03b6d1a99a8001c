"""Runs of the real command against the demo blog: each in a process of its own, as a user starts it.

Only what failed is asked for again at once: that it waits, test_attacks_server judges.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from archive.config import Config
from scraper.demo.knobs import ERAS, Knobs
from scraper.demo.server import DemoServer
from scraper.rescuing.asking import Asker
from scraper.rescuing.wayback import Wayback
from tests.scraper import forking
from tests.scraper.rescued import HOLES, POSTS
from tests.scraper.web_archives import WebArchives


@dataclass(frozen=True)
class Run:
    """One finished run of beilin."""

    code: int
    stdout: str
    stderr: str

    @property
    def document(self) -> Any:
        return json.loads(self.stdout)


HASTY = "import scraper.settings\nscraper.settings.BACK_OFF = 0.05\nfrom scraper.cli import main\nmain()"


def beilin(*arguments: object, **options: Any) -> Run:
    command = [sys.executable, "-c", HASTY, *map(str, arguments)]
    done = forking.run(command, timeout=240, **options)
    return Run(done.returncode, done.stdout, done.stderr)


@pytest.fixture(scope="session", autouse=True)
def _demo_forked():
    """The demo blog is a process that need not start."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("scraper.demo.server.subprocess", SimpleNamespace(Popen=forking.Forked, PIPE=subprocess.PIPE))
        yield


@pytest.fixture(scope="module", autouse=True)
def _no_seed_left():
    """Dask leaves a PYTHONHASHSEED behind, and for another one nothing can be forked."""
    yield
    if "PYTHONHASHSEED" not in forking.AT_START:
        os.environ.pop("PYTHONHASHSEED", None)


@pytest.fixture(scope="session")
def run() -> Callable[..., Run]:
    return beilin


@pytest.fixture(scope="session")
def mirrored(tmp_path_factory) -> Callable[..., tuple[Run, Path, list[dict[str, Any]]]]:
    """Return a function that mirrors the demo blog with some knobs: (run, collection, requests the blog got)."""

    def mirror(knobs: Knobs, folder: Path | None = None, *options: object):
        folder = folder or tmp_path_factory.mktemp("mirror") / "collection"
        with DemoServer(knobs) as server:
            done = beilin("mirror", server.home, "-o", folder, "--connect", f"*={server.address}", "--json", *options)
            return done, folder, server.requests()

    return mirror


@pytest.fixture(scope="session")
def demo(mirrored) -> tuple[Run, Path, list[dict[str, Any]]]:
    """The demo blog as it is, in a smaller size: all forms and all eras are in it."""
    return mirrored(Knobs(posts=60))


@pytest.fixture(scope="session")
def eras():
    """Every era: pages of one day of 28 posts with their features, what is known of the blog, and the pages of another day."""
    from benchmarks.judgement import day, features, knowledge

    made = {}
    for era in ERAS:
        good = {path: features(path, page) for path, page in day(era, 1, 28).pages.items()}
        made[era] = good, knowledge(good.values()), day(era, 2, 28).pages
    return made


@pytest.fixture(scope="session")
def with_holes(mirrored) -> Path:
    """A collection that lacks two posts."""
    done, folder, _ = mirrored(Knobs(posts=POSTS, feed="off", faults=dict.fromkeys(HOLES, "status-404")))
    assert done.code == 3
    return folder


@pytest.fixture
def lacking(with_holes, tmp_path) -> Path:
    """A copy of it."""
    shutil.copytree(with_holes, tmp_path / "c")
    return tmp_path / "c"


@pytest.fixture
def waits() -> list[float]:
    """How long was waited for web archives, in seconds."""
    return []


@pytest.fixture
def asker(waits) -> Callable[[WebArchives], Asker]:
    """Return a function that gives one who asks the web archives, and does not wait."""
    return lambda archives: Asker((archives.url,), Config("").quarantine, delay=0, sleep=waits.append)


@pytest.fixture
def wayback(asker) -> Callable[[WebArchives], Wayback]:
    """Return a function that gives the Wayback Machine among the web archives."""
    return lambda archives: Wayback(asker(archives), archives.url)
