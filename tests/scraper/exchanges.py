"""What a hostile web server may answer, one entry a kind: the data that `raw_server` serves and `test_wire` judges by.

`ORIGIN` in an answer stands for the server's own scheme and host.
"""

import gzip
import zlib
from dataclasses import dataclass, replace

from tests.scraper.replies import CHUNKED, OK, coded, html, moved, page, sized, status

STAY, CLOSE, DROP, RESET, MUTE = "stay", "close", "drop", "reset", "mute"


@dataclass(frozen=True)
class Exchange:
    """One kind of exchange. The WARC must hold ``answer`` without its interim (1xx) responses.

    ``after`` is what the server does to the connection next: STAY; CLOSE it in order (over TLS with close_notify);
    DROP it (without); RESET it; or MUTE: stay until the next request, and close on that without an answer.
    """

    path: str
    stands_for: str
    answer: bytes
    after: str = STAY
    first: bytes = b""  # what the first request gets in its place
    surplus: bytes = b""  # sent in one piece with the answer, and no part of it
    step: int = 199  # bytes in one segment, so that they arrive cut at any place
    truncated: str = ""  # the WARC-Truncated its records must have
    prefix: bool = False  # the client may see, or want, only the beginning
    missing: bool = False  # the coverage report must list it
    cut_over_tls: bool = False  # whole over http; over https cut short and missing

    def over(self, scheme: str) -> "Exchange":
        """Return what is expected under a scheme."""
        cut = self.cut_over_tls and scheme == "https"
        return replace(self, truncated="disconnect", missing=True) if cut else self


LINKS = b"/2014/01/links.html"
HI = b"Content-Length: 2\r\n\r\nhi"
NOISE = bytes((n * n * 7919) % 251 for n in range(5000))
ALL_BYTES = bytes(range(256)) + b"\r\n\r\n\x00\x00HTTP/1.1 200 OK\r\n\r\n"
GZIP = gzip.compress(NOISE, mtime=0)
RAW_DEFLATE = zlib.compress(NOISE)[2:-4]


def chunks(body: bytes, sizes=(1, 700, 13), form=b"%X", trailer: bytes = b"") -> bytes:
    out, at, turn = b"", 0, 0
    while at < len(body):
        piece = body[at : at + sizes[turn % len(sizes)]]
        at, turn = at + len(piece), turn + 1
        out += form % len(piece) + b"\r\n" + piece + b"\r\n"
    return out + b"0\r\n" + trailer + b"\r\n"


# The home page shows these as pictures, so each is asked for.
EXCHANGES = (
    Exchange("/plain.png", "as it should be", sized(b"hello")),
    # A kept-alive connection that turns out dead; early, so that enough requests follow on it.
    Exchange("/mute.png", "the server closes on the next request", sized(b"last words"), MUTE),
    Exchange("/dead.png", "the server closes though it promised to keep alive", sized(b"and bye"), CLOSE),
    Exchange("/dropped.png", "the same, over TLS without close_notify", sized(b"and bye"), DROP),
    # ---------------------------------------------------------------- status lines
    Exchange("/no-reason.png", "no reason, no space", b"HTTP/1.1 200\r\nContent-Type: image/png\r\n" + HI),
    Exchange("/empty-reason.png", "no reason but the space", b"HTTP/1.1 200 \r\nContent-Type: image/png\r\n" + HI),
    Exchange("/long-reason.png", "a reason of 8 KB", b"HTTP/1.1 200 " + b"Very Fine " * 800 + b"\r\n" + HI),
    Exchange("/latin1-reason.png", "a reason that is not ASCII", b"HTTP/1.1 200 Tr\xe8s bien\r\n" + HI),
    Exchange("/http10.png", "HTTP/1.0, closed", b"HTTP/1.0 200 OK\r\nContent-Type: image/png\r\n" + HI, CLOSE),
    Exchange("/http10-keep.png", "HTTP/1.0 kept alive", b"HTTP/1.0 200 OK\r\nConnection: keep-alive\r\n" + HI),
    Exchange("/http11-close.png", "HTTP/1.1 closed as announced", OK + b"Connection: close\r\n" + HI, CLOSE),
    Exchange("/http11-Close.png", "the same in capitals", OK + b"Connection: Close\r\n" + HI, CLOSE),
    # ---------------------------------------------------------------- header lines
    Exchange("/odd-case.png", "odd case, order and space",
             b"HTTP/1.1 200 Fine Indeed\r\ncontent-LENGTH:2\r\nsErVeR: odd/1\r\nX-Zed:   spaced  \r\ncontent-TYPE: image/png\r\n\r\nhi"),
    Exchange("/duplicates.png", "the same header twice, once the very same", OK + b"X-A: 1\r\nX-B: 2\r\nX-A: 1\r\nx-a: 3\r\n" + HI),
    Exchange("/cookies.png", "several Set-Cookie", OK + b"Set-Cookie: a=1; Path=/\r\nSet-Cookie: b=2; HttpOnly\r\nSet-Cookie: a=3\r\n" + HI),
    Exchange("/fold-space.png", "folded by a space", OK + b"X-Fold: one\r\n two\r\n" + HI),
    Exchange("/fold-tab.png", "folded by a tab", OK + b"X-Fold: one\r\n\ttwo\r\n" + HI),
    Exchange("/fold-lines.png", "folded over several lines, one of them blank", OK + b"X-Fold:\r\n one\r\n  \t two\r\n \r\n three\r\n" + HI),
    Exchange("/fold-first.png", "the first header folded", b"HTTP/1.1 200 OK\r\nX-First: one\r\n two\r\nContent-Type: image/png\r\n" + HI),
    Exchange("/fold-nothing.png", "a fold with no header before it", b"HTTP/1.1 200 OK\r\n X-First: folds nothing\r\nContent-Type: image/png\r\n" + HI),
    Exchange("/fold-length.png", "Content-Length itself folded", OK + b"Content-Length:\r\n 2\r\n\r\nhi"),
    Exchange("/colonless.png", "a line without a colon", OK + b"this line has no colon\r\n" + HI),
    Exchange("/colonless-first.png", "the first line without a colon", b"HTTP/1.1 200 OK\r\nnone here\r\nContent-Type: image/png\r\n" + HI),
    Exchange("/space-colon.png", "a space before the colon", OK + b"X-Space : v\r\n" + HI),
    Exchange("/no-name.png", "an empty header name", OK + b": nameless\r\n" + HI),
    Exchange("/odd-name.png", "a name that is no token", OK + b"X(odd) \"name\": v\r\nX-\xe4: v\r\n" + HI),
    Exchange("/no-value.png", "empty values", OK + b"X-Empty:\r\nX-Blank:   \r\n" + HI),
    Exchange("/latin1.png", "a value in latin-1", OK + b"X-Name: caf\xe9\r\n" + HI),
    Exchange("/utf8.png", "a value in UTF-8", OK + "X-Name: 碑林 café\r\n".encode() + HI),
    Exchange("/control.png", "control bytes in a value", OK + b"X-Control: \x01\x07\x08\x0b\x0c\x1b[31m\x7f\r\n" + HI),
    Exchange("/bare-cr.png", "a lone CR in a value", OK + b"X-Cr: one\rX-Two: two\r\n" + HI),
    Exchange("/16k-line.png", "a header line of 16 KB, the most Twisted takes", OK + b"X-Long: " + b"l" * 16_375 + b"\r\n" + HI),
    Exchange("/20k-line.png", "a header line that is too long", OK + b"X-Long: " + b"l" * 20_000 + b"\r\n" + HI),
    Exchange("/200-headers.png", "200 headers", OK + b"".join(b"X-%d: %d\r\n" % (n, n) for n in range(200)) + HI),
    Exchange("/bare-lf.png", "lines that end in LF", (OK + HI).replace(b"\r\n", b"\n")),
    Exchange("/mixed-ends.png", "lines that end now so, now so", b"HTTP/1.1 200 OK\nContent-Type: image/png\r\nX-A: b\nContent-Length: 2\n\r\nhi"),
    Exchange("/no-type.png", "no Content-Type", sized(b"\x89PNG\r\n\x1a\n", b"HTTP/1.1 200 OK\r\n")),
    Exchange("/odd-type.png", "Content-Type with odd parameters",
             sized(b"hi", b'HTTP/1.1 200 OK\r\nContent-Type: IMAGE/png ;; charset="u;tf\\"8" ; =x; name="a, b"\r\n')),
    # ---------------------------------------------------------------- interim responses
    Exchange("/100.png", "100 unasked for", b"HTTP/1.1 100 Continue\r\n\r\n" + sized(b"ok")),
    Exchange("/102.png", "102", b"HTTP/1.1 102 Processing\r\nX-Wait: a\r\n more\r\n\r\n" + sized(b"ok")),
    Exchange("/103.png", "103 with a length that is none", b"HTTP/1.1 103 Early Hints\r\nLink: </s.css>\r\nContent-Length: 5\r\n\r\n" + sized(b"ok")),
    Exchange("/interims.png", "several in a row, one with LF",
             b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103\r\nLink: </a>\r\n\r\nHTTP/1.1 103 Again\nLink: </b>\n\nHTTP/1.1 199 ?\r\n\r\n" + sized(b"ok")),
    Exchange("/interim-only.png", "an interim response, and then nothing", b"HTTP/1.1 100 Continue\r\n\r\n", CLOSE, missing=True),
    # ---------------------------------------------------------------- chunked
    Exchange("/one-chunk.png", "one chunk", OK + CHUNKED + chunks(b"all of it", (9,))),
    Exchange("/byte-chunks.png", "chunks of one byte", OK + CHUNKED + chunks(b"byte by byte", (1,))),
    Exchange("/upper-hex.png", "sizes in capitals", OK + CHUNKED + chunks(NOISE, (0xABC, 0xEF), b"%X")),
    Exchange("/lower-hex.png", "sizes in small letters", OK + CHUNKED + chunks(NOISE, (0xABC, 0xEF), b"%x")),
    Exchange("/zeros.png", "sizes with leading zeros", OK + CHUNKED + chunks(NOISE, form=b"%010x")),
    Exchange("/extension.png", "chunk extensions", OK + CHUNKED + chunks(NOISE, form=b'%X;a;b=c;quoted="1; 2,\t\'3\'"')),
    Exchange("/escape.png", "an escaped character in one", OK + CHUNKED + chunks(b"well within the RFC", form=b'%X;a="\\""')),
    Exchange("/padded-size.png", "a size padded by spaces", OK + CHUNKED + chunks(b"as old servers do", (6,), b"%-6x")),
    Exchange("/trailer.png", "trailers", OK + b"Trailer: X-T\r\n" + CHUNKED + chunks(b"with trailers", trailer=b"X-T: t\r\nX-U: caf\xe9\r\n")),
    Exchange("/empty-chunked.png", "no chunk but the last", OK + CHUNKED + b"000\r\n\r\n"),
    Exchange("/dribbled-chunks.png", "each byte in a segment of its own", OK + CHUNKED + chunks(b"s" * 30, (20, 4), b"%04x;x=y"), step=1),
    Exchange("/chunked-and-length.png", "chunked, with a length beside it", OK + b"Content-Length: 3\r\n" + CHUNKED + chunks(b"longer than three")),
    Exchange("/CHUNKED.png", "the coding's name in capitals", OK + CHUNKED.replace(b"chunked", b"Chunked") + chunks(b"capital")),
    Exchange("/chunked-gzip.png", "gzip in chunks", OK + b"Content-Encoding: gzip\r\n" + CHUNKED + chunks(GZIP)),
    # ---------------------------------------------------------------- content codings
    Exchange("/gzip.png", "gzip with a length", coded(b"gzip", GZIP)),
    Exchange("/x-gzip.png", "by its old name", coded(b"X-GZip", GZIP)),
    Exchange("/gzip-members.png", "gzip of several members", coded(b"gzip", GZIP + gzip.compress(b"more", mtime=0))),
    Exchange("/gzip-cut.png", "a gzip stream that ends too early", coded(b"gzip", GZIP[:-30])),
    Exchange("/gzip-lie.png", "said to be gzip, and is not", coded(b"gzip", b"plain all along")),
    Exchange("/gzip-empty.png", "gzip of no bytes at all", coded(b"gzip", b"")),
    Exchange("/deflate.png", "deflate as the RFC has it (zlib)", coded(b"deflate", zlib.compress(NOISE))),
    Exchange("/raw-deflate.png", "deflate by habit (raw)", coded(b"deflate", RAW_DEFLATE)),
    Exchange("/twice.png", "two codings", coded(b"gzip, deflate", zlib.compress(GZIP))),
    Exchange("/identity.png", "identity", coded(b"identity", b"hello")),
    Exchange("/br.png", "a coding we did not ask for", coded(b"br", b"\x0b\x02\x80hello\x03")),
    # ---------------------------------------------------------------- the end of the body
    Exchange("/until-close.png", "until the end", b"HTTP/1.0 200 OK\r\nContent-Type: image/png\r\n\r\nuntil the end", CLOSE),
    Exchange("/until-drop.png", "the same, over TLS without close_notify, and so not whole (RFC 9112 section 9.8)", OK + b"\r\nuntil the end", DROP,
             cut_over_tls=True),
    Exchange("/until-announced.png", "until the end, announced", OK + b"Connection: close\r\n\r\nuntil the end", CLOSE),
    Exchange("/until-nothing.png", "until the end, and empty", OK + b"\r\n", CLOSE),
    Exchange("/empty.png", "Content-Length: 0", sized(b"")),
    Exchange("/length-twice.png", "the length said twice", OK + b"Content-Length: 2\r\nContent-Length: 002\r\n\r\nhi"),
    Exchange("/lengths.png", "two lengths that differ", OK + b"Content-Length: 5\r\nContent-Length: 2\r\n\r\nhello",
             truncated="unspecified", prefix=True, missing=True),
    Exchange("/minus.png", "a negative length", OK + b"Content-Length: -5\r\n\r\nhello", CLOSE, truncated="unspecified", prefix=True, missing=True),
    Exchange("/too-large.png", "a length beyond our limit", OK + b"Content-Length: 5000000000\r\n\r\n" + NOISE,
             truncated="length", prefix=True, missing=True),
    Exchange("/surplus.png", "bytes after the end", sized(b"hello"), surplus=b"GARBAGE"),
    Exchange("/surplus-answer.png", "a second answer nobody asked for", sized(b"hello"), surplus=sized(b"smuggled")),
    Exchange("/surplus-chunked.png", "bytes after the last chunk", OK + CHUNKED + chunks(b"hello"), surplus=b"\r\n\r\n0\r\n"),
    Exchange("/nulls.png", "every byte there is, and what looks like a header", sized(ALL_BYTES)),
    Exchange("/large.png", "3 MB", sized(b"L" * 3_000_000), step=65_536),
    # ---------------------------------------------------------------- status codes
    Exchange("/203.png", "203", status(b"203 Non-Authoritative Information")),
    Exchange("/204.png", "204", b"HTTP/1.1 204 No Content\r\nX-A: b\r\n\r\n", missing=True),
    Exchange("/204-body.png", "204 with a body, which it cannot have", b"HTTP/1.1 204 No Content\r\nContent-Length: 4\r\n\r\n", surplus=b"body", missing=True),
    Exchange("/205.png", "205", status(b"205 Reset Content", body=b""), missing=True),
    Exchange("/206.png", "206, though no range was asked for", status(b"206 Partial Content", b"Content-Range: bytes 0-3/9\r\n"), missing=True),
    Exchange("/304.png", "304 unasked for", b'HTTP/1.1 304 Not Modified\r\nETag: "e1"\r\nContent-Length: 5\r\n\r\n', missing=True),
    Exchange("/401.png", "401", status(b"401 Unauthorized", b'WWW-Authenticate: Basic realm="r", Digest nonce="n"\r\n'), missing=True),
    Exchange("/403.png", "403", status(b"403 Forbidden"), missing=True),
    Exchange("/404.png", "404", status(b"404 Not Found"), missing=True),
    Exchange("/410.png", "410", status(b"410 Gone Fishing"), missing=True),
    Exchange("/418.png", "418", status(b"418 I'm a teapot"), missing=True),
    Exchange("/451.png", "451", status(b"451 Unavailable For Legal Reasons", b'Link: <https://law.example/>; rel="blocked-by"\r\n'), missing=True),
    Exchange("/600.png", "a status of no class", status(b"600 What"), missing=True),
    Exchange("/999.png", "the same, seen in the wild", status(b"999 Request denied"), missing=True),
    Exchange("/500-once.png", "500, and then well", sized(b"well"), first=status(b"500 Internal Server Error")),
    Exchange("/503-once.png", "503, and then well", sized(b"well"), first=status(b"503 Service Unavailable", b"Retry-After: 0\r\n")),
    # ---------------------------------------------------------------- redirects
    Exchange("/301.png", "301, absolute", moved(b"ORIGIN/absolute.png", b"301 Moved Permanently")),
    Exchange("/302.png", "302, relative, with a body", moved(b"relative.png", b"302 Moved Along", b"<a href='relative.png'>here</a>")),
    Exchange("/303.png", "303, with a query", moved(b"/query.png?x=1&y=%20&&z", b"303 See Other")),
    Exchange("/307.png", "307, with a fragment", moved(b"/fragment.png?a#part?b", b"307 Temporary Redirect")),
    Exchange("/308.png", "308, without a scheme", moved(b"//raw.blogspot.com/schemeless.png", b"308 Permanent Redirect")),
    Exchange("/302-space.png", "a space in Location", moved(b"/a space.png")),
    Exchange("/302-utf8.png", "UTF-8 in Location", moved("/碑.png".encode())),
    Exchange("/302-nowhere.png", "no Location", status(b"302 Found"), missing=True),
    Exchange("/302-self.png", "a redirect to itself", moved(b"/302-self.png"), missing=True),
    # ---------------------------------------------------------------- cut short
    Exchange("/cut-status.png", "ends within the status line", b"HTTP/1.1 20", CLOSE, truncated="disconnect", missing=True),
    Exchange("/cut-head.png", "ends within the header section", OK + b"X-Cu", CLOSE, truncated="disconnect", missing=True),
    Exchange("/cut-body.png", "a length, and no body at all", OK + b"Content-Length: 12345\r\n\r\n", CLOSE, truncated="disconnect", missing=True),
    Exchange("/cut-length.png", "ends before its length", OK + b"Content-Length: 1000\r\n\r\n" + b"T" * 100, CLOSE, truncated="disconnect", missing=True),
    Exchange("/cut-drop.png", "the same, over TLS without close_notify", OK + b"Content-Length: 1000\r\n\r\n" + b"T" * 100, DROP,
             truncated="disconnect", missing=True),
    Exchange("/cut-chunk.png", "ends within a chunk", OK + CHUNKED + b"64\r\n" + b"C" * 50, CLOSE, truncated="disconnect", missing=True),
    Exchange("/cut-last-chunk.png", "ends before the last chunk", OK + CHUNKED + b"3\r\nabc\r\n", CLOSE, truncated="disconnect", missing=True),
    Exchange("/reset-silent.png", "reset before any byte", b"", RESET, missing=True),
    Exchange("/reset-head.png", "reset within the header section", OK, RESET, truncated="disconnect", prefix=True, missing=True),
    Exchange("/reset-length.png", "reset within the body", OK + b"Content-Length: 9000\r\n\r\n" + NOISE, RESET,
             truncated="disconnect", prefix=True, missing=True),
    Exchange("/reset-chunk.png", "reset within a chunk", OK + CHUNKED + b"fff\r\n" + b"R" * 1000, RESET,
             truncated="disconnect", prefix=True, missing=True),
    Exchange("/reset-until-close.png", "reset where the end was to come", OK + b"\r\n" + NOISE, RESET,
             truncated="disconnect", prefix=True, missing=True),
    Exchange("/http09.png", "no status line at all", b"<html>HTTP/0.9</html>", CLOSE, truncated="disconnect", prefix=True, missing=True),
)  # fmt: skip

# These are asked for by other ways.
UNSHOWN = (
    Exchange("/", "the home page", html(page(b"".join(b"<img src='%s'>" % shown.path.encode() for shown in EXCHANGES), LINKS))),
    Exchange(LINKS.decode(), "a page with links", html(page(b"<a href='plain.png'>one</a> <a href='//elsewhere.example/'>two</a>", LINKS))),
    Exchange("/robots.txt", "robots.txt", sized(b"User-agent: *\nDisallow:\n", b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n")),
    Exchange("/absolute.png", "the end of a redirect", sized(b"there")),
    Exchange("/relative.png", "the end of a redirect", sized(b"there")),
    Exchange("/query.png?x=1&y=%20&&z", "the end of a redirect", sized(b"there")),
    Exchange("/fragment.png?a", "the end of a redirect", sized(b"there")),
    Exchange("/schemeless.png", "the end of a redirect", sized(b"there")),
    Exchange("/a%20space.png", "the end of a redirect", sized(b"there")),
    Exchange("/%E7%A2%91.png", "the end of a redirect", sized(b"there")),
)  # fmt: skip
