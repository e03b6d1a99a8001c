"""What the JSON API is: an OpenAPI 3.1 document, its schemas made of the dataclasses that are answered. Pure."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any

from archive.change_report import ChangeReport
from archive.codec import schema
from archive.coverage import Coverage
from archive.post_changes import PostChange
from archive.records import Post
from archive.search import LanguageTally, PeopleFound, PersonPage, Results, Tally, Together
from archive.web.holdings import Held

PREFIX = "/api/v1"
VERSION = "1.0.0"
_DATE = r"^\d{4}(-\d{2}(-\d{2})?)?$"
_TEXT: dict[str, Any] = {"type": "string", "maxLength": 400}
_NUMBER: dict[str, Any] = {"type": "integer", "minimum": 1}

Parameters = Mapping[str, tuple[dict[str, Any], str]]

_PAGING: Parameters = {
    "limit": ({**_NUMBER, "maximum": 100, "default": 20}, "how many a page has"),
    "page": ({**_NUMBER, "maximum": 5000, "default": 1}, "which page"),
}
_SEARCH: Parameters = {
    "q": (_TEXT, "words in the query language of docs/searching.md"),
    **{name: ({"type": "string", "pattern": _DATE}, what) for name, what in (
        ("from", "published on or after"), ("to", "published on or before"),
        ("event_from", "its event on or after"), ("event_to", "its event on or before"))},
    "lang": (_TEXT, "with paragraphs in a language: en, zh, zh-Hans, zh-Hant, ko, ..."),
    "person": (_TEXT, "naming a person: a name in any spelling, or a person's id"),
    "place": (_TEXT, "with an event at a place"),
    "kind": (_TEXT, "post, page, or the kind of its event"),
    "label": (_TEXT, "with a label"),
    "state": (_TEXT, "by the state of its newest capture: ok, changed, first, suspect, replaced, missing, gone"),
    "images": ({"type": "string", "enum": ["0", "1"]}, "1: with pictures, 0: without"),
    "sort": ({"type": "string", "enum": ["relevance", "newest", "oldest"]}, "the order"),
    **_PAGING,
}  # fmt: skip
_ID: Parameters = {"id": ({"type": "string", "minLength": 1}, "an id, percent-encoded")}
_KINDS = (
    Held,
    Results,
    Post,
    PostChange,
    PeopleFound,
    PersonPage,
    Tally,
    LanguageTally,
    Together,
    Coverage,
    ChangeReport,
)


@functools.cache
def document() -> dict[str, Any]:
    """Return the document."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "beilin: a kept blog",
            "version": VERSION,
            "description": "Reads one collection; nothing can be changed. Times are ISO 8601.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": PREFIX}],
        "paths": {path: {"get": operation} for path, operation in _paths().items()},
        "components": {"schemas": _schemas()},
    }


def _paths() -> dict[str, dict[str, Any]]:
    listed = {name: _list(_named(kind)) for name, kind in (
        ("posts_per_month", Tally), ("events_per_month", Tally), ("languages_per_month", LanguageTally),
        ("places", Tally), ("labels", Tally), ("kinds", Tally))}  # fmt: skip
    version = {"version": (_NUMBER, "an older version of the record")}
    return {
        "/status": _get("status", "What the collection holds", _named(Held)),
        "/search": _get("search", "Find posts", _named(Results), _SEARCH),
        "/posts/{id}": _get("post", "A post's record", _named(Post), {**_ID, **version}),
        "/versions/{id}": _get(
            "versions",
            "A post's versions, and what each changed, the newest first",
            _object({"versions": _list({"type": "integer"}), "changes": _list(_named(PostChange))}),
            _ID,
        ),
        "/people": _get(
            "people", "Find people", _named(PeopleFound), {"q": (_TEXT, "a name in any script"), **_PAGING}
        ),
        "/people/{id}": _get("person", "A person, how spelled and where seen", _named(PersonPage), _ID),
        "/counts": _get("counts", "Posts by month, language, place, label and kind", _object(listed)),
        "/together": _get("together", "Who is named with whom", _list(_named(Together)), {"limit": _PAGING["limit"]}),
        "/coverage": _get("coverage", "The newest coverage report", _named(Coverage)),
        "/changes": _get("changes", "The newest change report", _named(ChangeReport)),
    }


def _get(name: str, summary: str, answer: dict[str, Any], parameters: Parameters | None = None) -> dict[str, Any]:
    troubles = {"404": "The collection does not hold that", "503": "It cannot be read just now"}
    if parameters:
        troubles["400"] = "A parameter cannot be"
    return {
        "operationId": name,
        "summary": summary,
        "parameters": [
            {
                "name": key,
                "in": "path" if key == "id" else "query",
                "required": key == "id",
                "schema": kind,
                "description": what,
            }
            for key, (kind, what) in (parameters or {}).items()
        ],
        "responses": {
            "200": _response("The answer", answer),
            **{status: _response(what, {"$ref": "#/components/schemas/Error"}) for status, what in troubles.items()},
        },
    }


def _response(what: str, kind: dict[str, Any]) -> dict[str, Any]:
    return {"description": what, "content": {"application/json": {"schema": kind}}}


def _named(kind: type) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{kind.__name__}"}


def _list(kind: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": kind}


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def _schemas() -> dict[str, Any]:
    found: dict[str, Any] = {"Error": _object({"error": {"type": "string"}})}
    for kind in _KINDS:
        for name, one in schema(kind)["$defs"].items():
            found[_place(kind.__name__, name)] = _moved(one, kind.__name__)
    return found


def _place(root: str, name: str) -> str:
    """Return the name of a part: two kinds may have parts of one name that are not the same."""
    return name if name == root else f"{root}.{name}"


def _moved(value: Any, root: str) -> Any:
    """Return a schema whose references lead to where OpenAPI keeps schemas."""
    if isinstance(value, dict):
        return {
            name: f"#/components/schemas/{_place(root, of.rpartition('/')[2])}" if name == "$ref" else _moved(of, root)
            for name, of in value.items()
        }
    return [_moved(each, root) for each in value] if isinstance(value, list) else value
