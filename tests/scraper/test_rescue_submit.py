"""Submitting: only where the owner wants it, once a version, and logged."""

import json
import shutil
from http.server import ThreadingHTTPServer

import pytest
from click.testing import CliRunner

from archive.integrity import verify
from archive.layout import Layout
from scraper.cli import main
from scraper.demo.knobs import Knobs
from tests.scraper.rescued import begun
from tests.serving import Quiet, at_work


class SaveService:
    """The shape of the save service's answers: a redirect to the new capture, or 429."""

    def __init__(self, answers=()):
        self.answers = list(answers)

    def __enter__(self):
        self.asked = []
        service = self

        class Handler(Quiet):
            def do_GET(self):
                service.asked.append(self.path.removeprefix("/save/"))
                status = service.answers.pop(0) if service.answers else 302
                self.send_response(status)
                self.send_header("Location", f"/web/20261121000000/{self.path}")
                self.send_header("Retry-After", "100000")
                self.send_header("Content-Length", "0")
                self.end_headers()

        self._work = at_work(ThreadingHTTPServer(("127.0.0.1", 0), Handler))
        self.url = f"http://127.0.0.1:{self._work.__enter__().server_port}/save/"
        return self

    def __exit__(self, *why):
        self._work.__exit__(*why)


@pytest.fixture(scope="session")
def small(mirrored):
    done, folder, _ = mirrored(Knobs(posts=4))
    assert done.code == 0
    return folder


@pytest.fixture
def copy(small, tmp_path):
    shutil.copytree(small, tmp_path / "c")
    return tmp_path / "c"


def allow(folder, service):
    path = folder / "beilin.toml"
    text = path.read_text().replace("submit = false", "submit = true")
    path.write_text(text.replace('save = "https://web.archive.org/save/"', f'save = "{service}"'))


def test_nobody_is_asked_until_the_owner_wants_it(tmp_path):
    done = CliRunner().invoke(main, ["submit", str(begun(tmp_path / "c"))])
    assert done.exit_code == 2
    assert "[wayback] submit = true" in done.stderr


@pytest.mark.long
def test_each_version_is_submitted_once_and_logged(copy, run):
    with SaveService([520]) as service:
        allow(copy, service.url)
        first = run("submit", copy, "--delay", "0", "--json")
        again = run("submit", copy, "--delay", "0", "--json")
        assert run("submit", copy, "--delay", "0", "--json").document["accepted"] == []
    assert len(first.document["accepted"]) == len(set(service.asked)) - 1
    assert [status for _, status in first.document["refused"]] == [520]
    assert [one["url"] for one in again.document["accepted"]] == [first.document["refused"][0][0]]
    logged = [json.loads(line) for line in (copy / "events.jsonl").read_text().splitlines()]
    assert sum(event["type"] == "dissemination" for event in logged) == len(set(service.asked))
    assert verify(Layout(copy)) == []


@pytest.mark.long
def test_a_busy_service_ends_the_run_and_what_was_taken_is_kept(copy, run):
    with SaveService([302, 429]) as service:
        allow(copy, service.url)
        done = run("submit", copy, "--delay", "0", "--json")
        assert done.code == 6
        assert (len(done.document["accepted"]), done.document["error"]["exit_code"]) == (1, 6)
        rest = run("submit", copy, "--delay", "0", "--json")
    assert rest.code == 0
    assert rest.document["waiting"] == 0
    assert not set(map(str, rest.document["accepted"])) & set(map(str, done.document["accepted"]))
