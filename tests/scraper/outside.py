"""The world outside, as a hostile page would reach it: listeners that note whatever comes, and what tells that a page ran."""

import socket
import socketserver
import threading
from contextlib import contextmanager

from tests.serving import at_work

RAN = "document.documentElement.getAttribute('data-run')"
POLYGLOT = b"GIF89a/*" + b"\0" * 8 + b"*/=1;<script>document.documentElement.setAttribute('data-run','1')</script>"


class _Sink(socketserver.BaseRequestHandler):
    def handle(self):
        self.server.heard.append(self.request.recv(300))


@contextmanager
def sink():
    """Take any connection, as a server or as a proxy, and answer nothing; ``heard`` is how each began."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Sink) as server:
        server.heard = []
        with at_work(server):
            yield server


@contextmanager
def datagrams():
    """Listen as a STUN server; yields the port and what came."""
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
