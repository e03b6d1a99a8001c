"""A web server that writes raw bytes and logs both sides exactly: the ground truth of byte identity."""

import socket
import ssl
import threading
import time
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from tests.scraper.listener import Listener, requests, reset_on_close

_PAUSE = 0.0005  # seconds between two segments


class RawServer(Listener):
    """Serves exchanges (of `exchanges.Exchange`); whatever else is asked for is not found.

    ``log`` holds (request, answer) in order. The answer is what was sent, without surplus; b"" where none was.
    """

    def __init__(self, exchanges: Iterable[Any], not_found: bytes, tls: ssl.SSLContext | None = None) -> None:
        super().__init__()
        self._tls = tls
        self._origin = b"%s://raw.blogspot.com" % (b"https" if tls else b"http")
        self._not_found = not_found
        self._exchanges = {exchange.path: exchange for exchange in exchanges}
        self._asked: Counter[str] = Counter()
        self._lock = threading.Lock()
        self.log: list[tuple[bytes, bytes]] = []

    def _serve(self, connection: socket.socket) -> None:
        with self._tls.wrap_socket(connection, server_side=True) if self._tls else connection as stream:
            after = "stay"
            for request in requests(stream):
                if after != "stay":
                    # It crossed our farewell, or met a mute: it was on the wire, and gets no answer.
                    self.log.append((request, b""))
                    if after == "mute":
                        return
                    continue
                after = self._answer(stream, request)
                if after == "reset":
                    return

    def _answer(self, stream: socket.socket, request: bytes) -> str:
        path = request.split(b" ")[1].decode("latin-1")
        exchange = self._exchanges.get(path)
        with self._lock:
            self._asked[path] += 1
            if exchange is None:
                answer = self._not_found
            else:
                answer = exchange.first if exchange.first and self._asked[path] == 1 else exchange.answer
            answer = answer.replace(b"ORIGIN", self._origin)
            self.log.append((request, answer))
        if exchange is None:
            stream.sendall(answer)
            return "stay"
        _send(stream, answer, exchange)
        _take_leave(stream, exchange.after)
        return exchange.after


def _send(stream: socket.socket, answer: bytes, exchange: Any) -> None:
    if exchange.surplus:
        # In one piece: what comes later is, to any client, the beginning of the next answer.
        stream.sendall(answer + exchange.surplus)
        return
    for start in range(0, len(answer), exchange.step):
        stream.sendall(answer[start : start + exchange.step])
        time.sleep(_PAUSE)


def _take_leave(stream: socket.socket, after: str) -> None:
    if after == "reset":
        time.sleep(0.005)  # so that what was sent has been read, mostly
        reset_on_close(stream)
    elif after in ("close", "drop"):
        if after == "close" and isinstance(stream, ssl.SSLSocket):
            _close_notify(stream)
        # Only our half, and not by SSLSocket.shutdown, which would forget TLS: a request that is under way shall be read.
        socket.socket.shutdown(stream, socket.SHUT_WR)


def _close_notify(stream: ssl.SSLSocket) -> None:
    # unwrap() sends close_notify, and then would wait for the other side's.
    stream.setblocking(False)
    with suppress(OSError):
        stream.unwrap()
    stream.setblocking(True)
