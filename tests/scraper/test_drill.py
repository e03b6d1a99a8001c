"""``beilin drill``: what is wrong with a restored site, in whatever form, is found by reading it back."""

import os
import shutil
from dataclasses import replace

import pytest

from archive.layout import Layout
from archive.restoration import forms
from archive.restoration.checking import CHECKS
from archive.restoration.spool import read_once
from archive.schedule import plans
from archive.schedule.duties import DRILLS, read_drill
from archive.schedule.ledger import Ledger
from archive.schedule.plan import Plan
from archive.wacz.captured import captured
from benchmarks.restoring.archive import hard_articles, with_hard
from scraper.restoring import material
from tests import hostile_collection
from tests.hostile_collection import HOST, PNG, image
from tests.scraper.invoking import document_of


@pytest.fixture(scope="module")
def restored(demo, tmp_path_factory):
    """The demo blog and what importers stumble over, in each form: (material, folder and lacks by form)."""
    folder, layout = tmp_path_factory.mktemp("restored"), Layout(demo[1])
    with material(layout) as found, read_once(with_hard(found, hard_articles()), folder) as spooled:
        made = {
            name: forms.restore(layout, spooled, name, folder / name, forms.Wishes(media_base="https://media.example/"))
            for name in forms.FORMS
        }
        yield spooled, made


def faults(restored, form, folder=None):
    done = restored[1][form]
    return list(CHECKS[form](restored[0], folder or done.path, done.lacks))


def copied(restored, form, tmp_path):
    """Return a copy of a restored folder whose files are the same until they are written anew."""
    shutil.copytree(restored[1][form].path, tmp_path / "copy", copy_function=os.link)
    return tmp_path / "copy"


def written(path, content):
    path.unlink()
    path.write_bytes(content)


def changed(folder, pattern, old, new):
    """Change a text in the first file that has it."""
    path = next(path for path in sorted(folder.glob(pattern)) if old in path.read_text("utf-8"))
    written(path, path.read_text("utf-8").replace(old, new, 1).encode())


def test_every_form_can_be_checked():
    assert CHECKS.keys() == forms.FORMS.keys()


@pytest.mark.parametrize("form", ["site", "wordpress", "markdown"])
def test_a_restored_site_is_sound(restored, form):
    assert faults(restored, form) == []


@pytest.mark.parametrize(
    ("form", "pattern", "old", "new", "word"),
    [
        ("site", "2014/05/lists.html", "three", "", "text"),
        ("site", "2014/05/cdata.html", "First", "", "comments"),
        ("site", "2013/*/*.html", "../../images/", "../../none/", "pictures"),
        ("site", "2014/05/blog-post.html", ">rally<", "><", "labels"),
        ("site", "2014/05/emphasis.html", 'itemprop="name" dir="auto">Emphasis', 'itemprop="name">', "title"),
        ("site", "2014/05/emphasis.html", 'datetime="2014-05-06', 'datetime="2014-05-07', "instant"),
        ("blogger", "blog-*.xml", "three", "", "text"),
        ("blogger", "Takeout/Blogger/Blogs/*/feed.atom", "<blogger:type>PAGE<", "<blogger:type>POST<", "different"),
        ("wordpress", "wordpress-*.xml", "three", "", "text"),
        ("wordpress", "wordpress-*.xml", "First", "", "comments"),
        ("wordpress", "wordpress-*.xml", "status><![CDATA[draft", "status><![CDATA[publish", "public"),
        ("wordpress", "wordpress-*.xml", "<![CDATA[marks]]>", "<![CDATA[other]]>", "address"),
        ("wordpress", "wordpress-*.xml", "<![CDATA[Lists]]>", "<![CDATA[]]>", "title"),
        ("wordpress", "wordpress-*.xml", "</channel>", "", "to its end"),
        ("markdown", "content/**/*.md", "three", "", "text"),
        ("markdown", "content/**/*.md", 'title: "Lists"', 'title: "Other"', "title"),
        ("markdown", "content/**/*.md", "draft: true", "draft: false", "public"),
        ("markdown", "content/**/*.md", 'date: "2014-05-06', 'date: "2014-05-07', "instant"),
        ("markdown", "content/**/*.md", 'date: "2014-05-06', "date: 2014-05-06", "cannot be read"),
        ("markdown", "data/comments/*.json", "First", "", "comments"),
    ],
)
def test_what_is_changed_is_found(restored, tmp_path, form, pattern, old, new, word):
    folder = copied(restored, form, tmp_path)
    changed(folder, pattern, old, new)
    assert any(word in fault for fault in faults(restored, form, folder)), faults(restored, form, folder)


@pytest.mark.parametrize(
    ("form", "pattern", "word"),
    [
        ("site", "2014/05/marks.html", "no page answers"),
        ("site", "2014/index.html", "/2014/: nothing answers"),
        ("site", "search/label/*/index.html", "nothing answers"),
        ("site", "images/*.png", "pictures"),
        ("blogger", "images/*.png", "mapping.tsv"),
        ("wordpress", "media/*.png", "pictures"),
        ("markdown", "static/media/*.png", "pictures"),
        ("markdown", "content/posts/*.md", "not there"),
    ],
)
def test_what_is_gone_is_found(restored, tmp_path, form, pattern, word):
    folder = copied(restored, form, tmp_path)
    for path in list(folder.glob(pattern)):
        path.unlink()
    assert any(word in fault for fault in faults(restored, form, folder))


def test_a_blogger_export_that_is_cut_off_is_found(restored, tmp_path):
    folder = copied(restored, "blogger", tmp_path)
    feed = next(folder.glob("Takeout/Blogger/Blogs/*/feed.atom"))
    written(feed, feed.read_bytes()[:-200])
    assert any("cannot be read to its end" in fault for fault in faults(restored, "blogger", folder))


def test_a_drill_says_the_minutes_and_what_would_be_missing_and_leaves_nothing(demo, tmp_path):
    code, said = document_of("drill", demo[1], "--temporary", tmp_path)
    assert [one["faults"] for one in said["forms"]] == [[], [], [], []]
    assert code == 3
    assert said["sound"] is True
    assert said["minutes"] >= 0
    assert [one["form"] for one in said["forms"]] == list(forms.FORMS)
    assert all(one["files"] > 50 for one in said["forms"])
    assert "/2013/04/redated.html" in {lack["where"] for one in said["forms"] for lack in one["missing"]}
    assert list(tmp_path.iterdir()) == []
    missing, seconds = read_drill(said)
    assert len(missing) == len({(lack["what"], lack["where"]) for one in said["forms"] for lack in one["missing"]}) > 0
    assert seconds == pytest.approx(sum(one["seconds"] for one in said["forms"]), abs=0.06)


def test_a_drill_of_a_damaged_collection_says_so_and_is_noted_for_its_schedule(demo, tmp_path):
    folder = tmp_path / "collection"
    shutil.copytree(demo[1], folder)
    next((folder / "records").rglob("v1.json")).write_text("{}")
    plan = Plan(str(folder.resolve()), 3600, cron="", zone="UTC", window="", jitter=0, anchor=0)
    plans.keep(plan)
    code, said = document_of("drill", folder, "--temporary", tmp_path)
    assert code == 4
    assert said["error"]["code"] == "damaged"
    assert read_drill(said) == (None, None)
    with Ledger(0) as ledger:
        assert ledger.last(DRILLS, plan.id).exit_code == 4


@pytest.mark.parametrize("has_notes", [True, False])
def test_what_was_captured_and_cannot_be_read_any_more_is_damage_and_no_gap(tmp_path, has_notes):
    answers = [(f"{HOST}/2014/03/1.html", "text/html", b"<p>x</p>"), (f"{HOST}/a.png", "image/png", PNG)]

    def posts(refs):
        lost, never = image(f"{HOST}/a.png", PNG), replace(image(f"{HOST}/b.png", PNG), digest=None)
        yield hostile_collection.post(1, "x", refs.values(), [lost, never])

    layout = hostile_collection.make(tmp_path / "collection", answers, posts)
    path = next(layout.warc.iterdir())
    content = bytearray(path.read_bytes())
    for one in list(captured(path)):
        content[one.offset + one.length // 2] ^= 0xFF
    path.write_bytes(content)
    if not has_notes:
        shutil.rmtree(layout.state)
    code, said = document_of("drill", layout.root, "--temporary", tmp_path)
    assert code == 4
    assert said["sound"] is False
    for form in said["forms"]:
        lost = [(one["what"], one["where"]) for one in form["missing"] if one["what"] in ("damaged", "picture", "body")]
        assert lost == [("damaged", "/2014/03/1.html"), ("picture", f"{HOST}/b.png"), ("damaged", f"{HOST}/a.png")]
        assert len(form["faults"]) == 2, form["faults"]
        assert all("cannot be read from the WARC" in fault for fault in form["faults"])
