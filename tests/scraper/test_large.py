"""Bodies larger than memory should hold: spool, WARC, notes and verification in turn."""

import json
import socket
import subprocess
import sys
import threading
from contextlib import suppress

import pytest

PAGE = (
    b"<html><head><meta content='blogger' name='generator'/></head><body><div class='widget Blog'>"
    b"<div class='post hentry'><h3 class='post-title'>Large</h3><div class='post-body' id='post-body-12345678901'>"
    b"<img src='/film.png'></div></div></div><a href='http://www.blogger.com/feeds/1/posts/default'></a></body></html>"
)
# Counts the largest process of the command: beilin itself, or its reading child.
MEASURED = """
import json, resource, subprocess, sys
done = subprocess.run([sys.executable, "-c", "from scraper.cli import main; main()", *sys.argv[1:]], capture_output=True, text=True)
peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
print(json.dumps({"code": done.returncode, "peak": peak, "stdout": done.stdout, "stderr": done.stderr}))
"""


def answer(path, size):
    if path == b"/":
        yield b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n" % len(PAGE) + PAGE
    elif path == b"/film.png":
        piece = bytes(1 << 20)
        yield b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nContent-Length: %d\r\n\r\n" % size
        for _ in range(size >> 20):
            yield piece
    else:
        yield b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"


def serve(server, size):
    while True:
        try:
            stream, _ = server.accept()
        except OSError:
            return
        threading.Thread(target=talk, args=(stream, size), daemon=True).start()


def talk(stream, size):
    received = b""
    with suppress(OSError), stream:
        while data := stream.recv(65536):
            received += data
            while b"\r\n\r\n" in received:
                request, _, received = received.partition(b"\r\n\r\n")
                for piece in answer(request.split(b" ")[1], size):
                    stream.sendall(piece)


@pytest.mark.parametrize("megabytes", [300, pytest.param(2048, marks=[pytest.mark.long, pytest.mark.timeout(600)])])
def test_memory_stays_flat_under_a_large_body(run, tmp_path, megabytes):
    server = socket.create_server(("127.0.0.1", 0))
    threading.Thread(target=serve, args=(server, megabytes << 20), daemon=True).start()
    port = server.getsockname()[1]
    arguments = [
        "mirror",
        "http://large.blogspot.com/",
        "-o",
        str(tmp_path / "c"),
        "--connect",
        f"*=127.0.0.1:{port}",
        "--json",
    ]
    done = subprocess.run([sys.executable, "-c", MEASURED, *arguments], capture_output=True, text=True, timeout=580)
    server.close()
    measured = json.loads(done.stdout)
    assert measured["code"] == 0, measured["stderr"]
    assert measured["peak"] < 180  # MB, of which about 100 are Python and Scrapy
    tallies = {t["kind"]: t["captured"] for t in json.loads(measured["stdout"])["summary"]["coverage"]["tallies"]}
    assert tallies["image"] == 1
