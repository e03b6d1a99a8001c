"""A collection as one WACZ file: what is in it, that it is always the same, and that nothing is harmed when it fails."""

import gzip
import io
import json
import os
import socket
import stat
import zipfile

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from archive import events, manifest, warc
from archive.durable import create
from archive.errors import CollectionInUse, Damaged, StorageError, UsageError
from archive.lock import locked
from archive.wacz import keys
from archive.wacz.captured import Captured
from archive.wacz.datapackage import Making
from archive.wacz.export import export
from archive.wacz.identity import Anonymous
from archive.wacz.index import Index
from archive.wacz.searchable import searchable
from archive.wacz.standing import is_whole_page
from archive.wacz.validator import judge_wacz
from tests.archive.conftest import DATE, begun, response
from tests.archive.packages import CREATED, SOFTWARE, entries_of

KEY = ec.derive_private_key(5, ec.SECP384R1())
MAKING = Making(CREATED, SOFTWARE)
LATER = "20260302T030405Z"
KILN = "http://blog.example/2014/03/kiln.html"
PAGE = b"<title>Blue Kiln &amp; \xe8\x93\x9d\xe7\xaa\x91</title>"


@pytest.fixture
def output(tmp_path):
    return tmp_path / "made.wacz"


def exported(layout, output, making=MAKING):
    return export(layout, output, Anonymous(KEY), making)


def lines(content, name):
    return [json.loads(line) for line in entries_of(content)[name].splitlines()]


def revisit(original, status=b"304 Not Modified", date="2026-03-02T03:04:05.5Z"):
    """Return a revisit record of a response."""
    fields = dict(original.fields)
    return warc.Record(
        "revisit",
        warc.new_record_id(),
        date,
        "application/http; msgtype=response",
        b"HTTP/1.1 " + status + b"\r\n\r\n",
        (
            ("WARC-Target-URI", fields["WARC-Target-URI"]),
            ("WARC-Payload-Digest", fields["WARC-Payload-Digest"]),
            ("WARC-Refers-To", original.record_id),
            ("WARC-Refers-To-Target-URI", fields["WARC-Target-URI"]),
            ("WARC-Refers-To-Date", "2026-01-02T03:04:05Z"),
            ("WARC-Profile", "http://netpreserve.org/warc/1.1/revisit/server-not-modified"),
        ),
    )


def with_records(layout, *records):
    """Add a later crawl with these records to a collection."""
    file = begun(layout, f"{LATER}-00000.warc.gz")
    file.append(records)
    file.close()
    events.append(layout, "capture", {"crawl": LATER})
    manifest.seal(layout)
    return layout


def test_a_package_has_captures_index_pages_and_a_signature(layout, output):
    done = exported(layout, output)
    content = output.read_bytes()
    name = next(layout.warc.iterdir()).name
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert package.testzip() is None
        assert package.namelist() == [
            f"archive/{name}", "indexes/index.cdx", "pages/pages.jsonl", "datapackage.json", "datapackage-digest.json"
        ]  # fmt: skip
        assert package.getinfo(f"archive/{name}").compress_type == zipfile.ZIP_STORED
    entries = entries_of(content)
    assert entries[f"archive/{name}"] == (layout.warc / name).read_bytes()
    assert (done.warcs, done.pages, done.without_page, done.size) == (1, 2, 0, len(content))
    head, post, page = lines(content, "pages/pages.jsonl")
    assert head == {"format": "json-pages-1.0", "id": "pages", "title": "Pages", "hasText": True}
    assert (post["url"], post["ts"], post["title"]) == (KILN, "2026-01-02T03:04:05Z", "The Kiln 蓝窑")
    assert post["text"] == "The kiln is cold.\n窑冷了。"
    assert page["url"] == "http://blog.example/p/about.html"
    assert judge_wacz(output).faults == []


@pytest.mark.parametrize(("version", "profile"), [("1.1.1", "data-package"), ("1.2.0", "wacz")])
def test_both_versions_of_the_format_are_written(version, profile, layout, output):
    exported(with_records(layout, response("http://blog.example/", PAGE)), output, Making(CREATED, SOFTWARE, version))
    (said,) = [json.loads(entries_of(output.read_bytes())["datapackage.json"])]
    assert (said["profile"], said["wacz_version"], said["software"]) == (profile, version, SOFTWARE)
    assert said["created"] == said["modified"] == CREATED
    assert said["home"] == {"url": "http://blog.example/", "ts": "2026-01-02T03:04:05Z"}
    assert said["title"] == "Blue Kiln & 蓝窑"
    assert judge_wacz(output).faults == []


def test_the_front_page_comes_first(layout, output):
    exported(with_records(layout, response("https://blog.example/", PAGE)), output)
    _, first, *others = lines(output.read_bytes(), "pages/pages.jsonl")
    assert (first["url"], first["title"]) == ("https://blog.example/", "Blue Kiln & 蓝窑")
    assert len(others) == 2


def test_the_same_collection_key_and_instant_give_the_same_bytes(layout, output, tmp_path):
    exported(layout, output)
    os.utime(next(layout.warc.iterdir()), (0, 0))
    exported(layout, tmp_path / "again.wacz")
    assert (tmp_path / "again.wacz").read_bytes() == output.read_bytes()


def test_the_newest_capture_stands_as_the_page_also_where_it_is_a_revisit(layout, output):
    original = response("http://blog.example/2014/04/gate.html")
    exported(with_records(layout, original, revisit(original)), output)
    found = [line for line in entries_of(output.read_bytes())["indexes/index.cdx"].splitlines() if b"gate" in line]
    assert [json.loads(line.split(b" ", 2)[2])["mime"] for line in found] == ["text/html", "warc/revisit"]
    assert [line.split(b" ")[1] for line in found] == [b"20260102030405", b"20260302030405"]
    assert judge_wacz(output).faults == []


def test_a_page_is_the_newest_good_capture_a_revisit_counting_as_its_original(tmp_path):
    def capture(instant, status, **more):
        said = {"media_type": "text/html", "refers_to": "", "truncated": "", "record_id": instant} | more
        return Captured(KILN, instant, status, said["media_type"], "d", "w", int(instant[:4]), 1, "r",
                        said["record_id"], said["refers_to"], said["truncated"])  # fmt: skip

    index = Index(tmp_path / "index")
    index.add(capture("2014-01-01T00:00:00Z", 200, record_id="<original>"))
    for later in (
        capture("2015-01-01T00:00:00Z", 304, refers_to="<original>", media_type=""),
        capture("2016-01-01T00:00:00Z", 200, truncated="length"),
        capture("2017-01-01T00:00:00Z", 404),
        capture("2018-01-01T00:00:00Z", 200, media_type="application/atom+xml"),
        capture("2019-01-01T00:00:00Z", 304, refers_to="<lost>"),
    ):
        index.add(later)
    good = [candidate for candidate in index.of("https://blog.example/2014/03/KILN.html") if is_whole_page(candidate)]
    index.close()
    assert [(one.instant, one.status, one.offset) for one in good] == [
        ("2015-01-01T00:00:00Z", 200, 2014),
        ("2014-01-01T00:00:00Z", 200, 2014),
    ]


def test_a_judgement_of_captures_decides_which_may_stand(layout, output, monkeypatch):
    """The seam for those who know more of a capture than its answer."""
    later = warc.Record(
        "response", warc.new_record_id(), "2026-03-02T03:04:05Z", *_like(response(KILN, b"<p>pwned</p>"))
    )
    with_records(layout, later)
    exported(layout, output)
    assert lines(output.read_bytes(), "pages/pages.jsonl")[1]["ts"] == "2026-03-02T03:04:05Z"

    def judged(_):
        return lambda candidate: is_whole_page(candidate) and candidate.instant == DATE

    monkeypatch.setattr("archive.wacz.export.standing", judged)
    output.unlink()
    exported(layout, output)
    assert lines(output.read_bytes(), "pages/pages.jsonl")[1]["ts"] == "2026-01-02T03:04:05Z"


def _like(record):
    return record.content_type, record.block, record.fields


def test_a_record_without_a_good_capture_is_counted_and_no_page(layout, output, monkeypatch):
    monkeypatch.setattr("archive.wacz.export.standing", lambda _: lambda candidate: "about" in candidate.url)
    done = exported(layout, output)
    assert (done.pages, done.without_page) == (1, 1)


def test_what_is_not_of_the_web_is_in_the_warc_and_not_in_the_index(layout, output):
    note = warc.Record(
        "metadata", warc.new_record_id(), DATE, "application/json", b"{}", (("WARC-Target-URI", "urn:x:y"),)
    )
    exported(with_records(layout, note, response("http://blog.example/x", b"x")), output)
    assert b"urn" not in entries_of(output.read_bytes())["indexes/index.cdx"]
    assert judge_wacz(output).faults == []


# ------------------------------------------------------------------ bad input
def test_nothing_is_ever_overwritten(layout, output):
    output.write_text("mine")
    with pytest.raises(UsageError, match=r"made.wacz is there already"):
        exported(layout, output)
    with pytest.raises(FileExistsError), create(output) as file:  # taken while it was written
        file.write(b"x")
    assert output.read_text() == "mine"
    assert sorted(path.name for path in output.parent.iterdir()) == ["collection", "made.wacz"]


def test_another_name_than_wacz_is_refused(layout, tmp_path):
    with pytest.raises(UsageError, match=r"must end in .wacz"):
        exported(layout, tmp_path / "made.zip")


def test_a_place_within_the_collection_is_refused(layout):
    with pytest.raises(UsageError, match="give another place"):
        exported(layout, layout.root / "made.wacz")
    assert not list(layout.root.glob("*.wacz"))


def test_a_collection_without_captures_is_refused(layout, output):
    next(layout.warc.iterdir()).unlink()
    with pytest.raises(UsageError, match="no captures yet"):
        exported(layout, output)


@pytest.mark.parametrize(
    "change", [lambda content: content[:-9], lambda content: content + gzip.compress(b"x"), lambda _: b"x"]
)
def test_a_warc_file_that_changed_is_not_passed_on(change, layout, output):
    path = next(layout.warc.iterdir())
    path.write_bytes(change(path.read_bytes()))
    with pytest.raises(Damaged, match="run beilin verify"):
        exported(layout, output)
    assert not output.exists()
    assert sorted(path.name for path in output.parent.iterdir()) == ["collection"]


def test_a_collection_in_use_is_left_alone(layout, output):
    with locked(layout), pytest.raises(CollectionInUse):
        exported(layout, output)


def test_d13_a_full_disk_leaves_nothing_behind(layout, output, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("archive.wacz.package.zipfile._ZipWriteFile.write", full)
    with pytest.raises(StorageError, match="the disk is full"):
        exported(layout, output)
    assert sorted(path.name for path in output.parent.iterdir()) == ["collection"]


def test_a_file_system_without_links_gets_its_file_and_loses_none(tmp_path, monkeypatch):
    monkeypatch.setattr("pathlib.Path.hardlink_to", lambda *_: (_ for _ in ()).throw(PermissionError(1, "no links")))
    with create(tmp_path / "new") as file:
        file.write(b"x")
    assert (tmp_path / "new").read_bytes() == b"x"
    with pytest.raises(FileExistsError), create(tmp_path / "new") as file:
        file.write(b"y")
    assert [path.name for path in tmp_path.iterdir()] == ["new"]


# ------------------------------------------------------------------ the key, and what nobody shall learn
@pytest.fixture
def own_home(tmp_path, monkeypatch):
    """A home whose keys no other test has."""
    monkeypatch.setenv("BEILIN_HOME", str(tmp_path / "own-home"))
    return tmp_path / "own-home"


def test_the_key_is_made_once_for_its_owner_alone(own_home):
    first = keys.signing_key()
    path = own_home / "keys" / "wacz-p384.pem"
    assert keys.signing_key().private_numbers() == first.private_numbers()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_what_is_made_above_the_key_is_its_owners_alone(own_home):
    keys.signing_key()
    assert stat.S_IMODE(own_home.stat().st_mode) == 0o700


@pytest.mark.parametrize("content", ["", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"])
def test_a_file_that_is_no_key_is_said_and_kept(own_home, content):
    path = own_home / "keys" / "wacz-p384.pem"
    path.parent.mkdir(parents=True)
    path.write_text(content)
    with pytest.raises(UsageError, match=r"does not hold a P-384 key"):
        keys.signing_key()
    assert path.read_text() == content


def test_nothing_of_the_machine_is_in_a_package(layout, output):
    exported(layout, output)
    assert stat.S_IMODE(output.stat().st_mode) == 0o600
    everything = output.read_bytes() + b"".join(entries_of(output.read_bytes()).values())
    for secret in (
        socket.gethostname(),
        os.environ.get("USER", "nobody-here"),
        str(layout.root),
        str(layout.root.parent),
    ):
        assert len(secret) < 4 or secret.encode() not in everything
    with zipfile.ZipFile(output) as package:
        assert {(one.date_time, one.create_system, one.external_attr, one.extra) for one in package.infolist()} == {
            ((1980, 1, 1, 0, 0, 0), 3, 0o100644 << 16, b"")
        }


# ------------------------------------------------------------------ the form of an address in the index
@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("http://blog.example", "example,blog)/"),
        ("HTTPS://WWW.Blog.Example:443/A/", "example,blog)/a"),
        ("http://www2.blog.example:8080/", "example,blog:8080)/"),
        ("http://blog.example/a/./b/../c//d", "example,blog)/a/c/d"),
        ("http://blog.example/%2525%41?b&a=%20", "example,blog)/%25a?a=%20&b"),
        ("http://blog.example/?sid=0123456789abcdef0123456789abcdef&y=1", "example,blog)/?y=1"),
        ("http://user:secret@blog.example/x#y", "example,blog)/x"),
        ("urn:X:y", "urn:x:y"),
        ("http://[broken", "http://[broken"),
        ("http://blog.example/" + "%25" * 6000, "http://blog.example/" + "%25" * 6000),
    ],
)
def test_the_searchable_form_of_an_address(address, key):
    assert searchable(address) == key
