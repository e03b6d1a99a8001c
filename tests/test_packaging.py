"""The systemd units, judged by systemd itself."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGING = Path(__file__).parents[1] / "packaging"
UNITS = sorted(path.name for path in PACKAGING.iterdir() if path.suffix in (".service", ".timer"))


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd here")
@pytest.mark.parametrize("unit", UNITS)
def test_systemd_finds_nothing_wrong_with_the_units(tmp_path, unit):
    program = tmp_path / "beilin"
    program.write_text(f"#!{sys.executable}\n", "utf-8")
    program.chmod(0o755)
    for name in UNITS:  # as installed: with a program and a user that are there
        text = (PACKAGING / name).read_text("utf-8")
        (tmp_path / name).write_text(
            text.replace("ExecStart=beilin", f"ExecStart={program}").replace("User=beilin", "User=root"), "utf-8"
        )
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", tmp_path / unit], capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    assert str(tmp_path) not in done.stderr


def test_the_timer_starts_the_tick_and_the_documents_name_the_units():
    docs = (PACKAGING.parent / "docs" / "schedule.md").read_text("utf-8")
    assert UNITS == ["beilin-tick.service", "beilin-tick.timer", "beilin.service"]
    assert all(name in docs for name in UNITS)
    commands = [re.search(r"^ExecStart=(.*)$", (PACKAGING / name).read_text("utf-8"), re.M) for name in UNITS[::2]]
    assert [found[1] for found in commands if found] == ["beilin tick", "beilin run"]


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd here")
@pytest.mark.parametrize("unit", [name for name in UNITS if name.endswith(".service")])
def test_the_services_have_few_rights(unit):
    """By systemd's own measure: 0 is nothing allowed, 100 (here) all."""
    command = ["systemd-analyze", "security", "--offline=yes", "--threshold=25", PACKAGING / unit]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stdout


@pytest.mark.skipif(not shutil.which("systemd-sysusers"), reason="no systemd here")
def test_systemd_takes_the_services_user(tmp_path):
    text = (PACKAGING / "beilin.sysusers").read_text("utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    command = ["systemd-sysusers", f"--root={tmp_path}", "--dry-run", "--inline", *lines]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0 and "Creating user 'beilin'" in done.stdout + done.stderr
