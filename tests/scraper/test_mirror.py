"""The whole job on the demo blog: what comes out is a collection, complete, proven, and true to the blog."""

import io
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from fastwarc.warc import ArchiveIterator as FastIterator
from warcio.archiveiterator import ArchiveIterator

from archive import store
from archive.layout import Layout
from scraper.demo.blog import make_blog
from scraper.demo.knobs import Knobs
from scraper.demo.posts import HOST
from scraper.demo.server import DemoServer

BLOG = make_blog(60)
POSTS = {f"http://{HOST}{post.path}": post for post in (*BLOG.posts, *BLOG.pages)}


@pytest.fixture(scope="module")
def records(demo):
    return {post.url: post for post in store.posts(Layout(demo[1]))}


def files(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_it_ends_well_and_complete(demo):
    run, _, _ = demo
    assert run.code == 0, run.stderr
    coverage = run.document["summary"]["coverage"]
    assert (coverage["complete"], coverage["percent"], coverage["missing"]) == (True, 100.0, [])


def test_every_post_and_page_has_a_record(records):
    assert records.keys() == POSTS.keys()


PARTS = ("title", "published", "event", "text", "language", "role", "pair", "people", "captions", "pictures", "labels",
         "comments", "byline")  # fmt: skip


@pytest.mark.parametrize("part", PARTS)
def test_records_say_what_the_posts_say(records, part):
    """One test a field, over all posts: the generator knows the truth."""
    wrong = {url: pair for url, post in POSTS.items() if (pair := FIELDS[part](records[url], post))[0] != pair[1]}
    assert wrong == {}


def body(record):
    return [paragraph for paragraph in record.paragraphs if paragraph.role != "caption"]


def pairs(record):
    place = {paragraph.index: n for n, paragraph in enumerate(body(record))}
    return [place.get(paragraph.pair) for paragraph in body(record)]


FIELDS = {
    "title": lambda r, p: ((r.title.raw, r.title.en, r.title.zh), (p.title, p.title_en, p.title_zh)),
    "published": lambda r, p: (
        r.published and r.published.value,
        None if p.is_page else p.published.isoformat(timespec="milliseconds"),
    ),
    "event": lambda r, p: (r.event_date and r.event_date.value, p.event_date and p.event_date.isoformat()),
    "text": lambda r, p: ([x.text for x in body(r)], [x.text for x in p.lines]),
    "language": lambda r, p: ([x.language for x in body(r)], [x.language for x in p.lines]),
    "role": lambda r, p: ([x.role for x in body(r)], [x.role for x in p.lines]),
    "pair": lambda r, p: (pairs(r), [x.pair for x in p.lines]),
    "people": lambda r, p: (
        sorted((str(a.en), str(a.zh)) for a in r.attendees if a.basis == "list"),
        sorted((str(a.en), str(a.zh)) for a in p.attendees),
    ),
    "captions": lambda r, p: (
        sorted(x.text for x in r.paragraphs if x.role == "caption"),
        sorted(x.caption for x in p.pictures if x.caption),
    ),
    "pictures": lambda r, p: ([(bool(i.digest), "s0" in str(i.original_url)) for i in r.images],
                              [(True, True)] * len(p.pictures)),
    "labels": lambda r, p: (sorted(r.labels), sorted(p.labels)),
    "comments": lambda r, p: (
        sorted((c.id, c.author, c.text, c.parent) for c in r.comments),
        sorted((c.id, c.author, c.text, c.parent) for c in p.comments),
    ),
    "byline": lambda r, p: (r.author.byline, p.byline),
}  # fmt: skip


def test_a_caption_and_a_credit_are_bases_of_their_own(records):
    record = records[f"http://{HOST}/2014/03/pictures.html"]
    assert {(a.en, a.zh, a.basis) for a in record.attendees} == {
        ("Wen Qi", None, "caption"),
        ("Rui Anping", None, "caption"),
        ("Xu Anlan", None, "caption"),
        ("Gao Mingzhe", "高明哲", "credit"),
    }


def test_sidebar_text_is_in_no_record(records):
    assert not [
        url
        for url, record in records.items()
        if any("Who We Are" in p.text or "locked out." in p.text for p in record.paragraphs)
    ]


def test_nothing_off_limits_was_asked_and_nothing_twice(demo):
    asked = [(request["host"], request["target"]) for request in demo[2]]
    assert not [host for host, _ in asked if "cfcr2008" in host]
    files = {"www.blogger.com", "resources.blogblog.com", "blogger.googleusercontent.com"}
    assert {host for host, _ in asked} <= {HOST, *files, *(f"{n}.bp.blogspot.com" for n in range(1, 5))}
    traps = ("/search", "m=1", "showComment", "navbar.g", "comment-iframe", "email-post", "updated-max")
    assert not [target for _, target in asked if any(trap in target for trap in traps)]
    assert len(asked) == len(set(asked))


def test_sha256sum_accepts_the_collection(demo):
    run = subprocess.run(["sha256sum", "-c", "--quiet", "manifest-sha256.txt"], cwd=demo[1], capture_output=True)
    assert run.returncode == 0


def test_two_other_readers_count_the_same_records(demo):
    for path in sorted((demo[1] / "warc").iterdir()):
        content = path.read_bytes()
        by_warcio = [
            r.rec_headers["WARC-Record-ID"] for r in ArchiveIterator(io.BytesIO(content), no_record_parse=True)
        ]
        by_fastwarc = [r.headers["WARC-Record-ID"] for r in FastIterator(io.BytesIO(content), parse_http=False)]
        assert by_warcio == by_fastwarc
        assert len(by_warcio) > 3 * 200


def test_each_answer_has_its_request_and_its_circumstances(demo):
    (path,) = (demo[1] / "warc").iterdir()
    with path.open("rb") as file:
        kinds = [record.rec_type for record in ArchiveIterator(file, no_record_parse=True)]
    assert kinds[0] == "warcinfo"
    assert kinds.count("response") == kinds.count("request") == kinds.count("metadata") == len(demo[2])


def test_live_and_offline_reading_are_equal(demo, run, tmp_path):
    """The permanent test: records made live equal those made from the stored WARC, byte for byte."""
    copy = tmp_path / "collection"
    shutil.copytree(demo[1], copy)
    shutil.rmtree(copy / "records")
    shutil.rmtree(copy / "state")
    assert run("reextract", copy).code == 0
    assert files(copy / "records") == files(demo[1] / "records")
    assert run("verify", copy, "--deep").code == 0


@pytest.mark.parametrize("part", ["warc", "records"])
def test_one_byte_changed_is_found_and_its_file_named(demo, run, tmp_path, part):
    copy = tmp_path / "collection"
    shutil.copytree(demo[1], copy)
    path = next(path for path in sorted((copy / part).rglob("*")) if path.is_file())
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 4
    path.write_bytes(content)
    found = run("verify", copy, "--deep", "--json")
    assert found.code == 4
    assert path.relative_to(copy).as_posix() in {fault["file"] for fault in found.document["faults"]}


def test_a_second_visit_adds_no_version_and_an_edit_adds_one(demo, mirrored, tmp_path):
    copy = tmp_path / "collection"
    shutil.copytree(demo[1], copy)
    before = files(copy / "records")
    again, _, _ = mirrored(Knobs(posts=60), copy)
    assert (again.code, files(copy / "records")) == (0, before)
    edited, _, _ = mirrored(Knobs(posts=60, edited=frozenset({20})), copy)
    assert edited.code == 0, edited.stderr
    after = files(copy / "records")
    assert {name: content for name, content in after.items() if name in before} == before
    assert after.keys() - before.keys() == {"records/posts/2014/03/lists/v2.json".removeprefix("records/")}


def test_status_and_coverage_speak_to_machines(demo, run):
    status = run("status", demo[1], "--json").document
    assert (status["posts"], status["pages"], status["complete"], status["crawls"]) == (60, 3, True, 1)
    coverage = run("coverage", demo[1], "--json")
    assert coverage.code == 0
    witnesses = {w["name"]: (w["named"], w["stated"]) for w in coverage.document["witnesses"]}
    assert witnesses == {
        "feed": (60, 60),
        "feed by date": (60, None),
        "sitemap": (60, None),
        "archive": (60, 60),
        "links": (60, None),
    }


def test_everything_shown_speaks_chinese_and_english(demo, run):
    assert "beimengongminhui" in run("status", demo[1]).stdout
    page = next((demo[1] / "reports").rglob("coverage.html")).read_text("utf-8")
    assert "覆盖报告" in page
    assert "<a " not in page


def test_scrapys_own_command_takes_the_same_path(run, tmp_path):
    with DemoServer(Knobs(posts=30)) as server:
        command = [
            "crawl",
            "blog",
            "-a",
            f"url={server.home}",
            "-s",
            f"COLLECTION={tmp_path / 'c'}",
            "-s",
            "DOWNLOAD_DELAY=0",
        ]
        command += ["-s", f"CONNECT=*={server.address}"]
        script = "from scrapy.cmdline import execute; execute()"
        root = Path(__file__).parents[2]
        subprocess.run([sys.executable, "-c", script, *command], cwd=root, check=True, timeout=120, capture_output=True)
    assert run("verify", tmp_path / "c", "--deep").code == 0
    assert run("coverage", tmp_path / "c").code == 0
    assert len(list(store.posts(Layout(tmp_path / "c")))) == 33


@pytest.mark.parametrize("part", ["frontier.sqlite", "readings.sqlite"])
def test_d17_a_damaged_state_file_is_put_aside_and_nothing_is_lost(demo, mirrored, tmp_path, part):
    copy = tmp_path / "collection"
    shutil.copytree(demo[1], copy)
    before = files(copy / "records")
    (copy / "state" / part).write_bytes(b"no database" * 500)
    again, _, _ = mirrored(Knobs(posts=60), copy)
    assert (again.code, files(copy / "records")) == (0, before)
    assert (copy / "state" / f"{part}.damaged").exists()


def test_requests_are_few(demo):
    run, _, requests = demo
    needed = sum(tally["captured"] for tally in run.document["summary"]["coverage"]["tallies"])
    assert len(requests) / needed < 1.2
