"""Collections: folders, settings, lock, versions, events; bad input is told in one sentence and touches nothing."""

import dataclasses
import multiprocessing

import pytest

from archive import events, store
from archive.codec import dump, load
from archive.collection import create_collection, open_collection
from archive.config import Config, create
from archive.config import load as load_config
from archive.errors import CollectionInUse, NotACollection, UsageError
from archive.layout import Layout, record_folder
from archive.lock import locked
from archive.records import Paragraph, Post, Provenance


def test_a_foreign_folder_is_not_touched(tmp_path):
    (tmp_path / "letter.txt").write_text("dear")
    with pytest.raises(NotACollection, match="give a new or an empty folder"):
        create_collection(tmp_path, Config(address="http://blog.example/"))
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_a_missing_folder_is_no_collection(tmp_path):
    with pytest.raises(NotACollection, match="does not exist"):
        open_collection(tmp_path / "nowhere")


def test_an_existing_collection_is_left_as_it_is(layout):
    before = layout.config.read_bytes()
    create_collection(layout.root, Config(address="http://other.example/"))
    assert layout.config.read_bytes() == before


def test_settings_come_back(tmp_path):
    layout = Layout(tmp_path)
    settings = Config(
        "http://blog.example/", ("img.example",), 1.5, 2, False, ("cfcr2008.org", "bad.example"), 'a"b 公', 99
    )
    create(layout, settings)
    assert load_config(layout) == settings


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[blog", "is not valid TOML"),
        ("[blog]\naddres = 'x'", r"\[blog\] addres is unknown"),
        ("[blog]\naddress = 5", r"\[blog\] address should be the blog's web address, not 5"),
        ("[blog]\naddress = 'http://b.example/'\n[politeness]\ndelay = -1", r"\[politeness\] delay should be"),
        ("[politeness]\ndelay = 1", r"\[blog\] address is missing"),
        ("blog = 1", "outside a"),
    ],
)
def test_bad_settings_are_told_in_one_sentence(tmp_path, text, sentence):
    layout = Layout(tmp_path)
    layout.config.write_text(text)
    with pytest.raises(UsageError, match=sentence):
        load_config(layout)


def test_the_built_in_quarantine_cannot_be_taken_out(tmp_path):
    layout = Layout(tmp_path)
    layout.config.write_text("[blog]\naddress = 'http://b.example/'\n[quarantine]\nhosts = []")
    assert load_config(layout).quarantine == ("cfcr2008.org",)


def test_k10_a_second_writer_is_refused(layout):
    def hold(ready, done):
        with locked(layout):
            ready.set()
            done.wait(20)

    context = multiprocessing.get_context("fork")
    ready, done = context.Event(), context.Event()
    process = context.Process(target=hold, args=(ready, done))
    process.start()
    ready.wait(20)
    with pytest.raises(CollectionInUse, match=f"process {process.pid}"), locked(layout):
        pass
    done.set()
    process.join()
    with locked(layout):  # the lock died with its holder
        pass


def test_a_version_is_added_only_for_changed_content(layout):
    post = next(post for post in store.posts(layout) if post.kind == "post")
    later = dataclasses.replace(post, provenance=Provenance(post.provenance.captures, "20260202T000000Z", "test"))
    assert store.keep(layout, later)[0] == "unchanged"
    changed = dataclasses.replace(later, paragraphs=(Paragraph(0, "The kiln is warm.", "en"),))
    assert store.keep(layout, changed)[0] == "changed"
    assert store.keep(layout, dataclasses.replace(changed, updated="2026-02-02"))[0] == "revised"
    folder = layout.records / record_folder(post.kind, post.url)
    assert store.versions(folder) == [1, 2]
    current = store.current(folder)
    assert current is not None
    assert (current.version, current.updated) == (2, "2026-02-02")
    assert load(Post, (folder / "v1.json").read_bytes()) == post


@pytest.mark.parametrize("url", ["http://b.example/../../etc/passwd", "http://b.example/2014/03/%2e%2e/x.html", "http://b.example/a/.hidden",
                                 "http://b.example/" + "x" * 500, "http://b.example/a%00b"])  # fmt: skip
def test_v86_no_address_leads_out_of_the_records(url):
    folder = record_folder("post", url)
    assert not folder.is_absolute()
    assert all(part not in ("..", ".") and not part.startswith(".") and len(part) < 130 for part in folder.parts)


def test_two_addresses_never_share_a_folder():
    one, two = (record_folder("post", f"http://b.example/2014/03/{slug}.html") for slug in ("a%20b", "a-b"))
    assert one != two


def test_no_two_addresses_of_a_blog_share_a_folder_whatever_their_form():
    paths = ["/search", "/p/search.html", "/search.html", "/p/search", "/p/p/search.html", "/p", "/p/", "/", "/p/index.html", "/?a=1", "/search?a=1",
             "/p/search.html?a=1", "/2014/03/a", "/2014/03/a.html", "/2014/03/a/", "/p/2014/03/a.html", "/2014/03/a.html?post=2"]  # fmt: skip
    for kind in ("post", "page"):
        folders = [record_folder(kind, f"http://b.example{path}") for path in paths]
        assert len(set(folders)) == len(paths), sorted(map(str, folders))


def test_a_record_goes_to_json_and_back(layout):
    for post in store.posts(layout):
        assert load(Post, dump(post)) == post


@pytest.mark.parametrize(
    ("text", "sentence"),
    [('{"id": 1}', "missing or unknown fields"), ("[]", "should be an object"), ("nonsense", "Expecting value")],
)
def test_what_is_no_record_is_said(text, sentence):
    with pytest.raises(ValueError, match=sentence):
        load(Post, text)


def test_a_torn_event_is_set_aside_and_logged(layout):
    with layout.events.open("ab") as file:
        file.write(b'{"seq": 99, "ty')
    events.append(layout, "capture", {"crawl": "x"})
    lines = layout.events.read_text("utf-8").splitlines()
    assert '"torn line set aside"' in lines[-2]
    assert (layout.state / "events.torn").read_bytes() == b'{"seq": 99, "ty'
