"""The application of the overview: which address is which page, and what its pages may ask for."""

from __future__ import annotations

import asyncio
import secrets
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib import resources
from typing import Any
from urllib.parse import parse_qs

import anyio
from anyio import to_thread
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from archive.errors import BeilinError
from archive.schedule.calendar import SIGNS, weeks
from archive.schedule.overview import Row
from archive.search import QueryError
from archive.sizes import size
from archive.visible import plainly
from archive.web import charts
from archive.web.asking import number
from archive.web.desk import Reader, Shown, told
from archive.web.overview.facts import facts, moment, name
from archive.web.overview.lookout import Lookout, NotScheduled, needs_a_person
from archive.web.overview.metrics import TYPE, exposition
from archive.web.rendering import render
from archive.web.safety import CHART_POLICY, PAGE_POLICY, Guard, Rules

POLICY = f"{PAGE_POLICY}; script-src 'self'; connect-src 'self'"  # one script of ours, which asks this server alone
_SECONDS = 30
_AT_ONCE = 4  # threads
_AT_A_TIME = 100  # collections on a page
_LONGEST_FORM = 1024  # bytes
_STATIC = {"beilin.css": "text/css", "overview.css": "text/css", "overview.js": "text/javascript"}
# Else browsers hide from this server, too, which page a form was sent from.
_HEADERS = {"referrer-policy": "same-origin"}


@dataclass(frozen=True)
class Watch(Reader):
    """A request to the overview; ``token`` goes with its forms, and is empty where nothing may be asked."""

    lookout: Lookout
    token: str


Page = Callable[[Watch], Shown | Response]


def make_overview(rules: Rules, lookout: Lookout | None = None) -> ASGIApp:
    """Return the application. Where the rules let nobody act, it only shows."""
    seen = lookout or Lookout()
    token = secrets.token_urlsafe(32) if rules.acts else ""
    limit: list[anyio.CapacityLimiter] = []  # made where an event loop runs

    async def answered(request: Request, page: Page) -> Response:
        if not limit:
            limit.append(anyio.CapacityLimiter(_AT_ONCE))
        watch = Watch(**told(request), lookout=seen, token=token)
        work = to_thread.run_sync(lambda: _answered(watch, page), limiter=limit[0], abandon_on_cancel=True)
        try:
            return await asyncio.wait_for(work, _SECONDS)
        except TimeoutError:
            return _trouble(watch, 503, watch.say("error.slow"))

    def route(path: str, page: Page) -> Route:
        async def endpoint(request: Request) -> Response:
            return await answered(request, page)

        return Route(path, endpoint, methods=["GET"])

    async def asked(request: Request) -> Response:
        given = _token_of(await _form(request))
        is_ours = bool(token) and secrets.compare_digest(given, token.encode("ascii"))
        return await answered(request, _acted if is_ours else _stale)

    async def elsewhere(request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 404
        return await answered(request, lambda watch: _trouble(watch, status, watch.say("error.none")))

    routes = [
        Route("/static/{name}", _static, methods=["GET"]),
        Route("/collections/{id}/{deed:path}", asked, methods=["POST"]),
        *(route(path, page) for path, page in PAGES.items()),
    ]
    app = Starlette(routes=routes, exception_handlers={HTTPException: elsewhere})
    return Guard(app, replace(rules, policy=POLICY))


async def _form(request: Request) -> str:
    held = b""
    async for piece in request.stream():
        held += piece
        if len(held) > _LONGEST_FORM:
            raise HTTPException(413)
    return held.decode("ascii", "replace")


def _token_of(form: str) -> bytes:
    try:
        found = parse_qs(form, max_num_fields=4).get("token", [""])
    except ValueError:
        return b""
    return found[0].encode("utf-8", "replace")


def _answered(watch: Watch, page: Page) -> Response:
    try:
        answer = page(watch)
    except QueryError as error:
        return _trouble(watch, 400, str(error))
    except NotScheduled:
        return _trouble(watch, 404, watch.say("overview.none"))
    except BeilinError as error:
        return _trouble(watch, 503, str(error))
    except (OSError, sqlite3.Error) as error:
        return _trouble(watch, 503, watch.say("error.unreadable", what=type(error).__name__))
    if isinstance(answer, Response):
        return answer
    return HTMLResponse(render(watch, answer), answer.status, _HEADERS)


def _trouble(watch: Watch, status: int, sentence: str) -> Response:
    shown = Shown("overview_error.html", {"sentence": sentence})
    return HTMLResponse(render(watch, shown), status, _HEADERS)


# ------------------------------------------------------------------ pages
def all_of_them(watch: Watch) -> Shown:
    """Return the overview."""
    found, rows = watch.lookout.overview(), watch.lookout.rows()
    page = number(watch.asked, "page", 1, 9999)
    return Shown("overview.html", {
        "rows": [(row, facts(watch, row)) for row in _page_of(rows, page)],
        "page": page,
        "pages": -(-len(rows) // _AT_A_TIME),
        "tally": _tally(rows),
        "waiting": found.waiting,
        "notes": [(moment(at), what) for at, what in found.notes[:5]],
        "at": moment(found.at),
        "name": name,
        "signs": SIGNS,
        "token": watch.token,
    })  # fmt: skip


def one_of_them(watch: Watch) -> Shown:
    """Return one collection closely."""
    kept = watch.lookout.kept(str(watch.path["id"]))
    values = {"kept": kept, "row": kept.row, "facts": facts(watch, kept.row), "weeks": weeks(kept.days)}
    values |= {"signs": SIGNS, "name": name, "moment": moment, "size": size, "token": watch.token}
    return Shown("overview_collection.html", values)


def growth(watch: Watch) -> Response:
    """Return a collection's growth as a chart: megabytes at the end of each month."""
    months = watch.lookout.months(str(watch.path["id"]))
    title = watch.say("overview.growth_chart")
    drawn = charts.levels(title, [(month, round(held / 1e6, 1)) for month, held in months])
    return Response(drawn, media_type="image/svg+xml", headers={"content-security-policy": CHART_POLICY})


def live(watch: Watch) -> Response:
    """Return what the page's script puts in place: words, never markup."""
    rows = _page_of(watch.lookout.rows(), number(watch.asked, "page", 1, 9999))
    return JSONResponse({row.id: _live(watch, row) for row in rows if row.id})


def metrics(watch: Watch) -> Response:
    """Return the metrics for Prometheus."""
    return Response(exposition(watch.lookout.overview()), headers={"content-type": TYPE})


def _live(watch: Watch, row: Row) -> dict[str, Any]:
    said = {place: plainly(text) for place, text in facts(watch, row).items()}
    far = {"found": max(row.live.found, 1), "fetched": row.live.fetched} if row.live else None
    return {"words": said, "state": row.state, "paused": bool(row.paused), "far": far}


def _page_of(rows: list[Row], page: int) -> list[Row]:
    return rows[(page - 1) * _AT_A_TIME : page * _AT_A_TIME]


def _tally(rows: list[Row]) -> dict[str, int]:
    return {
        "all": len(rows),
        "running": sum(row.state == "running" for row in rows),
        "paused": sum(row.paused > 0 for row in rows),
        "needs": sum(map(needs_a_person, rows)),
    }


# ------------------------------------------------------------------ what may be asked
def _acted(watch: Watch) -> Response:
    """Pause, or go on, and lead back to the page."""
    plan_id, deed = str(watch.path["id"]), str(watch.path["deed"])
    if deed not in ("pause", "resume"):
        raise NotScheduled(deed)
    watch.lookout.pause(plan_id, resume=deed == "resume")
    at = watch.link("/collections", plan_id) if watch.asked.get("from") == "one" else watch.link("/")
    return RedirectResponse(at, 303, _HEADERS)


def _stale(watch: Watch) -> Response:
    return _trouble(watch, 403, watch.say("overview.stale"))


PAGES: dict[str, Page] = {
    "/": all_of_them,
    "/collections/{id}": one_of_them,
    "/growth/{id}.svg": growth,
    "/live": live,
    "/metrics": metrics,
}


async def _static(request: Request) -> Response:
    name = str(request.path_params["name"])
    if name not in _STATIC:
        raise HTTPException(404)
    content = (resources.files("archive.web") / "static" / name).read_bytes()
    return Response(content, media_type=_STATIC[name], headers={"cache-control": "max-age=300"})
