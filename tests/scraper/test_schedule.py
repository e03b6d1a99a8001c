"""The scheduler as it runs: killed at each step, without room, beside another one, with a clock that is set."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from archive import codec
from archive.alerts import outbox
from archive.alerts.message import Message, plain
from archive.alerts.message import text as words
from archive.collection import create_collection
from archive.config import Config
from archive.errors import StorageError
from archive.schedule import fleets, plans
from archive.schedule import ledger as ledgers
from archive.schedule.duties import Done
from archive.schedule.judging import FAILED, MISSED, PAUSED, RAN, RUNNING, SKIPPED
from archive.schedule.ledger import Ledger
from archive.schedule.plan import DAY, HOUR, Plan
from scraper.demo.knobs import Knobs
from scraper.demo.server import DemoServer
from scraper.scheduling import Scheduler
from tests.scraper.invoking import invoke
from tests.scraper.scheduler_killed import STEPS, TEXT, Fixed

ROOT = Path(__file__).parents[2]
NOW = 1_800_000_000
WELL = json.dumps(json.loads(TEXT) | {"summary": json.loads(TEXT)["summary"] | {"alarms": []}})


@pytest.fixture
def plan(tmp_path) -> Plan:
    return scheduled(tmp_path / "collection")


def scheduled(folder: Path, **said) -> Plan:
    folder.mkdir(parents=True, exist_ok=True)
    values = {"every": 6 * HOUR, "cron": "", "zone": "UTC", "window": "", "jitter": 0, "anchor": NOW, "keep_free": 0}
    one = Plan(str(folder.resolve()), **(values | said))
    plans.keep(one)
    return one


class Crawls:
    """Stands in for crawls: what each writes, and how it ends."""

    def __init__(self, text: str = WELL, code: int = 0):
        self.text, self.code, self.begun = text, code, []

    def __call__(self, arguments, output, lock, stop) -> int:
        self.begun.append(arguments)
        output.write_text(self.text, "utf-8")
        return self.code


def tick(now: int, crawls=None):
    return Scheduler(Fixed(now), launched=crawls or Crawls()).tick()


def slots(plan: Plan):
    with Ledger(NOW) as ledger:
        return ledger.slots(plan.id, 100)[::-1]


def states(plan: Plan):
    return [(slot.state, slot.count) for slot in slots(plan)]


def error(code: str, exit_code: int) -> Crawls:
    document = {"error": {"code": code, "exit_code": exit_code, "sentence": f"It is {code}."}}
    return Crawls(json.dumps(document), exit_code)


def test_a_tick_is_idempotent(plan):
    crawls = Crawls()
    for _ in range(3):
        tick(NOW, crawls)
    tick(NOW + 6 * HOUR, crawls)
    assert states(plan) == [(RAN, 1), (RAN, 1)]
    assert [one[-1] for one in crawls.begun] == [plan.folder] * 2


@pytest.mark.parametrize(
    ("crawls", "state", "again"),
    [
        (Crawls(), RAN, False),
        (Crawls(TEXT, 9), RAN, False),
        (error("unreachable", 6), FAILED, True),
        (error("storage-error", 8), FAILED, True),
        (error("withheld", 7), FAILED, False),
        (error("key-unavailable", 5), FAILED, False),
        (error("collection-in-use", 5), SKIPPED, False),
        (error("usage-error", 2), FAILED, False),
        (error("interrupted", 130), FAILED, True),
        (Crawls("", -9), FAILED, True),
        (Crawls(json.dumps({"summary": None, "faults": [{}], "error": None}), 4), FAILED, True),
        (Crawls("{", 1), FAILED, True),
        (Crawls(json.dumps(json.loads(WELL) | {"faults": [{}]}), 4), FAILED, False),
    ],
)
def test_each_end_of_a_crawl_is_a_recorded_state(plan, crawls, state, again):
    tick(NOW, crawls)
    (slot,) = slots(plan)
    assert (slot.state, bool(slot.retry)) == (state, again)
    assert slot.exit_code == crawls.code
    tick(NOW + HOUR, crawls)
    assert len(crawls.begun) == 1 + again
    assert len(slots(plan)) == 1
    assert list(Path(os.environ["BEILIN_HOME"], "schedules").glob("*.out")) == []


def test_missed_crawls_coalesce_and_a_pause_is_recorded(plan):
    tick(NOW)
    tick(NOW + 10 * DAY)
    plans.keep(replace(plan, paused=NOW + 10 * DAY))
    tick(NOW + 11 * DAY)
    assert states(plan) == [(RAN, 1), (MISSED, 39), (RAN, 1), (PAUSED, 4)]


def test_too_little_room_is_a_recorded_skip_and_told_once(plan):
    crawls = Crawls()
    plans.keep(replace(plan, keep_free=1 << 60))
    tick(NOW, crawls)
    tick(NOW + 6 * HOUR, crawls)
    assert states(plan) == [(SKIPPED, 1)] * 2
    assert "are to stay free" in slots(plan)[0].reason
    assert [(code, turn) for code, turn in queued()] == [("disk-low", "raised")]
    plans.keep(plan)
    tick(NOW + 12 * HOUR, crawls)
    assert queued()[1:] == [("disk-low", "healed")]
    assert len(crawls.begun) == 1


def test_a_collection_that_is_too_large_is_skipped(plan):
    (Path(plan.folder) / "large").write_bytes(bytes(5000))
    plans.keep(replace(plan, most=4000))
    crawls = Crawls()
    tick(NOW, crawls)
    assert [(slot.state, slot.reason) for slot in slots(plan)] == [
        (SKIPPED, "the collection has 5.0 kB, and may have 4.0 kB")
    ]
    assert crawls.begun == []


def queued():
    """What waits to be told, or was: there is a channel that never answers."""
    with Ledger(NOW) as ledger:
        rows = ledger.database.execute("SELECT message FROM outbox ORDER BY at").fetchall()
    return [(json.loads(text)["code"], json.loads(text)["turn"]) for (text,) in rows]


@pytest.fixture(autouse=True)
def deaf_channel(home):
    (home / "alerts.toml").write_text('[[command]]\nrun = ["/bin/false"]\n', "utf-8")


# --- killed ---------------------------------------------------------------------------------------------------------


def killed(step: str, now: int) -> int:
    command = [sys.executable, "-m", "tests.scraper.scheduler_killed", step, str(now)]
    return subprocess.run(command, cwd=ROOT, timeout=60, capture_output=True, check=False).returncode


@pytest.mark.parametrize("step", STEPS)
def test_k1_a_scheduler_that_is_killed_at_any_step_loses_and_doubles_nothing(plan, home, step):
    (home / "alerts.toml").write_text('[[command]]\nrun = ["/bin/true"]\n', "utf-8")
    assert killed(step, NOW) == (0 if step == "never" else -signal.SIGKILL)
    assert killed("never", NOW) == 0
    assert killed("never", NOW) == 0
    (slot,) = slots(plan)
    assert (slot.first, slot.count, slot.state, slot.exit_code) == (NOW, 1, RAN, 9)
    happened = (home / "happened").read_text("ascii").splitlines()
    # A crawl whose end was written down is never made again; one that was cut short goes on.
    assert happened.count("crawl done") == 1
    told = Counter(line for line in happened if line.startswith("told"))
    assert len(told) == 1
    # Between a channel's yes and the note of it nothing can be certain: it is told again, under the same id.
    assert set(told.values()) == {2 if step == "after an alert" else 1}
    assert list((home / "schedules").glob("*.out")) == []


def test_k1_a_crawl_that_kills_its_scheduler_every_time_is_given_up(plan, home):
    for _ in range(8):
        killed("in the crawl", NOW)
    assert (home / "happened").read_text("ascii").splitlines().count("crawl begun") <= 6
    assert slots(plan)[0].state == FAILED


def test_two_schedulers_at_a_time_crawl_once(plan):
    inside, go = threading.Event(), threading.Event()
    crawls = Crawls()

    def slow(*arguments) -> int:
        inside.set()
        assert go.wait(20)
        return crawls(*arguments)

    first = threading.Thread(target=tick, args=(NOW, slow))
    first.start()
    assert inside.wait(20)
    assert tick(NOW, crawls) == []
    assert slots(plan)[0].state == RUNNING
    go.set()
    first.join(20)
    assert states(plan) == [(RAN, 1)]
    assert len(crawls.begun) == 1


# --- disk, clock, damage --------------------------------------------------------------------------------------------


def test_d13_a_full_disk_under_the_ledger_begins_no_crawl_and_loses_nothing(plan, monkeypatch):
    tick(NOW)
    opened, crawls = ledgers._open, Crawls()

    def full(path):
        database = opened(path)
        (pages,) = database.execute("PRAGMA page_count").fetchone()
        database.execute(f"PRAGMA max_page_count = {pages}")
        return database

    with Ledger(NOW) as ledger:  # no page has room left for another row
        ledger.database.execute("CREATE TABLE filler (x)")
        ledger.database.execute("INSERT INTO filler VALUES (?)", ("x" * 100,))
    with monkeypatch.context() as patch:
        patch.setattr(ledgers, "_open", full)
        patch.setattr(Ledger, "begin", _filling(Ledger.begin))
        (deed,) = tick(NOW + 6 * HOUR, crawls)
    assert "the disk is full" in deed.trouble
    assert crawls.begun == []
    assert states(plan) == [(RAN, 1)]
    tick(NOW + 6 * HOUR, crawls)
    assert states(plan) == [(RAN, 1), (RAN, 1)]


def _filling(begin):
    def filled(self, *arguments):
        found = begin(self, *arguments)
        self.database.execute("INSERT INTO filler VALUES (?)", ("x" * 10_000_000,))
        return found

    return filled


def test_d17_a_damaged_ledger_is_put_aside_and_the_schedules_go_on(plan, home):
    tick(NOW)
    (home / "schedule.sqlite").write_bytes(b"no database " * 1000)
    tick(NOW + HOUR)
    tick(NOW + 6 * HOUR)
    assert states(plan) == [(RAN, 1)]
    assert list(home.glob("schedule.sqlite.damaged-*"))
    with Ledger(NOW) as ledger:
        assert "damaged" in ledger.notes()[-1][1]


def test_a_ledger_of_a_newer_beilin_is_left_alone(plan, home):
    tick(NOW)
    with sqlite3.connect(home / "schedule.sqlite") as database:
        database.execute("PRAGMA user_version = 99")
    database.close()
    with pytest.raises(StorageError, match="newer beilin"):
        tick(NOW + DAY)


@pytest.mark.parametrize("text", ["", "{}", "[1]", "null", '{"every": 1}', "[" * 100_000])
def test_a_broken_plan_is_one_sentence_and_the_others_go_on(plan, home, text):
    (home / "schedules" / "000000000000.json").write_text(text, "utf-8")
    troubles = [deed.trouble for deed in tick(NOW) if deed.trouble]
    assert len(troubles) == 1
    assert "beilin schedule add" in troubles[0]
    assert states(plan) == [(RAN, 1)]


@pytest.mark.parametrize(
    ("field", "value"), [("zone", "Nowhere/Land"), ("every", 1), ("window", "25:00-26:00"), ("cron", "x")]
)
def test_a_plan_that_cannot_be_followed_is_one_sentence(plan, home, field, value):
    path = home / "schedules" / f"{plan.id}.json"
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | {field: value}), "utf-8")
    (deed,) = tick(NOW)
    assert "cannot be followed" in deed.trouble
    assert slots(plan) == []


def test_k12_a_clock_that_is_set_back_and_forth_is_recorded_and_makes_no_storm(plan):
    crawls = Crawls()
    tick(NOW, crawls)
    tick(NOW + 3650 * DAY, crawls)  # forwards: without the time since the start, nobody can tell it from sleep
    tick(NOW + HOUR, crawls)  # and back
    tick(NOW + HOUR, crawls)
    assert len(crawls.begun) == 2
    tick(NOW + 6 * HOUR, crawls)
    tick(NOW + 12 * HOUR, crawls)
    assert len(crawls.begun) == 4
    with Ledger(NOW) as ledger:
        assert "set back" in ledger.notes()[0][1]


def test_a_folder_that_is_gone_is_a_failed_crawl(plan):
    Path(plan.folder).rmdir()
    Scheduler(Fixed(NOW)).tick()
    (slot,) = slots(plan)
    assert (slot.state, slot.exit_code) == (FAILED, 5)
    assert "does not exist" in slot.reason


def test_the_reports_of_a_crawl_that_failed_go_with_its_alert_and_no_number_is_made_up(plan):
    mine, older = "20270115T080001Z", "20270114T080000Z"  # NOW is 08:00

    class Refused(Crawls):
        def __call__(self, *arguments) -> int:
            for name in (mine, older, "notes"):
                (Path(plan.folder) / "reports" / name).mkdir(parents=True)
                (Path(plan.folder) / "reports" / name / "changes.html").write_text(name, "utf-8")
            return super().__call__(*arguments)

    tick(NOW, Refused(error("withheld", 7).text, 7))
    assert slots(plan)[0].crawl == mine
    with Ledger(NOW) as ledger:
        ((text,),) = ledger.database.execute("SELECT message FROM outbox").fetchall()
    told = codec.load(Message, text)
    assert told.crawl == mine
    numbers = plain(told)["numbers"]
    assert [numbers[name] for name in ("exit_code", "visit", "posts", "percent")] == ["7", None, None, None]
    assert "percent" not in words(told)


# --- the real thing -------------------------------------------------------------------------------------------------


def test_the_commands_over_the_demo_blog(run, tmp_path):
    folder = tmp_path / "collection"
    with DemoServer(Knobs(posts=4)) as server:
        create_collection(folder, Config(address=server.home))
        added = invoke(
            "schedule", "add", folder, "--every", "6h", "--jitter", "0m", "--connect", f"*={server.address}", "--json"
        )
        assert json.loads(added.stdout)["every"] == 6 * HOUR
        ticked = run("tick", "--json")
        assert [one["state"] for one in ticked.document["acted"]] == [RAN]
        assert json.loads(invoke("tick", "--json").stdout) == {"acted": [], "troubles": []}
        again = run("mirror", folder, "--connect", f"*={server.address}", "--json")  # the folder alone is enough
        assert (again.code, again.document["summary"]["coverage"]["visit"]) == (0, "quick")
    (row,) = json.loads(invoke("status", "--all", "--json").stdout)["collections"]
    assert (row["state"], row["percent"], row["posts"]) == (RAN, 100.0, 4)
    assert "never ran" not in invoke("status", "--all").stdout
    assert invoke("schedule", "pause", folder).exit_code == 0
    assert "paused" in invoke("schedule", "list").stdout
    assert invoke("schedule", "resume", folder).exit_code == 0
    assert json.loads(invoke("schedule", "remove", folder, "--json").stdout)["removed"]
    assert invoke("schedule", "remove", folder).exit_code == 2
    assert invoke("status", "--all").stdout.startswith("Nothing is scheduled")


@pytest.mark.long
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_k8_a_scheduler_that_is_stopped_stops_its_crawl_and_the_next_goes_on(tmp_path, home, run, how):
    folder = tmp_path / "collection"
    with DemoServer(Knobs(posts=30, latency=0.1)) as server:
        create_collection(folder, Config(address=server.home))
        invoke("schedule", "add", folder, "--every", "6h", "--jitter", "0m", "--connect", f"*={server.address}")
        command = [sys.executable, "-c", "from scraper.cli import main; main()", "run"]
        scheduler = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_until(lambda: len(server.requests()) > 5)
        scheduler.send_signal(how)
        assert scheduler.wait(60) == (0 if how != signal.SIGKILL else -how)
        plan = plans.find(folder)
        wait_until(lambda: is_free(plan))  # killed, its crawl ends a little later
        asked = len(server.requests())
        before = slots(plan)[0]
        assert before.state == (RUNNING if how == signal.SIGKILL else FAILED)
        assert run("tick").code == 0
        assert run("tick").code == 0
        (slot,) = slots(plan)
        assert (slot.state, slot.percent) == (RAN, 100.0), slot
        assert asked > 5
    assert run("coverage", folder).code == 0


def is_free(plan: Plan) -> bool:
    with plans.claimed(plan) as lock:
        return lock is not None


def wait_until(holds) -> None:
    deadline = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.05)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--every", "6h", "--zone", "Nowhere/Land"], "no time zone"),
        (["--cron", "61 * * * *"], "no cron line"),
        (["--every", "6"], "no span of time"),
        (["--every", "6h", "--window", "22-06"], "no window"),
        (["--every", "6h", "--keep-free", "much"], "no size"),
        ([], "one of the two"),
    ],
)
def test_a_plan_that_cannot_be_is_one_sentence(tmp_path, arguments, words):
    create_collection(tmp_path / "c", Config(address="https://invented.blogspot.com/"))
    done = invoke("schedule", "add", tmp_path / "c", *arguments, "--json")
    assert done.exit_code == 2
    assert words in json.loads(done.stdout)["error"]["sentence"]
    assert not list(Path(os.environ["BEILIN_HOME"], "schedules").glob("*.json"))


def test_a_damaged_plan_is_named_and_can_be_removed(plan, home):
    path = home / "schedules" / f"{plan.id}.json"
    path.write_text("{", "utf-8")
    create_collection(Path(plan.folder), Config(address="https://invented.blogspot.com/"))
    done = invoke("schedule", "add", plan.folder, "--every", "6h")
    assert done.exit_code == 5 and f"run beilin schedule remove {plan.id}, then" in done.stderr
    assert invoke("schedule", "remove", plan.folder).exit_code == 0
    assert not path.exists()
    assert invoke("schedule", "remove", plan.folder).exit_code == 2
    assert invoke("schedule", "add", plan.folder, "--every", "6h").exit_code == 0


def test_a_damaged_plan_whose_folder_nobody_knows_is_removed_by_its_id(plan, home, monkeypatch):
    path = home / "schedules" / f"{plan.id}.json"
    path.write_text("{", "utf-8")
    (sentence,) = json.loads(invoke("schedule", "list", "--json").stdout)["damaged"]
    words = sentence.partition("run beilin ")[2].partition(",")[0].split()
    assert invoke(*words).exit_code == 0 and not path.exists()
    assert invoke(*words).exit_code == 2
    assert invoke("schedule", "remove", home / "schedules" / plan.id).exit_code == 2  # a path is a folder's


def test_a_fleet_is_forgotten_by_its_id_until_it_is_run_again(home):
    with Ledger(NOW) as ledger:
        fleets.note(ledger, "s3://bucket/blogs", ["one", "two"], NOW)
        (found,) = fleets.fleets(ledger)
        assert invoke("schedule", "remove", found.blogs[0].id).stdout.startswith("s3://bucket/blogs/one is shown no")
        assert [blog.name for blog in fleets.fleets(ledger)[0].blogs] == ["two"]
        assert json.loads(invoke("schedule", "remove", found.id, "--json").stdout)["folder"] == "s3://bucket/blogs"
        assert fleets.fleets(ledger) == ()
        fleets.note(ledger, "s3://bucket/blogs", ["one", "two"], NOW)
        assert fleets.fleets(ledger) == (found,)
    assert invoke("schedule", "remove", "0" * 12).exit_code == 2


def test_a_drill_is_due_after_a_crawl_and_told_once(plan):
    plans.keep(replace(plan, drill=DAY))
    sound, crawls = Crawls(), Crawls(code=0)
    for hours in (0, 6, 24):
        tick(NOW + hours * HOUR, crawls)
    assert [one[0] for one in crawls.begun] == ["mirror", "drill", "mirror", "mirror", "drill"]

    def failing(arguments, output, lock, stop):
        return 4 if arguments[0] == "drill" else sound(arguments, output, lock, stop)

    tick(NOW + 48 * HOUR, failing)
    with Ledger(NOW) as ledger:
        assert ledger.last("drills", plan.id) == Done(NOW + 48 * HOUR, 4)
        assert list(outbox.standing(ledger, plan.id)) == ["drill-failed"]
    tick(NOW + 72 * HOUR, crawls)
    with Ledger(NOW) as ledger:
        assert list(outbox.standing(ledger, plan.id)) == []


def drills(*lacks: str, code: int):
    """Stands in for crawls that go well, and for drills that find things missing."""
    missing = [{"what": "picture", "where": where, "why": "it was never captured"} for where in lacks]
    document = {"forms": [{"seconds": 40.0, "missing": missing}, {"seconds": 2.25, "missing": missing[:1]}]}
    crawls = Crawls()

    def run(arguments, output, lock, stop):
        if arguments[0] != "drill":
            return crawls(arguments, output, lock, stop)
        output.write_text(json.dumps(document), "utf-8")
        return code

    return run


def test_what_a_drill_would_miss_is_told_once_again_where_it_grows_and_when_it_is_filled(plan):
    plans.keep(replace(plan, drill=DAY))
    told = []
    for day, (lacks, code) in enumerate(((("/a",), 3), (("/a",), 3), (("/a", "/b"), 3), (("/b",), 4), ((), 0))):
        tick(NOW + day * DAY, drills(*lacks, code=code))
        with Ledger(NOW) as ledger:
            done = ledger.last("drills", plan.id)
            assert (done.exit_code, done.missing, done.seconds) == (code, len(lacks), 42.2)
            messages = ledger.database.execute("SELECT message FROM outbox WHERE at = ?", (done.at,)).fetchall()
            turns = [(one["code"], one["turn"]) for (text,) in messages for one in [json.loads(text)]]
            told.append(sorted(one for one in turns if one[0].startswith("drill")))
            assert "/a" not in str(messages)
    assert told == [
        [("drill-missing", "raised")], [], [("drill-missing", "grown")], [("drill-failed", "raised")],
        [("drill-failed", "healed"), ("drill-missing", "healed")],
    ]  # fmt: skip


def test_a_daily_drill_is_done_each_day_though_crawls_end_at_other_minutes(plan):
    plans.keep(replace(plan, every=DAY, drill=DAY))
    crawls = Crawls()
    for day, minutes in enumerate((50, 3, 9, 2)):  # the first crawl is the longest
        tick(NOW + day * DAY + minutes * 60, crawls)
    assert [one[0] for one in crawls.begun] == ["mirror", "drill"] * 4


def test_a_ledger_of_the_second_form_keeps_its_drills(plan, home):
    database = sqlite3.connect(home / "schedule.sqlite")
    database.executescript("""
        CREATE TABLE drills (plan TEXT PRIMARY KEY, at INTEGER NOT NULL, exit_code INTEGER NOT NULL) WITHOUT ROWID;
        PRAGMA user_version = 2;""")
    database.execute("INSERT INTO drills VALUES (?, 5, 3)", (plan.id,))
    database.commit()
    database.close()
    for _ in range(2):
        with Ledger(NOW) as ledger:
            assert ledger.last("drills", plan.id) == Done(5, 3)
            assert ledger.last("audits", plan.id) is None
    with Ledger(NOW) as ledger, ledger.changing():
        ledger.note_last("drills", plan.id, Done(6, 0, 0, 1.5))
    with Ledger(NOW) as ledger:
        assert ledger.last("drills", plan.id) == Done(6, 0, 0, 1.5)


def test_a_plan_that_is_changed_keeps_its_pause_and_what_is_not_named(plan, tmp_path):
    folder = create_collection(tmp_path / "kept", Config(address="https://invented.blogspot.com/")).root
    has = ("--window", "22:00-06:00", "--zone", "Asia/Shanghai", "--audit", "7d", "--drill", "30d", "--label", "North")
    to = ("--jitter", "0m", "--connect", "*=127.0.0.1:9", "--connect", "a.example=127.0.0.1:8")
    assert invoke("schedule", "add", folder, "--every", "6h", *has, *to).exit_code == 0
    before = plans.find(folder)
    assert invoke("schedule", "pause", folder).exit_code == 0
    changed = invoke("schedule", "add", folder, "--every", "12h")
    after = plans.find(folder)
    assert after == replace(before, every=12 * HOUR, paused=after.paused, anchor=after.anchor) and after.paused
    assert "changed: --every 12h (was 6h)\n" in changed.stdout and "It stays paused" in changed.stdout
    assert "--label North --connect '*=127.0.0.1:9' --connect a.example=127.0.0.1:8\n" in changed.stdout
    listed = invoke("schedule", "list").stdout
    assert "--audit 7d --drill 30d --label North" in listed and "paused since" in listed
    told = json.loads(invoke("schedule", "add", folder, "--label", "South", "--json").stdout)
    assert told["changed"] == ["--label South (was North)"] and told["anchor"] == after.anchor
    bare = ("window", "audit", "drill", "label", "connect")
    invoke("schedule", "add", folder, "--cron", "@daily", *(word for name in bare for word in ("--without", name)))
    least = plans.find(folder)
    assert (least.every, least.cron, least.window, least.audit, least.drill) == (0, "0 0 * * *", "", 0, 0)
    assert (least.label, least.options, least.zone) == ("", (), "Asia/Shanghai") and least.paused
    assert "changed: nothing" in invoke("schedule", "add", folder).stdout
