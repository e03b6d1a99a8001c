"""The application: which address is which page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from starlette.types import ASGIApp

from archive.layout import Layout
from archive.web import api
from archive.web.answering import Answering, Manners
from archive.web.assets import CACHED, asset
from archive.web.desk import Answer, Desk
from archive.web.holdings import Holdings
from archive.web.pages import finding, looking, people, posts, reports
from archive.web.safety import Guard, Rules

_MANNERS = Manners(base="base.html", back="error.back", not_held="error.not_held")
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
    answering = Answering(lambda request: Desk.of(request, holdings, settings.replay), _MANNERS)
    routes = [asset("/static/beilin.css", "beilin.css", CACHED), *api.routes(holdings, answering.threaded)]
    return Guard(answering.application(routes, PAGES), settings.rules)
