"""Collections that earlier builds made (tests/upgrades/): they open, verify, go on, and are read again (S99)."""

import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from archive.collection import open_collection
from archive.config import LAYOUT, load
from archive.integrity import examine
from archive.layout import Layout
from scraper.cli import main
from scraper.demo.knobs import Knobs
from scraper.demo.server import DemoServer

UPGRADES = Path(__file__).parents[1] / "upgrades"
OLD = sorted(path.name.removesuffix(".tar.xz") for path in UPGRADES.glob("*.tar.xz"))
SIGNED = {"signed"}
FILTERED = {"filter": "data"} if hasattr(tarfile, "data_filter") else {}  # Debian 12's Python has it not


@pytest.fixture
def old(tmp_path, monkeypatch):
    """Return a function that unpacks a build's collection, with the home that it had."""

    def unpack(name: str) -> Path:
        shutil.unpack_archive(UPGRADES / f"{name}.tar.xz", tmp_path, **FILTERED)
        monkeypatch.setenv("BEILIN_HOME", str(tmp_path / "home"))
        return tmp_path / "collection"

    return unpack


def codes(folder: Path, *, deep: bool = False) -> set[str]:
    return {fault.code for fault in examine(Layout(folder), deep=deep).faults}


def records(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in (folder / "records").rglob("v*.json")}


def captures(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (folder / "warc").iterdir()}


def test_there_is_a_collection_of_every_form():
    listed = [
        line.split("`")[1]
        for line in (UPGRADES / "README.md").read_text("utf-8").splitlines()
        if line.startswith("| `")
    ]
    assert sorted(listed) == [f"{name}.tar.xz" for name in OLD] and len(OLD) == 4
    assert sum(path.stat().st_size for path in UPGRADES.iterdir()) < 500_000


@pytest.mark.parametrize("name", OLD)
def test_s99_an_earlier_builds_collection_opens_and_verifies(old, name):
    folder = old(name)
    assert load(open_collection(folder)).layout == LAYOUT
    assert codes(folder, deep=True) == (set() if name in SIGNED else {"unsigned"})
    for words in (["status"], ["coverage"], ["search"]):
        done = CliRunner().invoke(main, [*words, str(folder), *(["2014"] if words == ["search"] else [])])
        assert done.exit_code == 0, done.output


@pytest.mark.long
@pytest.mark.parametrize("name", OLD)
def test_s99_an_earlier_builds_collection_is_read_again_and_goes_on(old, run, name):
    folder = old(name)
    before, kept = records(folder), captures(folder)
    read = run("reextract", folder)
    assert read.code == 0, read.stderr
    assert len(records(folder)) == len(before) == 5
    with DemoServer(Knobs(posts=2)) as server:
        gone_on = run("mirror", folder, "--connect", f"*={server.address}", "--delay", "0")
    assert gone_on.code == 0, gone_on.stderr
    assert "Records: 0 new, 0 changed, 5 unchanged." in gone_on.stdout  # another build is no edit of the blog's
    assert "edited" not in gone_on.stdout
    assert {name: data for name, data in captures(folder).items() if name in kept} == kept
    proof = run("verify", folder, "--deep")
    assert (proof.code, proof.stdout) == (0, "Whole: every file is as it was sealed.\n"), proof.stderr


@pytest.mark.long
@pytest.mark.parametrize("name", OLD)
def test_s99_an_earlier_builds_collection_goes_on_as_it_is(old, run, name):
    folder = old(name)
    before = records(folder)
    with DemoServer(Knobs(posts=2)) as server:
        for _ in range(2):
            gone_on = run("mirror", folder, "--connect", f"*={server.address}", "--delay", "0", "--visit", "full")
            assert gone_on.code == 0, gone_on.stderr
    after = records(folder)
    assert {path: after[path] for path in before} == before  # what was sealed is never written over
    assert codes(folder, deep=True) == set()


def test_a_killed_machines_old_state_may_be_lost(old, run):
    folder = old("signed")
    shutil.rmtree(folder / "state")
    assert codes(folder) == set()


@pytest.mark.parametrize("words", [("verify",), ("status",), ("mirror",), ("reextract",), ("replicate", "--audit")])
def test_a_newer_layout_is_refused_in_one_sentence(tmp_path, old, words):
    folder = old("signed")
    settings = folder / "beilin.toml"
    settings.write_text(settings.read_text("utf-8") + f"\n[collection]\nlayout = {LAYOUT + 1}\n", "utf-8")
    files = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    done = CliRunner().invoke(main, [words[0], str(folder), *words[1:]])
    assert (done.exit_code, done.stdout) == (5, "")
    assert done.stderr == f"{folder} has layout 2, and this beilin knows none after 1: install the newest beilin.\n"
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == files


def test_the_proof_by_python_alone_refuses_a_newer_layout_too(old):
    folder = old("first")
    with (folder / "beilin.toml").open("a", encoding="utf-8") as settings:
        settings.write(f"\n[collection]\nlayout = {LAYOUT + 1}\n")
    done = subprocess.run(
        [sys.executable, "-m", "archive", "verify", folder], capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 5 and "install the newest beilin" in done.stderr
