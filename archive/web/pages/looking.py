"""What people would rather look at: the timeline, the images wall, the places, and the charts."""

from __future__ import annotations

import functools
from collections.abc import Callable

from starlette.responses import Response

from archive.search import PersonFound, Query
from archive.web import charts
from archive.web.asking import number
from archive.web.desk import Desk, Shown
from archive.web.holdings import Holdings, NotHeld
from archive.web.pages.people import TOGETHER
from archive.web.safety import CHART_POLICY
from archive.web.words import called

_WALL = 24  # posts
MOST_PICTURES = 6  # of each
_MOST_PLACES = 30
_MOST_NAMES, _FEWER = 16, 10  # on a page, on a telephone


def timeline(desk: Desk) -> Shown:
    """Return posts and events by month, and languages by year."""
    posts = charts.every_month([(each.of, each.posts) for each in desk.holdings.tallies("posts_per_month")])
    years: dict[str, list[tuple[str, int]]] = {}
    for month, count in posts:
        years.setdefault(month[:4], []).append((month, count))
    events = {each.of: each.posts for each in desk.holdings.tallies("events_per_month")}
    languages = _by_year(desk.holdings)
    return Shown("timeline.html", {"years": years, "events": events, "languages": languages})


def _by_year(holdings: Holdings) -> dict[str, dict[str, int]]:
    table: dict[str, dict[str, int]] = {}
    for each in holdings.languages():
        row = table.setdefault(each.month[:4], {})
        row[each.language] = row.get(each.language, 0) + each.posts
    return table


def images(desk: Desk) -> Shown:
    """Return the pictures of the posts that have any, the newest first."""
    page = number(desk.asked, "page", 1, 5000)
    query = Query(has_images=True, sort="newest", limit=_WALL, offset=(page - 1) * _WALL)
    results = desk.holdings.index.search(query)
    shown = [(hit, desk.holdings.post(hit.post_id, hit.version).images) for hit in results.hits]
    wanting = [image.url for _, images in shown for image in images[:MOST_PICTURES] if not image.digest]
    values = {"shown": shown, "most": MOST_PICTURES, "wanting": wanting, "page": page}
    return Shown("images.html", {**values, "pages": -(-results.total // _WALL)})


def places(desk: Desk) -> Shown:
    """Return where the posts' events were."""
    return Shown("places.html", {"places": desk.holdings.tallies("places")})


# ------------------------------------------------------------------ charts
def chart(desk: Desk) -> Response:
    """Return a chart as SVG. Raises NotHeld where there is none of that name."""
    name = str(desk.path["name"])
    if name not in (*_CHARTS, "languages"):
        raise NotHeld(name)
    width = charts.NARROW if desk.asked.get("narrow") else charts.WIDE
    drawn = _drawn(desk.holdings, desk.holdings.state, name, desk.language, desk.say(f"chart.{name}"), width)
    return Response(drawn, media_type="image/svg+xml", headers={"content-security-policy": CHART_POLICY})


@functools.lru_cache(maxsize=32)
def _drawn(holdings: Holdings, _state: int, name: str, language: str, title: str, width: int) -> bytes:
    if name == "languages":
        return charts.by_year(title, _by_year(holdings), lambda tag: called(language, "language", tag), width)
    return _CHARTS[name](holdings, title, width)


def _posts(holdings: Holdings, title: str, width: int) -> bytes:
    return charts.months(title, [(each.of, each.posts) for each in holdings.tallies("posts_per_month")], width)


def _events(holdings: Holdings, title: str, width: int) -> bytes:
    return charts.months(title, [(each.of, each.posts) for each in holdings.tallies("events_per_month")], width)


def _places(holdings: Holdings, title: str, width: int) -> bytes:
    return charts.ranked(title, [(each.of, each.posts) for each in holdings.tallies("places")[:_MOST_PLACES]], width)


def _together(holdings: Holdings, title: str, width: int) -> bytes:
    pairs = holdings.together(TOGETHER)
    weight: dict[str, int] = {}
    for pair in pairs:
        for person in (pair.one, pair.other):
            weight[_name(person)] = weight.get(_name(person), 0) + pair.posts
    names = sorted(weight, key=lambda name: (-weight[name], name))[: _MOST_NAMES if width == charts.WIDE else _FEWER]
    return charts.together(title, names, {(_name(pair.one), _name(pair.other)): pair.posts for pair in pairs}, width)


def _name(person: PersonFound) -> str:
    return (*person.zh, *person.en)[0]


_CHARTS: dict[str, Callable[[Holdings, str, int], bytes]] = {
    "posts": _posts,
    "events": _events,
    "places": _places,
    "together": _together,
}
