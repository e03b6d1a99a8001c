"""The double's web server: answers, and the faults that are done to them. Loopback only."""

from __future__ import annotations

import gzip
import json
import re
import time
from collections import Counter
from typing import Any

from twisted.internet import reactor as installed
from twisted.web.http import HTTPChannel, Request
from twisted.web.resource import Resource
from twisted.web.server import NOT_DONE_YET, Site

from scraper.demo.answers import Answer, Answers
from scraper.demo.blogs import Blogs
from scraper.demo.knobs import Knobs
from scraper.demo.server import CONTROL_HOST

_ORIGIN = re.compile(r"^https?://[^/]*")
_COMPRESSED = ("text/", "application/")


class Double(Resource):
    """Answers every address of every host."""

    isLeaf = True  # noqa: N815 (Twisted's name)

    def __init__(self, knobs: Knobs) -> None:
        super().__init__()
        self._knobs, self._answers = knobs, Blogs(knobs) if knobs.blogs else Answers(knobs)
        self._asked: list[dict[str, Any]] = []
        self._times: Counter[str] = Counter()

    def render(self, request: Request) -> Any:
        """Answer a request, at once or after the knob's latency."""
        host = (request.getHeader("host") or "").partition(":")[0]
        if host == CONTROL_HOST:
            return json.dumps(self._asked).encode()
        if not self._knobs.latency:
            return self._respond(host, request)
        reactor: Any = installed
        call = reactor.callLater(self._knobs.latency, self._later, host, request)
        request.notifyFinish().addErrback(lambda _: call.active() and call.cancel())  # the client went away
        return NOT_DONE_YET

    def _later(self, host: str, request: Request) -> None:
        body = self._respond(host, request)
        if body is not NOT_DONE_YET:
            request.write(body)
            request.finish()

    def _respond(self, host: str, request: Request) -> Any:
        # A client that takes us for its proxy sends the whole address (RFC 9112 section 3.2.2).
        target = _ORIGIN.sub("", request.uri.decode("latin-1"))
        answer = self._answers.answer(host, target)
        fault = self._fault(target)
        if fault.startswith("status-"):
            answer = Answer(int(fault.removeprefix("status-")[:3]), b"<html><body>fault</body></html>")
        body = _write_head(request, answer)
        self._note(host, request, target, len(body))
        return self._spoil(fault, request, body) if fault else body

    def _note(self, host: str, request: Request, target: str, length: int) -> None:
        agent = request.getHeader("user-agent")
        method = request.method.decode("ascii")
        at = time.monotonic()
        facts = {"host": host, "method": method, "target": target, "status": request.code, "agent": agent, "at": at}
        self._asked.append({**facts, "bytes": length})

    def _fault(self, target: str) -> str:
        for beginning, fault in self._knobs.faults.items():
            if target.startswith(beginning):
                self._times[target] += 1
                once = fault.endswith("-once")
                return "" if once and self._times[target] > 1 else fault
        return ""

    def _spoil(self, fault: str, request: Request, body: bytes) -> Any:
        channel = request.channel
        assert isinstance(channel, HTTPChannel)
        if fault == "reset":
            channel.forceAbortClient()
        elif fault == "truncate":
            request.setHeader(b"content-length", str(len(body)).encode())
            request.write(body[: len(body) // 2])
            channel.loseConnection()
        elif fault == "slow":
            request.setHeader(b"content-length", str(len(body)).encode())
            request.write(body[:1])
        elif fault == "empty":
            return b""
        else:
            return body
        return NOT_DONE_YET


def _write_head(request: Request, answer: Answer) -> bytes:
    for name, value in answer.headers.items():
        request.setHeader(name.encode(), value.encode())
    if request.getHeader("if-none-match") == answer.headers.get("ETag", "-"):
        request.setResponseCode(304)
        return b""
    request.setResponseCode(answer.status)
    request.setHeader(b"content-type", answer.media_type.encode())
    request.setHeader(b"server", b"GSE")
    if "gzip" in (request.getHeader("accept-encoding") or "") and answer.media_type.startswith(_COMPRESSED):
        request.setHeader(b"content-encoding", b"gzip")
        return gzip.compress(answer.body, 1, mtime=0)
    return answer.body


def site(knobs: Knobs) -> Site:
    """Return the web server of a double."""
    made = Site(Double(knobs))
    made.displayTracebacks = False
    return made
