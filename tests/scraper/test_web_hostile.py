"""A collection of hostile records and pages, opened in a browser: nothing runs, and no packet leaves (v83, v86)."""

import json
from urllib.parse import quote

import pytest

from tests import hostile_collection
from tests.hostile_collection import HOST, PNG, image
from tests.scraper import xss
from tests.scraper.browser import chromium
from tests.scraper.outside import POLYGLOT, RAN, sink
from tests.scraper.webserver import serving

SVG = b"<svg xmlns='http://www.w3.org/2000/svg' onload=\"document.documentElement.setAttribute('data-run','1')\"/>"


def made(folder, outside):
    attacks = [attack.replace("SINK", outside) for attack in xss.SET]
    pages = [f"<!doctype html><body>{attack}<p>end</p></body>" for attack in attacks]
    answers = [(f"{HOST}/2014/03/{n}.html", "text/html; charset=utf-8", page.encode()) for n, page in enumerate(pages)]
    answers += [
        (f"{HOST}/poly.gif", "image/gif", POLYGLOT),
        (f"{HOST}/x.png", "image/png", SVG),
        (f"{HOST}/y.png", "text/html", PNG),
    ]

    def posts(refs):
        for number, attack in enumerate(attacks):
            images = [
                image(f"{HOST}/{name}", body, attack)
                for name, body in (("poly.gif", POLYGLOT), ("x.png", SVG), ("y.png", PNG))
            ]
            yield hostile_collection.post(number, attack, [refs[f"{HOST}/2014/03/{number}.html"]], images)

    return hostile_collection.make(folder, answers, posts)


@pytest.mark.timeout(120)
def test_v83_nothing_of_a_hostile_record_runs_or_leaves(tmp_path):
    with sink() as outside:
        layout = made(tmp_path / "collection", f"http://127.0.0.1:{outside.server_address[1]}")
        with serving(layout.root) as (at, ask), chromium(tmp_path / "profile") as browser:
            ids = [hit["post_id"] for hit in json.loads(ask("/api/v1/search?limit=100"))["hits"]]
            assert len(ids) == len(xss.SET)
            names = [quote(one, safe="") for one in ids]
            paths = [f"/{kind}/{name}" for kind in ("posts", "as-it-stood") for name in names]
            paths += [f"/{kind}/{name}" for kind in ("versions", "sources") for name in names[:3]]
            paths += ["/", "/images", "/people", "/places", "/timeline", "/charts/places.svg", "/charts/together.svg"]
            paths += [f"/?q={quote(attack)}&person={quote(attack)}" for attack in xss.SET[:6]]
            paths += [f"/people/{one['id']}" for one in json.loads(ask("/api/v1/people"))["people"][:8]]
            page = browser.page()
            page.open("data:text/html," + quote(xss.SET[0]))
            assert page.run(RAN) == "1"  # what is looked for is seen where nothing stops it
            page.seen.clear()
            for path in paths:
                page.open(at + path)
                assert page.run(RAN) is None, path
            asked = [event["request"]["url"] for event in page.events("Network.requestWillBeSent")]
            assert len(asked) > len(paths)
            elsewhere = {url for url in asked if not url.startswith((f"{at}/", "data:", "about:"))}
            assert not elsewhere
        assert outside.heard == []
