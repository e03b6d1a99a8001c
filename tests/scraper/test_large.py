"""Bodies larger than memory should hold: spool, WARC, notes and verification in turn."""

import json
import subprocess
import sys

import pytest

from tests.scraper.hostile_server import HostileServer
from tests.scraper.replies import OK, html, page

# Counts the largest process of the command: beilin itself, or its reading child.
MEASURED = """
import json, resource, subprocess, sys
done = subprocess.run([sys.executable, "-c", "from scraper.cli import main; main()", *sys.argv[1:]], capture_output=True, text=True)
peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
print(json.dumps({"code": done.returncode, "peak": peak, "stdout": done.stdout, "stderr": done.stderr}))
"""


def film(size):
    piece = bytes(1 << 20)

    def send(stream):
        stream.sendall(b"%sConnection: close\r\nContent-Length: %d\r\n\r\n" % (OK, size))
        for _ in range(size >> 20):
            stream.sendall(piece)

    return send


@pytest.mark.parametrize("megabytes", [300, pytest.param(2048, marks=[pytest.mark.long, pytest.mark.timeout(600)])])
def test_memory_stays_flat_under_a_large_body(run, tmp_path, megabytes):
    answers = {"/": html(page(b"<img src='/film.png'>", link=b"/")), "/film.png": film(megabytes << 20)}
    arguments = ["mirror", "http://large.blogspot.com/", "-o", str(tmp_path / "c"), "--json"]
    with HostileServer(answers) as server:
        command = [sys.executable, "-c", MEASURED, *arguments, "--connect", server.route]
        done = subprocess.run(command, capture_output=True, text=True, timeout=580)
    measured = json.loads(done.stdout)
    assert measured["code"] == 0, measured["stderr"]
    assert measured["peak"] < 180  # MB, of which about 100 are Python and Scrapy
    tallies = {t["kind"]: t["captured"] for t in json.loads(measured["stdout"])["summary"]["coverage"]["tallies"]}
    assert tallies["image"] == 1
