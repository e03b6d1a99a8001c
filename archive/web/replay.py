"""The pages as they were, scripts and all, at an origin of their own: replayweb.page over the collection's WARC files.

What is replayed is hostile until shown otherwise. Its origin holds nothing but itself; every answer that the service
worker of replayweb.page gives passes `static/replay-guard.js`: a captured page may load from this origin alone.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp

from archive import manifest
from archive.config import load
from archive.layout import Layout
from archive.web import replay_assets
from archive.web.assets import asset
from archive.web.fetching import command
from archive.web.safety import Guard, Rules

VIEWER_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "font-src 'self' data:; connect-src 'self' data: blob:; frame-src 'self'; worker-src 'self'; form-action 'none'; "
    "base-uri 'none'; frame-ancestors 'self'"
)
_WORKER_POLICY = "default-src 'none'; script-src 'self' 'unsafe-eval'; connect-src 'self'"
_FILE = {"content-security-policy": "default-src 'none'"}
_PIECE = 1 << 18
_RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")
_PAGE = Markup(
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Replay 重现</title>'
    '<link rel="stylesheet" href="/replay.css"><script src="/replay/ui.js"></script>'
    '<script src="/replay-times.js" defer></script></head>'
    '<body><details id="times" hidden><summary>Parts of this page were captured at another time: '
    '<span lang="zh-Hans">此页有部分内容抓取于其他时间：</span><span class="count"></span></summary>'
    '<ul id="parts"></ul></details>'
    '<details id="lacks" hidden><summary>Parts of this page were not captured: '
    '<span lang="zh-Hans">此页有部分内容未能抓取：</span><span class="count"></span></summary>'
    "<p>This asks for them, those of other hosts with --allow-host HOST: "
    '<span lang="zh-Hans">用此命令索取，其他主机的须加 --allow-host：</span> <code>{command}</code></p>'
    "<ul></ul></details>"
    '<replay-web-page coll="collection" replaybase="/replay/" source="{source}"{wanted}>'
    "</replay-web-page></body></html>"
)
_VIEWER = (
    '<!doctype html><html class="no-overflow"><head><meta charset="utf-8"><title>ReplayWeb.page</title>'
    '<script src="./ui.js"></script></head><body><replay-app-main></replay-app-main></body></html>'
)


@dataclass(frozen=True)
class Source:
    """What is replayed: files that are served as one, under a name that says their form."""

    name: str
    files: tuple[Path, ...]


def source_of(layout: Layout, wacz: Path | None) -> Source:
    """Return a WACZ file as the source, else the collection's WARC files."""
    if wacz:
        return Source("collection.wacz", (wacz,))
    return Source("collection.warc.gz", _own(layout, _state(layout.manifest), _state(layout.events)))


@functools.lru_cache(maxsize=256)  # a viewer asks for many ranges of one state
def _own(layout: Layout, *_: object) -> tuple[Path, ...]:
    """Return the WARC files that beilin wrote: what somebody else put beside them is none of the blog's."""
    return tuple(path for path in manifest.warcs(layout) if not path.is_symlink())


def _state(path: Path) -> tuple[int, int]:
    try:
        found = path.stat()
    except OSError:
        return 0, 0
    return found.st_mtime_ns, found.st_size


def make_replay(layout: Layout, rules: Rules, wacz: Path | None = None) -> ASGIApp:
    """Return the application of the replay origin."""
    fetching = command(layout.root.resolve(), load(layout))

    async def page(request: Request) -> Response:
        wanted = [(name, request.query_params.get(name)) for name in ("url", "ts")]
        attributes = Markup("").join(Markup(' {}="{}"').format(name, value) for name, value in wanted if value)
        source = f"/{source_of(layout, wacz).name}"
        return HTMLResponse(_PAGE.format(source=source, wanted=attributes, command=fetching))

    async def archive(request: Request) -> Response:
        return _ranged(source_of(layout, wacz).files, request.headers.get("range", ""))

    routes = [
        Route("/", page),
        asset("/replay.css", "replay.css", _FILE),
        asset("/replay-times.js", "replay-times.js", _FILE),
        Route("/replay/", _viewer),
        Route("/replay/index.html", _viewer),
        Route("/replay/ui.js", _asset("ui.js")),
        asset("/replay/sw.js", "replay-guard.js", {"content-security-policy": _WORKER_POLICY}),
        Route("/replay/replayweb-sw.js", _asset("sw.js")),
        Route("/collection.warc.gz", archive),
        Route("/collection.wacz", archive),
    ]
    return Guard(Starlette(routes=routes), rules)


async def _viewer(_: Request) -> Response:
    return HTMLResponse(_VIEWER)


def _asset(name: str):  # type: ignore[no-untyped-def]
    async def answer(_: Request) -> Response:
        if not replay_assets.are_there():
            return PlainTextResponse("replayweb.page is not here: run beilin replay-assets.", 404)
        body = (replay_assets.folder() / name).read_bytes()
        return Response(body, media_type="text/javascript", headers={"content-security-policy": _WORKER_POLICY})

    return answer


# ------------------------------------------------------------------ several files as one
def _ranged(files: Sequence[Path], asked: str) -> Response:
    """Return files one after the other, or a range of that (RFC 9110 section 14)."""
    sizes = [path.stat().st_size for path in files]
    total = sum(sizes)
    headers = {"accept-ranges": "bytes"}
    if not asked:
        return _piecewise(files, sizes, 0, total, 200, headers)
    found = _bounds(asked, total)
    if found is None:
        return Response(status_code=416, headers={"content-range": f"bytes */{total}"})
    start, end = found
    headers["content-range"] = f"bytes {start}-{end - 1}/{total}"
    return _piecewise(files, sizes, start, end, 206, headers)


def _bounds(asked: str, total: int) -> tuple[int, int] | None:
    """Return where a range begins and ends.

    >>> _bounds("bytes=-3", 10), _bounds("bytes=4-", 10), _bounds("bytes=10-", 10)
    ((7, 10), (4, 10), None)
    """
    match = _RANGE.fullmatch(asked)
    if match is None or match[0] == "bytes=-":
        return None
    if not match[1]:
        start, end = max(0, total - int(match[2])), total
    else:
        start, end = int(match[1]), min(total, int(match[2]) + 1) if match[2] else total
    return (start, end) if start < end else None


def _piecewise(
    files: Sequence[Path], sizes: Sequence[int], start: int, end: int, status: int, headers: dict[str, str]
) -> Response:
    whole = {**headers, "content-length": str(end - start)}
    body = _pieces(files, sizes, start, end)
    return StreamingResponse(body, status, whole, media_type="application/octet-stream")


def _pieces(files: Sequence[Path], sizes: Sequence[int], start: int, end: int) -> Iterator[bytes]:
    at = 0
    for path, size in zip(files, sizes, strict=True):
        first, last = max(start - at, 0), min(end - at, size)
        if first < last:
            with path.open("rb") as file:
                file.seek(first)
                while first < last and (piece := file.read(min(_PIECE, last - first))):
                    first += len(piece)
                    yield piece
        at += size
