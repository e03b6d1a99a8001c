"""What the archivist sees of all collections: how far a crawl is, what the days brought, and the pages that say so."""

import io
import json
import os
import re
import subprocess
import sys
import time
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner
from prometheus_client.parser import text_string_to_metric_families
from starlette.testclient import TestClient

from archive import codec, growth, journal, report, underway
from archive.alerts import outbox
from archive.coverage import Coverage, Tally
from archive.layout import Layout
from archive.schedule import fleets, judging, outcome, pausing, plans
from archive.schedule.calendar import SIGNS, days
from archive.schedule.duties import AUDITS, DRILLS, Done, duty
from archive.schedule.judging import FAILED, MISSED, PAUSED, RAN, RUNNING, SKIPPED, Slot, Standing, decide
from archive.schedule.ledger import Ledger
from archive.schedule.outcome import Trouble
from archive.schedule.overview import overview
from archive.schedule.plan import DAY, HOUR, Plan
from archive.underway import CLOSING, CRAWLING, Underway
from archive.web import words
from archive.web.access import Gate, digest_of
from archive.web.desk import Reader
from archive.web.overview.app import make_overview
from archive.web.overview.lookout import Lookout
from archive.web.overview.metrics import STATES
from archive.web.overview.reasons import because
from archive.web.safety import Rules, names_of
from scraper import present_schedule
from scraper.cli import main
from tests.scraper import xss

ROOT = Path(__file__).parents[2]
NOW = 1_795_293_000  # 2026-11-21 20:30 UTC
LIVE = Underway("20261121T202000Z", "full", CRAWLING, NOW - 60, NOW, 40, 12, 5, 1_500_000)


def scheduled(folder: Path, **said) -> Plan:
    folder.mkdir(parents=True, exist_ok=True)
    values = {"every": 6 * HOUR, "cron": "", "zone": "UTC", "window": "", "jitter": 0, "anchor": NOW - DAY}
    one = Plan(str(folder.resolve()), **(values | said))
    plans.keep(one)
    return one


def record(plan: Plan, *slots: Slot) -> None:
    with Ledger(NOW) as ledger, ledger.changing():
        ledger.begin(plan.id, slots, None, NOW)


def grow(folder: Path, crawl: str, size: int) -> None:
    (folder / "warc").mkdir(parents=True, exist_ok=True)
    (folder / "warc" / f"{crawl}-00000.warc.gz").write_bytes(bytes(size))


# ------------------------------------------------------------------ how far a crawl is
def test_how_far_a_crawl_is_can_be_read_while_it_is_fresh(tmp_path):
    layout = Layout(tmp_path)
    assert underway.look(layout, NOW) is None
    underway.tell(layout, LIVE)
    assert underway.look(layout, NOW + 20) == LIVE
    assert underway.look(layout, NOW + 40) is None  # its process was killed, or the machine slept
    assert layout.progress.stat().st_mode & 0o077 == 0
    assert [path.name for path in layout.state.iterdir()] == ["progress.json"]
    underway.forget(layout)
    assert underway.look(layout, NOW) is None


@pytest.mark.parametrize(
    "said",
    [
        {"crawl": "<script>"},
        {"crawl": "20261121T202000Z\n"},
        {"visit": "half"},
        {"phase": "<b>"},
        {"found": -1},
        {"bytes": 10**300},
        {"at": NOW + DAY},
        {"found": "many"},
        {"more": 1},
    ],
)
def test_v83_what_cannot_be_is_no_crawl(tmp_path, said):
    layout = Layout(tmp_path)
    layout.state.mkdir()
    layout.progress.write_text(json.dumps(codec.to_plain(LIVE) | said), "utf-8")
    assert underway.look(layout, NOW) is None


def test_v86_what_is_no_file_is_no_crawl_and_is_not_waited_for(tmp_path):
    layout = Layout(tmp_path)
    layout.state.mkdir()
    os.mkfifo(layout.progress)
    assert underway.look(layout, NOW) is None
    layout.progress.unlink()
    (tmp_path / "elsewhere.json").write_text(codec.dump(LIVE), "utf-8")
    layout.progress.symlink_to(tmp_path / "elsewhere.json")
    assert underway.look(layout, NOW) is None


def test_a_place_that_cannot_be_written_stops_no_crawl(tmp_path):
    (tmp_path / "state").write_text("a file", "utf-8")
    underway.tell(Layout(tmp_path), LIVE)
    underway.forget(Layout(tmp_path))
    assert (tmp_path / "state").read_text("utf-8") == "a file"


# ------------------------------------------------------------------ growth and days
def test_growth_goes_by_the_names_of_warc_files(tmp_path):
    grow(tmp_path, "20260901T000000Z", 100)
    grow(tmp_path, "20261101T000000Z", 50)
    for name in ("20261399T000000Z-00000.warc.gz", "mine.warc.gz"):
        (tmp_path / "warc" / name).write_bytes(bytes(999))
    (tmp_path / "warc" / "20261102T000000Z-00000.warc.gz").symlink_to(tmp_path / "warc" / "mine.warc.gz")
    sizes = growth.bytes_by_crawl(Layout(tmp_path))
    assert sizes == {"20260901T000000Z": 100, "20261101T000000Z": 50}
    assert growth.since(sizes, NOW - 30 * DAY) == 50
    assert growth.by_month(sizes, NOW) == [("2026-09", 100), ("2026-10", 100), ("2026-11", 150)]
    assert growth.by_month(sizes, NOW, most=2) == [("2026-10", 100), ("2026-11", 150)]
    assert growth.by_month({}, NOW) == []


def test_a_day_has_the_gravest_of_what_became_of_its_crawls():
    slots = [
        Slot(NOW, NOW, 1, RAN),
        Slot(NOW - HOUR, NOW - HOUR, 1, FAILED),
        Slot(NOW - 3 * DAY, NOW - 2 * DAY, 8, MISSED),
        Slot(NOW - 4 * DAY, NOW - 4 * DAY, 1, RAN),
    ]
    found = days(slots, {"20261115T120000Z": 7}, "UTC", NOW, 7)
    assert [(day.day[8:], day.state, day.bytes) for day in found] == [
        ("15", "by-hand", 7), ("16", "", 0), ("17", RAN, 0), ("18", MISSED, 0), ("19", MISSED, 0), ("20", "", 0), ("21", FAILED, 0),
    ]  # fmt: skip
    assert all(day.state in SIGNS for day in found)
    # Half past eight in the evening in UTC is the next day in Shanghai.
    assert days(slots[:1], {}, "Asia/Shanghai", NOW, 1)[0] == replace(found[-1], day="2026-11-22", state=RAN)


# ------------------------------------------------------------------ a pause
def test_a_crawl_that_a_pause_stopped_is_paused_and_goes_on_without_a_failure(tmp_path):
    plan = scheduled(tmp_path / "c", anchor=NOW)
    run = Slot(NOW, NOW, 1, RUNNING, attempts=1, started=NOW, id=7)
    document = {"error": {"code": "interrupted", "exit_code": 130, "sentence": "Paused."}}
    stopped = outcome.judge(run, document, 130, 0, None, NOW + 60, paused=True)
    assert (stopped.slot.state, stopped.slot.attempts, stopped.troubles) == (PAUSED, 1, ())
    assert outcome.judge(run, document, 130, 0, None, NOW + 60).slot.state == FAILED
    standing = Standing(NOW, stopped.slot)
    assert decide(replace(plan, paused=NOW + 30), standing, NOW + 90).run is None
    again = decide(plan, standing, NOW + 90).run
    assert (again.id, again.attempts, again.state) == (7, 1, RUNNING)


def test_a_paused_crawl_goes_on_before_those_that_came_due_meanwhile(tmp_path):
    plan = scheduled(tmp_path / "c", anchor=NOW)
    record(plan, Slot(NOW, NOW, 1, PAUSED, attempts=1, started=NOW, ended=NOW + 5, retry=NOW + 5))
    paused = pausing.pause(plan, NOW + 5)
    with Ledger(NOW + DAY) as ledger:
        assert pausing.resume(ledger, paused, NOW + DAY).paused == 0
        assert [(slot.state, slot.count, slot.started) for slot in ledger.slots(plan.id, 9)] == [
            (PAUSED, 4, 0),
            (PAUSED, 1, NOW),
        ]
        assert decide(plan, ledger.standing(plan.id, plan.anchor), NOW + DAY).run.first == NOW


def test_two_that_have_the_ledger_open_keep_its_locks_when_one_lets_go(home):
    """A process that closes a file loses its locks on it: another process would take the journal away that is in use."""
    other = "from archive.schedule.ledger import Ledger\nwith Ledger(5) as one: print(len(one.notes()))"
    held = Ledger(NOW)
    held.note(NOW, "first")
    Ledger(NOW).close()
    counts = []
    for _ in range(2):
        done = subprocess.run([sys.executable, "-c", other], cwd=ROOT, capture_output=True, text=True, timeout=60)
        counts.append(done.stdout.strip())
        held.note(NOW, "second")
    held.close()
    assert counts == ["1", "2"]
    assert not list(home.glob("*.damaged-*"))


# ------------------------------------------------------------------ the pages
HOSTILE = '"><script>run()</script>\u202e'


@pytest.fixture
def machine(tmp_path):
    """Three collections: one that runs, one that failed and has a hostile name, one that is well."""
    runs, fails, well = (tmp_path / name for name in ("runs", HOSTILE.replace("/", "\u2215"), "well"))
    for folder in (runs, fails, well):
        grow(folder, "20261101T000000Z", 2_000_000)
    underway.tell(Layout(runs), LIVE)
    record(scheduled(runs), Slot(NOW, NOW, 1, RUNNING, attempts=1, started=NOW))
    bad = scheduled(fails)
    record(bad, Slot(NOW, NOW, 1, FAILED, f"cannot use {HOSTILE}", attempts=1, started=NOW, ended=NOW, exit_code=6))
    with Ledger(NOW) as ledger, ledger.changing():
        outbox.tell(ledger, bad, ([Trouble(FAILED, "x")], frozenset()), None, NOW)
    record(scheduled(well, label="North Gate"), Slot(NOW, NOW, 1, RAN, started=NOW, ended=NOW, posts=9, percent=99.5),
           Slot(NOW - DAY, NOW - DAY, 1, SKIPPED, "x"))  # fmt: skip
    return {one.folder.rpartition("/")[2]: one for one in plans.everything()}


def watching(gate=None, names=(), **headers):
    acts = gate is not None or not names
    rules = Rules(names_of("127.0.0.1", names), gate, acts=acts)
    app = make_overview(rules, Lookout(lambda: NOW))
    return TestClient(app, base_url="http://127.0.0.1", headers=headers, follow_redirects=False)


OWN = {"origin": "http://127.0.0.1", "sec-fetch-site": "same-origin"}


def token(asked):
    return re.search(r'name="token" value="([^"]+)"', asked.get("/").text)[1]


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_the_overview_speaks_both_languages_and_says_what_there_is(machine, language):
    asked = watching(**{"accept-language": language})
    text = asked.get("/").text
    assert words.say(language, "overview.tally", all=3, running=1, paused=0) in text
    assert words.say(language, "overview.needs", number=1) in text
    assert words.say(language, "overview.far", fetched=12, found=40, posts=5, bytes="1.5 MB") in text
    assert words.say(language, "overview.covered", percent=99.5, posts=9) in text
    assert '<progress max="40" value="12"' in text
    assert [text.index(name) for name in (">runs<", "run()", "North Gate")] == sorted(
        text.index(name) for name in (">runs<", "run()", "North Gate")
    )
    for plan in machine.values():
        one = asked.get(f"/collections/{plan.id}")
        assert one.status_code == 200
        assert words.say(language, "overview.calendar") in one.text
        chart = asked.get(f"/growth/{plan.id}.svg")
        assert chart.headers["content-type"] == "image/svg+xml"
        assert b"<script" not in chart.content


class Tags(HTMLParser):
    """The elements of a page as a browser would find them."""

    def __init__(self, page):
        super().__init__()
        self.found = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, attrs))


def test_v83_hostile_names_and_states_stay_text(machine):
    for attack in xss.SET[:12]:
        scheduled(Path(next(iter(machine.values())).folder).parent / re.sub(r"[/\0]", " ", attack)[:80])
    asked = watching()
    pages = [asked.get("/").text, *(asked.get(f"/collections/{plan.id}").text for plan in plans.everything())]
    for page in pages:
        tags = Tags(page)
        assert [dict(given) for name, given in tags.found if name == "script"] == [
            {"src": "/static/overview.js", "defer": None}
        ]
        assert {name for name, _ in tags.found}.isdisjoint(
            {"svg", "iframe", "object", "embed", "base", "style", "math", "video"}
        )
        for name, given in tags.found:
            assert not [attribute for attribute, _ in given if attribute.startswith("on") or attribute == "style"], name
            assert all(
                value.startswith("/") for attribute, value in given if attribute in ("src", "action", "formaction")
            )
        assert "\u202e" not in page
    said = asked.get("/live").text
    assert "\\u202e" not in said
    assert "U+202E" in said


def test_v83_every_answer_shuts_the_browser(machine):
    asked = watching()
    for path in ("/", "/live", "/metrics", "/none", "/static/overview.js", f"/collections/{machine['well'].id}"):
        answer = asked.get(path)
        policy = answer.headers["content-security-policy"]
        assert policy.startswith("default-src 'none'")
        assert "script-src 'self'; connect-src 'self'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "set-cookie" not in answer.headers
        assert answer.headers["referrer-policy"] in ("same-origin", "no-referrer")


@pytest.mark.parametrize("path", ["/collections/none", "/collections/..%2f..%2fx", "/growth/none.svg", "/static/..%2fapp.py", "/static/beilin.js", "/posts/x"])  # fmt: skip
def test_v86_no_path_leads_out(machine, path):
    assert watching().get(path).status_code in (404, 405)


def test_what_the_script_asks_for_is_words_alone(machine):
    said = watching(**{"accept-language": "zh"}).get("/live").json()
    runs = said[machine["runs"].id]
    assert runs["far"] == {"found": 40, "fetched": 12}
    assert (runs["state"], runs["paused"]) == (RUNNING, False)
    assert runs["words"]["state"] == words.say("zh", "crawl.running")
    assert said[machine["well"].id]["far"] is None
    page = watching(**{"accept-language": "zh"}).get("/").text
    assert set(re.findall(r'data-fact="(\w+)"', page)) == set(runs["words"])


# ------------------------------------------------------------------ what may be asked
def test_a_form_of_this_page_pauses_and_resumes(machine):
    asked, plan = watching(), machine["well"]
    form = {"token": token(asked)}
    for deed, paused in (("pause", True), ("pause", True), ("resume", False), ("resume", False)):
        answer = asked.post(f"/collections/{plan.id}/{deed}?hl=zh", data=form, headers=OWN)
        assert (answer.status_code, answer.headers["location"]) == (303, "/?hl=zh")
        assert bool(plans.paused(Path(plan.folder))) == paused
        assert asked.get("/live").json()[plan.id]["paused"] == paused
    answer = asked.post(f"/collections/{plan.id}/pause?from=one", data=form, headers=OWN)
    assert answer.headers["location"] == f"/collections/{plan.id}"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"origin": "http://evil.example", "sec-fetch-site": "cross-site"}, 403),
        ({"origin": "http://127.0.0.1:81", "sec-fetch-site": "same-site"}, 403),
        ({"origin": "http://127.0.0.1", "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"}, 403),
        ({"origin": "null", "sec-fetch-site": "same-origin"}, 403),
        ({"origin": "file://127.0.0.1"}, 403),
        ({}, 403),
        ({"origin": "http://127.0.0.1", "host": "evil.example"}, 421),
        ({"origin": "http://", "host": ""}, 421),
    ],
)
def test_v85_another_sites_form_is_refused_even_with_the_token(machine, headers, status):
    asked, plan = watching(), machine["well"]
    answer = asked.post(f"/collections/{plan.id}/pause", data={"token": token(asked)}, headers=headers)
    assert answer.status_code == status
    assert plans.paused(Path(plan.folder)) == 0


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 403),
        ({"token": "guessed"}, 403),
        ({"token": "北门"}, 403),
        ({f"t{number}": "x" for number in range(9)}, 403),
        ({"token": "x" * 5000}, 413),
    ],
)
def test_v85_without_the_pages_token_nothing_is_done(machine, body, status):
    answer = watching().post(f"/collections/{machine['well'].id}/pause", data=body, headers=OWN)
    assert answer.status_code == status
    assert plans.paused(Path(machine["well"].folder)) == 0


def test_v85_nothing_else_can_be_asked(machine):
    asked = watching()
    form = {"token": token(asked)}
    assert asked.get(f"/collections/{machine['well'].id}/pause").status_code in (404, 405)
    for path in ("/", "/live", f"/collections/{machine['well'].id}"):
        assert asked.post(path, data=form, headers=OWN).status_code == 405
    for path in ("/collections/none/pause", f"/collections/{machine['well'].id}/remove"):
        assert asked.post(path, data=form, headers=OWN).status_code == 404
    for method in ("PUT", "DELETE", "PATCH", "OPTIONS"):
        assert asked.request(method, f"/collections/{machine['well'].id}/pause", headers=OWN).status_code == 405


def test_behind_a_proxy_nobody_acts_without_a_password(machine):
    open_to_all = watching(names=["archive.example"])
    assert "<form" not in open_to_all.get("/").text
    plan = machine["well"]
    assert open_to_all.post(f"/collections/{plan.id}/pause", data={"token": ""}, headers=OWN).status_code == 405
    shut = watching(Gate(digest_of("long enough to keep")), ["archive.example"])
    assert shut.get("/").status_code == 401
    assert shut.post(f"/collections/{plan.id}/pause", headers=OWN).status_code == 401
    shut.auth = ("any", "long enough to keep")
    assert shut.post(f"/collections/{plan.id}/pause", data={"token": token(shut)}, headers=OWN).status_code == 303
    assert plans.paused(Path(plan.folder)) == NOW


# ------------------------------------------------------------------ metrics and log
def test_prometheus_reads_the_metrics_and_learns_no_place_and_no_name(machine, tmp_path):
    labelled = replace(machine["well"], label='N"\\\n北门')
    plans.keep(labelled)
    answer = watching().get("/metrics")
    assert answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    families = {family.name: family for family in text_string_to_metric_families(answer.text)}
    found = {
        (sample.name, *sorted(sample.labels.items())): sample.value
        for family in families.values()
        for sample in family.samples
    }
    runs, well = ("collection", machine["runs"].id), ("collection", labelled.id)
    assert found["beilin_collections",] == 3
    assert found["beilin_crawl_fetched", runs] == 12
    assert found["beilin_collection_state", runs, ("state", RUNNING)] == 1
    assert found["beilin_coverage_percent", well] == 99.5
    assert found["beilin_warc_bytes", well] == 2_000_000
    assert found["beilin_collection_info", well, ("label", labelled.label)] == 1
    assert str(tmp_path) not in answer.text
    assert "run()" not in answer.text
    for plan in machine.values():
        states = [
            value for key, value in found.items() if key[:2] == ("beilin_collection_state", ("collection", plan.id))
        ]
        assert (len(states), sum(states)) == (len(STATES), 1)


def test_a_line_of_the_log_is_one_object_and_nothing_is_written_unasked():
    stream = io.StringIO()
    journal.event("before")
    end = journal.begin(stream)
    journal.event("crawl-ended", "3df279600891", percent=99.5, state="a\nb\u2028")
    end()
    journal.event("after")
    (line,) = stream.getvalue().split("\n")[:-1]
    said = json.loads(line)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", said.pop("time"))
    assert said == {"event": "crawl-ended", "collection": "3df279600891", "percent": 99.5, "state": "a\nb\u2028"}


def test_what_is_looked_for_does_not_stand_in_the_log(machine):
    stream = io.StringIO()
    end = journal.begin(stream)
    asked = watching()
    asked.get("/wenqi?q=wenqi")
    asked.get("/?hl=wenqi")
    asked.post(f"/collections/{machine['well'].id}/pause", data={"token": token(asked)}, headers=OWN)
    end()
    lines = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert {line["event"] for line in lines} == {"asked", "paused"}
    assert "wenqi" not in stream.getvalue()
    assert {line["status"] for line in lines if line["event"] == "asked"} == {404, 200, 303}


# ------------------------------------------------------------------ audits, drills, crawls by hand
def drilled(plan: Plan, done: Done | None, name: str = DRILLS, **said) -> Plan:
    planned = replace(plan, **said)
    plans.keep(planned)
    if done:
        with Ledger(NOW) as ledger, ledger.changing():
            ledger.note_last(name, plan.id, done)
    return planned


def terminal(name: str) -> str:
    """Return what `beilin status --all` says of the collection in a folder."""
    with Ledger(NOW):
        return "\n".join(line for line, _ in present_schedule._lines(row_of(name), NOW))


def row_of(name: str):
    return next(row for row in overview(NOW).collections if row.folder.endswith(f"/{name}"))


@pytest.mark.parametrize(
    ("done", "says", "en", "zh", "bad"),
    [
        (None, "never drilled; overdue", "never; overdue", "从未；已逾期", True),
        (Done(NOW, 0, 0, 90.0), "sound, nothing would be missing, restored in 1 min 30 s",
         "2026-11-21 20:30 UTC: sound; nothing would be missing; restored in minutes: 1.5",
         "2026-11-21 20:30 UTC：合格；不会缺少任何内容；恢复用时 1.5 分钟", False),
        (Done(NOW, 3, 7, 1.0), "sound, 7 things would be missing", "sound; would be missing: 7", "会缺少 7 项", False),
        (Done(NOW, 3), "sound, something would be missing", "2026-11-21 20:30 UTC: sound", "合格", False),
        (Done(NOW, 4, 0, 1.0), "failed (exit code 4)", ": failed; nothing would be", "：失败；不会", True),
        (Done(NOW, 8), "failed (exit code 8)", "2026-11-21 20:30 UTC: failed", "失败", True),
        (Done(NOW - 40 * DAY, 0), "sound; overdue", "sound; overdue", "合格；已逾期", True),
    ],
)  # fmt: skip
def test_a_drill_is_seen_wherever_the_others_are(machine, done, says, en, zh, bad):
    plan = drilled(machine["well"], done, drill=30 * DAY, anchor=NOW - 60 * DAY)
    assert says in terminal("well")
    for language, words_there in (("en", en), ("zh", zh)):
        asked = watching(**{"accept-language": language})
        live = asked.get("/live").json()[plan.id]
        assert words_there in live["words"]["drill"]
        assert live["failing"] == ["drill"] * bad
        for path in ("/", f"/collections/{plan.id}"):
            marked = ' class="bad"' * bad
            assert f'<dd data-fact="drill"{marked}>{live["words"]["drill"]}</dd>' in asked.get(path).text
        assert words.say(language, "overview.needs", number=1 + bad) in asked.get("/").text
    said = watching().get("/metrics").text
    label = f'{{collection="{plan.id}"}}'
    assert f"beilin_drill_overdue{label} {float('overdue' in en)}" in said
    assert (
        (f"beilin_drill_exit_code{label} {float(done.exit_code)}" in said) if done else f"exit_code{label}" not in said
    )
    assert (f"beilin_drill_missing{label}" in said) == (done is not None and done.missing is not None)


@pytest.mark.parametrize(
    ("plan", "last", "days", "late"),
    [
        ({"every": DAY, "drill": 7 * DAY}, Done(NOW, 0), 7.9, False),
        ({"every": DAY, "drill": 7 * DAY}, Done(NOW, 0), 8.1, True),
        ({"every": DAY, "drill": 7 * DAY, "paused": NOW}, Done(NOW, 0), 80, False),
        ({"every": DAY}, Done(NOW, 0), 80, False),
        ({"every": 30 * DAY, "drill": 7 * DAY}, Done(NOW, 0), 30.9, False),  # after the crawl that comes next
        ({"every": 30 * DAY, "drill": 7 * DAY}, Done(NOW, 0), 31.1, True),
        ({"every": 30 * DAY, "drill": 7 * DAY}, None, 0.9, False),
        ({"every": 30 * DAY, "drill": 7 * DAY}, None, 1.1, True),
    ],
)
def test_late_is_what_the_crawl_after_which_it_was_due_did_not_bring(tmp_path, plan, last, days, late):
    planned = scheduled(tmp_path / "c", **({"anchor": NOW} | plan))
    assert duty(planned, DRILLS, last, NOW + int(days * DAY)).late == late


def test_an_audit_that_is_overdue_or_failed_is_marked(machine, monkeypatch):
    plan = drilled(machine["well"], Done(NOW - 9 * DAY, 0), AUDITS, audit=7 * DAY, anchor=NOW - 60 * DAY)
    assert "no replica to audit\n" in terminal("well")
    monkeypatch.setattr("archive.schedule.overview.memory.recall", lambda _: ("a replica",))
    assert terminal("well").count("1 replica, audited 2026-11-12T20:30:00Z: whole; overdue") == 1
    drilled(plan, Done(NOW, 4), AUDITS)
    assert "1 replica, audited 2026-11-21T20:30:00Z: exit code 4\n" in terminal("well")
    assert watching().get("/live").json()[plan.id]["failing"] == ["replicas"]


def test_a_crawl_by_hand_is_the_last_one_wherever_that_is_said(machine, tmp_path):
    new = scheduled(tmp_path / "new")
    assert "never ran" in terminal("new")
    grow(tmp_path / "new", "20261121T120000Z", 10)
    grow(tmp_path / "well", "20261121T203500Z", 10)  # newer than what the schedule recorded
    grow(tmp_path / "runs", "20261121T203000Z", 10)  # the one that runs
    tallies = (Tally("post", 8, 7), Tally("page", 1, 1))
    report.write_report(
        Layout(tmp_path / "new"), Coverage("20261121T120000Z", False, 88.9, tallies, (), (), (), ()), None
    )
    assert "last crawled by hand 2026-11-21T12:00:00Z, 8 h 30 min ago" in terminal("new")
    assert "coverage 88.9 %, 8 posts named" in terminal("new")
    assert "last crawled by hand 2026-11-21T20:35:00Z, 0 s ago\nlast ran 2026-11-21T20:30:00Z" in terminal("well")
    assert "by hand 2026-11-01" in terminal("runs")  # the one before it
    for language, text in (("en", "2026-11-21 12:00 UTC, by hand"), ("zh", "2026-11-21 12:00 UTC，手动")):
        asked = watching(**{"accept-language": language})
        assert asked.get("/live").json()[new.id]["words"]["last"] == text
        assert text in asked.get("/").text
        assert text in asked.get(f"/collections/{new.id}").text
    found = watching().get("/metrics").text
    assert f'beilin_by_hand_timestamp_seconds{{collection="{new.id}"}} 1.7952624e+09' in found
    assert f'beilin_by_hand_timestamp_seconds{{collection="{machine["runs"].id}"}} 1.7934912e+09' in found


def test_a_scheduled_crawl_that_failed_hides_no_crawl_by_hand(tmp_path):
    plan = scheduled(tmp_path / "new")
    grow(tmp_path / "new", "20261121T120000Z", 10)
    grow(tmp_path / "new", "20261121T203010Z", 5)  # what answers in the blog's place was kept
    tallies = (Tally("post", 8, 8),)
    report.write_report(
        Layout(tmp_path / "new"), Coverage("20261121T120000Z", True, 100.0, tallies, (), (), (), ()), None
    )
    record(plan, Slot(NOW, NOW, 1, FAILED, "gone", attempts=1, started=NOW, ended=NOW + 20, exit_code=7))
    assert "last crawled by hand 2026-11-21T12:00:00Z" in terminal("new")
    assert "coverage 100.0 %, 8 posts named" in terminal("new")
    record(plan, Slot(NOW, NOW, 1, RAN, attempts=1, started=NOW, ended=NOW + 60, posts=7, percent=90.0))
    assert "by hand" not in terminal("new") and "coverage 90.0 %, 7 posts named" in terminal("new")


def test_a_folder_that_is_gone_and_a_broken_plan_are_seen_too(machine, home):
    Path(machine["well"].folder).rename(Path(machine["well"].folder).with_name("moved"))
    (home / "schedules" / "000000000000.json").write_text("{", "utf-8")
    rows = overview(NOW).collections
    assert [row.state for row in rows].count("unknown") == 1
    assert [row.is_there for row in rows if row.id == machine["well"].id] == [False]
    assert "its folder is not there: attach its disk" in terminal("well") and " B of captures" not in terminal("well")
    for language in words.LANGUAGES:
        live = watching(**{"accept-language": language}).get("/live").json()
        assert [bool(one["words"]["missing"]) for one in live.values()].count(True) == 1
        assert live[machine["well"].id]["words"]["growth"] == words.say(language, "overview.unknown")
        assert live[machine["well"].id]["words"]["missing"] in watching(**{"accept-language": language}).get("/").text
    assert watching().get(f"/collections/{machine['well'].id}").status_code == 200
    assert f'beilin_folder_there{{collection="{machine["well"].id}"}} 0.0' in watching().get("/metrics").text
    assert f'beilin_warc_bytes{{collection="{machine["well"].id}"}}' not in watching().get("/metrics").text
    answer = watching().get("/")
    assert answer.status_code == 200
    assert "beilin schedule add" in answer.text
    assert machine["well"].id in watching().get("/metrics").text


@pytest.mark.parametrize(
    ("every", "en", "zh"),
    [
        (301, "every 301 s", "每 301 秒"),
        (300, "every 5 min", "每 5 分钟"),
        (6 * HOUR, "every 6 h", "每 6 小时"),
        (7 * DAY, "every 7 d", "每 7 天"),
    ],
)
def test_how_often_is_told_in_a_unit_that_fits(tmp_path, every, en, zh):
    plan = scheduled(tmp_path / "c", every=every)
    for language, text in (("en", en), ("zh", zh)):
        page = watching(**{"accept-language": language}).get(f"/collections/{plan.id}").text
        assert f"<dd>{text}</dd>" in page


def test_the_terminal_says_the_same(machine):
    runs = Path(machine["runs"].folder)
    underway.tell(Layout(runs), replace(LIVE, at=int(time.time())))
    pausing.pause(machine["runs"], NOW)
    text = CliRunner().invoke(main, ["status", "--all"]).stdout
    assert "now: 12 of 40 addresses, 5 posts, 1.5 MB" in text
    assert "paused: it stops at the next safe place" in text
    assert re.search(r"14 days: [✗–»=…✓•·]{14}\n", text)
    assert "\u202e" not in text
    underway.tell(Layout(runs), replace(LIVE, at=int(time.time()), phase=CLOSING))
    (row,) = (
        row
        for row in json.loads(CliRunner().invoke(main, ["status", "--all", "--json"]).stdout)["collections"]
        if row["id"] == machine["runs"].id
    )
    assert (row["state"], row["paused"], row["live"]["phase"], len(row["days"])) == (RUNNING, NOW, CLOSING, 14)


# ------------------------------------------------------------------ fleets
def fleet(place: str, **came_to: tuple[str, str]) -> None:
    """Record what became of a fleet's blogs, by their names: (state, reason)."""
    with Ledger(NOW) as ledger:
        fleets.note(ledger, place, [*came_to, "to-come"], NOW)
        for name, (state, reason) in came_to.items():
            plan = fleets.plan_of(place, name)
            slot = Slot(NOW, NOW, 1, state, reason, attempts=1, started=NOW, ended=NOW, posts=4, percent=100.0)
            with ledger.changing():
                ledger.begin(plan.id, [slot], None, NOW)
                if state == FAILED:
                    outbox.tell(ledger, plan, ([Trouble("gone", "x")], frozenset()), None, NOW)


def test_what_became_of_a_fleet_is_seen_wherever_collections_are(home):
    many = {f"blog-{number}": (FAILED, "no answer") for number in range(60)}
    fleet("/invented/place", well=(RAN, ""), ashore=(RUNNING, ""), **many)
    fleet("s3://bucket/blogs", **{HOSTILE.replace("/", ""): (FAILED, HOSTILE)})
    said = CliRunner().invoke(main, ["status", "--all"]).stdout
    assert "Fleet /invented/place: 60 failed, 1 interrupted, 1 not yet, 1 ran\n" in said
    assert "  blog-10: failed 2026-11-21T20:30:00Z: no answer; stands: gone\n" in said
    assert "  ashore: interrupted" in said and "  and 11 more: beilin status --all --json" in said
    assert "Nothing is scheduled" not in said and "\u202e" not in said
    assert "65 blogs of fleets" in CliRunner().invoke(main, ["schedule", "list"]).stdout
    found = json.loads(CliRunner().invoke(main, ["status", "--all", "--json"]).stdout)["fleets"]
    assert [(one["place"], len(one["blogs"])) for one in found] == [("/invented/place", 63), ("s3://bucket/blogs", 2)]
    well = next(blog for blog in found[0]["blogs"] if blog["name"] == "well")
    assert (well["state"], well["posts"], well["percent"], well["standing"]) == (RAN, 4, 100.0, [])
    metrics = watching().get("/metrics").text
    assert f'beilin_fleet_blogs{{fleet="{found[0]["id"]}",state="failed"}} 60.0' in metrics
    assert f'beilin_fleet_trouble{{code="gone",fleet="{found[0]["id"]}"}} 60.0' in metrics
    assert "/invented" not in metrics and "blog-7" not in metrics
    for language in words.LANGUAGES:
        text = watching(**{"accept-language": language}).get("/").text
        assert "blog-59" in text and "<script>run()" not in text and "\u202e" not in text
        assert words.say(language, "overview.needs", number=62) in text
        assert f"{words.called(language, 'crawl', FAILED)}: 60" in text


# ------------------------------------------------------------------ reasons in the reader's language
@pytest.mark.parametrize(
    ("sentence", "exit_code", "zh", "english"),
    [
        (judging.NOT_RUNNING, 0, "机器或调度程序没有运行，或时钟被拨快", ""),
        (judging.SHUT, 0, "不在允许的时段内；由下一次抓取代替", ""),
        (fleets.KILLED, 0, "批量存档被强行终止。", ""),
        ("3 gap(s)", 3, "缺失：3 处", ""),
        ("5.0 MB are free on the disk, and 1.0 GB are to stay free", 0, "磁盘剩余 5.0 MB，须保留 1.0 GB", ""),
        ("The clock was set back by 1 h 00 min.", 0, "时钟被拨慢 1 h 00 min。", ""),
        ("2 alert(s) found no way for thirty days: given up.", 0, "2 条警报三十天未能送达，不再发送。", ""),
        ("https://a.example gives no answer.", 6, "没有得到回应：", "https://a.example gives no answer."),
        ("Something else.", 2, "", "Something else."),
        ("", 6, "", ""),
    ],
)
def test_reasons_are_told_in_the_readers_language_where_they_are_known(tmp_path, sentence, exit_code, zh, english):
    plan = scheduled(tmp_path / "c")
    record(plan, Slot(NOW, NOW, 1, FAILED, sentence, attempts=1, started=NOW, ended=NOW, exit_code=exit_code))
    asked = watching(**{"accept-language": "zh"})
    told = asked.get("/live").json()[plan.id]["words"]
    assert (told["reason"], told["english"]) == (zh, english)
    for path in ("/", f"/collections/{plan.id}"):
        page = asked.get(path).text
        assert (
            f'<bdi data-fact="reason">{zh}</bdi>' in page and f'lang="en" data-fact="english">{english}</bdi>' in page
        )
    told = watching().get("/live").json()[plan.id]["words"]
    assert (told["reason"], told["english"]) == ("", sentence)


def test_what_the_judge_of_crawls_always_says_alike_has_a_translation():
    run = Slot(NOW, NOW, 1, RUNNING, attempts=1, started=NOW)
    stopped = {"error": {"code": "interrupted", "exit_code": 130, "sentence": "x"}}
    faulty = {"summary": {"coverage": {}}, "faults": [{}, {}]}
    said = [
        outcome.judge(run, stopped, 130, 0, None, NOW, paused=True),
        outcome.judge(run, None, 130, 0, None, NOW),
        outcome.judge(run, faulty, 4, 0, None, NOW),
    ]
    reader = Reader("zh", {}, {}, "/")
    assert all(because(reader, one.slot.reason, one.slot.exit_code).english == "" for one in said), said
