"""The collection as JSON, for programs: `/api/v1`. What is asked and answered is in `archive.web.openapi`."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from archive.codec import to_plain
from archive.errors import BeilinError, UsageError
from archive.search import QueryError
from archive.web.asking import number, query_of, text
from archive.web.holdings import Holdings, NotHeld
from archive.web.openapi import PREFIX, document

MOST = 100  # of a page
_LAST = 100_000
Threaded = Callable[[Callable[[], Response]], Awaitable[Response]]
Asked = Mapping[str, str]


def routes(holdings: Holdings, threaded: Threaded) -> list[Route]:
    """Return the routes of the API."""
    return [_route(holdings, threaded, path, answer) for path, answer in ANSWERS.items()] + [
        Route(f"{PREFIX}/{{rest:path}}", _none, methods=["GET"])
    ]


def _route(holdings: Holdings, threaded: Threaded, path: str, answer: Callable[[Holdings, Asked], Any]) -> Route:
    async def endpoint(request: Request) -> Response:
        asked = {**request.query_params, **{f"/{name}": str(value) for name, value in request.path_params.items()}}
        try:
            return await threaded(lambda: _answered(holdings, asked, answer))
        except TimeoutError:
            return _trouble(503, "That took too long: ask for less.")

    return Route(PREFIX + path, endpoint, methods=["GET"])


def _answered(holdings: Holdings, asked: Asked, answer: Callable[[Holdings, Asked], Any]) -> Response:
    try:
        return _Json(answer(holdings, asked))
    except NotHeld:
        return _trouble(404, "The collection does not hold that.")
    except (QueryError, UsageError) as error:
        return _trouble(400, str(error))
    except BeilinError as error:
        return _trouble(503, str(error))
    except (OSError, sqlite3.Error) as error:
        return _trouble(503, f"A file of the collection could not be read just now ({type(error).__name__}).")


class _Json(JSONResponse):
    def render(self, content: Any) -> bytes:
        text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode("utf-8")


def _trouble(status: int, sentence: str) -> Response:
    return _Json({"error": sentence}, status)


async def _none(_: Request) -> Response:
    return _trouble(404, "There is no such address: see openapi.json.")


# ------------------------------------------------------------------ answers
def _status(holdings: Holdings, _: Asked) -> Any:
    return to_plain(holdings.held())


def _search(holdings: Holdings, asked: Asked) -> Any:
    limit = number(asked, "limit", 20, MOST)
    return to_plain(holdings.index.search(query_of(asked, limit)))


def _post(holdings: Holdings, asked: Asked) -> Any:
    wanted = number(asked, "version", 0, 999_999) if text(asked, "version") else None
    return to_plain(holdings.post(asked["/id"], wanted))


def _versions(holdings: Holdings, asked: Asked) -> Any:
    numbers = holdings.version_numbers(asked["/id"])
    if not numbers:
        raise NotHeld(asked["/id"])
    return {"versions": numbers, "changes": [to_plain(change) for change in holdings.differences(asked["/id"])]}


def _people(holdings: Holdings, asked: Asked) -> Any:
    limit, page = number(asked, "limit", 20, MOST), number(asked, "page", 1, _LAST)
    return to_plain(holdings.index.people(text(asked, "q") or None, limit, (page - 1) * limit))


def _person(holdings: Holdings, asked: Asked) -> Any:
    found = holdings.index.person(asked["/id"])
    if found is None:
        raise NotHeld(asked["/id"])
    return to_plain(found)


def _counts(holdings: Holdings, _: Asked) -> Any:
    names = ("posts_per_month", "events_per_month", "places", "labels", "kinds")
    counts = {name: _plain(holdings.tallies(name)) for name in names}
    return {**counts, "languages_per_month": _plain(holdings.languages())}


def _together(holdings: Holdings, asked: Asked) -> Any:
    return _plain(holdings.together(number(asked, "limit", 20, MOST)))


def _coverage(holdings: Holdings, _: Asked) -> Any:
    return _report(holdings.coverage())


def _changes(holdings: Holdings, _: Asked) -> Any:
    return _report(holdings.changes())


def _report(found: Any) -> Any:
    if found is None:
        raise NotHeld("report")
    return to_plain(found)


def _plain(values: Any) -> list[Any]:
    return [to_plain(value) for value in values]


def _openapi(_: Holdings, __: Asked) -> Any:
    return document()


ANSWERS: Mapping[str, Callable[[Holdings, Asked], Any]] = {
    "/openapi.json": _openapi,
    "/status": _status,
    "/search": _search,
    "/versions/{id:path}": _versions,
    "/posts/{id:path}": _post,
    "/people": _people,
    "/people/{id:path}": _person,
    "/counts": _counts,
    "/together": _together,
    "/coverage": _coverage,
    "/changes": _changes,
}
