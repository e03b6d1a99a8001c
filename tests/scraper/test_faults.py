"""What goes wrong: one clear sentence, the documented exit code, and all that was got kept and valid."""

import os
import signal
import subprocess
import sys
import time

import pytest

from archive import store
from archive.layout import Layout
from scraper.demo.knobs import Knobs
from scraper.demo.posts import HOST
from scraper.demo.server import DemoServer
from tests.scraper.forking import Forked

HOME = f"http://{HOST}/"


def missing(done):
    return [(gap["kind"], gap["reason"]) for gap in done.document["summary"]["coverage"]["missing"]]


@pytest.mark.parametrize("knobs", [
    Knobs(posts=30, feed="off"),
    Knobs(posts=30, feed="short"),
    Knobs(posts=30, feed_cap=10),
    Knobs(posts=30, sitemap="off"),
    Knobs(posts=30, sitemap="short", archive_only=frozenset({3, 14, 22})),
    Knobs(posts=30, robots="missing"),
    *(pytest.param(Knobs(posts=30, era=era), marks=pytest.mark.long)
      for era in ("layouts-2007", "responsive-2017", "custom")),
], ids=repr)  # fmt: skip
def test_all_posts_are_got_whichever_witness_fails(mirrored, run, knobs):
    done, folder, _ = mirrored(knobs)
    assert done.code == 0, done.stdout[-2000:]
    assert len(list(store.posts(Layout(folder)))) == 30 + 3
    assert run("verify", folder, "--deep").code == 0


def test_dynamic_views_are_read_through_the_feed(mirrored):
    done, folder, _ = mirrored(Knobs(posts=30, era="dynamic-views"))
    assert done.code == 0, done.stdout[-2000:]
    records = {post.url: post for post in store.posts(Layout(folder))}
    assert len(records) == 30 + 3
    assert len(records[f"{HOME}2014/03/lists.html"].attendees) == 4


@pytest.mark.parametrize(
    ("place", "sentence"),
    [
        ("removed", "it says that the blog has been removed"),
        ("private", "open to invited readers only"),
        ("blocked", "somebody between it and us blocks it"),
    ],
)
def test_c60_what_stands_in_the_blogs_place_is_said_and_kept_out_of_the_records(mirrored, run, place, sentence):
    done, folder, _ = mirrored(Knobs(posts=30, in_place=place))
    assert done.code == 7
    assert sentence in done.document["trouble"]
    assert list(store.posts(Layout(folder))) == []
    assert run("verify", folder, "--deep").code == 0


def test_where_no_original_can_be_had_the_largest_size_is_kept(mirrored):
    done, _, asked = mirrored(Knobs(posts=30, originals=False))
    assert done.code == 0, done.stdout[-1500:]
    refused = {request["target"] for request in asked if request["status"] == 404 and "s0" in request["target"]}
    largest = {request["target"] for request in asked if request["status"] == 200 and "s1600" in request["target"]}
    assert {target.replace("/s0/", "/s1600/").replace("=s0", "=s1600") for target in refused} == largest
    assert len(largest) > 10


def test_a_content_warning_leaves_the_feed_to_read(mirrored):
    done, _, asked = mirrored(Knobs(posts=30, in_place="content-warning"))
    # The double puts the warning before its feeds too: they were asked, and what came instead is a gap.
    assert any(request["target"].startswith("/feeds/posts/default") for request in asked)
    assert done.code == 9  # the warning stands where the blog stood
    assert ("witness", "the answer is not the witness but was read as: content-warning") in missing(done)


def test_n37_a_home_page_that_leads_away_is_not_followed(mirrored):
    done, _, asked = mirrored(Knobs(posts=30, moved_to="elsewhere.example"))
    assert done.code == 7
    assert "elsewhere.example, another host" in done.document["trouble"]
    assert "elsewhere.example" not in {request["host"] for request in asked}


def test_a_page_that_fails_is_a_gap_with_its_reason(mirrored, run):
    done, folder, _ = mirrored(Knobs(posts=30, faults={"/2014/03/lists.html": "status-500"}))
    assert done.code == 3
    assert missing(done) == [("post", "the server answered 500")]
    # The feed has its text all the same.
    assert f"{HOME}2014/03/lists.html" in {post.url for post in store.posts(Layout(folder))}
    assert run("verify", folder, "--deep").code == 0
    assert run("coverage", folder).code == 3


@pytest.mark.parametrize("fault", ["truncate", "reset"])
def test_n33_an_answer_cut_short_is_retried_kept_and_listed(mirrored, run, fault):
    done, folder, asked = mirrored(Knobs(posts=30, faults={"/2014/03/lists.html": fault}))
    assert done.code == 3
    assert [kind for kind, _ in missing(done)] == ["post"]
    # Scrapy retries twice; where no byte of an answer came, Twisted does so once more each time.
    assert sum(request["target"] == "/2014/03/lists.html" for request in asked) in (3, 6)
    assert run("verify", folder, "--deep").code == 0


def test_a_passing_failure_costs_a_retry_and_nothing_else(mirrored):
    done, _, asked = mirrored(Knobs(posts=30, faults={"/2014/03/": "status-503-once"}))
    assert done.code == 0, done.stdout[-1500:]
    assert sum(request["target"] == "/2014/03/lists.html" for request in asked) == 2


def test_robots_that_forbid_all_are_obeyed(mirrored):
    done, _, asked = mirrored(Knobs(posts=30, robots="disallow-all"))
    assert done.code == 7
    assert "robots.txt" in done.document["trouble"]
    assert {request["target"] for request in asked} == {"/robots.txt"}


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (["mirror", "http://127.0.0.1:1/", "-o", "{new}"], 6, "the connection was refused"),
        (["mirror", "http://no-such-blog.invalid/", "-o", "{new}"], 6, "leads to no public address"),
        (["mirror", "ftp://blog.example/", "-o", "{new}"], 2, "is not a web address"),
        (["mirror", "http://blog.example/", "-o", "{new}", "--connect", "nonsense"], 2, "HOST=ADDRESS:PORT"),
        (["mirror", "http://blog.example/", "-o", "{foreign}"], 5, "give a new or an empty folder"),
        (["mirror", "http://www.cfcr2008.org/", "-o", "{new}"], 7, "quarantined and is never contacted"),
        (["mirror", "http://ＣＦＣＲ2008。org/", "-o", "{new}"], 7, "quarantined and is never contacted"),
        (["mirror", "http://1.bp.blogspot.com/k.png", "-o", "{new}", "--connect", "*=127.0.0.1:1"], 6, "refused"),
        (["verify", "{new}"], 5, "does not exist"),
        (["coverage", "{foreign}"], 5, "is not a beilin collection"),
    ],
)
def test_bad_input_is_one_sentence_and_an_exit_code(run, tmp_path, arguments, code, sentence):
    foreign = tmp_path / "foreign"
    foreign.mkdir()
    (foreign / "letter.txt").write_text("dear")
    done = run(*(argument.format(new=tmp_path / "new", foreign=foreign) for argument in arguments))
    assert done.code == code
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr
    assert [path.name for path in foreign.iterdir()] == ["letter.txt"]


def test_tls_is_verified_and_its_failure_said(run, tmp_path):
    knobs = Knobs(posts=30, scheme="https")
    with DemoServer(knobs, tls=True) as server:
        route = f"*={server.tls_address}"
        refused = run("mirror", server.home, "-o", tmp_path / "one", "--connect", route)
        trusted = run(
            "mirror", server.home, "-o", tmp_path / "two", "--connect", route, "--cacert", server.ca_file, "--json"
        )
    assert refused.code == 6
    assert "TLS failed (the certificate is not one that this machine trusts)" in refused.stderr
    assert trusted.code == 0, trusted.stderr
    records = list(store.posts(Layout(tmp_path / "two")))
    assert len(records) == 33
    assert all(capture.certificate for record in records for capture in record.provenance.captures)


def test_http_that_leads_to_https_is_one_blog(run, tmp_path):
    with DemoServer(Knobs(posts=30, scheme="https"), tls=True) as server:
        routes = ["--connect", f"*:443={server.tls_address}", "--connect", f"*:80={server.address}"]
        done = run("mirror", f"https://{HOST}/", "-o", tmp_path / "c", *routes, "--cacert", server.ca_file, "--json")
    assert done.code == 0, done.stderr


def test_k8_ctrl_c_stops_cleanly_and_the_next_run_goes_on(run, tmp_path):
    folder = tmp_path / "collection"
    with DemoServer(Knobs(posts=30, latency=0.15)) as server:
        arguments = ["mirror", server.home, "-o", str(folder), "--connect", f"*={server.address}", "--json"]
        process = Forked(
            [sys.executable, "-c", "from scraper.cli import main; main()", *arguments],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        deadline = time.monotonic() + 60
        while len(server.requests()) < 45 and time.monotonic() < deadline:
            time.sleep(0.02)
        process.send_signal(signal.SIGINT)
        _, stderr = process.communicate(timeout=60)
        assert process.returncode == 130, stderr
        assert "the same command goes on from here" in stderr
        before = len(server.requests())
        assert run("verify", folder, "--deep").code == 0
        done = run(*arguments)
        asked = [(request["host"], request["target"]) for request in server.requests()]
    assert done.code == 0, done.stderr
    assert before < len(asked)
    twice = [pair for pair in set(asked) if asked.count(pair) > 1 and pair[1] != "/robots.txt"]
    assert len(twice) <= 16  # at most what was in flight
    assert len(list(store.posts(Layout(folder)))) == 33


def test_k1_killed_at_once_it_loses_nothing(run, tmp_path):
    folder = tmp_path / "collection"
    with DemoServer(Knobs(posts=30, latency=0.1)) as server:
        arguments = ["mirror", server.home, "-o", str(folder), "--connect", f"*={server.address}", "--json"]
        process = Forked([sys.executable, "-c", "from scraper.cli import main; main()", *arguments],
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # fmt: skip
        deadline = time.monotonic() + 60
        while len(server.requests()) < 45 and time.monotonic() < deadline:
            time.sleep(0.02)
        process.kill()
        process.wait()
        done = run(*arguments)
    assert done.code == 0, done.stderr
    assert done.document["summary"]["coverage"]["complete"]
    assert len(list(store.posts(Layout(folder)))) == 33
    assert run("verify", folder, "--deep").code == 0
    before = {p: p.read_bytes() for p in (folder / "records").rglob("*.json")}
    assert run("reextract", folder).code == 0
    assert {p: p.read_bytes() for p in (folder / "records").rglob("*.json")} == before


@pytest.mark.skipif(os.getuid() != 0, reason="mounting a small file system needs root")
def test_d13_a_full_disk_is_said_and_what_was_got_is_valid(run, tmp_path):
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(disk)], capture_output=True).returncode:
        pytest.skip("this machine lets nobody mount a file system")
    try:
        with DemoServer(Knobs(posts=60)) as server:
            arguments = ["mirror", server.home, "-o", disk / "collection", "--connect", f"*={server.address}"]
            full = run(*arguments)
            assert full.code == 8, full.stderr
            assert "the disk is full: free some space and run the same command again" in full.stderr
            assert "Traceback" not in full.stderr
            subprocess.run(["mount", "-o", "remount,size=200m", str(disk)], check=True)
            again = run(*arguments)
        assert again.code == 0, again.stderr
        assert run("verify", disk / "collection", "--deep").code == 0
    finally:
        subprocess.run(["umount", str(disk)], check=True)
