"""The overview in a browser while a crawl runs: it moves, is paused and resumed there; axe finds nothing."""

import json
import os
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

from archive.collection import create_collection
from archive.config import Config
from archive.schedule import plans
from scraper.demo.knobs import Knobs
from scraper.demo.server import DemoServer
from tests.scraper.browser import chromium
from tests.scraper.conftest import beilin
from tests.scraper.judges import JUDGES
from tests.scraper.webserver import running

ROOT = Path(__file__).parents[2]
# A scheduler that looks more often than each half minute: what is resumed goes on at its next look.
BEILIN = [sys.executable, "-c", "from scraper import cli, scheduling; scheduling._LONGEST_SLEEP = 2; cli.main()"]
AXE = JUDGES / "axe-core" / "axe.min.js"
PICTURES = os.environ.get("BEILIN_SCREENSHOTS")  # a folder for pictures that a person looks at
FAULTS = """axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) =>
  violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html).slice(0, 3)]))"""


@contextmanager
def scheduler():
    """Run `beilin run` with a log; yields the file of it."""
    log = Path(os.environ["BEILIN_HOME"]) / "log.jsonl"
    with log.open("w") as stream:
        command = [*BEILIN, "run", "--log-format", "json"]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=stream) as process:
            try:
                yield log
            finally:
                process.terminate()
                assert process.wait(60) == 0


def scheduled(folder, server):
    create_collection(folder, Config(address=server.home))
    options = ["--every", "6h", "--jitter", "0m", "--connect", f"*={server.address}"]
    assert beilin("schedule", "add", folder, *options).code == 0


def until(page, holds, seconds=90):
    deadline = time.monotonic() + seconds
    while not page.run(holds):
        assert time.monotonic() < deadline, page.run("document.body.innerText")
        time.sleep(0.2)


def press(page, name):
    """Press a button of the page with the keyboard."""
    page.run(f"[...document.querySelectorAll('button')].find((one) => one.textContent === '{name}').focus()")
    page.call("Input.dispatchKeyEvent", type="keyDown", key="Enter", windowsVirtualKeyCode=13, text="\r")
    page.wait("Page.loadEventFired")


FAR = "document.querySelector('progress').value"
STATE = "document.querySelector('[data-fact=state]').textContent"


@pytest.mark.timeout(240)
def test_a_running_crawl_moves_before_ones_eyes_and_is_paused_and_resumed(tmp_path):
    folder = tmp_path / "north-gate"
    with DemoServer(Knobs(posts=30, latency=2)) as server:
        scheduled(folder, server)
        with (
            scheduler(),
            running("--all") as said,
            chromium(tmp_path / "profile") as browser,
        ):
            page = browser.page()
            page.open(f"{said['pages']}/")
            until(page, f"{STATE} === 'running' && {FAR} > 2")
            before = page.run(FAR)
            until(page, f"{FAR} > {before}")  # no reload: the script did it
            press(page, "Pause")
            assert page.run(STATE) in ("running; stops at the next safe place", "paused")
            until(page, f"{STATE} === 'paused' && document.querySelector('.far').hidden")
            looked_at(page, "paused", [("zh", 390)])
            assert plans.paused(folder)
            kept = sum(path.stat().st_size for path in (folder / "warc").iterdir())
            press(page, "Resume")
            until(page, f"{STATE} === 'running' && {FAR} > {before}")  # it goes on from where it was
            assert sum(path.stat().st_size for path in (folder / "warc").iterdir()) >= kept
            looked_at(page, "running")
            assert page.events("Runtime.exceptionThrown") == []
            refused = [
                one["entry"]["text"]
                for one in page.events("Log.entryAdded")
                if "favicon" not in one["entry"].get("url", "")
            ]
            assert refused == []


def looked_at(page, name, views=(("en", 1280), ("zh", 390))):
    """Hold a page against axe and the edges of narrow and wide windows, in both languages."""
    if not AXE.exists():
        return
    for language, width in views:
        page.call("Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=False)
        start = page.run("location.origin")
        for path in ("/", page.run("document.querySelector('.watched h2 a').getAttribute('href')")):
            page.open(f"{start}{path.partition('?')[0]}?hl={language}")
            assert page.run("document.documentElement.scrollWidth") <= width, path
            page.run(AXE.read_text("utf-8"))
            assert page.run(FAULTS) == [], (path, language)
            if PICTURES:
                kind = "one" if "collections" in path else "all"
                page.picture(Path(PICTURES) / f"overview-{kind}-{name}-{language}-{width}.png")
        page.open(f"{start}/")


@pytest.mark.long
def test_a_paused_crawl_goes_on_and_comes_to_its_end(tmp_path):
    folder = tmp_path / "collection"
    with DemoServer(Knobs(posts=40, latency=2.5)) as server:
        scheduled(folder, server)
        with scheduler() as log:
            wait_for(lambda: len(server.requests()) > 20)
            assert beilin("schedule", "pause", folder).code == 0
            wait_for(lambda: '"state": "paused"' in log.read_text("utf-8"))
            asked = len(server.requests())
            time.sleep(2)
            assert len(server.requests()) == asked
            (row,) = json.loads(beilin("status", "--all", "--json").stdout)["collections"]
            assert (row["state"], row["live"], row["standing"]) == ("paused", None, [])
            assert beilin("verify", folder).code == 0
            assert beilin("schedule", "resume", folder).code == 0
            wait_for(lambda: '"state": "ran"' in log.read_text("utf-8"), 120)
        lines = [json.loads(line) for line in log.read_text("utf-8").splitlines()]
        recorded = [(one["state"], one["attempts"]) for one in lines if one["event"] == "crawls-recorded"]
        assert recorded == [("paused", 1), ("ran", 1)]
        asked = [one["target"] for one in server.requests()]
        assert len(asked) - len(set(asked)) < 20  # what was fetched was not fetched again
    assert beilin("coverage", folder).code == 0


def wait_for(holds, seconds=60):
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.1)


@pytest.mark.long
def test_a_crawls_log_is_one_object_a_line_and_names_nobody(tmp_path):
    with DemoServer(Knobs(posts=4)) as server:
        folder = tmp_path / "collection"
        options = ["--connect", f"*={server.address}", "--log-format", "json"]
        done = beilin("mirror", server.home, "-o", folder, *options)
        wrong = beilin("mirror", tmp_path / "none", "--log-format", "json")
    assert done.code == 0
    lines = [json.loads(line) for line in done.stderr.splitlines()]
    assert [line["event"] for line in lines] == ["crawl-began", "progress", "crawl-ended"]
    assert len({line["collection"] for line in lines if line["event"] != "progress"}) == 1
    assert (lines[-1]["new"], lines[-1]["percent"], lines[-1]["missing"]) == (7, 100.0, 0)
    assert "blogspot" not in done.stderr
    assert str(tmp_path) not in done.stderr + wrong.stderr
    (error,) = map(json.loads, wrong.stderr.splitlines())
    assert (error["event"], error["code"], error["exit_code"]) == ("error", "not-a-collection", 5)
