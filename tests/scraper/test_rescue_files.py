"""Rescue from files, whoever wrote them, and whatever they say."""

import gzip
import hashlib
import io
import json
import os
import shutil
import subprocess
import tarfile
import zipfile
from email.mime.image import MIMEImage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from functools import partial

import pytest

from archive.errors import UsageError
from archive.export.source import sealed_records
from archive.integrity import verify
from archive.layout import Layout
from archive.noted import noted
from archive.readings import Readings
from archive.writing import writing
from scraper.demo.answers import Answers
from scraper.demo.exports import CLASSIC, TAKEOUT
from scraper.demo.knobs import Knobs
from scraper.demo.posts import HOST
from scraper.drilling import drill_all
from scraper.reextract import reextract
from scraper.restoring import material
from tests.scraper.judges import JUDGES
from tests.scraper.rescued import (
    BLOG,
    CODES,
    DATE,
    HOLES,
    HOME,
    KILN,
    LISTS,
    POSTS,
    SAVED,
    STAMP,
    arc,
    begun,
    came,
    codes,
    held,
    missing,
    post,
    put,
    records_of,
    run_on,
)
from tests.scraper.web_archives import HTTP, Held, member, warc, whole_gzip

DRAFTED = "<app:control><app:draft>yes</app:draft></app:control>"

pytestmark = pytest.mark.long


def test_reading_the_warc_again_gives_the_same_records_and_states(lacking, tmp_path):
    run_on(lacking, put(tmp_path, warc([held(LISTS), held(KILN)])[0]))
    before = {path: path.read_bytes() for path in (lacking / "records").rglob("*.json")}
    shutil.rmtree(lacking / "state")
    layout = Layout(lacking)
    with writing(layout):
        assert {name for name, count in reextract(layout).items() if count} == {"unchanged"}
    assert {path: path.read_bytes() for path in (lacking / "records").rglob("*.json")} == before
    notes = Readings(layout.readings)
    assert len(notes.rescues()) == 1
    notes.close()


def test_with_all_of_it_what_we_have_ourselves_still_speaks_first(lacking, tmp_path):
    altered = Knobs(posts=POSTS, altered={"the": "THE"})
    before = post(lacking, CODES)
    outcome = run_on(
        lacking, put(tmp_path, warc([held(CODES, knobs=altered), held("/", knobs=altered)])[0]), every=True
    )
    assert outcome.report.taken == 2
    assert post(lacking, CODES) == before
    assert outcome.summary.alarms == ()


def test_of_many_dates_the_newest_that_is_believed_speaks(tmp_path):
    older, newest = (Knobs(posts=POSTS, altered={"Northgate": name}) for name in ("Eastgate", "Westgate"))
    captures = [
        held(KILN, "20250101000000", knobs=newest),
        held(KILN, "20230101000000", knobs=older),
        held(KILN, "20260101000000", knobs=Knobs(posts=POSTS, intrusion="meta-refresh", intruded=("/2014",))),
    ]
    undated = held(KILN, knobs=Knobs(posts=POSTS, altered={"Northgate": "Southgate"}))
    content = gzip.decompress(warc(captures)[0]) + gzip.decompress(warc([undated])[0]).replace(
        DATE.encode(), b"9999-01-01T00:00:00Z"
    )
    outcome = run_on(begun(tmp_path / "new"), put(tmp_path, content, "f.warc"), every=True)
    assert outcome.report.taken == 4
    refs = post(tmp_path / "new", KILN).provenance.captures
    assert [ref.captured_at for ref in refs] == ["2025-01-01T00:00:00Z"]
    assert verify(Layout(tmp_path / "new"), deep=True) == []


def test_our_next_crawl_rests_on_nothing_of_others(lacking, tmp_path, mirrored):
    one = held(LISTS)
    etag = (("ETag", Answers(Knobs(posts=POSTS)).answer(HOST, LISTS).headers.get("ETag", '"x"')),)
    outcome = run_on(
        lacking, put(tmp_path, warc([Held(one.url, STAMP, one.body, 200, one.media_type, etag), held(KILN)])[0])
    )
    done, _, asked = mirrored(Knobs(posts=POSTS), lacking, "--visit", "quick")
    assert done.code == 0, done.stdout
    assert set(HOLES) <= {request["target"] for request in asked}  # ours is better than theirs
    own = post(lacking, LISTS)
    assert own.provenance.captures
    ids = {fields["WARC-Record-ID"] for _, fields, _ in records_of(lacking, outcome.report.crawl)}
    for crawl in {path.name.partition("-")[0] for path in (lacking / "warc").iterdir()} - {outcome.report.crawl}:
        assert not ids & {fields.get_header("WARC-Refers-To") for _, fields, _ in records_of(lacking, crawl)}


def test_a_second_run_takes_nothing_twice(lacking, tmp_path):
    source = put(tmp_path, warc([held(LISTS), held(KILN), held("/")])[0])
    assert run_on(lacking, source, every=True).report.taken == 3
    again = run_on(lacking, source, every=True)
    assert again.report.taken == 0
    (lacking / "state" / "rescue.sqlite").unlink()
    once_more = run_on(lacking, source, every=True)
    assert (once_more.report.taken, once_more.report.already) == (0, 3)


def test_a_collection_is_begun_and_incomplete_is_never_called_complete(tmp_path):
    source = put(tmp_path, warc([held("/"), held(LISTS)])[0])
    outcome = run_on(begun(tmp_path / "new"), source)
    refs = post(tmp_path / "new", LISTS).provenance.captures
    ref = next(ref for ref in refs if ref.target_uri == HOME + LISTS)
    assert (ref.captured_at, ref.certificate) == (DATE, None)
    assert ref.origin.startswith("warc urn:x-sha256:")
    assert not outcome.summary.coverage.complete
    assert KILN in missing(outcome)  # the front page names it


def test_pages_of_other_blogs_and_off_limits_stay_out(tmp_path):
    foreign = Held("http://elsewhere.blogspot.com/2014/03/a.html", STAMP, b"<html>other</html>")
    bad = Held("http://cfcr2008.org/", STAMP, b"<html>bad</html>")
    picture = held("/-zzzz/S1/A/other.png", host="2.bp.blogspot.com")
    outcome = run_on(begun(tmp_path / "new"), put(tmp_path, warc([foreign, bad, picture, held(LISTS)])[0]), every=True)
    assert outcome.report.taken == 1
    for content in (gzip.decompress(path.read_bytes()) for path in (tmp_path / "new" / "warc").iterdir()):
        assert b"cfcr2008.org/\r\n" not in content


def test_a_rescued_page_brings_the_pictures_that_it_names(tmp_path):
    named = "/-side001/S001/AAAAAAAAA/lib/s190/old-library.png"
    outcome = run_on(
        begun(tmp_path / "new"), put(tmp_path, warc([held(LISTS), held(named, host="2.bp.blogspot.com")])[0])
    )
    assert outcome.report.taken == 2
    assert not any(named in url for url in missing(outcome))


def test_what_was_broken_into_is_judged_like_ours_and_an_older_copy_is_taken(lacking, tmp_path):
    intruded = Knobs(posts=POSTS, intrusion="meta-refresh", intruded=("/2014",))
    source = put(tmp_path, warc([held(LISTS, knobs=intruded), held(LISTS, "20220101000000"), held(KILN)])[0])
    outcome = run_on(lacking, source)
    assert came(lacking, outcome, LISTS)[-1] == "2022-01-01T00:00:00Z"
    assert outcome.report.taken == 3


@pytest.mark.parametrize("form", ["whole", "plain", "arc", "old", "wacz", "zip"])
def test_every_form_of_file_is_read(lacking, tmp_path, form):
    content, _ = warc([held(LISTS), held(KILN)])
    plain = gzip.decompress(content)
    if form in ("wacz", "zip"):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
            package.writestr("archive/data.warc.gz", content)
            package.writestr("../../escaped.warc.gz", warc([held("/")])[0])
        content = packed.getvalue()
    made = {
        "whole": lambda: whole_gzip(content),
        "plain": lambda: plain,
        "old": lambda: plain.replace(b"WARC/1.0\r\n", b"WARC/0.18\r\n"),
        "arc": partial(arc, [held(LISTS), held(KILN)]),
    }.get(form, lambda: content)()
    outcome = run_on(lacking, put(tmp_path, made, f"f.{form}"))
    assert outcome.report.taken == 2
    assert outcome.summary.coverage.complete
    assert not (tmp_path.parent / "escaped.warc.gz").exists()
    assert ("hostile-name" in codes(outcome)) == (form in ("wacz", "zip"))
    assert verify(Layout(lacking)) == []


def test_revisits_bring_their_payload_along(lacking, tmp_path):
    one, lost = held(LISTS, "20220101000000"), held(KILN)
    head = one.http[: -len(one.body)]
    same = {"WARC-Payload-Digest": f"sha1:{one.digest}", "WARC-Profile": "http://netpreserve.org/warc/1.0/revisit/x"}
    gone = {"WARC-Payload-Digest": "sha1:" + "A" * 32, "WARC-Profile": "http://netpreserve.org/warc/1.0/revisit/x"}
    out = warc([one])[0]
    out += member("revisit", one.url, STAMP, HTTP, head, same) + member("revisit", lost.url, STAMP, HTTP, head, gone)
    outcome = run_on(lacking, put(tmp_path, out))
    assert [kind for kind, _, _ in records_of(lacking, outcome.report.crawl)] == [
        *("warcinfo", "response", "metadata", "revisit", "metadata")
    ]
    assert "revisit" in codes(outcome)
    assert missing(outcome) == {KILN}
    assert post(lacking, LISTS).paragraphs
    assert verify(Layout(lacking), deep=True) == []


def test_damage_is_passed_over_and_what_follows_is_read(lacking, tmp_path):
    content, places = warc([held("/"), held(CODES), held(LISTS), held(KILN)])
    torn = bytearray(content)
    torn[places[1][0] + 40 : places[1][0] + 400] = b"\0" * 360
    outcome = run_on(lacking, put(tmp_path, bytes(torn)[: -places[3][1] // 2]))
    assert "damaged" in codes(outcome)
    assert missing(outcome) == {KILN}


@pytest.mark.parametrize("length", [b"99999999999999999", b"-5", b"12", b"many"])
def test_lengths_that_lie_cost_their_record_alone(lacking, tmp_path, length):
    content, places = warc([held(CODES), held(LISTS), held(KILN)], gzipped=False)
    start, size = places[0]
    record = content[start : start + size]
    stated = record[record.index(b"Content-Length: ") : record.index(b"\r\n", record.index(b"Content-Length: "))]
    lying = content[:start] + record.replace(stated, b"Content-Length: " + length, 1) + content[start + size :]
    outcome = run_on(lacking, put(tmp_path, lying, "f.warc"))
    assert missing(outcome) == set()


def test_bytes_that_are_not_those_of_their_digest_come_last_and_are_told(lacking, tmp_path):
    content, places = warc([held(LISTS), held(LISTS, "20220101000000"), held(KILN)], gzipped=False)
    start, size = places[0]
    altered = content[start : start + size].replace(b"</body>", b"<!-- --></body>"[:7])
    altered = altered[:-200] + altered[-200:].replace(b"<", b"(")
    assert len(altered) == size
    outcome = run_on(lacking, put(tmp_path, content[:start] + altered + content[start + size :], "f.warc"))
    assert came(lacking, outcome, LISTS) == ["2022-01-01T00:00:00Z"]
    other = run_on(lacking, put(tmp_path, content[:start] + altered, "g.warc"), every=True)
    assert "doubt" in codes(other)
    assert outcome.report.taken == 2


@pytest.mark.parametrize("date", ["9999-01-01T00:00:00Z", "yesterday", "0001-01-01T00:00:00Z", ""])
def test_dates_that_cannot_be_true_are_told_and_believed_by_nobody(lacking, tmp_path, date):
    content, _ = warc([held(LISTS)], gzipped=False)
    outcome = run_on(
        lacking, put(tmp_path, content.replace(f"WARC-Date: {DATE}".encode(), f"WARC-Date: {date}".encode()), "f.warc")
    )
    assert codes(outcome) == ["date"]
    assert came(lacking, outcome, LISTS)[0] > "2026"
    facts = json.loads(records_of(lacking, outcome.report.crawl)[2][2])
    assert (facts["date-believed"], facts.get("date-stated", "")) == (False, date)


def test_addresses_that_would_forge_a_field_are_escaped(tmp_path):
    one = held(LISTS)
    odd = Held(f"{HOME}/2014/03/\u202eodd\x85.html", STAMP, one.body)
    outcome = run_on(begun(tmp_path / "new"), put(tmp_path, warc([odd, one])[0]), every=True)
    assert outcome.report.taken == 2
    assert verify(Layout(tmp_path / "new")) == []


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("path", [CLASSIC, TAKEOUT])
def test_an_export_gives_the_text_and_the_pages_stay_missing(lacking, tmp_path, path, packed):
    content = held(path).body
    if packed:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as package:
            package.writestr("Takeout/Blogger/Blogs/a/feed.atom" if path == TAKEOUT else "x/feed.atom", content)
        content = out.getvalue()
    outcome = run_on(lacking, put(tmp_path, content, "export.zip" if packed else "blog-03-05-2024.xml"))
    assert came(lacking, outcome, "/feeds/archive") == [DATE] or outcome.report.taken == 1
    assert set(HOLES) <= missing(outcome)  # as the blog showed them
    assert verify(Layout(lacking), deep=True) == []


@pytest.mark.parametrize("path", [CLASSIC, TAKEOUT])
def test_an_export_begins_a_collection_with_all_its_posts(tmp_path, path):
    outcome = run_on(begun(tmp_path / "new"), put(tmp_path, held(path).body, "feed.atom"))
    assert outcome.summary.new >= POSTS
    (ref,) = post(tmp_path / "new", LISTS).provenance.captures
    assert ref.origin.startswith("export urn:x-sha256:")
    assert not outcome.summary.coverage.complete


def test_an_export_that_breaks_off_is_kept_and_read_so_far(lacking, tmp_path):
    content = held(CLASSIC).body
    outcome = run_on(lacking, put(tmp_path, content[: len(content) * 2 // 3], "blog.xml"))
    assert outcome.report.taken == 1
    assert "broken-xml" in codes(outcome)
    with material(Layout(lacking)) as found:
        assert [lack.what for lack in found.lacks] == ["export"]
    assert run_on(lacking, tmp_path / "blog.xml").report.taken == 0
    assert run_on(lacking, put(tmp_path, content, "whole.xml")).report.taken == 1
    with material(Layout(lacking)) as found:
        assert found.lacks == ()  # a whole one came after it


def test_a_bad_character_in_an_export_costs_no_post_and_is_told(tmp_path):
    content = held(CLASSIC).body
    place = content.index(b"</content>", len(content) // 2)
    folder = begun(tmp_path / "new")
    outcome = run_on(folder, put(tmp_path, content[:place] + b"\x0b" + content[place:], "blog.xml"))
    assert outcome.summary.new == run_on(begun(tmp_path / "whole"), put(tmp_path, content, "good.xml")).summary.new
    assert codes(outcome) == ["mended-xml"]
    assert verify(Layout(folder), deep=True) == []


def test_drafts_of_all_exports_are_given_back_as_the_newest_has_each(tmp_path):
    blog = "<feed xmlns='http://www.w3.org/2005/Atom' xmlns:app='http://purl.org/atom/app#'><id>tag:blogger.com,1999:blog-7.archive</id>"
    kind = "<category scheme='http://schemas.google.com/g/2005#kind' term='http://schemas.google.com/blogger/2008/kind#post'/>"
    folder = begun(tmp_path / "new")

    def rescued(day, posts):
        entries = "".join(
            f"<entry><id>tag:blogger.com,1999:blog-7.post-{number}</id><published>2014-03-0{number}T10:00:00Z</published>{kind}"
            f"<title>{title}</title><content type='html'>{title}</content>"
            + (f"<link rel='alternate' href='{HOME}/2014/03/{number}.html'/>" if is_public else DRAFTED)
            + "</entry>"
            for number, title, is_public in posts
        )
        head = f"<updated>2014-06-0{day}T00:00:00Z</updated><link rel='alternate' href='{HOME}/'/>"
        run_on(folder, put(tmp_path, f"{blog}{head}{entries}</feed>".encode(), f"{day}.xml"))

    rescued(1, [(1, "old", False), (2, "old alone", False), (3, "published since", False), (4, "public", True)])
    rescued(2, [(1, "new", False), (3, "published since", True), (5, "new alone", False)])
    with material(Layout(folder)) as found:
        said = [(article.post.title.raw, article.status) for article in found.articles()]
    assert said == [
        ("published since", "LIVE"),
        ("public", "LIVE"),
        ("new", "DRAFT"),
        ("new alone", "DRAFT"),
        ("old alone", "DRAFT"),
    ]
    (drilled,) = drill_all(Layout(folder), ("blogger",), tmp_path)
    assert (drilled.faults, drilled.articles) == ((), 2)


def test_two_posts_at_one_address_are_both_in_every_form_and_told(tmp_path):
    content = held(CLASSIC).body
    outcome = run_on(folder := begun(tmp_path / "new"), put(tmp_path, content.replace(KILN.encode(), LISTS.encode())))
    assert codes(outcome) == ["address-clash"]
    records = {record.post.id: record.post.url for record in sealed_records(Layout(folder))}
    owner, twin = sorted(url for url in records.values() if LISTS in url)
    assert twin.startswith(f"{owner}?post=")
    drilled = drill_all(Layout(folder), ("site", "blogger", "wordpress", "markdown"), tmp_path)
    assert [one.faults for one in drilled] == [()] * 4
    assert {one.articles for one in drilled} == {len(records)}


def test_a_package_whose_export_is_none_leaves_no_collection(tmp_path, run):
    with zipfile.ZipFile(tmp_path / "takeout.zip", "w") as package:
        package.writestr("Takeout/Blogger/Blogs/kiln/feed.atom", "<feed")
    done = run("rescue", tmp_path / "takeout.zip", "-o", tmp_path / "new", "--blog", HOME)
    assert (done.code, (tmp_path / "new").exists()) == (7, False)
    assert "[not-an-export]" in done.stderr


@pytest.mark.parametrize("by", [*SAVED, "its place"])
def test_saved_pages_say_where_they_are_from(lacking, tmp_path, by):
    folder = tmp_path / "saved"
    for path in HOLES:
        url = f"{HOME}{path}".encode()
        mark = SAVED.get(by, b"") and SAVED[by] % (url.partition(b"://")[2] if by == "HTTrack" else url)
        place = folder / (f"{HOST}{path}" if by == "its place" else path.replace("/", "-").strip("-"))
        place.parent.mkdir(parents=True, exist_ok=True)
        body = held(path).body.replace(b'rel="canonical"', b'rel="x"').replace(b"rel='canonical'", b"rel='x'")
        head, tag, rest = body.partition(b"<head>")
        place.write_bytes(head + tag + mark + rest)
        os.utime(place, (1_500_000_000, 1_500_000_000))
    (folder / "strange.html").write_bytes(b"<html>nothing said</html>")
    (folder / "link.html").symlink_to("/etc/passwd")
    outcome = run_on(lacking, folder)
    assert missing(outcome) == set()
    assert "no-address" in codes(outcome)
    assert came(lacking, outcome, LISTS) == [DATE if by in ("HTTrack", "SingleFile") else "2017-07-14T02:40:00Z"]
    kinds = [kind for kind, _, _ in records_of(lacking, outcome.report.crawl)]
    assert kinds == ["warcinfo", "resource", "metadata", "resource", "metadata"]
    assert verify(Layout(lacking), deep=True) == []


def test_wget_warc_is_read(lacking, tmp_path):
    if not shutil.which("wget"):
        pytest.skip("wget is not installed")
    from scraper.demo.server import DemoServer

    with DemoServer(Knobs(posts=POSTS)) as server:
        made = ["wget", "-q", "--tries=1", "--warc-file", "w", "-e", "use_proxy=on", "-e", f"http_proxy={server.address}",
                *(HOME + path for path in HOLES)]  # fmt: skip
        subprocess.run(made, cwd=tmp_path, check=False, timeout=60)
    outcome = run_on(lacking, tmp_path / "w.warc.gz")
    assert missing(outcome) == set()


def test_our_own_wacz_is_read(lacking, demo_wacz):
    assert missing(run_on(lacking, demo_wacz)) == set()


def test_that_of_py_wacz_is_read(lacking, tmp_path):
    if not (JUDGES / "bin" / "wacz").exists():
        pytest.skip("the judges are not installed: make judges")
    (tmp_path / "crawl.warc.gz").write_bytes(warc([held(LISTS), held(KILN)])[0])
    made = tmp_path / "theirs.wacz"
    command = [JUDGES / "bin" / "wacz", "create", "-o", made, tmp_path / "crawl.warc.gz"]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    outcome = run_on(lacking, made)
    assert (outcome.report.kind, missing(outcome)) == ("wacz", set())


@pytest.fixture(scope="session")
def demo_wacz(mirrored, run, tmp_path_factory):
    _, folder, _ = mirrored(Knobs(posts=POSTS))
    made = tmp_path_factory.mktemp("wacz") / "own.wacz"
    assert run("export", folder, "--format", "wacz", "-o", made).code == 0
    return made


def test_what_came_without_a_head_is_exported_like_all_else(lacking, run, tmp_path):
    page = tmp_path / "page.html"
    page.write_bytes(SAVED["a browser"] % f"{HOME}{LISTS}".encode() + held(LISTS).body)
    assert run_on(lacking, page).report.taken == 1
    assert run("export", lacking, "--format", "wacz", "-o", tmp_path / "out.wacz").code == 0
    assert run("verify", tmp_path / "out.wacz").code == 0
    with zipfile.ZipFile(tmp_path / "out.wacz") as package:
        pages = package.read("pages/pages.jsonl").decode()
    assert LISTS in pages


@pytest.mark.parametrize("cached", [True, False])
def test_a_mirror_of_httrack_is_read_as_it_was_sent_where_its_cache_is_there(lacking, tmp_path, cached):
    if not shutil.which("httrack"):
        pytest.skip("httrack is not installed")
    from scraper.demo.server import DemoServer

    with DemoServer(BLOG) as server:
        command = ["httrack", "-q", "-O", tmp_path / "mirror", "-P", server.address, "-r1", "-s0", "-%v0",
                   *(HOME + p for p in HOLES)]  # fmt: skip
        subprocess.run(command, check=False, capture_output=True, timeout=120)
    if not cached:
        shutil.rmtree(tmp_path / "mirror" / "hts-cache")
    outcome = run_on(lacking, tmp_path / "mirror")
    assert missing(outcome) == set()
    kept = [
        (kind, block)
        for kind, _, block in records_of(lacking, outcome.report.crawl)
        if kind in ("response", "resource")
    ]
    assert [kind for kind, _ in kept] == ["response" if cached else "resource"] * 2
    assert all((b"Added by HTTrack" in block) != cached for _, block in kept)
    assert kept[0][1].endswith(held(LISTS).body) == cached
    assert verify(Layout(lacking), deep=True) == []


def test_a_page_that_a_browser_saved_in_one_file_brings_its_pictures(tmp_path):
    named = "/-side001/S001/AAAAAAAAA/lib/s190/old-library.png"
    saved = MIMEMultipart("related")
    saved["Snapshot-Content-Location"] = HOME + LISTS
    saved["Date"] = "Tue, 5 Mar 2024 22:36:00 +0800"
    page = MIMEText(held(LISTS).body.decode(), "html", "utf-8")
    picture = MIMEImage(held(named, host="2.bp.blogspot.com").body, "png")
    for part, url in ((page, HOME + LISTS), (picture, f"http://2.bp.blogspot.com{named}"), (MIMEText("x"), "cid:a")):
        part["Content-Location"] = url
        saved.attach(part)
    folder = begun(tmp_path / "new")
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept" / "photos.zip").write_bytes(b"PK\x03\x04 broken")
    source = put(tmp_path / "kept", saved.as_bytes(), "page.mhtml")
    outcome = run_on(folder, tmp_path / "kept")
    assert (outcome.report.taken, codes(outcome)) == (2, ["damaged"])
    assert came(folder, outcome, LISTS) == [DATE]
    assert not any(named in url for url in missing(outcome))
    ref = next(ref for ref in post(folder, LISTS).provenance.captures if ref.target_uri == HOME + LISTS)
    assert ref.origin.startswith("saved urn:x-sha256:")
    assert run_on(folder, source).report.taken == 0  # by itself it is the same
    assert verify(Layout(folder), deep=True) == []


def test_a_folder_of_warcs_exports_and_pages_is_read_as_a_whole(lacking, tmp_path):
    folder = tmp_path / "kept"
    (folder / "crawls").mkdir(parents=True)
    (folder / "crawls" / "a.warc.gz").write_bytes(warc([held(LISTS)])[0])
    (folder / "blog.xml").write_bytes(held(CLASSIC).body)
    (folder / "sitemap.xml").write_bytes(b"<?xml version='1.0'?><urlset></urlset>")
    (folder / "kiln.html").write_bytes(SAVED["a browser"] % f"{HOME}{KILN}".encode() + held(KILN).body)
    (folder / "b.warc.zst").write_bytes(b"\x28\xb5\x2f\xfd rest")
    outcome = run_on(lacking, folder)
    assert missing(outcome) == set()
    assert outcome.report.kind == "folder"
    assert dict(outcome.summary.coverage.origins) == {"export": 1, "saved": 1, "warc": 1}
    assert "packed" in codes(outcome)
    assert verify(Layout(lacking), deep=True) == []


def test_packages_in_a_package_are_read(lacking, tmp_path):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as outer:
        for number, path in enumerate(HOLES):
            inner = io.BytesIO()
            with zipfile.ZipFile(inner, "w") as package:
                package.writestr("archive/data.warc.gz", warc([held(path)])[0])
            outer.writestr(f"crawl-{number}.wacz", inner.getvalue())
        outer.writestr("more.warc.zst", b"\x28\xb5\x2f\xfd")
        outer.writestr("broken.wacz", b"nothing")
    outcome = run_on(lacking, put(tmp_path, out.getvalue(), "all.wacz"))
    assert missing(outcome) == set()
    assert sorted(codes(outcome)) == ["damaged", "packed"]


def test_takeout_as_a_tar_file_is_read_as_far_as_it_goes(lacking, tmp_path):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as package:
        for name, content in (("feed.atom", held(TAKEOUT).body), ("z.bin", os.urandom(1 << 20))):
            info = tarfile.TarInfo(f"Takeout/Blogger/Blogs/a/{name}")
            info.size = len(content)
            package.addfile(info, io.BytesIO(content))
    outcome = run_on(lacking, put(tmp_path, out.getvalue()[: 1 << 19], "takeout.tgz"))
    assert (outcome.report.kind, outcome.report.taken) == ("export", 1)
    assert "damaged" in codes(outcome)


def test_exports_of_the_owners_other_blogs_stay_out(lacking, tmp_path):
    own, other = held(TAKEOUT).body, held(TAKEOUT).body.replace(b"blog-7301948265501837264", b"blog-42")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("Takeout/Blogger/Blogs/a/feed.atom", other)
        package.writestr("Takeout/Blogger/Blogs/b/feed.atom", own)
    source = put(tmp_path, out.getvalue(), "takeout.zip")
    outcome = run_on(lacking, source)
    assert (outcome.report.taken, codes(outcome)) == (1, ["other-blog"])
    with pytest.raises(UsageError, match="several blogs"):  # which is meant, nothing says
        run_on(begun(tmp_path / "new"), source)
    foreign = held(CLASSIC).body.replace(HOST.encode(), b"elsewhere.blogspot.com")
    alone = run_on(tmp_path / "new", put(tmp_path, foreign, "blog.xml"))
    assert (alone.report.taken, codes(alone), alone.summary.new) == (0, ["other-blog"], 0)


def test_a_capture_that_came_cut_off_is_taken_again_where_it_is_whole(lacking, tmp_path):
    content, places = warc([held(LISTS), held(KILN)], gzipped=False)
    start, size = places[0]
    cut = content[start : start + size].replace(
        b"WARC-Type: response\r\n", b"WARC-Type: response\r\nWARC-Truncated: length\r\n"
    )
    assert LISTS in missing(run_on(lacking, put(tmp_path, content[:start] + cut + content[start + size :], "f.warc")))
    assert missing(run_on(lacking, put(tmp_path, content, "g.warc"))) == set()


def test_what_was_kept_apart_is_no_page_and_the_good_one_beside_it_is(tmp_path, run):
    intruded = Knobs(posts=POSTS, intrusion="meta-refresh", intruded=("/2014",))
    pages = [held(KILN, "20220101000000"), held(KILN, "20260101000000", knobs=intruded), held("/", "20220101000000")]
    folder = begun(tmp_path / "new")
    run_on(folder, put(tmp_path, warc(pages)[0]), every=True)
    assert run("export", folder, "--format", "wacz", "-o", tmp_path / "out.wacz").code == 0
    with zipfile.ZipFile(tmp_path / "out.wacz") as package:
        told = [json.loads(line) for line in package.read("pages/pages.jsonl").splitlines()[1:]]
    assert {(one["url"], one["ts"]) for one in told} >= {(HOME + KILN, "2022-01-01T00:00:00Z")}
    assert not any(one["ts"].startswith("2026-01") for one in told)


def test_records_of_heritrix_and_browsertrix_that_are_no_captures_are_left_alone(lacking, tmp_path):
    one, other = held(LISTS), held(KILN)
    # browsertrix keeps what a browser decoded, and the coding's name beside it; Heritrix digests with SHA-1 in base32
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=UTF-8\r\nx-orig-content-encoding: br\r\n\r\n"
    sha256 = {"WARC-Payload-Digest": f"sha256:{hashlib.sha256(one.body).hexdigest()}", "WARC-Page-ID": "a1"}
    out = b"".join((
        member("warcinfo", "", STAMP, "application/warc-fields", b"software: Browsertrix-Crawler 1.6\r\n"),
        member("response", "dns:beimengongminhui.blogspot.com", STAMP, "text/dns", b"20240305143600\nhost. 1 IN A 192.0.2.1\n"),
        member("request", f"{HOME}{LISTS}", STAMP, "application/http; msgtype=request", b"GET / HTTP/1.1\r\nCookie: secret\r\n\r\n"),
        member("resource", f"urn:pageinfo:{HOME}{LISTS}", STAMP, "application/json", b'{"urls": {}}'),
        member("metadata", f"{HOME}{LISTS}", STAMP, "application/warc-fields", b"via: secret\r\n"),
        member("response", one.url, STAMP, HTTP, head + one.body, sha256),
        member("response", f"<{other.url}>", STAMP, HTTP, other.http, {"WARC-Payload-Digest": f"sha1:{other.digest}"}),
        member("metadata", "metadata://gnu.org/software/wget/warc/MANIFEST.txt", STAMP, "text/plain", b"secret"),
    ))  # fmt: skip
    outcome = run_on(lacking, put(tmp_path, out))
    assert (missing(outcome), codes(outcome), outcome.report.taken) == (set(), [], 2)
    assert not any(b"secret" in block for _, _, block in records_of(lacking, outcome.report.crawl))
    assert verify(Layout(lacking), deep=True) == []


@pytest.mark.parametrize("head", [
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n",
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-16\r\nContent-Length: 1\r\n\r\n",
    b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nTransfer-Encoding: chunked\r\n\r\n",
    b"HTTP/1.1 200\r\n\r\n",
])  # fmt: skip
def test_heads_that_lie_about_their_body_are_kept_and_end_nothing(lacking, tmp_path, head):
    out = member("response", HOME + LISTS, STAMP, HTTP, head + held(LISTS).body) + warc([held(KILN)])[0]
    outcome = run_on(lacking, put(tmp_path, out))
    assert missing(outcome) <= {LISTS}
    assert verify(Layout(lacking), deep=True) == []


def test_an_export_with_odd_posts_is_taken_whole_and_nothing_of_it_ends_the_run(tmp_path):
    content = held(TAKEOUT).body
    entry = content[content.index(b"<entry>") : content.index(b"</entry>") + 8].replace(b">DRAFT<", b">LIVE<")
    odd = b"".join(
        entry.replace(b"post-30000000079191047291", b"post-9%d" % number)
        .replace(b"<blogger:filename></blogger:filename>", b"<blogger:filename>/2014/03/same.html</blogger:filename>")
        .replace(
            b"<title>Not yet</title>", b"<title></title>" if number else "<title>\U00020bb7 ]]&gt;</title>".encode()
        )
        for number in range(2)
    )
    folder = begun(tmp_path / "new")
    outcome = run_on(folder, put(tmp_path, content.replace(b"</feed>", odd + b"</feed>"), "feed.atom"))
    assert (outcome.report.taken, outcome.trouble) == (1, None)
    kept = post(folder, "/2014/03/same.html")
    assert kept.title.raw in ("\U00020bb7 ]]>", "")
    assert verify(Layout(folder), deep=True) == []


def test_what_others_captured_says_nothing_of_what_the_blog_is_now(lacking, tmp_path, run, mirrored):
    intruded = Knobs(posts=POSTS, intrusion="meta-refresh", intruded=("/2014",))
    renamed = Knobs(posts=POSTS, altered={"Northgate Civic League": "Eastgate Union"})
    pages = [held(LISTS, knobs=intruded), held(KILN, knobs=renamed)]
    outcome = run_on(lacking, put(tmp_path, warc(pages)[0]))
    assert [alarm.code for alarm in outcome.summary.alarms] in (["suspect"], ["replaced"])
    told = run("changes", lacking)
    assert (told.code, "as others captured it" in told.stdout) == (9, True)
    report = run("changes", lacking, "--json").document
    assert [one["url"].removeprefix(HOME) for one in report["addresses"] if one["others"]] == [LISTS]
    assert len(report["apart"]) == 1
    assert noted(Layout(lacking).readings).blog.title.startswith("Northgate")
    done, _, _ = mirrored(Knobs(posts=POSTS, faults=dict.fromkeys(HOLES, "status-404")), lacking, "--visit", "full")
    assert done.code == 3, done.stdout  # the posts are still not to be had; but nobody broke into the blog
    assert run("changes", lacking).code == 0
