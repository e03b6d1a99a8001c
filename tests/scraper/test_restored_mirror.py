"""A mirror, as it is given to others: of our own captures alone, and with a word on each thing that it lacks."""

import hashlib
import re
import shutil

import pytest

from archive.layout import Layout, warc_name
from archive.pictures import Pictures
from archive.wacz.captured import captured
from archive.warc import Record, WarcFile, digest, new_record_id
from archive.web.replay import source_of
from tests import hostile_collection
from tests.hostile_collection import HOST, PNG, image
from tests.scraper.outside import POLYGLOT
from tests.scraper.restored import mirror_of, tree

HTML = "text/html; charset=utf-8"
OTHER = PNG + b"other"


def page(text):
    return f"<!doctype html><title>{text}</title><body><p>{text}</p></body>".encode()


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """A front page; a post of two pictures, one of them never captured, and a style sheet that is not there; and a post
    without a page.
    """
    shown = '<link rel=stylesheet href="/none.css"><img src="/a.png"><img alt="b" src="/s320/b.png?<&\'>">'
    answers = [
        (f"{HOST}/", HTML, page("front")),
        (f"{HOST}/2014/03/1.html", HTML, page("post") + shown.encode()),
        (f"{HOST}/a.png", "image/png", PNG),
    ]

    def posts(refs):
        yield hostile_collection.post(1, "post", [refs[f"{HOST}/2014/03/1.html"]], [image(f"{HOST}/a.png", PNG)])
        yield hostile_collection.post(2, "export alone")

    return hostile_collection.make(tmp_path_factory.mktemp("mirror") / "collection", answers, posts).root


@pytest.fixture
def collection(whole, tmp_path):
    shutil.copytree(whole, tmp_path / "collection")
    return Layout(tmp_path / "collection")


def place_of(body):
    return f"images/{hashlib.sha256(body).hexdigest()[:40]}.png"


def plant(path, address, media_type, body, stated):
    """Write a WARC file that says what ours would say, of what was never captured."""
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {media_type}\r\n\r\n".encode()
    fields = (("WARC-Target-URI", address), ("WARC-Payload-Digest", stated))
    file = WarcFile(path)
    media = "application/http; msgtype=response"
    file.append([Record("response", new_record_id(), "2026-01-01T00:00:00Z", media, head + body, fields)])
    file.close()


def test_what_somebody_else_put_among_the_captures_is_in_no_mirror(collection, tmp_path):
    mirror_of(collection.root, tmp_path / "before")
    forged = page("planted")
    plant(collection.warc / warc_name("20260101T000000Z", 0), f"{HOST}/", HTML, forged, digest([forged]))
    mirror_of(collection.root, tmp_path / "after")
    assert tree(tmp_path / "after") == tree(tmp_path / "before")


def test_nor_does_it_hide_a_picture_where_notes_are_lost(collection):
    plant(collection.warc / warc_name("20000101T000000Z", 0), f"{HOST}/a.png", "image/png", OTHER, digest([PNG]))
    shutil.rmtree(collection.state)
    with Pictures(collection) as pictures:
        assert pictures.picture(image(f"{HOST}/a.png", PNG)).body == PNG


def test_nor_is_it_replayed(collection):
    own = source_of(collection, None).files
    plant(collection.warc / warc_name("20260101T000000Z", 0), f"{HOST}/", HTML, b"", digest([b""]))
    assert source_of(collection, None).files == own == (collection.warc / warc_name(hostile_collection.CRAWL, 0),)


def test_a_mirror_says_what_it_lacks_in_the_report_and_in_the_place_of_the_picture(collection, tmp_path):
    lacks = mirror_of(collection.root, tmp_path / "mirror")
    assert [(one.what, one.where) for one in lacks] == [
        ("embed", "/2014/03/1.html"),
        ("page", "/2014/03/2.html"),
        ("sheet", f"{HOST}/none.css"),
        ("picture", f"{HOST}/s320/b.png?<&'>"),
    ]
    assert lacks[-1].why == f"it was never captured; it stands in {HOST}/2014/03/1.html"
    shown = (tmp_path / "mirror/2014/03/1.html").read_text()
    assert re.search(r'<img src="../../images/[0-9a-f]{40}.png">', shown)
    words = re.search(r'<span style="[^"<>]+" title="/s320/b.png\?&lt;&amp;&#x27;&gt;">([^<>]+)</span>', shown)[1]
    assert words == "缺少图片：从未抓取。 Missing picture: it was never captured."


def test_a_picture_that_was_captured_in_its_original_size_alone_is_shown_in_that(tmp_path):
    shown = f'<img src="{HOST}/s320/a.png"><img src="{HOST}/poly.gif">'
    answers = [
        (f"{HOST}/2014/03/1.html", HTML, shown.encode()),
        (f"{HOST}/s0/a.png", "image/png", PNG),
        (f"{HOST}/poly.gif", "image/gif", POLYGLOT),
    ]
    made = hostile_collection.make(tmp_path / "c", answers, lambda _: [hostile_collection.post(1, "post")])
    lacks = mirror_of(made.root, tmp_path / "mirror")
    assert [(one.what, one.where) for one in lacks if one.what == "picture"] == [("picture", f"{HOST}/poly.gif")]
    page = (tmp_path / "mirror/2014/03/1.html").read_text()
    assert page.count("<img") == 1
    assert "不能确定抓取到的只是图片" in page


def damage(path, at, length=1):
    """Turn bytes of a file around."""
    content = bytearray(path.read_bytes())
    content[at : at + length] = bytes(255 - byte for byte in content[at : at + length])
    path.write_bytes(content)


def test_damage_in_a_warc_file_costs_what_is_damaged_and_what_nobody_vouches_for(collection, tmp_path):
    path = next(collection.warc.iterdir())
    first, *_ = captured(path)
    assert first.url == f"{HOST}/"
    damage(path, first.offset + first.length // 2, 9)
    lacks = mirror_of(collection.root, tmp_path / "mirror")
    assert [one.why for one in lacks if one.where == f"warc/{path.name}"] == [
        f"{first.length} bytes of it cannot be read, the first at byte 0: get the file back from a replica, and do this again"
    ]
    assert ("page", f"{HOST}/") in [(one.what, one.where) for one in lacks]
    shown = (tmp_path / "mirror/2014/03/1.html").read_text()  # the record vouches for it, and for the picture
    assert 'src="../../images/' in shown
    assert "从未抓取，或因存档受损而丢失" in shown


def test_of_a_warc_file_that_somebody_altered_only_what_records_vouch_for_is_given_to_others(collection, tmp_path):
    path = next(collection.warc.iterdir())
    with path.open("ab") as file:  # each with all its digests right
        for number, (address, kind, body) in enumerate(
            [
                (f"{HOST}/", HTML, page("planted")),
                (f"{HOST}/2014/03/1.html", HTML, page("planted")),
                (f"{HOST}/a.png", "image/png", OTHER),
            ]
        ):
            plant(tmp_path / f"{number}.warc.gz", address, kind, body, digest([body]))
            file.write((tmp_path / f"{number}.warc.gz").read_bytes())
    lacks = mirror_of(collection.root, tmp_path / "mirror")
    assert [one.why.partition(":")[0] for one in lacks if one.where == f"warc/{path.name}"] == [
        "it is not as it was sealed, and nothing vouches for 4 captures in it"
    ]
    assert (tmp_path / "mirror/2014/03/1.html").is_file()
    assert [name for name in tree(tmp_path / "mirror") if name.endswith(".png")] == [place_of(PNG)]
    assert "planted" not in "".join(path.read_text() for path in (tmp_path / "mirror").rglob("*.html"))


def test_a_warc_file_that_is_gone_is_named(collection, tmp_path):
    path = next(collection.warc.iterdir())
    path.unlink()
    lacks = mirror_of(collection.root, tmp_path / "mirror")
    assert ("damaged", f"warc/{path.name}") in [(one.what, one.where) for one in lacks]
    assert {one.where for one in lacks if one.what == "page"} == {f"{HOST}/", "/2014/03/1.html", "/2014/03/2.html"}


def test_where_notes_are_lost_the_pictures_behind_damage_are_found(collection):
    path = next(collection.warc.iterdir())
    shutil.rmtree(collection.state)
    damage(path, 5, 20)
    with Pictures(collection) as pictures:
        assert pictures.picture(image(f"{HOST}/a.png", PNG)).body == PNG
