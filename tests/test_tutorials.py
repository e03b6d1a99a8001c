"""The tutorials: every command block is run as it stands, and says what the tutorial says that it says."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

TUTORIALS = Path(__file__).parents[1] / "docs" / "tutorials"
READERS = ("archivist", "researcher", "organisation")
BLOCK = re.compile(r"^```(sh|text)\n(.*?)^```$", re.M | re.S)
MARK = "----- block {} -----"


def blocks(name: str) -> list[tuple[str, str]]:
    """Return (kind, text) of the blocks of a tutorial: commands (sh), and what they print (text)."""
    return BLOCK.findall((TUTORIALS / name).read_text("utf-8"))


def commands(name: str) -> list[tuple[str, list[str]]]:
    """Return (commands, the lines that they should print) of each block of commands."""
    found: list[tuple[str, list[str]]] = []
    for kind, text in blocks(name):
        if kind == "sh":
            found.append((text, []))
        else:
            found[-1][1].extend(text.splitlines())
    return found


def ran(script: str, folder: Path) -> str:
    """Run a script as a user's shell does, in an empty folder; return what it prints, errors too."""
    programs = folder.parent / "programs"
    programs.mkdir()
    (programs / "beilin").write_text(f"#!{sys.executable}\nfrom scraper.cli import main\nmain()\n", "utf-8")
    (programs / "beilin").chmod(0o755)
    (programs / "python").write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n', "utf-8")
    (programs / "python").chmod(0o755)
    root = str(Path(__file__).parents[1])
    environment = {**os.environ, "PATH": f"{programs}:{os.environ['PATH']}", "PYTHONPATH": root}
    done = subprocess.run(
        ["bash", "-c", script], cwd=folder, env=environment, text=True, timeout=1100,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-3000:]
    return done.stdout


def missing(expected: list[str], printed: str) -> list[str]:
    """Return the lines that were not printed. "…" stands for any text; by itself for any lines."""
    lines = [line.rstrip() for line in printed.splitlines()]
    patterns = {line: re.compile(".*".join(map(re.escape, line.split("…")))) for line in expected if line != "…"}
    return [line for line, pattern in patterns.items() if not any(map(pattern.fullmatch, lines))]


@pytest.mark.parametrize("reader", READERS)
def test_both_languages_have_the_same_commands(reader):
    english, chinese = blocks(f"{reader}.md"), blocks(f"{reader}.zh.md")
    assert english == chinese
    assert len(english) >= 8


@pytest.mark.parametrize("name", [f"{reader}{tongue}.md" for reader in READERS for tongue in ("", ".zh")])
def test_no_block_is_of_a_kind_that_is_not_run(name):
    fences = re.findall(r"^```(.*)$", (TUTORIALS / name).read_text("utf-8"), re.M)
    assert set(fences) <= {"sh", "text", ""}
    assert len(fences) == 2 * len(blocks(name))


@pytest.mark.long
@pytest.mark.timeout(1200)
@pytest.mark.parametrize("reader", READERS)
def test_every_command_does_what_the_tutorial_says(reader, tmp_path, monkeypatch):
    folder = tmp_path / "walk"
    folder.mkdir()
    monkeypatch.setenv("BEILIN_HOME", str(tmp_path / "home"))
    listed = commands(f"{reader}.md")
    marked = [f"echo '{MARK.format(number)}'\n{text}" for number, (text, _) in enumerate(listed)]
    printed = ran("set -euo pipefail\n" + "\n".join(marked), folder)
    parts = re.split(MARK.format(r"\d+") + "\n", printed)[1:]
    assert len(parts) == len(listed)
    wrong = [(text, missing(lines, part), part) for (text, lines), part in zip(listed, parts, strict=True)]
    assert [one for one in wrong if one[1]] == []
