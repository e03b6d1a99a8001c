"""Processes of ours run our own code and the libraries', never a file of the folder they are started in."""

import re
import subprocess
from pathlib import Path

from archive.process import command_of

ROOT = Path(__file__).parents[2]


def test_a_module_that_lies_in_the_folder_is_not_run(tmp_path):
    for name in ("json", "random", "queue", "uuid", "archive", "scraper"):
        (tmp_path / f"{name}.py").write_text(f"open({str(tmp_path / 'run')!r}, 'w').close()\nraise SystemExit(99)\n")
    done = subprocess.run(command_of("archive", "verify", str(tmp_path)), cwd=tmp_path, capture_output=True, text=True)
    assert (done.returncode, (tmp_path / "run").exists()) == (5, False), done.stderr


def test_no_process_is_started_otherwise():
    for package in ("archive", "pipelines", "scraper"):
        for path in {*(ROOT / package).rglob("*.py")} - {ROOT / "archive" / "process.py"}:
            text = path.read_text("utf-8")
            started = re.search(r"sys\.executable[^\n]{0,20}\"-m\"", text)
            assert not started, path
