"""Runs of the real command against the demo blog: each in a process of its own, as a user starts it."""

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from scraper.demo.knobs import Knobs
from scraper.demo.server import DemoServer


@dataclass(frozen=True)
class Run:
    """One finished run of beilin."""

    code: int
    stdout: str
    stderr: str

    @property
    def document(self) -> Any:
        return json.loads(self.stdout)


def beilin(*arguments: object, **options: Any) -> Run:
    command = [sys.executable, "-c", "from scraper.cli import main; main()", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=240, **options)
    return Run(done.returncode, done.stdout, done.stderr)


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
