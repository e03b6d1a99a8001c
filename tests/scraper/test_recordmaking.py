"""One post costs no more than itself: what is too much for the steps, or for the process, ends in `parse-incomplete`."""

import json
import shutil
import stat
import sys

import pytest

from archive import store
from archive.integrity import verify
from archive.layout import Layout
from scraper import recordmaking
from scraper.reextract import reextract

HOSTILE = "2014/03/lists"  # a post of the demo
STEPS = {  # what a step does with it
    "memory": "held = [bytes(1 << 24) for _ in range(100)]",
    "time": "while True: pass",
    "a crash": "os._exit(139)",
    "deafness": "signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGALRM]); time.sleep(60)",
    "a bug": "raise KeyError('step')",
}
PATCH = """#!{python}
import os, signal, sys, time
import pipelines.keeping as keeping
import archive.bounds as bounds
from archive.records import Paragraph, Post
# What loads tables at the first post is no post's own: a busy machine takes long for it.
texts = "The kiln was cold on March 4. Attendees: Bai Ruomu.", "窑冷了。参加者：白若木。"
keeping.refine(Post("id", "http://b.example/", paragraphs=tuple(map(Paragraph, range(2), texts))))
bounds.LONGEST = 1.0
def too_much(post):
{indented}
real_refine, real_merge = keeping.refine, keeping.merge
def refine(post):
    return too_much(post) if "{hostile}" in post.url else real_refine(post)
def merge(readings):
    if "{hostile}" in readings[0][1].url and readings[0][1].paragraphs:
        os._exit(139)
    return real_merge(readings)
keeping.{patched} = {patched}
from pipelines.__main__ import main
main(*sys.argv[4:])
"""


def records(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in (folder / "records").rglob("v*.json")}


@pytest.fixture
def copy(demo, tmp_path):
    _, folder, _ = demo
    return shutil.copytree(folder, tmp_path / "copy")


def hostile_post(monkeypatch, tmp_path, act, patched="refine"):
    """Have records made by processes in which a step does something else with one post."""
    script = tmp_path / "python"
    script.write_text(PATCH.format(python=sys.executable, indented=f"    {act}", hostile=HOSTILE, patched=patched))
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setattr(sys, "executable", str(script))
    monkeypatch.setenv("PYTHONPATH", ":".join(filter(None, sys.path)))


def make_again(copy):
    crawl = next(path.name for path in (copy / "reports").iterdir())
    shutil.rmtree(copy / "records")
    done = []
    outcomes = recordmaking.make_records(Layout(copy), [crawl], 60, lambda *told: done.append(told))
    return outcomes, done


def assert_others_as_before(copy, before):
    after = records(copy)
    assert after.keys() == before.keys()
    assert {name for name in after if after[name] != before[name]} == {f"records/posts/{HOSTILE}/v1.json"}
    assert not list(copy.rglob("*.part"))


@pytest.mark.parametrize("name", STEPS)
def test_a_post_that_is_too_much_for_a_step_is_kept_as_read_and_the_others_are_made(copy, tmp_path, monkeypatch, name):
    before = records(copy)
    hostile_post(monkeypatch, tmp_path, STEPS[name])
    outcomes, done = make_again(copy)
    assert_others_as_before(copy, before)
    assert len(outcomes) == len(before)
    assert done[-1][0] == done[-1][1] >= len(before)
    record = store.current(copy / "records" / "posts" / HOSTILE)
    assert record.paragraphs
    assert record.attendees == ()
    assert [finding.code for finding in record.findings].count("parse-incomplete") == 1


def test_a_post_that_is_too_much_for_two_processes_is_kept_without_its_text(copy, tmp_path, monkeypatch):
    before = records(copy)
    hostile_post(monkeypatch, tmp_path, "pass", patched="merge")
    make_again(copy)
    assert_others_as_before(copy, before)
    record, known = (
        store.current(copy / "records" / "posts" / HOSTILE),
        json.loads(before[f"records/posts/{HOSTILE}/v1.json"]),
    )
    assert record.paragraphs == ()
    assert (record.url, record.title.raw) == (known["url"], known["title"]["raw"])
    assert len(record.provenance.captures) == len(known["provenance"]["captures"])
    assert "its text is in the captures alone" in record.findings[-1].detail


def test_reextract_goes_on_past_it_and_the_collection_is_whole(copy, tmp_path, monkeypatch):
    before = records(copy)
    layout = Layout(copy)
    real = recordmaking.make_records

    def hostile(*arguments):
        with pytest.MonkeyPatch.context() as patch:
            hostile_post(patch, tmp_path, "os._exit(139)")
            return real(*arguments)

    monkeypatch.setattr("scraper.reextract.make_records", hostile)
    assert reextract(layout)["changed"] == 1
    assert_others_as_before(copy, before)
    assert verify(layout) == []
