"""The programs that judge what we write, in an environment of their own (`make judges`); without one its tests are skipped."""

import shutil
import socket
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.scraper import replayweb

JUDGES = Path(__file__).parents[2] / ".venv-judges"
CHROMIUM = shutil.which("chromium")


def program(name, what):
    """Return the path of a program in the judges' environment."""
    path = JUDGES / "bin" / name
    if not path.exists():
        pytest.skip(f"{what} is not installed: run make judges")
    return path


@contextmanager
def wayback(home, *archives):
    """Serve WARC files, or WACZ files, with pywb; yields the address they are replayed below."""
    server, manager = program("wayback", "pywb"), program("wb-manager", "pywb")
    option = ["--unpack-wacz"] if archives[0].suffix == ".wacz" else []
    for command in (["init", "c"], ["add", *option, "c", *archives]):
        subprocess.run([manager, *command], cwd=home, check=True, capture_output=True)
    port = _free_port()
    command = [server, "-b", "127.0.0.1", "-p", str(port)]
    with subprocess.Popen(command, cwd=home, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            _wait_for(port, process)
            yield f"http://127.0.0.1:{port}/c"
        finally:
            process.terminate()


def seen_by_replayweb(tasks, folder):
    """Return what `replayweb.judge` does."""
    assets = JUDGES / "replaywebpage"
    if not CHROMIUM or not (assets / "sw.js").exists():
        pytest.skip(
            "chromium or replayweb.page is not installed: install Debian's package chromium, and run make judges"
        )
    return replayweb.judge(assets, CHROMIUM, tasks, folder)


def asked_for(addresses, folder):
    """Return all addresses that pages asked for when a browser opened them."""
    if not CHROMIUM:
        pytest.skip("chromium is not installed: install Debian's package chromium")
    return replayweb.visit(addresses, CHROMIUM, folder)


def _free_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def _wait_for(port, process):
    for _ in range(300):
        assert process.poll() is None, "wayback ended"
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError("wayback does not answer")
