"""``beilin drill``: what is wrong with a restored site, in whatever form, is found by reading it back."""

import json
import os
import shutil

import pytest
from click.testing import CliRunner

from archive.layout import Layout
from archive.restoration import forms
from archive.restoration.checking import CHECKS
from archive.restoration.spool import read_once
from benchmarks.restoring.archive import hard_articles, with_hard
from scraper.cli import main
from scraper.restoring import material


def command(*arguments):
    done = CliRunner().invoke(main, [*map(str, arguments), "--json"])
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.exit_code, json.loads(done.stdout)


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
    code, said = command("drill", demo[1], "--temporary", tmp_path)
    assert [one["faults"] for one in said["forms"]] == [[], [], [], []]
    assert code == 3
    assert said["sound"] is True
    assert said["minutes"] >= 0
    assert [one["form"] for one in said["forms"]] == list(forms.FORMS)
    assert all(one["files"] > 50 for one in said["forms"])
    assert "/2013/04/redated.html" in {lack["where"] for one in said["forms"] for lack in one["missing"]}
    assert list(tmp_path.iterdir()) == []


def test_a_drill_of_a_damaged_collection_says_so(demo, tmp_path):
    shutil.copytree(demo[1], tmp_path / "collection")
    next((tmp_path / "collection" / "records").rglob("v1.json")).write_text("{}")
    code, said = command("drill", tmp_path / "collection", "--temporary", tmp_path)
    assert code == 4
    assert said["error"]["code"] == "damaged"
