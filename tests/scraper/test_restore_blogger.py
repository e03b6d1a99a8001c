"""The site given back as Blogger's exports: judged by what reads them, ours and pelican-import, over the demo blog."""

import csv
import hashlib
import json
import shutil
import subprocess
from datetime import datetime
from pathlib import Path

import pytest

from archive import manifest, warc
from archive.export.source import sealed_records
from archive.layout import Layout
from archive.restoration import forms
from archive.restoration.article import Lack
from archive.restoration.exports.folder import read_folder, setting
from archive.restoration.exports.reading import read
from archive.started import begin_warc
from archive.writing import writing
from scraper.demo.answers import Answers
from scraper.demo.exports import CLASSIC, DRAFT, TAKEOUT
from scraper.demo.knobs import Knobs
from scraper.demo.posts import HOST
from scraper.restoring import material
from tests.scraper.invoking import document_of
from tests.scraper.judges import program

KNOBS = Knobs(posts=60)
CRAWL = "20990101T000000Z"


def with_export(collection, folder, path):
    """Return a copy of a collection into which the owner's export was brought."""
    shutil.copytree(collection, folder)
    layout = Layout(folder)
    body = Answers(KNOBS).answer(HOST, path).body
    block = b"HTTP/1.1 200 OK\r\nContent-Type: application/atom+xml\r\n\r\n" + body
    uri = f"http://{HOST}{path}"
    fields = (("WARC-Target-URI", uri), ("WARC-Payload-Digest", warc.digest([body])))
    record = warc.Record(
        "response", warc.new_record_id(), "2099-01-01T00:00:00Z", "application/http; msgtype=response", block, fields
    )
    with writing(layout):
        name = f"{CRAWL}-00000.warc.gz"
        file = warc.WarcFile(layout.warc / name, begin_warc(layout, name))
        file.append([record])
        file.close()
        manifest.seal(layout)
    code, _ = document_of("reextract", folder)
    assert code == 0
    return folder


@pytest.fixture(scope="module")
def restored(demo, tmp_path_factory):
    """The demo blog restored: (what the command said, folder)."""
    folder = tmp_path_factory.mktemp("restored") / "site"
    code, said = document_of("restore", demo[1], "--to", "blogger", "-o", folder)
    assert code == 3 and said["missing"] == len([lack for lack in said["lacks"] if lack["what"] not in forms.BY_RULE])
    return said, folder


@pytest.fixture(scope="module")
def exported(demo, tmp_path_factory, new_home):
    """The same with the owner's export among the captures: (collection, what the command said, folder)."""
    folder = tmp_path_factory.mktemp("exported")
    with pytest.MonkeyPatch.context() as patch:
        new_home(patch)
        collection = with_export(demo[1], folder / "collection", CLASSIC)
        _, said = document_of("restore", collection, "--to", "blogger", "-o", folder / "site")
    return collection, said, folder / "site"


def records_of(folder):
    return [record.post for record in sealed_records(Layout(folder))]


def same(one, other):
    """Say whether two documents are equal; pytest would take minutes to show how they are not."""
    return one.entries == other.entries and one.head == other.head


def documents_in(folder):
    classic = read(next(folder.glob("blog-*.xml")).read_bytes())
    return classic, read_folder(next(folder.glob("Takeout/Blogger/Blogs/*")))


def test_both_exports_say_the_same_and_hold_every_post_page_and_comment(demo, restored):
    classic, takeout = documents_in(restored[1])
    assert classic.troubles == takeout.troubles == () and classic.whole and takeout.whole
    assert same(classic, takeout)
    entries = {entry.id: entry for entry in classic.entries}
    records = records_of(demo[1])
    assert len(records) > 50
    for post in records:
        entry = entries[post.id]
        assert (entry.kind, entry.status, entry.title.value, entry.labels) == (
            post.kind,
            "LIVE",
            post.title.raw,
            post.labels,
        )
        assert classic.head.home + entry.path[1:] == post.url
        if post.published and post.published.value[:7].replace("-", "/") in entry.path:
            assert entry.published == post.published.value
        for comment in post.comments:
            made = entries[f"{classic.head.id}.post-{comment.id}"]
            assert (made.kind, made.post, made.published) == ("comment", post.id, comment.published)
            assert made.authors[0].name == comment.author
            assert made.comment == (f"{classic.head.id}.post-{comment.parent}" if comment.parent else "")
    comments = sum(len(post.comments) for post in records)
    assert comments > 10 and len(entries) == len(classic.entries) == len(records) + comments + 1  # and the blog's name


def test_every_picture_is_a_file_and_the_table_says_where_it_stood(demo, restored):
    lines = (restored[1] / "mapping.tsv").read_text("utf-8").splitlines()
    rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    for row in rows:
        assert hashlib.sha256((restored[1] / row["file"]).read_bytes()).hexdigest() == row["sha256"]
    images = [image for post in records_of(demo[1]) for image in post.images]
    captured = {image.url for image in images if image.digest}
    assert {row["url"] for row in rows} == captured and len(captured) > 50
    assert {one["where"] for one in restored[0]["lacks"] if one["what"] == "picture"} == {
        image.original_url or image.url for image in images if not image.digest
    }


def test_what_is_missing_is_told_and_bodies_are_clean(restored):
    told = [Lack(**lack) for lack in restored[0]["lacks"]]
    assert json.loads(Path(restored[0]["report"]).read_text())["lacks"] == restored[0]["lacks"]
    assert [lack.where for lack in told if lack.what == "instant"] == ["/2013/04/redated.html"]
    assert [lack.where for lack in told if lack.what == "embed"] == ["/2013/08/video.html"]
    bodies = [entry.content.value for entry in documents_in(restored[1])[0].entries if entry.kind in ("post", "page")]
    assert any("<img" in body for body in bodies)
    for body in bodies:
        assert not any(mark in body.lower() for mark in ("<script", "<iframe", "javascript:", " onerror", "cfcr2008"))


def test_the_owners_export_gives_drafts_settings_and_theme(exported):
    collection, said, folder = exported
    classic, takeout = documents_in(folder)
    assert same(classic, takeout)
    drafts = [entry for entry in classic.entries if entry.status == "DRAFT"]
    assert {entry.kind for entry in drafts} == {"post", "page"} and all(
        entry.content.value == DRAFT for entry in drafts
    )
    assert setting(classic.entries, "BLOG_NAME") and {"template", "settings"} <= {
        entry.kind for entry in classic.entries
    }
    assert "settings" not in said["counts"]
    files = {path.name for path in folder.glob("Takeout/Blogger/Blogs/*/*")}
    assert files == {"feed.atom", "settings.atom", "settings.csv", "theme-layouts.xml"}
    # What never was public is in no record, nor in what is live.
    assert all(DRAFT not in paragraph.text for post in records_of(collection) for paragraph in post.paragraphs)


def test_without_its_notes_a_collection_gives_the_same(exported, tmp_path):
    collection, _, folder = exported
    copy = tmp_path / "collection"
    shutil.copytree(collection, copy)
    shutil.rmtree(copy / "state")
    document_of("restore", copy, "--to", "blogger", "-o", tmp_path / "site")
    names = {path.relative_to(folder) for path in folder.rglob("*")}
    assert names == {path.relative_to(tmp_path / "site") for path in (tmp_path / "site").rglob("*")}
    assert all(
        (folder / name).read_bytes() == (tmp_path / "site" / name).read_bytes()
        for name in names
        if (folder / name).is_file()
    )


def test_each_body_is_the_captured_one_and_drafts_come_last(exported):
    with material(Layout(exported[0])) as found:
        articles = list(found.articles())
        assert [article.path for article in articles if not article.whole] == ["/2013/08/deep.html"]
        assert [article.status for article in articles[-2:]] == ["DRAFT", "DRAFT"]
        assert sum(article.status == "DRAFT" for article in articles) == 2
        assert any('class="tr-caption"' in article.markup for article in articles)
        deep = next(article for article in articles if not article.whole)
        assert deep.post.paragraphs and all(
            paragraph.text.splitlines()[0] in deep.markup for paragraph in deep.post.paragraphs[:1]
        )


def test_takeout_names_no_host_and_is_as_good_an_owners_export(demo, tmp_path):
    collection = with_export(demo[1], tmp_path / "collection", TAKEOUT)
    _, said = document_of("restore", collection, "--to", "blogger", "-o", tmp_path / "site")
    classic, takeout = documents_in(tmp_path / "site")
    assert same(classic, takeout) and sum(entry.status == "DRAFT" for entry in classic.entries) == 2
    assert "clash" not in said["counts"]


def front_of(path):
    front = {}
    for line in path.read_text("utf-8").splitlines():
        name, colon, value = line.partition(": ")
        if not colon:
            break
        front[name] = value
    return front


def test_pelican_imports_what_it_can_carry(exported, tmp_path):
    importer = program("pelican-import", "Pelican")
    if not shutil.which("pandoc"):
        pytest.skip("pandoc, which it asks, is not installed: install Debian's package pandoc")
    classic = next(exported[2].glob("blog-*.xml"))
    subprocess.run([importer, "--blogger", "-m", "markdown", "-o", tmp_path, classic], check=True, capture_output=True)
    entries = [entry for entry in read(classic.read_bytes()).entries if entry.kind in ("post", "page", "comment")]
    files = {path.stem: front_of(path) for path in tmp_path.rglob("*.md")}
    for entry in entries:
        # It names a file by the end of the path alone; what has none, and each comment, by its id.
        name = Path(entry.path).stem if entry.path else entry.id.split(".")[-1]
        front = files[name]
        assert front["Author"] == entry.authors[0].name
        assert front["Date"] == datetime.fromisoformat(entry.published).strftime("%Y-%m-%d %H:%M")
        assert (front.get("Status") == "draft") == (entry.status == "DRAFT")
        assert [tag for tag in front.get("Tags", "").split(", ") if tag] == [label for label in entry.labels if label]
        assert " ".join(front["Title"].split()) == " ".join(entry.title.value.split())
    assert len(files) == len(entries)


@pytest.mark.parametrize("mode", ["count", "pseudonym"])
def test_with_names_hidden_no_file_holds_one(demo, tmp_path, monkeypatch, mode):
    monkeypatch.setenv("BEILIN_HOME", str(tmp_path / "home"))
    people = json.loads((demo[1] / "records" / "people.json").read_text("utf-8"))["people"]
    names = [one["zh"] for one in people if one.get("zh")]
    assert len(names) > 3
    code, said = document_of("restore", demo[1], "--to", "blogger", "-o", tmp_path / "site", "--names", mode)
    assert code in (0, 3) and said["counts"]["names"] == 1
    texts = [path.read_text("utf-8") for path in (tmp_path / "site").rglob("*") if path.is_file()]
    assert not [name for name in names if any(name in text for text in texts)]
    assert not list((tmp_path / "site").glob("images/*"))


def test_what_is_there_is_never_overwritten_and_wrong_use_is_told(demo, tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "a.txt").write_text("mine")
    code, said = document_of("restore", demo[1], "--to", "blogger", "-o", tmp_path / "mine")
    assert code == 2 and "nothing is ever overwritten" in said["error"]["sentence"]
    (tmp_path / "site-report.json").write_text("mine")
    code, said = document_of("restore", demo[1], "--to", "blogger", "-o", tmp_path / "site")
    assert code == 2 and not (tmp_path / "site").exists() and (tmp_path / "site-report.json").read_text() == "mine"
    for arguments in (("-o", "x"), (demo[1], "-o", "x"), (demo[1], "--to", "blogger", "--from", "r", "-o", "x"),
                      (demo[1], "--to", "blogger", "--as-of", "1", "-o", tmp_path / "other")):  # fmt: skip
        assert document_of("restore", *arguments)[0] == 2
