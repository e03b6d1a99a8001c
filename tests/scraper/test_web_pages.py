"""Each page of a crawled blog, in both languages; what stands on it, and what is said when something is broken."""

import base64
import gzip
import hashlib
import html
import re
import shutil
import subprocess
from urllib.parse import quote

import pytest
from click.testing import CliRunner

from archive.collection import open_collection
from archive.lock import locked
from archive.web import words
from scraper.cli import main
from scraper.demo.knobs import Knobs
from tests.webclient import client

ITEM = "http://beimengongminhui.blogspot.com/2014/03/pictures.html"


@pytest.fixture(scope="module")
def layout(mirrored):
    return open_collection(mirrored(Knobs(posts=60))[1])


@pytest.fixture(scope="module")
def ask(layout):
    return client(layout).get


@pytest.fixture(scope="module")
def post(ask):
    """The id of the post with pictures, as a part of an address."""
    hits = ask("/api/v1/search?images=1&limit=100").json()["hits"]
    return quote(next(hit["post_id"] for hit in hits if hit["url"] == ITEM), safe="")


PATHS = {
    "/": "search.title",
    "/?q=集会": "search.title",
    "/posts/{post}": "post.text",
    "/versions/{post}": "versions.one",
    "/sources/{post}": "sources.what",
    "/as-it-stood/{post}": "post.as_it_stood",
    "/people": "nav.people",
    "/people/{person}": "people.search",
    "/timeline": "timeline.months",
    "/images": "nav.images",
    "/places": "places.what",
    "/coverage": "coverage.title",
    "/changes": "changes.title",
    "/replay": "replay.title",
}


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.parametrize("path", PATHS)
def test_each_page_speaks_both_languages(path, language, ask, post):
    person = ask("/api/v1/people").json()["people"][0]["id"]
    answer = ask(path.format(post=post, person=person), headers={"accept-language": language})
    assert answer.status_code == 200
    text = html.unescape(re.sub(r"<[^>]+>", "", answer.text))
    assert f'<html lang="{words.TAGS[language]}">' in answer.text
    assert words.say(language, PATHS[path]) in text
    other = next(one for one in words.LANGUAGES if one != language)
    assert words.say(other, PATHS[path]) not in text
    assert "<script" not in answer.text
    assert not re.search(r'(?:src|href|action)="(?:https?:)?//(?!127\.0\.0\.1)', answer.text)


def test_the_switch_is_kept_from_page_to_page(ask, post):
    text = ask(f"/posts/{post}?hl=zh", headers={"accept-language": "en"}).text
    assert "原文与译文" in text
    links = re.findall(r'href="(/[^"]*)"', text)
    own = [link for link in links if not link.startswith(("/static", "/api"))]
    assert len(own) > 10
    assert all("hl=" in link for link in own)


def test_a_paragraph_stands_beside_its_translation(ask, post):
    text = ask(f"/posts/{post}").text
    row = re.search(r'<div class="row"><div>(.*?)</div><div>(.*?)</div></div>', text, re.S)
    assert "The following is a group of pictures." in row[1]
    assert "以下是一组图片。" in row[2]
    assert 'lang="zh-Hans"' in row[2]


def test_the_shown_command_takes_the_record_out(ask, post, layout):
    text = html.unescape(ask(f"/sources/{post}").text)
    command = re.search(r"<code>(tail [^<]+)</code>", text)[1]
    taken = subprocess.run(command, shell=True, cwd=layout.root, check=True, capture_output=True).stdout
    assert taken.startswith(b"WARC/1.1\r\nWARC-Type: response")
    assert ITEM.encode() in taken
    link = re.search(r'href="(/warc/[^"?]+)', text)[1]
    given = ask(link)
    assert gzip.decompress(given.content) == taken
    assert "attachment" in given.headers["content-disposition"]


def test_each_picture_of_a_post_is_its_capture(ask, post):
    images = ask(f"/api/v1/posts/{post}").json()["images"]
    assert len(images) >= 4
    for number, image in enumerate(images):
        given = ask(f"/image/{number}/{post}")
        assert given.headers["content-type"] == "image/png"
        digest = hashlib.sha256(given.content).digest()
        assert image["digest"] == "sha256:" + base64.b32encode(digest).decode()


def test_the_page_as_it_stood_shows_its_pictures(ask, post):
    text = ask(f"/as-it-stood/{post}").text
    assert len(re.findall(rf'<img [^>]*src="/image/\d+/{re.escape(post)}"', text)) >= 4


def test_what_is_found_is_marked(ask):
    text = ask("/?q=集会").text
    assert text.count("<mark>集会</mark>") >= 10


def test_a_person_leads_to_the_posts(ask):
    person = ask("/api/v1/people").json()["people"][0]
    text = ask(f"/people/{person['id']}").text
    link = html.unescape(re.search(r'href="(/\?person=[^"]+)"', text)[1])
    total = int(re.search(r'role="status">\D*(\d+)', ask(link).text)[1])
    assert total == person["posts"]


def test_a_month_of_the_timeline_leads_to_as_many_posts(ask):
    counts = {each["of"]: each["posts"] for each in ask("/api/v1/counts").json()["posts_per_month"]}
    text = html.unescape(ask("/timeline").text)
    links = re.findall(r'href="(/\?from=(\d{4}-\d\d)&[^"]*)"', text)
    assert {month for _, month in links} == counts.keys()
    for link, month in links[:5]:
        assert int(re.search(r'role="status">\D*(\d+)', ask(link).text)[1]) == counts[month]


@pytest.mark.parametrize("name", ["posts", "events", "languages", "places", "together"])
def test_each_chart_is_drawn(name, ask):
    answer = ask(f"/charts/{name}.svg")
    assert answer.headers["content-type"] == "image/svg+xml"
    assert b"<script" not in answer.content
    assert ask(f"/charts/{name}.svg?hl=zh").content != answer.content


# ------------------------------------------------------------------ what is broken
@pytest.fixture
def own(layout, tmp_path):
    """A copy to break."""
    return open_collection(shutil.copytree(layout.root, tmp_path / "own"))


def test_a_broken_index_is_made_anew(own):
    client(own).get("/")
    own.index.write_bytes(b"not a database" * 1000)
    answer = client(own).get("/?q=集会")
    assert answer.status_code == 200
    assert "<mark>" in answer.text


def test_a_broken_record_is_said_and_the_rest_goes_on(own, post):
    asked = client(own).get
    asked("/")
    record = next(own.records.rglob("pictures/v1.json"))
    record.write_bytes(b"{}")
    answer = asked(f"/posts/{post}")
    assert answer.status_code == 503
    assert "beilin verify" in answer.text
    assert asked("/?q=集会").status_code == 200


def test_a_forged_record_is_not_shown(own, post):
    asked = client(own).get
    asked("/")
    record = next(own.records.rglob("pictures/v1.json"))
    record.write_text(record.read_text("utf-8").replace("a group of pictures", "a group of forgeries"), "utf-8")
    for path in (f"/posts/{post}", f"/versions/{post}?version=1", f"/api/v1/posts/{post}"):
        answer = asked(path)
        assert answer.status_code == 503
        assert "not as it was sealed" in answer.text
        assert "forgeries" not in answer.text


def test_a_version_that_was_not_sealed_is_not_shown(own, post):
    record = next(own.records.rglob("pictures/v1.json"))
    record.with_name("v2.json").write_bytes(record.read_bytes())
    asked = client(own).get
    assert asked(f"/posts/{post}?version=2").status_code == 404
    assert "version=2" not in asked(f"/posts/{post}").text


def test_broken_warc_files_are_said(own, post):
    asked = client(own).get
    for warc in own.warc.iterdir():
        warc.write_bytes(b"\x1f\x8b broken")
    for path in (f"/as-it-stood/{post}", f"/sources/{post}", f"/image/0/{post}", f"/warc/{warc.name}/0"):
        answer = asked(path)
        assert answer.status_code in (404, 503), path
    assert asked(f"/posts/{post}").status_code == 200


def test_broken_reports_are_said(own):
    for path in own.reports.rglob("*.json"):
        path.write_bytes(b"[]")
    asked = client(own).get
    assert {asked(path).status_code for path in ("/coverage", "/changes", "/api/v1/coverage")} == {503}


def test_a_collection_that_a_crawl_writes_is_read(own, post):
    with locked(own):
        asked = client(own).get
        assert asked("/?q=集会").status_code == 200
        assert asked(f"/posts/{post}").status_code == 200


def test_pictures_are_found_without_the_notes_of_the_crawls(own, post):
    before = client(own).get(f"/image/0/{post}").content
    shutil.rmtree(own.state)
    assert client(own).get(f"/image/0/{post}").content == before


# ------------------------------------------------------------------ a copy without names
@pytest.fixture(scope="module")
def copy(layout, tmp_path_factory):
    folder = tmp_path_factory.mktemp("nameless")
    options = ["--store", folder / "store.age", "--identity", folder / "identity.txt", "-o", folder / "copy"]
    run = CliRunner().invoke(main, ["redact", str(layout.root), "--names", "pseudonym", *map(str, options)])
    assert run.exit_code == 0, run.output
    return open_collection(folder / "copy")


def test_a_copy_without_names_says_what_it_is(copy, post):
    asked = client(copy).get
    for language in words.LANGUAGES:
        for path in (
            "/",
            f"/posts/{post}",
            f"/sources/{post}",
            "/people",
            "/images",
            "/coverage",
            "/changes",
            "/replay",
        ):
            text = html.unescape(asked(path, headers={"accept-language": language}).text)
            assert words.say(language, "nameless") in text
            for wrong in ("coverage.none", "changes.none", "images.missing", "sources.what", "replay.what"):
                assert words.say(language, wrong) not in text, path
    text = asked("/people").text
    assert re.search(r"〔P-[0-9A-Z]{8}〕", text)
    assert not re.search(r"(〔P-[0-9A-Z]{8}〕)</bdi>\s*<bdi[^>]*>\1", text)


def test_a_copy_without_names_has_no_wacz(copy, tmp_path):
    run = CliRunner().invoke(main, ["export", str(copy.root), "--format", "wacz", "-o", str(tmp_path / "x.wacz")])
    assert run.exit_code == 2
    assert "copy without names" in run.output
    assert "mirror" not in run.output
