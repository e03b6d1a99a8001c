"""The style sheets and scripts that come with this program."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import resources
from pathlib import PurePath

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

_TYPES = {".css": "text/css", ".js": "text/javascript"}
CACHED = {"cache-control": "max-age=300"}


def asset(path: str, name: str, headers: Mapping[str, str]) -> Route:
    """Return the route of a file of ``static/``."""

    async def answer(_: Request) -> Response:
        content = (resources.files("archive.web") / "static" / name).read_bytes()
        return Response(content, media_type=_TYPES[PurePath(name).suffix], headers=dict(headers))

    return Route(path, answer, methods=["GET"])
