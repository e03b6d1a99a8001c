"""The web archives over the network: patience, paging, going on, and what they say held against what they give."""

import json

import pytest

from archive.errors import Unreachable
from archive.integrity import verify
from archive.layout import Layout
from scraper.demo.knobs import Knobs
from scraper.rescuing import asking
from scraper.rescuing.commoncrawl import CommonCrawl
from scraper.rescuing.memento import Memento
from tests.scraper.rescued import (
    CODES,
    DATE,
    HOLES,
    HOME,
    KILN,
    LISTS,
    OLD,
    OLD_DATE,
    POSTS,
    STAMP,
    Killed,
    begun,
    both,
    came,
    codes,
    gives_one,
    held,
    missing,
    records_of,
    run_on,
)
from tests.scraper.web_archives import Held, WebArchives

pytestmark = pytest.mark.long


def test_an_index_in_pages_is_read_to_its_end(lacking, wayback):
    with WebArchives(
        [*(held("/2010/01/welcome.html", f"2011010100000{n}") for n in range(7)), *both()], page=2
    ) as archives:
        outcome = run_on(lacking, wayback(archives))
        pages = [path for path in archives.asked if path.startswith("/cdx") and "matchType=host" in path]
    assert len(pages) == 6
    assert (outcome.report.offered, missing(outcome)) == (11, set())


@pytest.mark.parametrize("fault", ["429", "reset"])
def test_busy_and_broken_connections_are_answered_with_patience(lacking, wayback, waits, fault):
    with WebArchives(both(), faults={"/web/": fault}) as archives:
        outcome = run_on(lacking, wayback(archives))
    assert missing(outcome) == set()
    assert [wait for wait in waits if wait] == ([3.0] if fault == "429" else [asking.BACK_OFF])


@pytest.mark.parametrize(("fault", "after"), [("429", "3"), ("429", "86400"), ("reset", "3"), ("html", "3")])
def test_a_service_that_stays_busy_ends_the_run_and_the_next_goes_on(lacking, wayback, fault, after):
    with WebArchives(
        both(), faults={"/web/" + STAMP: fault} if fault != "html" else {"/cdx": "html"}, once=False, retry_after=after
    ) as archives:
        broken = run_on(lacking, wayback(archives))
        assert isinstance(broken.trouble, Unreachable)
        assert (broken.report.finished, broken.summary.coverage.complete) == (False, False)
        assert set(HOLES) <= missing(broken)
        archives.faults = {}
        archives.asked.clear()
        outcome = run_on(lacking, wayback(archives))
        listings = [path for path in archives.asked if path.startswith("/cdx")]
    assert missing(outcome) == set()
    assert bool(listings) == (fault == "html")  # what was listed is not asked for again
    assert outcome.report.crawl == broken.report.crawl or not broken.report.taken
    assert verify(Layout(lacking)) == []


def test_a_listing_that_broke_off_goes_on_where_it_was(lacking, wayback):
    with WebArchives([*(held(f"/2010/01/a{n}.html", OLD) for n in range(4)), *both()], page=2, once=False) as archives:
        archives.faults = {"/cdx/search/cdx?url=beimengongminhui.blogspot.com&matchType=host&limit=5000&output=json&"
                           "fl=timestamp%2Coriginal%2Cmimetype%2Cstatuscode%2Cdigest&showResumeKey=true&resumeKey=4": "429"}  # fmt: skip
        broken = run_on(lacking, wayback(archives))
        assert broken.trouble
        archives.faults = {}
        archives.asked.clear()
        assert missing(run_on(lacking, wayback(archives))) == set()
        assert "resumeKey=4" in archives.asked[0]


def test_an_empty_index_is_no_error_and_no_completeness(lacking, wayback):
    with WebArchives([]) as archives:
        outcome = run_on(lacking, wayback(archives))
    assert (outcome.trouble, outcome.report.taken) == (None, 0)
    assert set(HOLES) <= missing(outcome)
    assert not outcome.summary.coverage.complete


def test_what_the_index_lists_and_playback_lacks_is_told_and_another_is_taken(lacking, wayback):
    gone = Held(f"{HOME}{LISTS}", STAMP, b"", nearest="20990101000000")
    with WebArchives([gone, held(LISTS, OLD), held(KILN)]) as archives:
        outcome = run_on(lacking, wayback(archives))
    assert came(lacking, outcome, LISTS) == [OLD_DATE]
    assert codes(outcome) == ["not-there"]


def test_a_redirect_to_the_nearest_capture_has_that_ones_date(lacking, wayback):
    moved = Held(f"{HOME}{LISTS}", STAMP, b"x", nearest=OLD)
    with WebArchives([moved, held(KILN), held(LISTS, OLD)]) as archives:
        archives.held[2] = Held(**{**vars(held(LISTS, OLD)), "listed": "404"})  # playback alone knows it
        outcome = run_on(lacking, wayback(archives))
    assert came(lacking, outcome, LISTS) == [OLD_DATE]


def test_revisits_redirects_and_errors_of_the_index(lacking, wayback):
    captures = [
        Held(**{**vars(held(LISTS)), "listed": "-", "media_type": "text/html"}),
        Held(f"{HOME}{KILN}", "20250101000000", b"<html>not found</html>", 404),
        Held(f"{HOME}{KILN}", "20250201000000", b"", 301, headers=(("Location", "https://elsewhere.example/"),)),
        held(KILN, OLD),
    ]
    with WebArchives(captures) as archives:
        outcome = run_on(lacking, wayback(archives))
        assert not [path for path in archives.asked if "2025" in path]
    assert (came(lacking, outcome, LISTS), came(lacking, outcome, KILN)) == ([DATE], [OLD_DATE])


@pytest.mark.parametrize("wrong", ["digest", "short"])
def test_wrong_or_short_bytes_come_last_are_told_and_never_count_as_whole(lacking, wayback, wrong):
    def bad(path):
        return held(
            path, **({"served": held(path).body.replace(b"the", b"teh")} if wrong == "digest" else {"short": True})
        )

    with WebArchives([bad(LISTS), held(LISTS, OLD), bad(KILN)]) as archives:
        outcome = run_on(lacking, wayback(archives))
    assert came(lacking, outcome, LISTS) == [OLD_DATE]
    assert came(lacking, outcome, KILN) == [DATE]
    assert codes(outcome) == ["doubt" if wrong == "digest" else "truncated"]
    assert (KILN in missing(outcome)) == (wrong == "short")
    assert verify(Layout(lacking)) == []


def test_pictures_are_looked_up_one_by_one(tmp_path, wayback):
    named = "/-side001/S001/AAAAAAAAA/lib/s190/old-library.png"
    with WebArchives([held(LISTS), held(named, host="2.bp.blogspot.com")]) as archives:
        outcome = run_on(begun(tmp_path / "new"), wayback(archives))
    assert outcome.report.taken == 2
    assert not any(named in url for url in missing(outcome))


def test_common_crawl_is_listed_in_pages_and_taken_by_ranges(lacking, asker, tmp_path):
    with WebArchives([held(LISTS), held(KILN), held(CODES)], page=2) as archives:
        source = CommonCrawl(asker(archives), tmp_path, archives.url, archives.url)
        outcome = run_on(lacking, source)
        asked = [path for path in archives.asked if path.endswith(".warc.gz")]
    assert missing(outcome) == set()
    assert len(asked) == 2
    assert all("etc" not in path for path in archives.asked)
    assert came(lacking, outcome, LISTS) == [DATE]
    _, _, block = next(r for r in records_of(lacking, outcome.report.crawl) if r[0] == "response")
    assert block == held(LISTS).http


def test_common_crawl_goes_on_where_it_was(lacking, asker, tmp_path):
    with WebArchives([held(CODES), held(LISTS), held(KILN)], page=1, once=False) as archives:
        archives.faults = {
            "/CC-MAIN-2014-10-index?url=beimengongminhui.blogspot.com%2F%2A&output=json&filter=%3Dstatus%3A200&page=2": "429"
        }
        source = CommonCrawl(asker(archives), tmp_path, archives.url, archives.url)
        assert run_on(lacking, source).trouble
        archives.faults = {}
        archives.asked.clear()
        assert missing(run_on(lacking, source)) == set()
        assert not any("page=0" in path or "page=1" in path for path in archives.asked)


@pytest.mark.parametrize("form", ["link", "json"])
def test_any_memento_archive_is_asked_address_by_address(lacking, asker, form):
    with WebArchives([held(LISTS, OLD), held(LISTS), held(KILN)]) as archives:
        outcome = run_on(lacking, Memento(asker(archives), f"{archives.url}/timemap/{form}"))
    assert missing(outcome) == set()
    assert came(lacking, outcome, LISTS) == [DATE]
    assert outcome.report.taken == 2


def test_a_timemap_that_points_elsewhere_is_not_followed(lacking, asker):
    with WebArchives([Held(f"{HOME}{LISTS}", STAMP, b"", nearest="20990101000000")]) as archives:
        outcome = run_on(lacking, Memento(asker(archives), f"{archives.url}/timemap/link"))
    assert "not-named" in codes(outcome)
    assert outcome.report.taken == 0


def test_the_command_says_what_it_did_as_one_document(lacking, run):
    with WebArchives(both()) as archives:
        done = run("rescue", "wayback", "-o", lacking, "--wayback", archives.url, "--delay", "0", "--json")
    assert done.code == 0, done.stderr
    told = done.document
    assert (told["rescue"]["kind"], told["rescue"]["taken"], told["rescue"]["finished"]) == ("wayback", 2, True)
    assert told["summary"]["coverage"]["visit"] == "rescue"
    again = run("coverage", lacking)
    assert "from others" in again.stdout
    assert json.loads((lacking / "reports" / told["rescue"]["crawl"] / "rescue.json").read_text()) == told["rescue"]


def test_a_mirror_after_a_killed_rescue_is_a_crawl_of_its_own(tmp_path, wayback, mirrored):
    folder = begun(tmp_path / "new")
    with WebArchives(both()) as archives:
        source = wayback(archives)
        source.close = lambda: None
        take = source.take
        source.take = lambda offer: take(offer) if offer.url.endswith("/") else (_ for _ in ()).throw(Killed)
        with pytest.raises(Killed):
            run_on(folder, source)
    rescue = {path.name for path in (folder / "warc").iterdir()}
    done, _, _ = mirrored(Knobs(posts=POSTS), folder)
    assert done.code == 0, done.stdout
    assert {path.name.partition("-")[0] for path in (folder / "warc").iterdir()} > {
        name.partition("-")[0] for name in rescue
    }
    assert done.document["summary"]["coverage"]["origins"] == []


def test_a_run_that_is_stopped_keeps_what_came_and_says_how_to_go_on(lacking, wayback):
    with WebArchives(both()) as archives:
        source = wayback(archives)
        gives_one(source, KeyboardInterrupt)
        stopped = run_on(lacking, source)
        assert (stopped.trouble.exit_code, stopped.report.finished, stopped.report.taken) == (130, False, 1)
        assert not stopped.summary.coverage.complete
        assert verify(Layout(lacking), deep=True) == []
        outcome = run_on(lacking, wayback(archives))
    assert outcome.report.crawl == stopped.report.crawl
    assert missing(outcome) == set()
