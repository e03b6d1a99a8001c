"""A small server of a test's own, run on loopback in a thread for as long as it is needed."""

import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler


class Quiet(BaseHTTPRequestHandler):
    """Answers without a line on the terminal."""

    def log_message(self, *_):
        pass


@contextmanager
def at_work(server):
    """Run a server of the standard library; yields it."""
    with server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
