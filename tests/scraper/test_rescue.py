"""What others captured fills the gaps of a collection, keeps its own date, and never passes for ours."""

import json
import os

import pytest

from archive.config import Config
from archive.errors import OffLimits, Unreachable, UsageError
from archive.integrity import verify
from archive.layout import Layout
from archive.search import open_index, parse
from scraper.demo.knobs import Knobs
from scraper.rescuing import asking
from scraper.rescuing.asking import Asker
from tests.scraper.invoking import invoke
from tests.scraper.rescued import (
    CODES,
    DATE,
    HOLES,
    HOME,
    KILN,
    LISTS,
    OLD,
    POSTS,
    SAVED,
    STAMP,
    Killed,
    both,
    came,
    gives_one,
    held,
    missing,
    post,
    put,
    records_of,
    run_on,
)
from tests.scraper.web_archives import WebArchives, warc
from tests.webclient import client


def test_exactly_the_gaps_are_filled_and_say_whose_they_are(lacking, tmp_path):
    source = put(tmp_path, warc([held("/"), held(LISTS), held(KILN), held(CODES), held(LISTS, "20230101000000")])[0])
    outcome = run_on(lacking, source)
    assert outcome.report.taken == 2
    assert not missing(outcome) & set(HOLES)
    assert outcome.summary.coverage.complete
    assert outcome.summary.coverage.origins == (("warc", 2),)
    assert {tally.kind: tally.rescued for tally in outcome.summary.coverage.tallies}["post"] == 2
    assert came(lacking, outcome, LISTS) == [DATE]
    assert all(ref.origin is None for ref in post(lacking, CODES).provenance.captures)
    assert verify(Layout(lacking), deep=True) == []


def test_each_capture_is_as_its_source_has_it_with_its_own_date_and_no_request(lacking, tmp_path):
    one = held(LISTS)
    outcome = run_on(lacking, put(tmp_path, warc([one])[0]))
    found = records_of(lacking, outcome.report.crawl)
    assert [kind for kind, _, _ in found] == ["warcinfo", "response", "metadata"]
    _, fields, block = found[1]
    assert block.endswith(one.body)
    assert fields["WARC-Date"] == DATE
    assert fields["WARC-Creation-Date"] > DATE
    assert fields["Beilin-Origin"].startswith("warc urn:x-sha256:")
    facts = json.loads(found[2][2])
    assert facts["date-stated"] == DATE
    assert facts["software"] == "Heritrix/3.4.0"
    everything = b"".join(
        path.read_bytes() for path in lacking.rglob("*") if path.is_file() and "state" not in path.parts
    )
    assert str(tmp_path).encode() not in everything
    assert b"secret" not in everything  # of whoever crawled


def test_a_file_that_is_none_of_these_is_refused_in_one_sentence(lacking, tmp_path):
    with pytest.raises(UsageError, match="is no WARC"):
        run_on(lacking, put(tmp_path, b"\x7fELF" + os.urandom(100), "x.warc.gz"))
    with pytest.raises(UsageError, match="no file or folder"):
        run_on(lacking, tmp_path / "nowhere")


@pytest.mark.long
def test_the_wayback_machine_fills_exactly_the_gaps(lacking, wayback):
    with WebArchives([held(LISTS, OLD), *both()]) as archives:
        outcome = run_on(lacking, wayback(archives))
        playbacks = [path for path in archives.asked if path.startswith("/web/")]
    assert missing(outcome) == set()
    assert [path.rpartition(HOME)[2] for path in sorted(playbacks)] == sorted(HOLES)
    assert came(lacking, outcome, LISTS) == [DATE]
    assert outcome.summary.coverage.origins == (("wayback", 2),)
    _, fields, block = next(r for r in records_of(lacking, outcome.report.crawl) if r[0] == "response")
    assert fields["Beilin-Origin"].startswith(f"wayback {archives.url}/web/{STAMP}id_/{HOME}")
    assert block.startswith(b"HTTP/1.1 200 OK\r\ncontent-type: text/html; charset=UTF-8\r\n")
    assert verify(Layout(lacking), deep=True) == []


def test_k7_a_run_that_is_killed_goes_on_and_takes_nothing_twice(lacking, wayback):
    with WebArchives(both()) as archives:
        source = wayback(archives)
        gives_one(source, Killed)
        with pytest.raises(Killed):
            run_on(lacking, source)
        newest = max(path.name for path in (lacking / "warc").iterdir())
        archives.asked.clear()
        outcome = run_on(lacking, wayback(archives))
    assert newest.startswith(outcome.report.crawl)
    assert len([path for path in archives.asked if path.startswith("/web/")]) == 1
    assert missing(outcome) == set()
    assert verify(Layout(lacking), deep=True) == []


def test_only_services_that_were_named_are_asked_and_no_private_address_by_name(asker, monkeypatch):
    with WebArchives([]) as archives:
        one = asker(archives)
        with pytest.raises(OffLimits):
            one.get("http://elsewhere.example/")
        with pytest.raises(OffLimits):
            one.get("http://cfcr2008.org/")
    monkeypatch.setattr(asking.socket, "getaddrinfo", lambda *_, **__: [(2, 1, 6, "", ("127.0.0.1", 80))])
    with pytest.raises(Unreachable):
        Asker(("http://archive.example/",), (), delay=0, sleep=lambda _: None).get("http://archive.example/web/")
    with pytest.raises(OffLimits):
        Asker(("http://www.cfcr2008.org/",), Config("").quarantine)
    with pytest.raises(UsageError):
        Asker(("file:///etc/passwd",), ())


def asked(*arguments):
    done = invoke(*arguments)
    return done.exit_code, done.stderr


def test_the_command_without_a_collection_asks_whose_blog(tmp_path):
    code, said = asked("rescue", "wayback", "-o", tmp_path / "none")
    assert code == 2 and "--blog" in said
    code, said = asked("rescue", tmp_path / "nowhere.warc", "-o", tmp_path / "none", "--blog", HOME)
    assert code == 2 and "no file or folder" in said
    assert not (tmp_path / "none").exists()


def test_search_and_pages_say_whose_a_text_is(lacking, tmp_path, run):
    others = Knobs(posts=POSTS, altered={"the": "thee"})  # what says the same as ours adds no version
    one = tmp_path / "page.html"
    one.write_bytes(SAVED["a browser"] % f"{HOME}{LISTS}".encode() + held(LISTS, knobs=others).body)
    run_on(lacking, one)
    run_on(lacking, put(tmp_path, warc([held(KILN, knobs=others)])[0]))
    assert [list(hit.origins) for hit in found(lacking, "origin:saved")] == [["saved"]]
    assert {hit.url for hit in found(lacking, "origin:others")} == {HOME + path for path in HOLES}
    own = found(lacking, "-origin:others")
    assert own and not any(list(hit.origins) for hit in own)
    assert "from others: warc" in run("search", lacking, "origin:warc").stdout
    browser = client(Layout(lacking))
    (post_id,) = (hit.post_id for hit in found(lacking, "origin:saved"))
    assert "what others captured: saved" in browser.get(f"/posts/{post_id}").text
    assert "saved urn:x-sha256:" in browser.get(f"/sources/{post_id}").text
    stood = browser.get(f"/as-it-stood/{post_id}")
    assert (stood.status_code, "Captured by others" in stood.text) == (200, True)
    assert "(saved): 1" in browser.get("/coverage").text


def found(folder, query):
    return open_index(folder).search(parse(query)).hits
