"""Web archives on loopback, with the shapes of the real ones' answers: CDX server and playback, Common Crawl, TimeMaps.

What they hold is made of the demo blog's own answers, at instants long ago. ``faults`` maps the beginning of a path with
query to what goes wrong there: 429, reset, short, nonsense, html.
"""

import base64
import gzip
import hashlib
import json
import socket
import struct
import uuid
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from http.server import ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit

from tests.serving import Quiet, at_work


@dataclass(frozen=True)
class Held:
    """One capture in the archives. ``served`` are other bytes than those whose digest the index has."""

    url: str
    stamp: str
    body: bytes
    status: int = 200
    media_type: str = "text/html; charset=UTF-8"
    headers: tuple[tuple[str, str], ...] = ()
    listed: str = ""  # the status that the index states; "-" for a revisit
    served: bytes | None = None
    nearest: str = ""  # the stamp to which playback sends its readers on
    short: bool = False

    @property
    def digest(self) -> str:
        return base64.b32encode(hashlib.sha1(self.body).digest()).decode()

    @property
    def http(self) -> bytes:
        lines = [
            f"HTTP/1.1 {self.status} OK",
            f"Content-Type: {self.media_type}",
            *(f"{n}: {v}" for n, v in self.headers),
        ]
        return "\r\n".join(lines).encode() + b"\r\n\r\n" + self.body

    @property
    def date(self) -> str:
        return format_datetime(datetime.strptime(self.stamp, "%Y%m%d%H%M%S").replace(tzinfo=UTC), usegmt=True)


def warc(captures, *, gzipped=True) -> tuple[bytes, list[tuple[int, int]]]:
    """Return a WARC of captures as Heritrix writes them, and where each record lies."""
    out, places = bytearray(), []
    info = b"software: Heritrix/3.4.0\r\nhostname: secret\r\n"
    out += member("warcinfo", "", STAMP, "application/warc-fields", info, gzipped=gzipped)
    for one in captures:
        more = {"WARC-Payload-Digest": f"sha1:{one.digest}", "WARC-IP-Address": "192.0.2.1"}
        record = member("response", one.url, one.stamp, HTTP, one.http, more, gzipped=gzipped)
        places.append((len(out), len(record)))
        out += record
    return bytes(out), places


STAMP = "20240305143600"
HTTP = "application/http; msgtype=response"


def member(kind, url, stamp, media_type, block, more=None, *, gzipped=True) -> bytes:
    """Return one record, with the fields that all writers write."""
    date = datetime.strptime(stamp, "%Y%m%d%H%M%S").strftime("%Y-%m-%dT%H:%M:%SZ")
    fields = {
        "WARC-Type": kind,
        "WARC-Record-ID": f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, kind + url + stamp)}>",
        "WARC-Date": date,
        **({"WARC-Target-URI": url} if url else {}),
        **(more or {}),
        "WARC-Block-Digest": f"sha1:{base64.b32encode(hashlib.sha1(block).digest()).decode()}",
        "Content-Type": media_type,
        "Content-Length": str(len(block)),
    }
    head = "WARC/1.0\r\n" + "".join(f"{name}: {value}\r\n" for name, value in fields.items()) + "\r\n"
    record = head.encode() + block + b"\r\n\r\n"
    return gzip.compress(record) if gzipped else record


@dataclass
class WebArchives:
    """All of them on one port."""

    held: list[Held]
    page: int = 5000  # lines of an index that it gives at once
    faults: dict[str, str] = field(default_factory=dict)
    once: bool = True  # each fault happens once, and not for ever
    retry_after: str = "3"

    def __enter__(self):
        self.asked: list[str] = []
        self._failed: Counter[str] = Counter()
        self.file, self._places = warc(self.held)
        archives = self

        class Handler(Quiet):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                archives.asked.append(self.path)
                archives.answer(self)

        self._work = at_work(ThreadingHTTPServer(("127.0.0.1", 0), Handler))
        self.url = f"http://127.0.0.1:{self._work.__enter__().server_port}"
        return self

    def __exit__(self, *why):
        self._work.__exit__(*why)

    def answer(self, handler):
        fault = next((what for path, what in self.faults.items() if handler.path.startswith(path)), "")
        if fault and not (self.once and self._failed[fault]):
            self._failed[fault] += 1
            return self._fail(handler, fault)
        path, query = urlsplit(handler.path).path, parse_qs(urlsplit(handler.path).query)
        if path == "/cdx/search/cdx":
            return self._send(handler, 200, self._cdx(query), "application/json")
        if path.startswith("/web/"):
            return self._playback(handler)
        if path == "/collinfo.json":
            names = [{"id": "CC-MAIN-2014-10"}, {"id": "CC-MAIN-2015-06"}, {"id": "../../etc"}]
            return self._send(handler, 200, json.dumps(names).encode(), "application/json")
        if path.endswith("-index"):
            return self._index(handler, path, query)
        if path == "/crawl-data/file.warc.gz":
            first, last = map(int, handler.headers["Range"].removeprefix("bytes=").split("-"))
            return self._send(handler, 206, self.file[first : last + 1], "application/gzip")
        if path.startswith("/timemap/"):
            return self._timemap(handler, path)
        return self._send(handler, 404, b"<html>not found</html>", "text/html")

    def _fail(self, handler, fault):
        if fault == "429":
            return self._send(
                handler, 429, b"<html>Too Many Requests</html>", "text/html", [("Retry-After", self.retry_after)]
            )
        if fault == "reset":
            handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            handler.close_connection = True
            return handler.connection.close()
        return self._send(handler, 200, b"<html>The service is down for maintenance.</html>", "text/html")

    def _send(self, handler, status, body, media_type, more=(), *, short=False):
        handler.send_response(status)
        for name, value in [("Content-Type", media_type), *more, ("Content-Length", str(len(body)))]:
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(body[: len(body) // 2] if short else body)
        if short:
            handler.close_connection = True
        return

    def _cdx(self, query):
        url, exact = query["url"][0], query["matchType"] == ["exact"]
        same = (lambda one: bare(one.url) == bare(url)) if exact else (lambda one: urlsplit(one.url).hostname == url)
        rows = [
            [one.stamp, one.url, one.media_type.split(";")[0], one.listed or str(one.status), one.digest]
            for one in self.held
            if same(one)
        ]
        limit = int(query["limit"][0])
        if limit < 0:
            return json.dumps([query["fl"][0].split(","), *rows[limit:]] if rows else []).encode()
        start = int(query.get("resumeKey", ["0"])[0])
        end = start + min(limit, self.page)
        more = [[], [str(end)]] if end < len(rows) else []
        return json.dumps([query["fl"][0].split(","), *rows[start:end], *more] if rows else []).encode()

    def _playback(self, handler):
        stamp, _, url = handler.path.removeprefix("/web/").partition("id_/")
        one = next((one for one in self.held if (one.stamp, bare(one.url)) == (stamp, bare(url))), None)
        if one is None:
            return self._send(handler, 404, b"<html>The Wayback Machine has not archived that URL.</html>", "text/html")
        if one.nearest:
            more = [("Location", f"/web/{one.nearest}id_/{one.url}"), ("x-archive-redirect-reason", "found capture at")]
            return self._send(handler, 302, b"", "text/html", more)
        original = [
            ("Content-Type", one.media_type),
            ("Date", one.date),
            *one.headers,
            ("Content-Length", str(len(one.body))),
        ]
        more = [
            ("memento-datetime", one.date),
            ("x-archive-src", "BLOG-2014/crawl-00001.warc.gz"),
            *((f"x-archive-orig-{name.lower()}", value) for name, value in original),
        ]
        body = one.body if one.served is None else one.served
        return self._send(handler, one.status, body, one.media_type, more, short=one.short)

    def _index(self, handler, path, query):
        if not path.startswith("/CC-MAIN-2014-10"):
            return self._send(handler, 404, b'{"message": "No Captures found"}', "application/json")
        host = query["url"][0].removesuffix("/*")
        lines = [
            {"url": one.url, "timestamp": one.stamp, "status": "200", "digest": one.digest, "length": str(length),
             "offset": str(start), "filename": "crawl-data/file.warc.gz"}
            for one, (start, length) in zip(self.held, self._places, strict=True)
            if urlsplit(one.url).hostname == host and one.status == 200
        ]  # fmt: skip
        pages = -(-len(lines) // self.page)
        if "showNumPages" in query:
            return self._send(handler, 200, json.dumps({"pages": pages, "pageSize": 5}).encode(), "application/json")
        at = int(query["page"][0]) * self.page
        text = "".join(json.dumps(line) + "\n" for line in lines[at : at + self.page])
        return self._send(handler, 200, text.encode(), "text/x-ndjson")

    def _timemap(self, handler, path):
        form, _, url = handler.path.removeprefix("/timemap/").partition("/")
        found = [one for one in self.held if bare(one.url) == bare(url)]
        if not found:
            return self._send(handler, 404, b"", "text/html")
        places = [(f"{self.url}/web/{one.stamp}/{one.url}", one) for one in found]
        if form == "json":
            listed = [
                {"uri": where, "datetime": f"{datetime.strptime(one.stamp, '%Y%m%d%H%M%S'):%Y-%m-%dT%H:%M:%SZ}"}
                for where, one in places
            ]
            return self._send(handler, 200, json.dumps({"mementos": {"list": listed}}).encode(), "application/json")
        lines = [f'<{url}>; rel="original"', f'<{self.url}{handler.path}>; rel="self"; type="application/link-format"']
        lines += [f'<{where}>; rel="memento"; datetime="{one.date}"' for where, one in places]
        lines += [f'<https://elsewhere.example/web/2013/{url}>; rel="first memento"; datetime="{found[0].date}"']
        return self._send(handler, 200, ",\n".join(lines).encode(), "application/link-format")


def bare(url: str) -> str:
    return unquote(url).partition("://")[2]


def whole_gzip(content: bytes) -> bytes:
    """Return a WARC of many members as one that is gzipped as a whole."""
    return gzip.compress(gzip.decompress(content))
