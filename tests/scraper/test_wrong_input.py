"""What people give by mistake: one sentence that is true, the exit code that is documented, and nothing left behind."""

import os
import time

import pytest

from archive import manifest
from archive.alerts import outbox
from archive.config import load
from archive.errors import Unreachable, UsageError
from archive.layout import Layout
from archive.schedule import plans, recording
from archive.schedule.duties import AUDITS, DRILLS, Done
from archive.schedule.ledger import Ledger
from archive.schedule.plan import Plan
from archive.writing import writing
from scraper.maildates import read_mail_date
from scraper.platforms.blogger.rss import instant_of as rss_instant
from scraper.rescuing import asking
from scraper.rescuing.asking import BACK_OFF, MOST_TRIES, Answer, Asker
from scraper.rescuing.mhtml import Mhtml
from tests.scraper.invoking import invoke
from tests.scraper.rescued import HOME, begun, held, put

NOW = 1_700_000_000


# ------------------------------------------------------------------ rescue
@pytest.mark.parametrize("is_there", [False, True])
def test_a_rescue_from_what_holds_nothing_begins_no_collection(tmp_path, is_there):
    source, folder = tmp_path / "saved", tmp_path / "new" / "collection"
    source.mkdir()
    (source / "page.html").write_text("<html><body>who knows where from</body></html>")
    if is_there:
        folder.mkdir(parents=True)
    done = invoke("rescue", source, "-o", folder, "--blog", HOME)
    assert done.exit_code == 7 and done.stdout == ""
    first, sentence = done.stderr.splitlines()
    assert first == "1 page says not where from [no-address]"
    assert sentence == f"{source} holds nothing of {HOME}/ that can be read: no collection was made in {folder}."
    assert folder.exists() == is_there and (tmp_path / "new").exists() == is_there
    assert not is_there or list(folder.iterdir()) == []


def test_a_rescue_that_takes_nothing_leaves_a_collection_that_was_there(tmp_path):
    folder, source = begun(tmp_path / "c"), tmp_path / "saved"
    source.mkdir()
    assert invoke("rescue", source, "-o", folder).exit_code == 3
    assert (folder / "beilin.toml").is_file()


def test_a_source_that_cannot_be_read_begins_no_collection(tmp_path, monkeypatch):
    def refuse(path):
        raise OSError(5, os.strerror(5), str(path))

    monkeypatch.setattr("scraper.rescuing.sources._form", refuse)
    done = invoke("rescue", put(tmp_path, b"x"), "-o", tmp_path / "new", "--blog", HOME)
    assert done.exit_code == 8 and not (tmp_path / "new").exists()


def test_a_collection_begun_from_one_page_stays(tmp_path):
    page = put(
        tmp_path, b"<!-- saved from url=(0064)" + HOME.encode() + b"/p/about.html -->" + held("/").body, "a.html"
    )
    assert invoke("rescue", page, "-o", tmp_path / "new", "--blog", HOME).exit_code in (3, 9)
    assert list((tmp_path / "new" / "warc").iterdir())


def test_after_its_last_try_a_service_is_not_waited_for():
    waits = []
    asker = Asker(("http://127.0.0.1:1/",), (), delay=0, sleep=waits.append)
    with pytest.raises(Unreachable):
        asker.get("http://127.0.0.1:1/x")
    assert len([wait for wait in waits if wait >= 1]) == MOST_TRIES - 1


def test_a_service_that_gives_no_answer_is_told_while_it_is_waited_for_and_leaves_no_collection(tmp_path, monkeypatch):
    monkeypatch.setattr(asking, "BACK_OFF", 0.001)
    wanted = ("rescue", "wayback", "--wayback", "http://127.0.0.1:1/", "--delay", "0", "--blog", HOME)
    done = invoke(*wanted, "-o", tmp_path / "new")
    assert done.exit_code == Unreachable.exit_code
    waits = [line for line in done.stderr.splitlines() if "asked again in" in line]
    assert len(waits) == MOST_TRIES - 1
    assert waits[0].startswith("127.0.0.1 gives no answer (ConnectionRefusedError)")
    assert "no collection was made" in done.stderr
    assert "kept" not in done.stderr
    assert not (tmp_path / "new").exists()


def test_n42_a_service_with_a_time_zone_beyond_all_numbers_is_busy_like_any_other(monkeypatch):
    waits, stated = [], (("Retry-After", "Mon, 01 Jan 2026 00:00:00 +99999999999999999999"),)
    asker = Asker(("http://127.0.0.1:1/",), (), delay=0, sleep=waits.append)
    monkeypatch.setattr(asker, "_once", lambda url, _: Answer(url, 429, stated, b""))
    with pytest.raises(Unreachable, match="status 429"):
        asker.get("http://127.0.0.1:1/x")
    assert [wait for wait in waits if wait >= 1] == [BACK_OFF * 2**number for number in range(MOST_TRIES - 1)]


@pytest.mark.parametrize(
    "date", ["Wed, 05 Mar 99999999999 14:36:00 GMT", "Wed, 05 Mar 2014 14:36:00 +9999999900", "Wed, 05 Mar"]
)
def test_dates_beyond_all_numbers_are_none(tmp_path, date):
    page = f"Content-Type: text/html\r\nContent-Location: {HOME}/\r\nDate: {date}\r\n\r\n<html></html>"
    (offer, _), *_ = Mhtml([put(tmp_path, page.encode(), "page.mhtml")]).offers((), "")
    assert (offer.url, offer.instant) == (f"{HOME}/", "")
    assert read_mail_date(date) is None and rss_instant(date, "") == ""


# ------------------------------------------------------------------ numbers
@pytest.mark.parametrize("seconds", ["nan", "inf", "-1", "1e300"])
@pytest.mark.parametrize(
    "arguments", [("mirror", "x"), ("rescue", "x", "-o", "y"), ("submit", "x"), ("fleet", "x", "-o", "y")]
)
def test_what_is_no_number_of_seconds_is_wrong_use(arguments, seconds):
    done = invoke(*arguments, f"--delay={seconds}")
    assert done.exit_code == 2 and "'--delay'" in done.stderr


@pytest.mark.parametrize("seconds", ["nan", "inf", "9" * 400])
def test_what_is_no_number_in_beilin_toml_is_refused(tmp_path, seconds):
    config = Layout(begun(tmp_path / "c")).config
    config.write_text(config.read_text("utf-8").replace("delay = 0.5", f"delay = {seconds}"), "utf-8")
    with pytest.raises(UsageError, match="delay should be a number of seconds"):
        load(Layout(tmp_path / "c"))


def test_a_plan_of_no_time_is_refused_with_its_own_sentence(tmp_path):
    done = invoke("schedule", "add", begun(tmp_path / "c"), "--every", "0h")
    assert (done.exit_code, done.stderr) == (2, "'0h' is no time at all: give a span such as 6h.\n")


# ------------------------------------------------------------------ files
def test_a_file_where_a_collection_should_be_is_called_one(tmp_path):
    done = invoke("verify", put(tmp_path, b"PK", "x.zip"))
    assert done.exit_code == 5 and "x.zip is a file: give a collection's folder" in done.stderr


@pytest.mark.parametrize("name", ["nowhere", "folder"])
def test_a_list_of_people_that_is_no_file_is_wrong_use(tmp_path, name):
    (tmp_path / "folder").mkdir()
    done = invoke(
        "redact", begun(tmp_path / "c"), "--names", "count", "-o", tmp_path / "o", "--protect", tmp_path / name
    )
    assert done.exit_code == 2 and done.stderr.endswith("is no file: give one with a person on each line.\n")


@pytest.mark.parametrize(
    ("content", "words"),
    [("http://a.example/".encode("utf-16"), "is not in UTF-8"), (b"\x00" * 9999, "line 1: '" + "\\x00" * 100 + "' ")],
)
def test_a_list_of_blogs_that_is_none_is_a_short_sentence(tmp_path, content, words):
    done = invoke("fleet", put(tmp_path, content, "list"), "-o", tmp_path / "o")
    assert done.exit_code == 2 and words in done.stderr and len(done.stderr) < 999


def test_where_nobody_types_a_password_is_one_sentence(tmp_path):
    done = invoke("serve", begun(tmp_path / "c"), "--password-file", tmp_path / "p", input="")
    assert done.exit_code == 2 and "No password was given for" in done.stderr
    assert not (tmp_path / "p").exists()


# ------------------------------------------------------------------ done by hand
@pytest.fixture
def planned(tmp_path):
    folder = begun(tmp_path / "c")
    with writing(Layout(folder)):
        manifest.seal(Layout(folder))
    plan = Plan(str(folder.resolve()), 3600, cron="", zone="UTC", window="", jitter=0, anchor=NOW)
    plans.keep(plan)
    return folder, plan


def test_an_audit_by_hand_counts_for_the_schedule(planned, tmp_path):
    folder, plan = planned
    assert invoke("replicate", folder, tmp_path / "r").exit_code == 0
    before = int(time.time())
    assert invoke("replicate", folder, "--audit", "--sample", "1").exit_code == 0
    with Ledger(NOW) as ledger:
        assert ledger.last(AUDITS, plan.id) is None  # a sample is not the whole
    done = invoke("replicate", folder, "--audit")
    assert (done.exit_code, done.stderr) == (0, "")
    with Ledger(NOW) as ledger:
        noted = ledger.last(AUDITS, plan.id)
    assert noted.at >= before and noted.exit_code == 0
    assert ", audited " in invoke("status", "--all").stdout


def test_what_is_found_by_hand_stands_and_heals(planned):
    folder, plan = planned
    standing = []
    for code in (4, 0):
        assert recording.by_hand(folder, DRILLS, code, NOW) == ""
        with Ledger(NOW) as ledger:
            assert ledger.last(DRILLS, plan.id) == Done(NOW, code)
            standing.append(len(outbox.standing(ledger, plan.id)))
    assert standing == [1, 0]


def test_what_was_not_done_to_its_end_counts_for_nothing(planned, tmp_path):
    folder, plan = planned
    assert recording.by_hand(folder, AUDITS, 6, NOW) == recording.by_hand(tmp_path, AUDITS, 0, NOW) == ""
    with Ledger(NOW) as ledger:
        assert ledger.last(AUDITS, plan.id) is None


def test_a_ledger_that_cannot_be_opened_is_said_and_changes_no_verdict(planned, home, tmp_path):
    folder, _ = planned
    assert invoke("replicate", folder, tmp_path / "r").exit_code == 0
    (home / "schedule.sqlite").mkdir()
    done = invoke("replicate", folder, "--audit")
    assert done.exit_code == 0 and done.stderr.startswith("Not noted for the schedule: ")
