"""How requests become pages, of a collection and of the overview: in a thread, within a time, and where there is no
page with one that says why.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

import anyio
from anyio import to_thread
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from archive.errors import BeilinError, UsageError
from archive.search import QueryError
from archive.web.desk import Answer, Reader, Shown
from archive.web.holdings import NotHeld
from archive.web.rendering import render

_SECONDS = 30
_AT_ONCE = 4  # threads; those of a collection have an index each
R = TypeVar("R", bound=Reader)


@dataclass(frozen=True)
class Manners:
    """What an application's pages have of their own: the template that those of errors extend, the words of the way
    back and of what is not there, and headers.
    """

    base: str
    back: str
    not_held: str
    headers: Mapping[str, str] = field(default_factory=dict)


class Answering(Generic[R]):
    """Answers the requests of one application; ``reader_of`` makes of each what its page is told."""

    def __init__(self, reader_of: Callable[[Request], R], manners: Manners) -> None:
        self._reader_of, self._manners = reader_of, manners
        self._limit: list[anyio.CapacityLimiter] = []  # made where an event loop runs

    def application(self, routes: Sequence[BaseRoute], pages: Mapping[str, Callable[[R], Answer]]) -> Starlette:
        """Return an application of pages by their paths; ``routes`` are asked first."""
        made = [*routes, *(self._route(path, page) for path, page in pages.items())]
        return Starlette(routes=made, exception_handlers={HTTPException: self._elsewhere})

    async def threaded(self, work: Callable[[], Response]) -> Response:
        """Return what some work comes to. Raises TimeoutError where it takes too long."""
        if not self._limit:
            self._limit.append(anyio.CapacityLimiter(_AT_ONCE))
        done = to_thread.run_sync(work, limiter=self._limit[0], abandon_on_cancel=True)
        return await asyncio.wait_for(done, _SECONDS)

    async def answer(self, request: Request, page: Callable[[R], Answer]) -> Response:
        """Return a page, or one that says why there is none. What cannot be read is no fault of the server."""
        reader = self._reader_of(request)
        try:
            return await self.threaded(lambda: self._answered(reader, page))
        except TimeoutError:
            return self.trouble(reader, 503, reader.say("error.slow"))

    def trouble(self, reader: R, status: int, sentence: str) -> Response:
        """Return a page that says what is wrong."""
        values = {"sentence": sentence, "base": self._manners.base, "back": self._manners.back}
        return self._shown(reader, Shown("error.html", values, status))

    def _route(self, path: str, page: Callable[[R], Answer]) -> Route:
        async def endpoint(request: Request) -> Response:
            return await self.answer(request, page)

        return Route(path, endpoint, methods=["GET"])

    async def _elsewhere(self, request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 404
        return await self.answer(request, lambda reader: self.trouble(reader, status, reader.say("error.none")))

    def _answered(self, reader: R, page: Callable[[R], Answer]) -> Response:
        try:
            answer = page(reader)
            return answer if isinstance(answer, Response) else self._shown(reader, answer)
        except NotHeld:
            return self.trouble(reader, 404, reader.say(self._manners.not_held))
        except (QueryError, UsageError) as error:
            return self.trouble(reader, 400, str(error))
        except BeilinError as error:
            return self.trouble(reader, 503, str(error))
        except (OSError, sqlite3.Error) as error:
            return self.trouble(reader, 503, reader.say("error.unreadable", what=type(error).__name__))

    def _shown(self, reader: R, shown: Shown) -> Response:
        return HTMLResponse(render(reader, shown), shown.status, dict(self._manners.headers))
