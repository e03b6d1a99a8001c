"""Somebody writes in a collection's folder between two crawls, and nobody verifies: by the commands, as users start them."""

import json
import random
import shutil

import pytest

from archive import manifest, warc
from archive.captures import places
from archive.event_lines import last_of, line
from archive.layout import Layout
from scraper.demo.knobs import Knobs
from scraper.demo.posts import HOST
from scraper.demo.server import DemoServer
from tests.scraper.test_durability import KILLED, crawl

POSTS = 34
LISTS = "records/posts/2014/03/lists"
NAME = "蓝假名"  # nobody's


@pytest.fixture(scope="module")
def first(mirrored):
    done, folder, _ = mirrored(Knobs(posts=POSTS, churn=1))
    assert done.code == 0, done.stdout[-2000:]
    return folder


@pytest.fixture
def copy(first, tmp_path):
    return shutil.copytree(first, tmp_path / "c")


def forge_acceptance(folder, crawl):
    log = folder / "events.jsonl"
    detail = {"what": "changes accepted", "crawl": crawl, "url": "all"}
    with log.open("ab") as file:
        file.write(line(last_of(log.read_bytes()), "quality review", detail, "success", lambda _: ""))


def plant(folder):
    """Put a version of a record with a name in it, a record of its own, a report, and a capture file beside the true."""
    true = json.loads((folder / LISTS / "v1.json").read_bytes())
    true["version"] = 9
    true["attendees"][0]["zh"] = NAME
    alone = {**true, "version": 1, "url": "http://beilin.example/2020/01/no.html"}
    planted = {
        f"{LISTS}/v9.json": json.dumps(true).encode(),
        "records/posts/2020/01/no/v1.json": json.dumps(alone).encode(),
        "records/posts/2020/02/junk/v1.json": b"{",
        "reports/29990101T000000Z/changes.json": next((folder / "reports").glob("*/changes.json")).read_bytes(),
        "warc/29990101T000000Z-00000.warc.gz": next((folder / "warc").iterdir()).read_bytes(),
    }
    for name, content in planted.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return planted


def append_forged_capture(folder):
    """Add to the file of a crawl that was killed a capture of a post, with a name put into it."""
    (path,) = (folder / "warc").iterdir()
    planted = folder.with_name("planted.warc.gz")
    # More than the piece that was promised and not written when the crawl was killed: less would be evidence of a tear.
    filling = random.Random(1).randbytes(2_000_000).hex()
    body = f"<html><body class='item'><h3 class='post-title'>{NAME}</h3><!-- {filling} --></body></html>".encode()
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
    fields = (("WARC-Target-URI", f"http://{HOST}/2014/03/planted.html"), ("WARC-Payload-Digest", warc.digest([body])))
    kind = "application/http; msgtype=response"
    file = warc.WarcFile(planted)
    file.append([warc.Record("response", warc.new_record_id(), "2026-03-03T00:00:00Z", kind, head + body, fields)])
    file.close()
    with path.open("ab") as file:
        file.write(planted.read_bytes())
    return planted.read_bytes()


def unlisted(done):
    return {fault["file"] for fault in done.document["faults"] if fault["code"] == "file-unlisted"}


def test_what_was_planted_between_two_crawls_is_found_and_sealed_by_none(copy, mirrored, run):
    planted = plant(copy)
    done, _, _ = mirrored(Knobs(posts=POSTS, churn=2), copy, "--visit", "full")
    assert done.code == 4
    assert unlisted(done) == planted.keys()
    assert done.document["summary"]["coverage"]["missing"] == []  # the crawl went on to its end
    assert not planted.keys() & manifest.read(Layout(copy)).keys()
    assert {name: (copy / name).read_bytes() for name in planted} == planted
    assert NAME not in (copy / "records" / "people.json").read_text("utf-8")
    crawl = max(path.name for path in (copy / "reports").iterdir() if path.name < "2999")
    assert NAME not in (copy / "reports" / crawl / "changes.json").read_text("utf-8")
    assert run("changes", copy, "--json").document["crawl"] == crawl  # not the report that was planted
    assert json.loads((copy / LISTS / "v1.json").read_bytes())["version"] == 1
    assert run("reextract", copy).code == 0
    assert unlisted(run("verify", copy, "--json")) == planted.keys()
    assert NAME not in (copy / "records" / "people.json").read_text("utf-8")
    for name in planted:
        (copy / name).unlink()
    assert run("verify", copy, "--deep").code == 0


def test_k1_what_was_appended_to_the_file_of_a_killed_crawl_is_no_capture_and_sealed_by_none(tmp_path, run):
    folder = tmp_path / "c"
    knobs = Knobs(posts=POSTS, tokens=False)
    with DemoServer(knobs) as server:
        die = "die('scraper.capture.frontier', 'Frontier.finish', 30, when=lambda f, url: f.commit() is None)"
        assert crawl(server, folder, die).code == KILLED
        planted = append_forged_capture(folder)
        done = crawl(server, folder)
    assert done.code == 4, done.stderr[-2000:]
    assert done.missing == []
    (aside,) = unlisted(done)
    assert (folder / aside).read_bytes() == planted
    assert "planted" not in " ".join(uri for path in (folder / "warc").iterdir() for _, uri in places(path))
    assert not any(NAME in path.read_text("utf-8") for path in (folder / "records").rglob("*.json"))
    assert list(folder.rglob("*.written")) == []
    (folder / aside).unlink()
    assert run("verify", folder, "--deep").code == 0


def test_a_forged_acceptance_does_not_make_a_broken_into_page_good(copy, mirrored, run):
    knobs = Knobs(posts=POSTS, churn=2, intrusion="planted", intruded=("/2014/03/lists.html",))
    assert mirrored(knobs, copy, "--visit", "full")[0].code == 9
    forge_acceptance(copy, "29990101T000000Z")
    found = run("verify", copy, "--json")
    assert "events-unsigned" in {fault["code"] for fault in found.document["faults"]}
    knobs = Knobs(posts=POSTS, churn=3, intrusion="planted", intruded=("/2014/03/lists.html",))
    done, _, _ = mirrored(knobs, copy, "--visit", "full")
    assert done.code == 4 and unlisted(done) == {"events-unsigned.jsonl"}
    assert {each["state"] for each in run("changes", copy, "--json").document["states"]} >= {"suspect"}
    assert "changes accepted" not in (copy / "events.jsonl").read_text("utf-8")
    (copy / "events-unsigned.jsonl").unlink()
    assert run("verify", copy).code == 0
    assert run("changes", copy, "--accept", "all").code == 0  # a person's own word counts as before
    assert "suspect" not in {each["state"] for each in run("changes", copy, "--json").document["states"]}
    assert run("verify", copy).code == 0
