"""Who may ask, how much may be asked, and what a browser may do with an answer.

A collection may hold hostile pages, and a browser has other pages open: the Host header must name this server (else a
name that is bound anew could read it), nothing but reading is answered (but for what a page of this server's own asks
of the overview), and every answer says that it may load nothing
but this server's own style sheet and pictures, run nothing, and be framed by nobody.
"""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Iterable
from dataclasses import dataclass, field

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from archive import journal
from archive.web.access import Gate

PAGE_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
FILE_POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'"
CHART_POLICY = FILE_POLICY.replace("default-src 'none'", "default-src 'none'; style-src 'unsafe-inline'")
_LONGEST_QUERY = 8192  # bytes
_ALWAYS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), browsing-topics=()",
    "x-frame-options": "DENY",
    "x-dns-prefetch-control": "off",
    "cache-control": "no-store",
}
_HOST = re.compile(r"(\[[0-9a-fA-F:.]+\]|[\w.-]+)(?::\d{1,5})?", re.ASCII)
_READING = ("GET", "HEAD")
_ANSWERED = (200, 206, 303, 304)  # then the first part of an address is a name of ours
_FRAMES = ("iframe", "frame", "object", "embed")


@dataclass(frozen=True)
class Rules:
    """What a server goes by: the names it answers to, its password, and what an answer's page may do;
    ``frames`` is whether its pages may frame each other, ``acts`` whether its own pages' forms may be sent.
    """

    names: frozenset[str]
    gate: Gate | None = None
    policy: str = PAGE_POLICY
    headers: dict[str, str] = field(default_factory=dict)
    frames: bool = False
    acts: bool = False


def names_of(address: str, more: Iterable[str] = ()) -> frozenset[str]:
    """Return the names that a Host header may have for a server that listens at an address.

    >>> sorted(names_of("127.0.0.1"))
    ['127.0.0.1', '[::1]', 'localhost']
    """
    loopback = {"127.0.0.1", "localhost", "[::1]"}
    own = f"[{address}]" if ":" in address else address
    return frozenset({*(loopback if own in loopback else {own}), *(name.lower() for name in more)})


class Guard:
    """An ASGI application around another, which sees only what may be asked."""

    def __init__(self, app: ASGIApp, rules: Rules) -> None:
        self._app, self._rules = app, rules

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return
        refused = await self._refusal(scope)
        guarded = self._marking(scope, send)
        if refused:
            await refused(scope, receive, guarded)
            return
        await self._app(scope, receive, guarded)

    async def _refusal(self, scope: Scope) -> PlainTextResponse | None:
        headers = Headers(scope=scope)
        if refused := _unfit(scope, headers, self._rules):
            return PlainTextResponse(refused[1], refused[0])
        gate = self._rules.gate
        if gate and not await asyncio.to_thread(gate.lets_in, headers.get("authorization", "")):
            asked = {"www-authenticate": 'Basic realm="beilin", charset="UTF-8"'}
            return PlainTextResponse("A password is needed.", 401, asked)
        return None

    def _marking(self, scope: Scope, send: Send) -> Send:
        began = time.monotonic()

        async def marked(message: Message) -> None:
            if message["type"] == "http.response.start":
                _log(scope, message["status"], time.monotonic() - began)
                headers = MutableHeaders(raw=message.setdefault("headers", []))
                for name, value in (*_ALWAYS.items(), *self._rules.headers.items()):
                    headers.setdefault(name, value)
                headers.setdefault("content-security-policy", self._rules.policy)
            await send(message)

        return marked


def _log(scope: Scope, status: int, seconds: float) -> None:
    """Log that something was asked: which kind of page, and not which one; an address has what people look for."""
    page = scope["path"].split("/")[1][:16] if status in _ANSWERED else ""
    method = scope["method"] if scope["method"] in (*_READING, "POST") else "other"
    journal.event("asked", method=method, page=page, status=status, milliseconds=round(seconds * 1000))


def _unfit(scope: Scope, headers: Headers, rules: Rules) -> tuple[int, str] | None:
    """Return status and reason where a request is none that this server answers."""
    hosts = headers.getlist("host")
    match = _HOST.fullmatch(hosts[0]) if len(hosts) == 1 else None
    foreign = headers.get("sec-fetch-site") in ("cross-site", "same-site")
    sent = rules.acts and scope["method"] == "POST"
    refusals = (
        (match is None or match[1].lower().rstrip(".") not in rules.names, 421,
         "This server is not known by that name: use the address that beilin serve printed."),
        (scope["method"] not in _READING and not sent, 405, "This server only reads: use GET."),
        (sent and not _is_own(headers), 403, "Only a page of this server may ask for that: ask there."),
        (foreign and headers.get("sec-fetch-mode") != "navigate", 403, "Another site's page may not read this."),
        ((foreign or not rules.frames) and headers.get("sec-fetch-dest") in _FRAMES, 403, "This may not be framed."),
        (len(scope["query_string"]) > _LONGEST_QUERY, 414, f"Too long: at most {_LONGEST_QUERY} bytes may be asked."),
        ("\0" in scope["path"], 400, "There is no such address."),
    )  # fmt: skip
    return next(((status, why) for refused, status, why in refusals if refused), None)


def _is_own(headers: Headers) -> bool:
    """Say whether a form was sent from a page of this server; every browser says from where (Fetch, Origin)."""
    origins = headers.getlist("origin")
    scheme, _, host = origins[0].partition("://") if len(origins) == 1 else ("", "", "")
    return (
        scheme in ("http", "https")
        and host.lower() == headers.get("host", "").lower()
        and headers.get("sec-fetch-site", "same-origin") == "same-origin"
    )
