"""What the servers of the tests have in common: a port, a thread for each connection, requests as they come."""

import socket
import struct
import threading
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import suppress
from typing import Self


class Listener(ABC):
    """A context manager: while it is open, each connection to ``port`` is served in a thread of its own."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = self._socket.getsockname()[1]
        self.route = f"*=127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)  # closing alone would leave the thread in accept()
        self._socket.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                connection, _ = self._socket.accept()
                threading.Thread(target=self._begin, args=(connection,), daemon=True).start()

    def _begin(self, connection: socket.socket) -> None:
        with suppress(OSError):  # the client went away, as it should from some answers
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._serve(connection)

    @abstractmethod
    def _serve(self, connection: socket.socket) -> None:
        """Answer what comes on a connection."""


def requests(stream: socket.socket) -> Iterator[bytes]:
    """Yield the requests of a connection, until its other side ends it."""
    received = b""
    while data := stream.recv(65536):
        received += data
        while b"\r\n\r\n" in received:
            request, _, received = received.partition(b"\r\n\r\n")
            yield request + b"\r\n\r\n"


def reset_on_close(stream: socket.socket) -> None:
    """Have a connection end with RST: it lingers for no time at all."""
    stream.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
