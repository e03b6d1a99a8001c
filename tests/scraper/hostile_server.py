"""A web server that may do anything: for each address a function writes what it likes to the socket."""

import socket
import ssl
import struct
import threading
import time
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

# Bytes are sent, and the connection stays. A function is given the socket, and the connection ends with it. Of
# several answers the first request gets the first, and so on; the last one goes on.
Answer = bytes | Callable[[socket.socket], Any] | tuple[Any, ...]
HOST = "raw.blogspot.com"
HONEST = tuple(f"/honest-{number}.png" for number in range(8))
POST = "/2014/01/honest.html"
OK = b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n"
HTML = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
NOT_FOUND = b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\nContent-Length: 4\r\n\r\nnone"
_RESET = struct.pack("ii", 1, 0)  # linger for no time at all: closing sends RST
_TLS_HANDSHAKE = 0x16


@dataclass(frozen=True)
class Asked:
    """One request that came in."""

    host: str
    target: str
    raw: bytes
    tls: bool


class HostileServer:
    """``answers`` are by "host/target", by "/target", or by "/path?*"; whatever else is asked for is not found.

    In an answer ORIGIN stands for scheme and host, SWAPPED for the other scheme and host, COUNT for a new number.
    http and https on one port; ``certificates`` are by host, and "" is for every other. ``dialled`` counts the
    connections, ``asked`` holds the requests in order.
    """

    def __init__(self, answers: Mapping[str, Answer], certificates: Mapping[str, ssl.SSLContext] | None = None) -> None:
        self.answers, self._certificates = dict(answers), dict(certificates or {})
        self.asked: list[Asked] = []
        self.dialled = 0
        self.fallback: Answer = NOT_FOUND
        self._times: Counter[str] = Counter()
        self._lock = threading.Lock()
        self._socket = socket.create_server(("127.0.0.1", 0), backlog=64)
        self._open: set[socket.socket] = set()
        self.port = self._socket.getsockname()[1]
        self.route = f"*=127.0.0.1:{self.port}"

    def __enter__(self) -> "HostileServer":
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        for stream in list(self._open):  # what still writes is told so
            with suppress(OSError):
                stream.shutdown(socket.SHUT_RDWR)

    def count(self, target: str) -> int:
        """Return how often an address was asked for."""
        return sum(target in (asked.target, asked.host + asked.target) for asked in self.asked)

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            self.dialled += 1
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._open.add(connection)
        with suppress(OSError, ValueError, IndexError):  # the client went away, as it should from some answers
            first = connection.recv(1, socket.MSG_PEEK)
            tls = bool(first) and first[0] == _TLS_HANDSHAKE and bool(self._certificates)
            with self._wrap(connection) if tls else connection as stream:
                self._open.add(stream)
                for request in _requests(stream):
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


class Trap:
    """A port that nobody should come to, or that says something byte by byte to whoever comes."""

    def __init__(self, says: bytes = b"", pause: float = 0.2) -> None:
        self._says, self._pause = says, pause
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self.caught: list[socket.socket] = []

    def __enter__(self) -> "Trap":
        threading.Thread(target=self._wait, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        for stream in (self._socket, *self.caught):
            stream.close()

    def _wait(self) -> None:
        with suppress(OSError):
            while True:
                stream, _ = self._socket.accept()
                self.caught.append(stream)
                threading.Thread(target=self._say, args=(stream,), daemon=True).start()

    def _say(self, stream: socket.socket) -> None:
        with suppress(OSError):
            for byte in self._says:
                stream.sendall(bytes([byte]))
                time.sleep(self._pause)


def _requests(stream: socket.socket) -> Iterator[bytes]:
    received = b""
    while data := stream.recv(65536):
        received += data
        while b"\r\n\r\n" in received:
            request, _, received = received.partition(b"\r\n\r\n")
            yield request + b"\r\n\r\n"


# ---------------------------------------------------------------------- answers
def sized(body: bytes, head: bytes = OK) -> bytes:
    return b"%sContent-Length: %d\r\n\r\n%s" % (head, len(body), body)


def html(body: bytes, charset: bytes = b"; charset=utf-8", more: bytes = b"") -> bytes:
    return sized(body, b"HTTP/1.1 200 OK\r\nContent-Type: text/html%s\r\n%s" % (charset, more))


def coded(coding: bytes, body: bytes, head: bytes = OK) -> bytes:
    return sized(body, head + b"Content-Encoding: " + coding + b"\r\n")


def moved(to: bytes, status: bytes = b"302 Found") -> bytes:
    return sized(b"", b"HTTP/1.1 " + status + b"\r\nContent-Type: text/plain\r\nLocation: " + to + b"\r\n")


def status(line: bytes, headers: bytes = b"") -> bytes:
    return sized(b"said", b"HTTP/1.1 " + line + b"\r\nContent-Type: text/plain\r\n" + headers)


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
        stream.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)

    return send


def bomb(megabytes: int, window: int = 31) -> bytes:
    """Return a compressed stream that says zeros without end: 10 MB of them in each 10 KB. 31 is gzip, 15 zlib."""
    machine = zlib.compressobj(9, zlib.DEFLATED, window)
    start = machine.compress(b"") + machine.flush(zlib.Z_FULL_FLUSH)
    block = machine.compress(bytes(10 << 20)) + machine.flush(zlib.Z_FULL_FLUSH)
    return start + block * (megabytes // 10)  # it has no end, and nobody should get there


# ---------------------------------------------------------------------- a blog with something in it
def page(body: bytes, title: bytes = POST.encode()) -> bytes:
    """Return a page as Blogger makes them, with one post."""
    return (
        b"<html><head><meta content='blogger' name='generator'/></head><body><div class='widget Blog'>"
        b"<div class='post hentry'><h3 class='post-title'><a href='%s'>Raw</a></h3>"
        b"<div class='post-body' id='post-body-12345678901'>%s</div></div></div>"
        b"<a href='http://www.blogger.com/feeds/1234567890/posts/default'></a></body></html>"
    ) % (title, body)


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
