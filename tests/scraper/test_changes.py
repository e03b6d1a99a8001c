"""A blog that is broken into, replaced, emptied or edited between two crawls, from the wire to the report."""

import json
import shutil
import zipfile
from collections import Counter

import pytest

from archive.layout import Layout
from archive.readings import Readings
from archive.schedule.judging import RUNNING, Slot
from archive.schedule.outcome import judge
from scraper.demo.blog import make_blog
from scraper.demo.knobs import Knobs

POSTS = 34
PATHS = {post.number: post.path for post in make_blog(POSTS).posts}
LISTS, QUESTIONS = "/2014/03/lists.html", "/2014/03/questions.html"
FULL = ("--visit", "full")
OUT = {"崔长洙,朴晨宇": "崔长洙", "Piao Chenyu, Cui Changzhu": "Cui Changzhu"}


@pytest.fixture(scope="module")
def first(mirrored):
    done, folder, _ = mirrored(Knobs(posts=POSTS, churn=1))
    assert done.code == 0, done.stdout[-2000:]
    return folder


@pytest.fixture
def copy(first, tmp_path):
    shutil.copytree(first, tmp_path / "c")
    return tmp_path / "c"


def files(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def report(run, folder):
    done = run("changes", folder, "--json")
    assert done.code == (9 if done.document["worrying"] else 0), done.stderr
    return done.document


def states(told):
    return {each["state"]: each["count"] for each in told["states"]}


def of(told, path):
    return next((each for each in told["addresses"] if each["url"].endswith(path)), None)


def alarms(told):
    return {alarm["code"] for alarm in told["alarms"]}


def judged(folder):
    readings = Readings(Layout(folder).readings)
    rows = [row for crawl in readings.crawls() for row in readings.judgements.of_crawl(crawl)]
    readings.close()
    return {row.record_id: (row.crawl, row.key, row.judgement, row.features) for row in rows}


def test_c57_c64_a_page_that_was_broken_into_is_evidence_and_nothing_else(first, copy, mirrored, run):
    before = files(copy / "records")
    knobs = Knobs(posts=POSTS, churn=2, intrusion="planted", intruded=(LISTS,))
    done, _, asked = mirrored(knobs, copy, *FULL)
    assert done.code == 9
    told = report(run, copy)
    assert alarms(told) == {"suspect"}
    assert of(told, LISTS)["state"] == "suspect"
    assert ["script", "9.bp.blogspot.com/planted/p.js"] in of(told, LISTS)["reasons"]
    # Both are in the scope of the crawl, and no page that was believed names them.
    assert "9.bp.blogspot.com" not in {request["host"] for request in asked}
    assert not [request for request in asked if "planted" in request["target"]]
    assert files(copy / "records") == before
    assert run("verify", copy).code == 0
    # The next clean crawl is a quick one, and looks at what was suspect.
    done, _, asked = mirrored(Knobs(posts=POSTS, churn=3), copy)
    assert done.code == 0, done.stdout[-2000:]
    assert LISTS in {request["target"] for request in asked}
    told = report(run, copy)
    assert not told["worrying"]
    assert states(told).keys() <= {"ok", "changed", "first"}
    assert files(copy / "records") == before


def test_c57_a_suspect_capture_is_no_page_of_a_package(copy, mirrored, run, tmp_path):
    knobs = Knobs(posts=POSTS, churn=2, intrusion="planted", intruded=(LISTS,))
    mirrored(knobs, copy, *FULL)
    assert run("export", copy, "--format", "wacz", "-o", tmp_path / "package.wacz").code == 0
    with zipfile.ZipFile(tmp_path / "package.wacz") as package:
        lines = package.read("pages/pages.jsonl").decode().splitlines()[1:]
    stands = {page["url"]: page["ts"] for page in map(json.loads, lines)}
    (lists,) = (ts for url, ts in stands.items() if url.endswith(LISTS))
    assert lists < max(stands.values())  # the one of the first crawl, where others have one of the second


def test_c64_a_whole_template_that_was_broken_into_names_nothing_new(copy, mirrored, run):
    before = files(copy / "records")
    done, _, asked = mirrored(Knobs(posts=POSTS, churn=2, intrusion="planted"), copy, *FULL)
    assert done.code == 9
    assert not [request for request in asked if "planted" in request["target"] or request["host"].startswith("9.")]
    assert files(copy / "records") == before
    suspect = states(report(run, copy))["suspect"]
    assert suspect > POSTS
    # A person may find it to be the blog's own doing.
    done = run("changes", copy, "--accept", "all")
    assert done.code == 0, done.stdout
    assert "suspect" not in states(report(run, copy))
    assert run("verify", copy).code == 0
    done, _, asked = mirrored(Knobs(posts=POSTS, churn=3, intrusion="planted"), copy, *FULL)
    assert done.code in (0, 3)  # the planted address answers 404
    assert "suspect" not in states(report(run, copy))
    # Accepted or not, a script within a post is no part of the blog that is asked for.
    assert "9.bp.blogspot.com" not in {request["host"] for request in asked}


def test_suspect_captures_are_no_base_for_what_comes_after(mirrored, tmp_path):
    tagged = {"posts": 28, "page_tags": True, "tokens": False}
    broken = Knobs(**tagged, intrusion="hidden-links", intruded=(LISTS,))
    statuses = []
    for knobs in (Knobs(**tagged), broken, broken, Knobs(**tagged)):
        done, folder, asked = mirrored(knobs, tmp_path / "c", *FULL)
        statuses += [request["status"] for request in asked if request["target"] == LISTS]
    assert done.code == 0
    # The broken page is fetched whole each time; the clean one is as it was when it was last good.
    assert statuses == [200, 200, 200, 304]
    looks = [row[2].state for row in judged(folder).values() if row[1].endswith(LISTS)]
    assert looks == ["first", "suspect", "suspect", "ok"]


@pytest.mark.parametrize(
    ("place", "kind", "alert"),
    [
        ("removed", "removed", ["gone"]),
        ("private", "login", ["gone"]),
        ("captcha", "captcha", ["blocked"]),
        ("blocked", "block-page", ["blocked"]),
        ("parked", "parked", ["replaced"]),
        ("error", "error-page", ["gone"]),
        ("other-blog", "other-blog", ["replaced"]),
    ],
)
def test_c60_a_blog_that_was_replaced_is_told_and_its_records_stay(copy, mirrored, run, place, kind, alert):
    before = files(copy / "records")
    done, _, asked = mirrored(Knobs(posts=POSTS, churn=2, in_place=place), copy, *FULL)
    assert done.code == 7
    assert len(asked) < 10
    told = report(run, copy)
    assert alarms(told) == {"replaced"}
    assert (of(told, ".com/")["state"], of(told, ".com/")["kind"]) == ("replaced", kind)
    assert files(copy / "records") == before
    assert [one.code for one in scheduled(done).troubles] == alert


def scheduled(done):
    """What the schedule makes of a crawl's document."""
    return judge(Slot(0, 0, 1, RUNNING, attempts=1), done.document, done.code, 0, None, 0)


@pytest.mark.parametrize(
    ("faults", "code", "alert"),
    [
        ({"/": "status-403"}, 7, ["blocked"]),
        ({"/robots.txt": "", "/": "status-500"}, 7, []),
        ({"/robots.txt": "status-500"}, 6, []),
    ],
)
def test_a_server_that_refuses_or_fails_is_no_takedown_and_tried_again(copy, mirrored, faults, code, alert):
    done, _, _ = mirrored(Knobs(posts=POSTS, faults=faults), copy, *FULL)
    found = scheduled(done)
    assert (done.code, [one.code for one in found.troubles]) == (code, alert)
    assert found.slot.retry > 0


def test_c60_after_a_replacement_the_next_clean_crawl_is_as_before(copy, mirrored, run):
    before = files(copy / "records")
    assert mirrored(Knobs(posts=POSTS, churn=2, in_place="error"), copy, *FULL)[0].code == 7
    done, _, _ = mirrored(Knobs(posts=POSTS, churn=3), copy, *FULL)
    assert done.code == 0, done.stdout[-2000:]
    assert not report(run, copy)["worrying"]
    assert files(copy / "records") == before


def test_c60_a_post_behind_a_captcha_is_no_new_version(copy, mirrored, run):
    before = files(copy / "records")
    done, _, _ = mirrored(Knobs(posts=POSTS, churn=2, intrusion="captcha", intruded=(LISTS,)), copy, *FULL)
    assert done.code == 9
    found = of(report(run, copy), LISTS)
    assert (found["state"], found["kind"]) == ("replaced", "captcha")
    assert files(copy / "records") == before


def test_c63_a_hijack_with_the_same_template_stops_at_the_front(copy, mirrored, run):
    before = files(copy / "records")
    done, _, asked = mirrored(Knobs(posts=POSTS, churn=2, blog_id="1212121212121212121"), copy, *FULL)
    assert done.code == 7
    assert "another blog answers there" in done.document["trouble"]
    assert {request["target"] for request in asked} == {"/robots.txt", "/"}
    assert of(report(run, copy), ".com/")["kind"] == "other-blog"
    assert files(copy / "records") == before


@pytest.mark.parametrize("earlier", [True, False])
def test_n37_a_start_that_leads_off_site_is_not_followed_and_of_a_known_blog_recorded(
    copy, mirrored, run, tmp_path, earlier
):
    folder = copy if earlier else tmp_path / "new"
    done, _, asked = mirrored(Knobs(posts=POSTS, churn=2, moved_to="elsewhere.example"), folder, *FULL)
    assert done.code == 7
    assert "elsewhere.example" not in {request["host"] for request in asked}
    if earlier:
        found = of(report(run, folder), ".com/")
        assert (found["state"], found["kind"]) == ("replaced", "moved")
    else:
        assert not folder.exists()  # nothing says that a blog was ever there


def test_c61_a_mass_deletion_raises_an_alarm_and_mirrors_nothing(copy, mirrored, run):
    before = files(copy / "records")
    gone = frozenset(number for number in PATHS if number > 4)
    done, _, asked = mirrored(Knobs(posts=POSTS, churn=2, deleted=gone), copy, *FULL)
    assert done.code == 9
    told = report(run, copy)
    assert {"mass-deletion", "feed-fall"} <= alarms(told)
    kept = files(copy / "records")
    assert {name: kept[name] for name in before if "people" not in name} == {
        n: before[n] for n in before if "people" not in n
    }
    looks = Counter(request["target"] for request in asked)
    assert {looks[PATHS[number]] for number in gone} == {2}  # two looks before anything counts as gone
    assert all(of(told, PATHS[number])["state"] == "gone" for number in gone)


def test_what_is_there_again_at_the_second_look_is_not_gone(copy, mirrored, run):
    knobs = Knobs(posts=POSTS, churn=2, faults={LISTS: "status-404-once"})
    done, _, asked = mirrored(knobs, copy, *FULL)
    assert done.code == 0, done.stdout[-2000:]
    assert [request["status"] for request in asked if request["target"] == LISTS] == [404, 200]
    told = report(run, copy)
    assert of(told, LISTS) is None
    assert "deleted" not in {change["kind"] for change in told["changes"]}


def test_c59_a_post_that_was_altered_is_shown_with_what_was_altered(copy, mirrored, run):
    altered = {**OUT, "On March 9, 2014, the": "On March 8, 2014, the", "门什么时候开？": "门何时开？"}
    done, _, _ = mirrored(Knobs(posts=POSTS, churn=2, altered=altered), copy, *FULL)
    assert done.code == 0, done.stdout[-2000:]
    posts = {post["url"].partition(".com")[2]: post for post in report(run, copy)["posts"]}
    assert posts.keys() == {LISTS, QUESTIONS}
    lists, questions = posts[LISTS], posts[QUESTIONS]
    assert lists["names_out"] == ["Piao Chenyu 朴晨宇"]
    assert lists["names_in"] == []
    assert lists["fields"] == [{"field": "event_date", "before": "2014-03-09", "after": "2014-03-08"}]
    assert questions["only"] == "zh"
    marked = [(s["mark"], s["text"]) for p in questions["paragraphs"] for s in p["segments"] if s["mark"]]
    assert marked == [("-", "什么"), ("+", "何"), ("-", "候")]
    folder = Layout(copy).records / "posts" / "2014" / "03" / "lists"
    assert sorted(path.name for path in folder.iterdir()) == ["v1.json", "v2.json"]
    page = max((copy / "reports").glob("*/changes.html")).read_text("utf-8")
    assert "<del>朴晨宇,</del>" in page
    assert "<script" not in page
    assert " src=" not in page
    assert "href=" not in page
    # Names are in the report, and nowhere else that people pass on.
    shown = run("changes", copy)
    said = shown.stdout + shown.stderr + done.stderr + (copy / "state" / "crawl.log").read_text("utf-8")
    assert "1 name taken out" in shown.stdout
    assert not [name for name in ("朴晨宇", "Piao Chenyu") if name in said]


def sidebar(*hosts):
    links = "".join(f"<a href='http://{host}.example/'>{host}</a>" for host in hosts)
    return {"<h2>Labels</h2>": f"<h2>Labels</h2>{links}"}


def test_c62_small_changes_add_up_until_a_person_accepts_them(copy, mirrored, run):
    hosts = [f"friend{number}" for number in range(12)]
    codes = []
    for day, number in enumerate((4, 8, 12), 2):
        done, _, _ = mirrored(Knobs(posts=POSTS, churn=day, altered=sidebar(*hosts[:number])), copy, *FULL)
        told = report(run, copy)
        assert {n["value"] for n in told["unaccepted"]} == {f"{host}.example" for host in hosts[:number]}
        codes.append(done.code)
    assert codes == [0, 0, 9]
    assert alarms(told) == {"unaccepted-links"}
    accepted = run("changes", copy, "--accept", "all", "--json")
    assert accepted.code == 0
    assert accepted.document["unaccepted"] == []
    events = [json.loads(line) for line in (copy / "events.jsonl").read_text("utf-8").splitlines()]
    assert ("quality review", "changes accepted") in {(e["type"], e["detail"].get("what")) for e in events}
    done, _, _ = mirrored(Knobs(posts=POSTS, churn=6, altered=sidebar(*hosts)), copy, *FULL)
    assert done.code == 0


def test_reading_again_gives_the_same_states_and_records(copy, mirrored, run):
    mirrored(Knobs(posts=POSTS, churn=2, intrusion="hidden-links", intruded=(LISTS, "/2013/")), copy, *FULL)
    mirrored(Knobs(posts=POSTS, churn=3, altered=OUT, deleted=frozenset({31})), copy, *FULL)
    mirrored(Knobs(posts=POSTS, churn=4, intrusion="gadget", intruded=(QUESTIONS,), altered=OUT), copy, *FULL)
    states_before, records = judged(copy), files(copy / "records")
    assert {row[2].state for row in states_before.values()} >= {"first", "ok", "changed", "suspect", "gone"}
    assert run("reextract", copy).code == 0
    assert judged(copy) == states_before
    assert files(copy / "records") == records
    shutil.rmtree(copy / "state")
    shutil.rmtree(copy / "records")
    assert run("reextract", copy).code == 0
    assert judged(copy) == states_before
    assert files(copy / "records") == records


def test_c65_after_an_attack_the_records_are_those_of_the_last_good_crawl(copy, mirrored, run):
    before = files(copy / "records")
    for day, kind in enumerate(("packed", "svg-script", "after-end"), 2):
        assert mirrored(Knobs(posts=POSTS, churn=day, intrusion=kind), copy, *FULL)[0].code == 9
    assert files(copy / "records") == before
    assert run("reextract", copy).code == 0
    assert files(copy / "records") == before


def test_the_command_says_what_is_wrong_with_what_it_was_asked(copy, run):
    assert run("changes", copy).code == 0
    wrong = run("changes", copy, "--accept", "http://nowhere.example/")
    assert wrong.code == 2
    assert "cannot be accepted" in wrong.stderr
    assert run("changes", copy, "20000101T000000Z").code == 5
    assert run("changes", copy, max(path.name for path in (copy / "reports").iterdir())).code == 0
