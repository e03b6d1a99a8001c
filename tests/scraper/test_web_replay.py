"""Replay: pages as they were, at an origin of their own, and nothing of them reaches the outside (f84)."""

import socket
import threading
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

from archive.web import replay_assets
from tests import hostile_collection
from tests.hostile_collection import HOST
from tests.scraper.browser import chromium
from tests.scraper.judges import JUDGES
from tests.scraper.test_web_hostile import sink
from tests.scraper.webserver import running

LEAKS = Path(__file__).with_name("leaks.js")
IN_FRAMES = """(() => {
  const deep = (root) => [...root.querySelectorAll('*')].flatMap((element) => [
    ...(element.localName === 'iframe' && element.contentDocument ? [element.contentDocument, ...deep(element.contentDocument)] : []),
    ...(element.shadowRoot ? deep(element.shadowRoot) : []),
  ]);
  return deep(document).map((found) => found.body?.dataset.tried ?? '').find(Boolean) ?? '';
})()"""


@pytest.fixture
def assets(home):
    """Have replayweb.page where this machine keeps it."""
    there = JUDGES / "replaywebpage"
    if not replay_assets.are_there(there):
        pytest.skip("replayweb.page is not installed: run make judges")
    replay_assets.folder().symlink_to(there)


@contextmanager
def datagrams():
    """Listen as a STUN server outside; yields the port and what came."""
    heard = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as door:
        door.bind(("127.0.0.1", 0))
        door.settimeout(0.1)
        over = threading.Event()

        def listen():
            while not over.is_set():
                try:
                    heard.append(door.recv(200))
                except TimeoutError:
                    continue

        thread = threading.Thread(target=listen)
        thread.start()
        try:
            yield door.getsockname()[1], heard
        finally:
            over.set()
            thread.join()


def test_f84_a_replayed_page_runs_and_no_packet_leaves(assets, tmp_path):
    with sink() as outside, datagrams() as (udp, heard):
        where = f"127.0.0.1:{outside.server_address[1]}"
        script = (
            LEAKS.read_text()
            .replace("SINKUDP", f"127.0.0.1:{udp}")
            .replace("SINKHOST", where)
            .replace("SINK", f"http://{where}")
        )
        links = "".join(
            f'<link rel="{rel}" href="http://{where}/{rel}-tag">'
            for rel in ("preconnect", "dns-prefetch", "prefetch", "stylesheet")
        )
        page = f"<!doctype html><html><head>{links}</head><body>kept<iframe></iframe><script>{script}</script></body></html>"
        address = f"{HOST}/2014/03/evil.html"
        layout = hostile_collection.make(tmp_path / "collection", [(address, "text/html", page.encode())])
        with running(layout.root) as said, chromium(tmp_path / "profile") as browser:
            tab = browser.page()
            tab.open(f"{said['replay']}/?url={address}&ts=20140305143601")
            tried = ""
            for _ in range(200):
                if tried := tab.run(IN_FRAMES):
                    break
                time.sleep(0.1)
            assert "fetch" in tried, "the page did not run"
            time.sleep(3)  # what it tried has had its time
            assert tab.run("location.origin") == said["replay"]
        assert outside.heard == []
        assert heard == []
