"""The application of the overview: which address is which page, and what its pages may ask for."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any
from urllib.parse import parse_qs

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from archive.schedule.calendar import SIGNS, weeks
from archive.schedule.fleets import Fleet
from archive.schedule.overview import Row
from archive.sizes import size
from archive.visible import plainly
from archive.web import charts
from archive.web.answering import Answering, Manners
from archive.web.asking import number
from archive.web.assets import CACHED, asset
from archive.web.desk import Answer, Reader, Shown, told
from archive.web.holdings import NotHeld
from archive.web.overview.facts import facts, failing, moment, name, often
from archive.web.overview.lookout import Lookout, needs_a_person
from archive.web.overview.metrics import TYPE, exposition
from archive.web.overview.reasons import because
from archive.web.safety import CHART_POLICY, PAGE_POLICY, Guard, Rules

POLICY = f"{PAGE_POLICY}; script-src 'self'; connect-src 'self'"  # one script of ours, which asks this server alone
_AT_A_TIME = 100  # collections on a page
_LONGEST_FORM = 1024  # bytes
_STATIC = ("beilin.css", "overview.css", "overview.js")
# Else browsers hide from this server, too, which page a form was sent from.
_HEADERS = {"referrer-policy": "same-origin"}
_MANNERS = Manners("overview_base.html", back="overview.back", not_held="overview.none", headers=_HEADERS)


@dataclass(frozen=True)
class Watch(Reader):
    """A request to the overview; ``token`` goes with its forms, and is empty where nothing may be asked."""

    lookout: Lookout
    token: str


Page = Callable[[Watch], Answer]


def make_overview(rules: Rules, lookout: Lookout | None = None) -> ASGIApp:
    """Return the application. Where the rules let nobody act, it only shows."""
    seen = lookout or Lookout()
    token = secrets.token_urlsafe(32) if rules.acts else ""
    answering = Answering(lambda request: Watch(**told(request), lookout=seen, token=token), _MANNERS)

    async def asked(request: Request) -> Response:
        given = _token_of(await _form(request))
        if token and secrets.compare_digest(given, token.encode("ascii")):
            return await answering.answer(request, _acted)
        return await answering.answer(request, lambda watch: answering.trouble(watch, 403, watch.say("overview.stale")))

    routes = [
        *(asset(f"/static/{name}", name, CACHED) for name in _STATIC),
        Route("/collections/{id}/{deed:path}", asked, methods=["POST"]),
    ]
    return Guard(answering.application(routes, PAGES), replace(rules, policy=POLICY))


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


# ------------------------------------------------------------------ pages
def all_of_them(watch: Watch) -> Shown:
    """Return the overview."""
    found, rows = watch.lookout.overview(), watch.lookout.rows()
    page = number(watch.asked, "page", 1, 9999)
    return Shown("overview.html", {
        "rows": [(row, facts(watch, row)) for row in _page_of(rows, page)],
        "failing": failing,
        "page": page,
        "pages": -(-len(rows) // _AT_A_TIME),
        "tally": _tally(rows, found.fleets),
        "fleets": found.fleets if page == 1 else (),
        "most_blogs": _AT_A_TIME,
        "waiting": found.waiting,
        "notes": [(moment(at), what) for at, what in found.notes[:5]],
        "at": moment(found.at),
        "moment": moment,
        "because": partial(because, watch),
        "name": name,
        "signs": SIGNS,
        "token": watch.token,
    })  # fmt: skip


def one_of_them(watch: Watch) -> Shown:
    """Return one collection closely."""
    kept = watch.lookout.kept(str(watch.path["id"]))
    values = {"kept": kept, "row": kept.row, "facts": facts(watch, kept.row), "weeks": weeks(kept.days)}
    values |= {
        "often": partial(often, watch),
        "failing": failing,
        "signs": SIGNS,
        "name": name,
        "moment": moment,
        "because": partial(because, watch),
        "size": size,
        "token": watch.token,
    }
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
    return {"words": said, "failing": failing(row), "state": row.state, "paused": bool(row.paused), "far": far}


def _page_of(rows: list[Row], page: int) -> list[Row]:
    return rows[(page - 1) * _AT_A_TIME : page * _AT_A_TIME]


def _tally(rows: list[Row], fleets: Sequence[Fleet]) -> dict[str, int]:
    return {
        "all": len(rows),
        "running": sum(row.state == "running" for row in rows),
        "paused": sum(row.paused > 0 for row in rows),
        "needs": sum(map(needs_a_person, rows)) + sum(len(fleet.troubled) for fleet in fleets),
    }


# ------------------------------------------------------------------ what may be asked
def _acted(watch: Watch) -> Response:
    """Pause, or go on, and lead back to the page."""
    plan_id, deed = str(watch.path["id"]), str(watch.path["deed"])
    if deed not in ("pause", "resume"):
        raise NotHeld(deed)
    watch.lookout.pause(plan_id, resume=deed == "resume")
    at = watch.link("/collections", plan_id) if watch.asked.get("from") == "one" else watch.link("/")
    return RedirectResponse(at, 303, _HEADERS)


PAGES: dict[str, Page] = {
    "/": all_of_them,
    "/collections/{id}": one_of_them,
    "/growth/{id}.svg": growth,
    "/live": live,
    "/metrics": metrics,
}
