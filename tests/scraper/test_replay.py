"""Revisits resolve: another's replay gives, for the second visit, the payload of the first."""

import re
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections import Counter
from pathlib import Path

import pytest

from archive.captures import captures
from scraper.demo.knobs import Knobs

JUDGES = Path(__file__).parents[2] / ".venv-judges" / "bin"


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def wait_for(port, process):
    for _ in range(300):
        assert process.poll() is None, "wayback ended"
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError("wayback does not answer")


@pytest.fixture(scope="module")
def twice(mirrored, tmp_path_factory):
    """A blog visited fully twice, unchanged: all that was asked for again is a revisit."""
    folder = tmp_path_factory.mktemp("replay") / "collection"
    knobs = Knobs(posts=40, tokens=False)
    mirrored(knobs, folder)
    done, _, _ = mirrored(knobs, folder, "--visit", "full")
    assert done.code == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def pywb(twice, tmp_path_factory):
    if not (JUDGES / "wayback").exists():
        pytest.skip("pywb is not installed: run make .venv-judges/.installed")
    home, port = tmp_path_factory.mktemp("pywb"), free_port()
    subprocess.run([JUDGES / "wb-manager", "init", "c"], cwd=home, check=True, capture_output=True)
    warcs = [str(path) for path in sorted((twice / "warc").iterdir())]
    subprocess.run([JUDGES / "wb-manager", "add", "c", *warcs], cwd=home, check=True, capture_output=True)
    command = [JUDGES / "wayback", "-b", "127.0.0.1", "-p", str(port)]
    with subprocess.Popen(command, cwd=home, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            wait_for(port, process)
            yield port
        finally:
            process.terminate()


def test_pywb_resolves_every_kind_of_revisit(twice, pywb):
    first, second = ([*captures(path)] for path in sorted((twice / "warc").iterdir()))
    payloads = {capture.record_id: capture for capture in first}
    revisits = [capture for capture in second if capture.refers_to]
    assert {capture.status for capture in revisits} == {200, 304}
    # Of each kind and media type a few: they differ in how pywb handles them.
    chosen, seen = [], Counter()
    for capture in revisits:
        mark = capture.status, payloads[capture.refers_to].media_type
        seen[mark] += 1
        chosen += [capture] if seen[mark] <= 3 else []
    assert len(chosen) >= 6
    for capture in chosen:
        original = payloads[capture.refers_to]
        instant = re.sub(r"\D", "", capture.captured_at)[:14]
        # "id_" asks for the payload as it is, without rewriting.
        with urllib.request.urlopen(
            f"http://127.0.0.1:{pywb}/c/{instant}id_/{capture.target_uri}", timeout=30
        ) as answer:
            assert answer.status == 200
            assert answer.read() == original.body
            assert answer.headers["Memento-Datetime"]
