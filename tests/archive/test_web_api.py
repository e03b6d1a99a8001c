"""The JSON API: what its OpenAPI document promises, asked for by schemathesis (v86, v87)."""

import json
from urllib.parse import quote

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from archive.codec import to_plain
from archive.search import open_index
from archive.web.app import Settings, make_app
from archive.web.openapi import PREFIX, document
from archive.web.safety import Rules
from tests import hostile_collection
from tests.hostile_collection import HOST
from tests.webclient import client

CHECKS = [content_type_conformance, response_schema_conformance, status_code_conformance]
ID = quote("tag:0Rally 集会", safe="")


@pytest.fixture(scope="module")
def layout(tmp_path_factory):
    def posts(refs):
        for number, title in enumerate(("Rally 集会", "守夜 Vigil", "<b>\u202e")):
            yield hostile_collection.post(number, title, tuple(refs.values()))

    return hostile_collection.make(
        tmp_path_factory.mktemp("api") / "c", [(f"{HOST}/", "text/html", b"<p>x</p>")], posts
    )


@pytest.fixture(scope="module")
def schema(layout):
    app = make_app(layout, Settings(Rules(frozenset({"testserver"}))))
    return schemathesis.openapi.from_asgi(f"{PREFIX}/openapi.json", app)


@pytest.fixture(scope="module")
def ask(layout):
    return lambda path: client(layout).get(PREFIX + path)


@pytest.mark.parametrize("path", document()["paths"])
def test_v87_whatever_is_asked_is_answered_as_the_document_says(path, schema):
    @settings(max_examples=30, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    @given(case=schema[path]["GET"].as_strategy())
    def answers(case):
        case.call_and_validate(checks=CHECKS)

    answers()


@pytest.mark.parametrize(
    "path", ["/status", f"/posts/{ID}", f"/versions/{ID}", "/people", "/counts", "/together", "/search?q=集会"]
)
def test_what_is_there_is_given(path, ask):
    assert ask(path).status_code == 200


def test_a_post_is_its_record(ask, layout):
    record = json.loads(next(layout.records.rglob("0/v1.json")).read_bytes())
    assert ask(f"/posts/{ID}").json() == record
    assert ask(f"/posts/{ID}?version=1").json() == record
    assert ask(f"/posts/{ID}?version=2").status_code == 404


def test_the_rest_is_what_the_index_says(ask, layout):
    index = open_index(layout.root)
    people = to_plain(index.people(None, 20, 0))
    assert ask("/people").json() == json.loads(json.dumps(people))
    person = people["people"][0]["id"]
    assert ask(f"/people/{person}").json()["person"] == json.loads(json.dumps(people["people"][0]))
    assert ask("/counts").json()["posts_per_month"] == [{"of": "2014-03", "posts": 3}]


def test_pages_of_an_answer_are_each_once(ask):
    hits = [ask(f"/search?sort=oldest&limit=1&page={page}").json()["hits"] for page in (1, 2, 3, 4)]
    assert [len(page) for page in hits] == [1, 1, 1, 0]
    assert len({page[0]["post_id"] for page in hits[:3]}) == 3


@pytest.mark.parametrize("path", ["/coverage", "/changes", "/none", "/posts/none", "/people/none"])
def test_what_is_not_there_is_said(path, ask):
    answer = ask(path)
    assert answer.status_code == 404
    assert answer.json()["error"]


def test_a_record_that_is_damaged_is_said(layout, ask):
    path = next(layout.records.rglob("1/v1.json"))
    kept = path.read_bytes()
    try:
        path.write_bytes(b"{")
        answer = ask(f"/posts/{quote('tag:1守夜 Vigil', safe='')}")
        assert (answer.status_code, "verify" in answer.json()["error"]) == (503, True)
    finally:
        path.write_bytes(kept)
