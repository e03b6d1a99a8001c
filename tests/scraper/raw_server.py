"""A web server that writes raw bytes and logs both sides exactly: the ground truth of byte identity."""

import gzip
import socket
import ssl
import threading
import time

HOME = "/"
PAGE = (
    "<html><head><meta content='blogger' name='generator'/></head><body>"
    "<div class='widget Blog'><div class='post hentry'><h3 class='post-title'>Raw</h3>"
    "<div class='post-body' id='post-body-12345678901'>{images}</div></div></div>"
    "<a href='http://www.blogger.com/feeds/1234567890/posts/default'></a></body></html>"
)
OK = b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n"


def chunked(body: bytes, sizes=(1, 700, 13), trailer: bytes = b"") -> bytes:
    out, at, turn = b"", 0, 0
    while at < len(body):
        piece = body[at : at + sizes[turn % len(sizes)]]
        at, turn = at + len(piece), turn + 1
        out += b'%X;ext="v"\r\n%s\r\n' % (len(piece), piece)
    return out + b"0\r\n" + trailer + b"\r\n"


NOISE = bytes((n * n * 7919) % 251 for n in range(5000))
EXCHANGES = {
    "/plain.png": OK + b"Content-Length: 5\r\n\r\nhello",
    "/odd-case.png": b"HTTP/1.1 200 Fine Indeed\r\nsErVeR: odd/1\r\ncontent-TYPE: image/png\r\nX-Zed:   spaced  \r\ncontent-length: 2\r\n\r\nhi",
    "/duplicates.png": OK + b"Set-Cookie: a=1\r\nX-A: 1\r\nSet-Cookie: b=2\r\nContent-Length: 2\r\n\r\nhi",
    "/folded.png": OK + b"X-Fold: one\r\n two\r\n\tthree\r\nContent-Length: 2\r\n\r\nhi",
    "/colonless.png": OK + b"this line has no colon\r\nContent-Length: 2\r\n\r\nhi",
    "/latin1.png": OK + b"X-Name: caf\xe9\r\nContent-Length: 2\r\n\r\nhi",
    "/no-reason.png": b"HTTP/1.1 200\r\nContent-Type: image/png\r\nContent-Length: 2\r\n\r\nhi",
    "/interim.png": b"HTTP/1.1 103 Early Hints\r\nLink: </s.css>\r\n\r\n" + OK + b"Content-Length: 2\r\n\r\nok",
    "/chunked.png": OK + b"Transfer-Encoding: chunked\r\n\r\n" + chunked(NOISE),
    "/trailer.png": OK
    + b"Transfer-Encoding: chunked\r\nTrailer: X-T\r\n\r\n"
    + chunked(b"with a trailer", trailer=b"X-T: t\r\n"),
    "/gzip.png": OK
    + b"Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n"
    + chunked(gzip.compress(NOISE, mtime=0)),
    "/until-close.png": b"HTTP/1.0 200 OK\r\nContent-Type: image/png\r\n\r\nuntil the end",
    "/empty.png": OK + b"Content-Length: 0\r\n\r\n",
    "/no-content.png": b"HTTP/1.1 204 No Content\r\nX-A: b\r\n\r\n",
    "/gone.png": b"HTTP/1.1 410 Gone Fishing\r\nContent-Type: text/plain\r\nContent-Length: 4\r\n\r\nnope",
    "/moved.png": b"HTTP/1.1 302 Moved Along\r\nLocation: /plain.png?x=1&y=2\r\nContent-Length: 4\r\n\r\nbody",
    "/plain.png?x=1&y=2": OK + b"Content-Length: 5\r\n\r\nquery",
    "/cut-length.png": OK + b"Content-Length: 1000\r\n\r\n" + b"T" * 100,
    "/cut-chunk.png": OK + b"Transfer-Encoding: chunked\r\n\r\n64\r\n" + b"C" * 50,
    "/large.png": OK + b"Content-Length: 3000000\r\n\r\n" + b"L" * 3_000_000,
    "/robots.txt": b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 24\r\n\r\nUser-agent: *\nDisallow:\n",
}
CLOSES = {"/until-close.png", "/cut-length.png", "/cut-chunk.png"}
NOT_FOUND = b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\nContent-Length: 4\r\n\r\nnone"


class RawServer:
    """Serves `EXCHANGES` and, at "/", a Blogger page whose pictures are all of them."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._tls = tls
        self.port = self._socket.getsockname()[1]
        self.log: list[tuple[bytes, bytes]] = []
        self._lock = threading.Lock()
        images = "".join(f"<img src='{path.replace('&', '&amp;')}'>" for path in EXCHANGES if path != "/robots.txt")
        page = PAGE.format(images=images).encode()
        head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\n\r\n" % len(page)
        self._answers = {**EXCHANGES, HOME: head + page}
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        self._socket.close()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        try:
            with self._tls.wrap_socket(connection, server_side=True) if self._tls else connection as stream:
                received = b""
                while True:
                    while b"\r\n\r\n" not in received:
                        data = stream.recv(65536)
                        if not data:
                            return
                        received += data
                    request, _, received = received.partition(b"\r\n\r\n")
                    path = request.split(b" ")[1].decode("latin-1")
                    answer = self._answers.get(path, NOT_FOUND)
                    with self._lock:
                        self.log.append((request + b"\r\n\r\n", answer))
                    self._dribble(stream, answer)
                    if path in CLOSES:
                        return
        except OSError:
            return

    @staticmethod
    def _dribble(stream: socket.socket, answer: bytes) -> None:
        # In small pieces, so that the bytes arrive cut at any place.
        step = 199 if len(answer) < 100_000 else 65536
        for start in range(0, len(answer), step):
            stream.sendall(answer[start : start + step])
            if step == 199:
                time.sleep(0.0005)
