"""One request, with what a page needs to answer it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode

from starlette.requests import Request
from starlette.responses import Response

from archive.web import words
from archive.web.holdings import Holdings


@dataclass(frozen=True)
class Shown:
    """A page to be shown: its template and what that is told."""

    template: str
    values: Mapping[str, Any] = field(default_factory=dict)
    status: int = 200


Answer = Shown | Response


@dataclass(frozen=True)
class Reader:
    """Who asks, and for what: ``asked`` are the request's parameters, ``path`` what its address names."""

    language: str
    asked: Mapping[str, str]
    path: Mapping[str, Any]
    address: str

    def say(self, name: str, **values: object) -> str:
        """Return words of the interface."""
        return words.say(self.language, name, **values)

    def called(self, kind: str, value: str) -> str:
        """Return the word for a value of the records."""
        return words.called(self.language, kind, value)

    def link(self, path: str, *names: str | int, **parameters: object) -> str:
        """Return an address of this server; ``names`` follow the path, each escaped whole. The switch is kept."""
        kept = {"hl": self.asked["hl"]} if self.asked.get("hl") in words.LANGUAGES else {}
        given = {name.rstrip("_"): value for name, value in parameters.items() if value not in (None, "")}
        whole = "/".join([path, *(quote(str(name), safe="") for name in names)])
        query = urlencode({**kept, **given}, errors="replace")
        return f"{whole}?{query}" if query else whole

    def again(self, **parameters: object) -> str:
        """Return the address of this page with other parameters."""
        given = {name: value for name, value in {**self.asked, **parameters}.items() if value not in (None, "")}
        return f"{quote(self.address)}?{urlencode(given, errors='replace')}"


@dataclass(frozen=True)
class Desk(Reader):
    """A request to a collection's pages; ``replay`` is the origin of replay."""

    holdings: Holdings
    replay: str

    @classmethod
    def of(cls, request: Request, holdings: Holdings, replay: str) -> Desk:
        """Return the desk of a request."""
        return cls(**told(request), holdings=holdings, replay=replay)


def told(request: Request) -> dict[str, Any]:
    """Return the fields of `Reader` that a request tells."""
    asked = dict(request.query_params)
    language = words.language_of(asked.get("hl"), request.headers.get("accept-language", ""))
    return {"language": language, "asked": asked, "path": request.path_params, "address": request.url.path}
