"""Revisits resolve: others' replay gives, for a later visit, the payload of an earlier one."""

import hashlib
import re
import urllib.request
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

import pytest

from archive.captures import captures
from archive.records import Capture
from scraper.demo.knobs import Knobs
from tests.scraper import judges, replayweb

ITEM = "http://beimengongminhui.blogspot.com/2014/03/pictures.html"
EDITED = 5  # the number of a post
MODES = ("whole", "pieces", "wacz")  # how replayweb.page reads a small WARC file, a large one, and a WACZ file


@dataclass(frozen=True)
class Revisit:
    """A capture whose payload its original has. If ``outdated``, a later capture of its address has another."""

    capture: Capture
    original: Capture
    outdated: bool

    @property
    def place(self):
        """The instant and the address by which replays know it."""
        return re.sub(r"\D", "", self.capture.captured_at)[:14], self.capture.target_uri


def warcs(folder):
    return sorted((folder / "warc").iterdir())


@pytest.fixture(scope="module")
def visited(mirrored, tmp_path_factory):
    """A blog visited fully three times. The second time its pages are 304, the third time the same again, save a post."""
    folder = tmp_path_factory.mktemp("replay") / "collection"
    for page_tags, edited in ((True, ()), (True, ()), (False, (EDITED,))):
        knobs = Knobs(posts=40, tokens=False, page_tags=page_tags, edited=frozenset(edited))
        done, _, _ = mirrored(knobs, folder, "--visit", "full")
        assert done.code == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def revisits(visited):
    everything = [capture for path in warcs(visited) for capture in captures(path)]
    originals = {capture.record_id: capture for capture in everything}
    # The last capture of each address that has a payload of its own.
    last = {capture.target_uri: capture.captured_at for capture in everything if not capture.refers_to}
    return [
        Revisit(capture, originals[capture.refers_to], last[capture.target_uri] > capture.captured_at)
        for capture in everything
        if capture.refers_to
    ]


@pytest.fixture(scope="module")
def package(visited, run, tmp_path_factory):
    """The same as one WACZ file."""
    path = tmp_path_factory.mktemp("package") / "visited.wacz"
    done = run("export", visited, "--format", "wacz", "-o", path)
    assert done.code == 0, done.stderr
    return path


@pytest.fixture(scope="module", params=["warc", "wacz"])
def pywb(request, visited, package, tmp_path_factory):
    archives = warcs(visited) if request.param == "warc" else [package]
    with judges.wayback(tmp_path_factory.mktemp("pywb"), *archives) as address:
        yield address


def test_pywb_resolves_every_kind_of_revisit(revisits, pywb):
    # Of each kind and media type a few: they differ in how pywb handles them.
    chosen, seen = [], Counter()
    for revisit in revisits:
        mark = revisit.capture.status, revisit.original.media_type, revisit.outdated
        seen[mark] += 1
        chosen += [revisit] if seen[mark] <= 3 else []
    assert {mark[0] for mark in seen} == {200, 304}
    assert {mark[2] for mark in seen} == {True, False}
    for revisit in chosen:
        instant, address = revisit.place
        # "id_" asks for the payload as it is, without rewriting.
        with urllib.request.urlopen(f"{pywb}/{instant}id_/{address}", timeout=30) as answer:
            assert answer.status == 200
            assert answer.read() == revisit.original.body
            assert answer.headers["Memento-Datetime"]


@pytest.fixture(scope="module")
def shown(visited, package, revisits, tmp_path_factory):
    """What replayweb.page makes of the revisits, by mode, and all addresses that it asked for."""
    places = [revisit.place for revisit in revisits]
    pages = [place for place in places if place[1] == ITEM]
    archives = {mode: [package] if mode == "wacz" else warcs(visited) for mode in MODES}
    tasks = [replayweb.task(mode, archives[mode], pages, places, pieces=mode == "pieces") for mode in MODES]
    reports, asked = judges.seen_by_replayweb(tasks, tmp_path_factory.mktemp("chromium"))
    times = Counter(urlsplit(address).path for address in asked)
    assert times["/whole.warc.gz"] == 1 < len(places) < times["/pieces.warc.gz"]
    assert times["/wacz.wacz"]
    return dict(zip(MODES, reports, strict=True)), asked


def test_replayweb_asks_for_nothing_off_this_machine(shown):
    assert {urlsplit(address).hostname for address in shown[1]} == {"127.0.0.1"}


@pytest.mark.parametrize("mode", MODES)
def test_replayweb_shows_a_page_of_a_later_visit_with_its_text_and_pictures(mode, shown, revisits):
    assert [revisit.capture.status for revisit in revisits if revisit.place[1] == ITEM] == [304, 200]
    assert len(shown[0][mode]["pages"]) == 2
    originals = {revisit.place[1]: revisit.original for revisit in revisits}
    for page in shown[0][mode]["pages"]:
        assert "The following is a group of pictures.\n以下是一组图片。" in page["text"]
        assert len(page["widths"]) == 6
        for address, width in page["widths"].items():
            assert width == int.from_bytes(originals[address].body[16:20], "big") > 0  # what the PNG itself says


def assert_originals_given(revisits, shown, mode, outdated):
    given = zip(revisits, shown[0][mode]["captures"], strict=True)
    given = [(revisit, answer) for revisit, answer in given if revisit.outdated == outdated]
    assert any(revisit.original.media_type == "text/html" for revisit, _ in given)
    for revisit, answer in given:
        assert answer["status"] == 200
        assert answer["sha256"] == hashlib.sha256(revisit.original.body).hexdigest(), revisit.place
        # The revisit is in its index: it did not only fall back to an earlier visit.
        moment = datetime.fromisoformat(revisit.capture.captured_at)
        assert int(moment.timestamp()) in {known // 1000 for known in answer["known"]}


@pytest.mark.parametrize("mode", MODES)
def test_replayweb_gives_for_each_revisit_the_payload_of_its_original(mode, shown, revisits):
    assert_originals_given(revisits, shown, mode, outdated=False)


# In pieces it looks an original up by the second: a fraction in WARC-Refers-To-Date would show the later capture.
@pytest.mark.parametrize("mode", MODES)
def test_replayweb_gives_the_original_though_a_later_visit_found_another(mode, shown, revisits):
    assert_originals_given(revisits, shown, mode, outdated=True)
