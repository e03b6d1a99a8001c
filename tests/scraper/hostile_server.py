"""A web server that may do anything: for each address a function writes what it likes to the socket."""

import socket
import ssl
import threading
import time
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from tests.scraper.listener import Listener, requests, reset_on_close
from tests.scraper.replies import NOT_FOUND, POST, html, page, sized

# Bytes are sent, and the connection stays. A function is given the socket, and the connection ends with it. Of
# several answers the first request gets the first, and so on; the last one goes on.
Answer = bytes | Callable[[socket.socket], Any] | tuple[Any, ...]
HONEST = tuple(f"/honest-{number}.png" for number in range(8))
_TLS_HANDSHAKE = 0x16


@dataclass(frozen=True)
class Asked:
    """One request that came in."""

    host: str
    target: str
    raw: bytes
    tls: bool


class HostileServer(Listener):
    """``answers`` are by "host/target", by "/target", or by "/path?*"; whatever else is asked for is not found.

    In an answer ORIGIN stands for scheme and host, SWAPPED for the other scheme and host, COUNT for a new number.
    http and https on one port; ``certificates`` are by host, and "" is for every other. ``dialled`` counts the
    connections, ``asked`` holds the requests in order.
    """

    def __init__(self, answers: Mapping[str, Answer], certificates: Mapping[str, ssl.SSLContext] | None = None) -> None:
        super().__init__()
        self.answers, self._certificates = dict(answers), dict(certificates or {})
        self.asked: list[Asked] = []
        self.dialled = 0
        self.fallback: Answer = NOT_FOUND
        self._times: Counter[str] = Counter()
        self._lock = threading.Lock()
        self._open: set[socket.socket] = set()

    def __exit__(self, *_: object) -> None:
        super().__exit__()
        for stream in list(self._open):  # what still writes is told so
            with suppress(OSError):
                stream.shutdown(socket.SHUT_RDWR)

    def count(self, target: str) -> int:
        """Return how often an address was asked for."""
        return sum(target in (asked.target, asked.host + asked.target) for asked in self.asked)

    def _serve(self, connection: socket.socket) -> None:
        with self._lock:
            self.dialled += 1
        self._open.add(connection)
        with suppress(ValueError, IndexError):  # what came is no request
            first = connection.recv(1, socket.MSG_PEEK)
            tls = bool(first) and first[0] == _TLS_HANDSHAKE and bool(self._certificates)
            with self._wrap(connection) if tls else connection as stream:
                self._open.add(stream)
                for request in requests(stream):
                    if not self._answer(stream, request, tls):
                        return

    def _wrap(self, connection: socket.socket) -> socket.socket:
        anybody = next(iter(self._certificates.values()))
        context = self._certificates.get("", anybody)

        def choose(stream: ssl.SSLObject, name: str | None, _: ssl.SSLContext) -> None:
            stream.context = self._certificates.get(name or "", context)

        context.sni_callback = choose
        return context.wrap_socket(connection, server_side=True)

    def _answer(self, stream: socket.socket, raw: bytes, tls: bool) -> bool:
        target = raw.split(b" ")[1].decode("latin-1")
        host = raw.partition(b"\r\nHost: ")[2].partition(b"\r\n")[0].decode("latin-1")
        name = f"{host}{target}" if f"{host}{target}" in self.answers else target
        answer = self.answers.get(name, self.answers.get(f"{target.partition('?')[0]}?*", self.fallback))
        with self._lock:
            self.asked.append(Asked(host, target, raw, tls))
            turn, self._times[name] = self._times[name], self._times[name] + 1
        if isinstance(answer, tuple):
            answer = answer[min(turn, len(answer) - 1)]
        if isinstance(answer, bytes):
            schemes = (b"https", b"http") if tls else (b"http", b"https")
            for mark, value in zip((b"ORIGIN", b"SWAPPED"), schemes, strict=True):
                answer = answer.replace(mark, b"%s://%s" % (value, host.encode()))
            stream.sendall(answer.replace(b"COUNT", b"%d" % len(self.asked)))
            return True
        answer(stream)
        return False


class Trap(Listener):
    """A port that nobody should come to, or that says something byte by byte to whoever comes."""

    def __init__(self, says: bytes = b"", pause: float = 0.2) -> None:
        super().__init__()
        self._says, self._pause = says, pause
        self.caught: list[socket.socket] = []

    def __exit__(self, *_: object) -> None:
        super().__exit__()
        for stream in self.caught:
            stream.close()

    def _serve(self, connection: socket.socket) -> None:
        self.caught.append(connection)
        for byte in self._says:
            connection.sendall(bytes([byte]))
            time.sleep(self._pause)


# ---------------------------------------------------------------------- answers
def endless(start: bytes, piece: bytes) -> Callable[[socket.socket], None]:
    """Return what sends a start and then one piece for ever."""
    many = piece * max(1, 65536 // len(piece))

    def send(stream: socket.socket) -> None:
        stream.sendall(start)
        while True:
            stream.sendall(many)

    return send


def slowly(fast: bytes, slow: bytes = b"", pause: float = 0.25) -> Callable[[socket.socket], None]:
    """Return what sends some bytes at once and the others one by one, round and round."""

    def send(stream: socket.socket) -> None:
        stream.sendall(fast)
        while True:
            for byte in slow or b"\0":
                time.sleep(pause)
                if slow:
                    stream.sendall(bytes([byte]))
                elif not stream.recv(1):
                    return

    return send


def reset_after(data: bytes) -> Callable[[socket.socket], None]:
    """Return what sends some bytes and then a reset."""

    def send(stream: socket.socket) -> None:
        stream.sendall(data)
        time.sleep(0.01)  # so that what was sent has been read, mostly
        reset_on_close(stream)

    return send


def bomb(megabytes: int, window: int = 31) -> bytes:
    """Return a compressed stream that says zeros without end: 10 MB of them in each 10 KB. 31 is gzip, 15 zlib."""
    machine = zlib.compressobj(9, zlib.DEFLATED, window)
    start = machine.compress(b"") + machine.flush(zlib.Z_FULL_FLUSH)
    block = machine.compress(bytes(10 << 20)) + machine.flush(zlib.Z_FULL_FLUSH)
    return start + block * (megabytes // 10)  # it has no end, and nobody should get there


# ---------------------------------------------------------------------- a blog with something in it
def blog(hostile: Mapping[str, Answer], shown: Iterable[str] | None = None, more: bytes = b"") -> dict[str, Answer]:
    """Return a blog whose home page shows pictures, hostile ones among honest ones, and ``more``."""
    names = [name if name.startswith("/") else f"http://{name}" for name in (hostile if shown is None else shown)]
    half = len(names) // 2
    pictures = [*HONEST[:3], *names[:half], *HONEST[3:5], *names[half:], *HONEST[5:]]
    body = b"".join(b"<img src='%s'>" % picture.encode() for picture in pictures) + more
    return {
        "/": html(page(body)),
        POST: html(page(b"honest words <a href='/'>home</a>")),
        **{name: sized(b"honest " * 50) for name in HONEST},
        **hostile,
    }
