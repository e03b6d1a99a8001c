"""The documentation as a site: it is built without a warning, loads nothing from elsewhere, and says only what tests hold."""

import importlib.util
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
FETCHED = re.compile(r"""<(?:script|img|iframe|source|link)\b[^>]*?\b(?:src|href)=["']?(https?:)?//""", re.I)


def test_every_fault_case_that_the_threat_model_names_has_its_tests():
    text = (DOCS / "threat-model.md").read_text("utf-8")
    rows = re.findall(r"^\| .* \| ([\d, ]+) \|$", text, re.M)
    named = {int(number) for row in rows for number in row.split(",")}
    tested = {
        int(number)
        for path in (ROOT / "tests").rglob("test_*.py")
        for number in re.findall(r"^def test_[a-z](\d+)_", path.read_text("utf-8"), re.M)
    }
    assert len(rows) > 20
    assert named - tested == set()


@pytest.mark.parametrize("page", ["operations.md", "threat-model.md", "index.md", "exit-codes.md"])
def test_options_and_commands_that_a_page_names_exist(page):
    from scraper.cli import main

    for name, rest in re.findall(r"\bbeilin ([a-z-]+)([^\n`]*)", (DOCS / page).read_text("utf-8")):
        if name in main.commands:
            options = {option for one in main.commands[name].params for option in one.opts}
            inner = getattr(main.commands[name], "commands", {}).values()
            options |= {option for command in inner for one in command.params for option in one.opts}
            asked = set(re.findall(r"(?<=\s)--[a-z-]+", rest.split("  ")[0]))
            assert asked <= options, (name, asked - options)


def test_a_shell_takes_every_block_of_the_runbook():
    blocks = re.findall(r"^```sh\n(.*?)^```$", (DOCS / "operations.md").read_text("utf-8"), re.M | re.S)
    assert len(blocks) > 15
    for block in blocks:
        done = subprocess.run(["bash", "-n"], input=block, capture_output=True, text=True, timeout=30)
        assert (done.returncode, done.stderr) == (0, ""), block


@pytest.mark.skipif(not importlib.util.find_spec("material"), reason="no mkdocs-material here")
def test_the_site_is_built_without_a_warning_and_loads_nothing_from_elsewhere(tmp_path):
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", tmp_path / "site"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=250)
    assert done.returncode == 0, done.stderr
    pages = sorted((tmp_path / "site").rglob("*.html"))
    assert len(pages) > 35
    assert [str(page) for page in pages if FETCHED.search(page.read_text("utf-8"))] == []
    assert not [
        path
        for path in (tmp_path / "site").rglob("*.css")
        if re.search(r"url\(['\"]?(https?:)?//", path.read_text("utf-8"))
    ]
