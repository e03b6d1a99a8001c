"""The application: which address is which page, and what every page shares."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import resources

import anyio
from anyio import to_thread
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from archive.errors import BeilinError, UsageError
from archive.layout import Layout
from archive.search import QueryError
from archive.web import api
from archive.web.desk import Answer, Desk, Shown
from archive.web.holdings import Holdings, NotHeld
from archive.web.pages import finding, looking, people, posts, reports
from archive.web.rendering import render
from archive.web.safety import Guard, Rules

_SECONDS = 30
_AT_ONCE = 4  # threads, each with an index of its own
Page = Callable[[Desk], Answer]
PAGES: Mapping[str, Page] = {
    "/": finding.search,
    "/posts/{id:path}": posts.post,
    "/versions/{id:path}": posts.versions,
    "/sources/{id:path}": posts.sources,
    "/as-it-stood/{id:path}": posts.as_it_stood,
    "/image/{number:int}/{id:path}": posts.image,
    "/warc/{warc}/{offset:int}": posts.raw_record,
    "/people": people.people,
    "/people/{id:path}": people.person,
    "/timeline": looking.timeline,
    "/images": looking.images,
    "/places": looking.places,
    "/charts/{name}.svg": looking.chart,
    "/coverage": reports.coverage,
    "/changes": reports.changes,
    "/replay": reports.replay,
}


@dataclass(frozen=True)
class Settings:
    """How the application is served: what it answers to, and the origin of replay ("" for none)."""

    rules: Rules
    replay: str = ""


def make_app(layout: Layout, settings: Settings) -> ASGIApp:
    """Return the application for a collection."""
    holdings = Holdings(layout)
    limit: list[anyio.CapacityLimiter] = []  # made where an event loop runs

    async def threaded(work: Callable[[], Response]) -> Response:
        if not limit:
            limit.append(anyio.CapacityLimiter(_AT_ONCE))
        return await asyncio.wait_for(to_thread.run_sync(work, limiter=limit[0], abandon_on_cancel=True), _SECONDS)

    def route(path: str, page: Page) -> Route:
        async def endpoint(request: Request) -> Response:
            desk = Desk.of(request, holdings, settings.replay)
            try:
                return await threaded(lambda: _answered(desk, page))
            except TimeoutError:
                return _trouble(desk, 503, desk.say("error.slow"))

        return Route(path, endpoint, methods=["GET"])

    async def elsewhere(request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 404
        desk = Desk.of(request, holdings, settings.replay)
        return await threaded(lambda: _trouble(desk, status, desk.say("error.none")))

    routes = [
        Route("/static/beilin.css", _style, methods=["GET"]),
        *api.routes(holdings, threaded),
        *(route(path, page) for path, page in PAGES.items()),
    ]
    app = Starlette(routes=routes, exception_handlers={HTTPException: elsewhere})
    return Guard(app, settings.rules)


def _answered(desk: Desk, page: Page) -> Response:
    """Return a page, or one that says why there is none. What cannot be read is no fault of the server."""
    try:
        answer = page(desk)
        return answer if isinstance(answer, Response) else HTMLResponse(render(desk, answer), answer.status)
    except NotHeld:
        return _trouble(desk, 404, desk.say("error.not_held"))
    except (QueryError, UsageError) as error:
        return _trouble(desk, 400, str(error))
    except BeilinError as error:
        return _trouble(desk, 503, str(error))
    except (OSError, sqlite3.Error) as error:
        return _trouble(desk, 503, desk.say("error.unreadable", what=type(error).__name__))


def _trouble(desk: Desk, status: int, sentence: str) -> Response:
    return HTMLResponse(render(desk, Shown("error.html", {"sentence": sentence, "status": status})), status)


async def _style(_: Request) -> Response:
    text = (resources.files("archive.web") / "static" / "beilin.css").read_bytes()
    return Response(text, media_type="text/css", headers={"cache-control": "max-age=300"})
