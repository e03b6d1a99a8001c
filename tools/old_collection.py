"""Make a collection as an earlier build of beilin made it, for tests/upgrades/: by its own code and demo blog.

Usage: python tools/old_collection.py COMMIT NAME

The clone must have the commit; the packages are those of this environment.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
_MIRRORED_TWICE = """
import subprocess, sys
from scraper.demo.server import DemoServer
try:
    from scraper.demo.knobs import Knobs
except ImportError:
    from scraper.demo.server import Knobs
with DemoServer(Knobs(posts=2)) as server:
    words = ["mirror", server.home, "-o", sys.argv[1], "--connect", f"*={server.address}", "--delay", "0"]
    for _ in range(2):
        subprocess.run([sys.executable, "-c", "from scraper.cli import main; main()", *words], check=True)
"""


def make(commit: str, name: str) -> Path:
    """Write tests/upgrades/NAME.tar.xz, and return its path."""
    packed = ROOT / "tests" / "upgrades" / f"{name}.tar.xz"
    with tempfile.TemporaryDirectory() as folder:
        build, made = Path(folder, "build"), Path(folder, "made")
        build.mkdir()
        (made / "home").mkdir(parents=True)
        sources = subprocess.run(["git", "-C", ROOT, "archive", commit], check=True, capture_output=True).stdout
        subprocess.run(["tar", "-x", "-C", build], check=True, input=sources)
        environment = {**os.environ, "PYTHONPATH": str(build), "BEILIN_HOME": str(made / "home")}
        command = [sys.executable, "-c", _MIRRORED_TWICE, made / "collection"]
        subprocess.run(command, check=True, cwd=build, env=environment)
        what = ["--sort=name", "--owner=0", "--group=0", "--numeric-owner", "--exclude=lock", "--exclude=crawl.log"]
        subprocess.run(["tar", "-C", made, *what, "-cJf", packed, "collection", "home"], check=True)
    return packed


if __name__ == "__main__":
    print(make(*sys.argv[1:]))
