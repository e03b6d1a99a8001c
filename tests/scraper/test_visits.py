"""Second visits: what they cost, what they find, and that what they store can be read by others."""

import os
import shutil
from collections import Counter

import pytest
from warcio.archiveiterator import ArchiveIterator

from archive.records import Image, Post
from scraper.changereport import _pictures_alike
from scraper.demo.blog import make_blog
from scraper.demo.knobs import Knobs

BEFORE = Knobs(posts=41, deleted=frozenset({14}))
AFTER = {"posts": 41, "edited": frozenset({5}), "deleted": frozenset({7}), "design": "red"}
PATHS = {post.number: post.path for post in make_blog(41).posts}
CHANGES = {("added", PATHS[14]), ("edited", PATHS[5]), ("deleted", PATHS[7]), ("template", "/")}


def changes(run):
    found = run.document["summary"]["coverage"]["changes"]
    return {(change["kind"], "/" + change["url"].split("/", 3)[3]) for change in found}


def files(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def sent(requests):
    return sum(request["bytes"] for request in requests)


@pytest.fixture(scope="module")
def first(mirrored):
    return mirrored(BEFORE)


@pytest.fixture
def again(first, mirrored, tmp_path):
    """Return a function that visits a copy of the first visit's collection again."""

    def visit(knobs, *options):
        copy = tmp_path / "collection"
        if not copy.exists():
            shutil.copytree(first[1], copy)
        return mirrored(knobs, copy, *options)

    return visit


def test_an_unchanged_blog_costs_a_quick_visit_next_to_nothing(first, again):
    run, folder, requests = again(BEFORE)
    assert run.code == 0, run.stderr
    assert run.document["summary"]["coverage"]["visit"] == "quick"
    assert changes(run) == set()
    assert len(requests) <= 6  # robots.txt, front page, two feeds, two sitemaps
    assert sent(requests) < 0.02 * sent(first[2])
    assert files(folder / "records") == files(first[1] / "records")


@pytest.mark.parametrize("visit", ["quick", "full"])
def test_every_kind_of_change_is_found(again, run, visit):
    done, folder, requests = again(Knobs(**AFTER), "--visit", visit)
    assert done.code == 0, done.stderr
    assert changes(done) >= CHANGES
    assert {change for change in changes(done) if change[0] != "template"} == CHANGES - {("template", "/")}
    assert visit == "full" or len(requests) < 20
    assert run("verify", folder, "--deep").code == 0
    kept = files(folder / "records")
    shutil.rmtree(folder / "records")
    shutil.rmtree(folder / "state")
    assert run("reextract", folder).code == 0
    assert files(folder / "records") == kept


@pytest.mark.parametrize("silent", [
    {"sitemap": "off"},
    {"sitemap": "short"},
    *(pytest.param(silent, marks=pytest.mark.long) for silent in ({"feed": "short"}, {"feed_cap": 20})),
])  # fmt: skip
def test_a_quick_visit_finds_them_whichever_witness_is_weak(mirrored, tmp_path, silent):
    mirrored(Knobs(posts=41, deleted=frozenset({14}), **silent), tmp_path / "c")
    done, _, _ = mirrored(Knobs(**AFTER, **silent), tmp_path / "c")
    assert done.document["summary"]["coverage"]["visit"] == "quick"
    assert changes(done) >= CHANGES


def test_without_feed_and_sitemap_every_visit_is_full(mirrored, tmp_path):
    silent = {"feed": "off", "sitemap": "off"}
    mirrored(Knobs(posts=41, deleted=frozenset({14}), **silent), tmp_path / "c")
    done, _, _ = mirrored(Knobs(**AFTER, **silent), tmp_path / "c")
    assert done.document["summary"]["coverage"]["visit"] == "full"
    assert changes(done) >= CHANGES


def test_a_full_visit_asks_on_condition_and_stores_revisits(first, again):
    tagged = Knobs(posts=41, deleted=frozenset({14}), tokens=False)
    run, folder, requests = again(tagged, "--visit", "full")
    assert run.code == 0, run.stderr
    assert changes(run) == set()
    statuses = Counter(request["status"] for request in requests)
    assert statuses[304] > 60
    profiles = Counter()
    newest = max(path.name for path in (folder / "warc").iterdir())
    with (folder / "warc" / newest).open("rb") as file:
        for record in ArchiveIterator(file, no_record_parse=True):
            if record.rec_type == "revisit":
                profiles[record.rec_headers["WARC-Profile"].rpartition("/")[2]] += 1
                assert record.rec_headers["WARC-Refers-To-Target-URI"]
                assert record.rec_headers["WARC-Refers-To-Date"]
                head = record.raw_stream.read()
                assert head.endswith(b"\r\n\r\n") or not head
            elif (record.rec_headers["WARC-Target-URI"] or "").startswith("urn:x-not-modified:"):
                assert record.raw_stream.read().startswith(b"HTTP/1.1 304 Not Modified\r\n")
                profiles["kept"] += 1
    assert profiles["server-not-modified"] == profiles["kept"]
    assert profiles["server-not-modified"] == statuses[304]


def test_tagged_pages_make_a_full_visit_cheap(mirrored, tmp_path):
    knobs = Knobs(posts=41, page_tags=True)
    _, _, before = mirrored(knobs, tmp_path / "c")
    done, _, requests = mirrored(knobs, tmp_path / "c", "--visit", "full")
    assert done.code == 0, done.stderr
    assert sent(requests) < 0.1 * sent(before)
    assert changes(done) == set()


def test_what_was_missing_is_asked_for_again(mirrored, tmp_path):
    gone = PATHS[12]
    done, _, _ = mirrored(Knobs(posts=41, faults={gone: "status-500"}), tmp_path / "c")
    assert done.code == 3
    done, _, requests = mirrored(Knobs(posts=41), tmp_path / "c")
    assert done.code == 0, done.stdout
    assert gone in {request["target"] for request in requests}
    assert len(requests) < 20


NEWER = """
import pipelines
from archive.frozen import replace
def read_otherwise(post):
    return replace(post, title=replace(post.title, en=(post.title.en or "").upper()))
pipelines.STEPS = (*pipelines.STEPS, read_otherwise)
"""


@pytest.fixture
def newer(tmp_path, monkeypatch):
    """Have all processes read titles otherwise, as a newer beilin might."""
    (tmp_path / "newer").mkdir()
    (tmp_path / "newer" / "sitecustomize.py").write_text(NEWER, "utf-8")
    monkeypatch.setenv("PYTHONPATH", f"{tmp_path / 'newer'}{os.pathsep}{os.environ.get('PYTHONPATH', '')}")


@pytest.mark.parametrize("visit", ["quick", pytest.param("full", marks=pytest.mark.long)])
def test_what_a_newer_beilin_reads_otherwise_is_no_edit_of_the_blogs(again, run, newer, visit):
    done, folder, _ = again(Knobs(**AFTER), "--visit", visit)
    summary, told = done.document["summary"], changes(done)
    assert {change for change in told if change[0] not in ("reread", "template")} == CHANGES - {("template", "/")}
    reread = {path for kind, path in told if kind == "reread"}
    assert len(reread) > 20 and not reread & {path for _, path in CHANGES}
    assert (summary["reread"], summary["changed"]) == (len(reread), 1)
    report = run("changes", folder, "--json").document
    assert {post["said_the_same"] for post in report["posts"]} == {True, False}
    (edited,) = (post["url"] for post in report["posts"] if not post["said_the_same"])
    assert edited.endswith(PATHS[5])
    page = (folder / "reports" / report["crawl"] / "changes.html").read_text("utf-8")
    assert page.count("this beilin reads it otherwise") == len(reread)
    assert "read anew: " in run("changes", folder).stdout


def test_another_picture_at_its_address_is_an_edit_though_the_page_says_the_same():
    older, newer, other = (
        Post("1", "https://a.example/", images=(Image("/x.png", digest=one),)) for one in (None, "a", "b")
    )
    assert _pictures_alike(newer, newer)
    assert _pictures_alike(newer, Post("1", "https://a.example/"))
    assert not _pictures_alike(newer, other)
    assert not _pictures_alike(older, newer)
