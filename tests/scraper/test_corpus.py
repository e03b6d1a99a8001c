"""Golden cases: each folder in tests/corpus is a page and what it says; one test for each field expected."""

import functools
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.records import Capture
from scraper.extract import extract, read
from tools import golden

CORPUS = Path(__file__).parent.parent / "corpus"
CASES = sorted(path.parent for path in CORPUS.rglob("case.json"))
REAL = Path(__file__).parents[3] / "shared" / "real-blogger"


def known_gaps(case):
    """Return the fields of a case that are read wrongly still, with the reason: a test that passes after all fails."""
    path = case / "known-gaps.json"
    gaps = json.loads(path.read_text("utf-8")) if path.exists() else {}
    return {name: pytest.mark.xfail(strict=True, reason=reason) for name, reason in gaps.items()}


def fields():
    for case in CASES:
        expected = json.loads((case / "expected.json").read_text("utf-8"))
        gaps = known_gaps(case)
        for name, value in expected.items():
            if name == "posts":
                yield pytest.param(case, ("posts", None, None), len(value), id=f"{case.name}-posts")
                for n, post in enumerate(value):
                    for part, wanted in post.items():
                        marks = [gaps[gap] for gap in (part, f"{n}-{part}") if gap in gaps]
                        yield pytest.param(
                            case,
                            ("posts", n, part),
                            wanted,
                            id=f"{case.parent.name}-{case.name}-{n}-{part}",
                            marks=marks,
                        )
            else:
                yield pytest.param(case, (name, None, None), value, id=f"{case.name}-{name}")


SHORT = {
    "texts": lambda post: [p["text"] for p in post["paragraphs"]],
    "roles": lambda post: [p["role"] for p in post["paragraphs"]],
    "languages": lambda post: [p["language"] for p in post["paragraphs"]],
    "pairs": lambda post: [p["pair"] for p in post["paragraphs"]],
    "people": lambda post: [[a["en"], a["zh"], a["basis"]] for a in post["attendees"]],
    "codes": lambda post: [finding["code"] for finding in post["findings"]],
}
OF_READING = {
    "links": lambda value: [[link["url"], link["kind"]] for link in value],
    "counts": lambda value: [[count["of"], count["scope"], count["value"]] for count in value],
    "findings": lambda value: [finding["code"] for finding in value],
}


@functools.lru_cache(maxsize=4)
def said_of(case):
    """Read a case once for all its fields, which are tested one behind the other."""
    return golden.says(read(golden.capture_of(case)))


@pytest.mark.parametrize(("case", "place", "wanted"), list(fields()))
def test_case(case, place, wanted):
    says = said_of(case)
    name, number, part = place
    if name != "posts":
        assert OF_READING.get(name, lambda value: value)(says[name]) == wanted
    elif number is None:
        assert len(says["posts"]) == wanted
    else:
        post = says["posts"][number]
        assert SHORT[part](post) == wanted if part in SHORT else post[part] == wanted


def test_reading_is_pure():
    capture = golden.capture_of(CORPUS / "blogger" / "word-paste")
    assert read(capture) == read(capture)
    assert extract(capture) == read(capture).posts


@given(st.binary(max_size=2000))
@settings(max_examples=200, deadline=None)
def test_p56_no_bytes_break_the_reader(body):
    for path, media_type in (
        ("/2014/03/a.html", "text/html"),
        ("/feeds/posts/default", "application/atom+xml"),
        ("/feeds/posts/default?alt=json-in-script", "text/javascript"),
        ("/s.css", "text/css"),
    ):
        page = b"<meta content='blogger' name='generator'/><div class='post-body'>" + body
        for content in (body, page):
            capture = Capture(f"http://b.blogspot.com{path}", 200, (("Content-Type", media_type),), content, "", "", "")
            assert not [finding for finding in read(capture).findings if finding.code == "unread-page"]


HOSTILE = ("http://[bad/x", "http://b.blogspot.com:99999/2014/03/a.html", "http://b.blogspot.com:x/", "javascript:alert(1)", "file:///etc/passwd",
           "//", "http://", "http://b.blogspot.com/2014/03/a\x00b.html", "\x1b[2J", "http:///2014/03/a.html", "?" * 3000)  # fmt: skip


@pytest.mark.parametrize("address", HOSTILE)
def test_one_hostile_address_hides_nothing_else(address):
    """In every place a page or feed names an address: the rest is read all the same."""
    good = "<img src='http://1.bp.blogspot.com/-a/T/k/s320/k.png'><a href='/2014/04/b.html'>b</a>"
    page = (
        f"<html><head><meta content='blogger' name='generator'/><link rel='canonical' href='{address}'/><link rel='stylesheet' href='{address}'/></head><body>"
        f"<div class='post hentry'><h3 class='post-title'><a href='{address}'>T</a></h3><div class='post-body' id='post-body-12345678901'>"
        f"Words.<img src='{address}'><a href='{address}'>link</a><a href='{address}'><img src='{address}'></a><iframe src='{address}'></iframe>{good}</div></div><script src='{address}'></script>"
    )
    reading = read(
        Capture(
            "http://b.blogspot.com/2014/03/a.html", 200, (("Content-Type", "text/html"),), page.encode(), "", "", ""
        )
    )
    assert next(p.text for p in reading.posts[0].paragraphs) == "Words."
    links = {(link.url, link.kind) for link in reading.links}
    assert {
        ("http://b.blogspot.com/2014/04/b.html", "post"),
        ("http://1.bp.blogspot.com/-a/T/k/s0/k.png", "original"),
    } <= links
    assert not [url for url, _ in links if not url.startswith(("http://b.blogspot.com", "http://1.bp.blogspot.com"))]


@pytest.mark.parametrize("host", ["1.bp.blogspot.com", "lh3.googleusercontent.com", "www.blogger.com"])
def test_a_page_on_a_file_host_is_never_the_blog(host):
    page = (CORPUS / "blogger" / "word-paste" / "page.html").read_bytes()
    capture = Capture(f"http://{host}/-a/T/k/s320/k.png", 200, (("Content-Type", "text/html"),), page, "", "", "")
    assert (read(capture).kind, read(capture).posts, read(capture).links) == ("wrapper", (), ())


def test_a_warning_on_bloggers_own_host_is_a_warning():
    page = b"<html><body><h1>Content Warning</h1>The blog that you are about to view may contain sensitive matter.</body></html>"
    capture = Capture(
        "https://www.blogger.com/interstitial?url=x", 200, (("Content-Type", "text/html"),), page, "", "", ""
    )
    assert read(capture).kind == "content-warning"


@pytest.mark.parametrize("charset", ["unicode_escape", "utf-7", "idna", "no-such-thing", "utf-16"])
def test_n44_a_lying_charset_is_not_believed(charset):
    body = (
        "<meta content='blogger' name='generator'/><div class='post'><div class='post-body'>窑冷了。\\u0041</div></div>"
    )
    headers = (("Content-Type", f"text/html; charset={charset}"),)
    capture = Capture("http://b.blogspot.com/2014/03/a.html", 200, headers, body.encode(), "", "", "")
    assert [p.text for p in extract(capture)[0].paragraphs] == ["窑冷了。\\u0041"]


def test_preformatted_lines_stay_apart():
    body = "<meta content='blogger' name='generator'/><div class='post'><div class='post-body'><pre>one  two\nthree</pre>four\nfive</div></div>"
    capture = Capture(
        "http://b.blogspot.com/2014/03/a.html", 200, (("Content-Type", "text/html"),), body.encode(), "", "", ""
    )
    assert [p.text for p in extract(capture)[0].paragraphs] == ["one two", "three", "four five"]


def test_gb18030_is_read_where_it_is_declared():
    body = "<meta content='blogger' name='generator'/><div class='post'><div class='post-body'>窑冷了。</div></div>"
    headers = (("Content-Type", "text/html; charset=gb2312"),)
    capture = Capture("http://b.blogspot.com/2014/03/a.html", 200, headers, body.encode("gb18030"), "", "", "")
    assert [p.text for p in extract(capture)[0].paragraphs] == ["窑冷了。"]


@pytest.mark.skipif(not REAL.is_dir(), reason="the real pages are not beside this checkout (../shared/real-blogger)")
@pytest.mark.parametrize("address", ["canonical", "loopback"])
def test_real_pages_are_read(address):
    """Pages of public repositories, read in place: each post has a title and a body; none trips the reader."""
    without_posts = {"error-page", "dynamic-shell"}
    for path in sorted((REAL / "html").iterdir()):
        body = path.read_bytes()
        stated = body.partition(b"'canonicalUrl': '")[2].partition(b"'")[0].decode().replace("\\x3d", "=")
        uri = stated if address == "canonical" and stated.startswith("http") else f"http://127.0.0.1:8000/{path.name}"
        reading = read(Capture(uri, 200, (("Content-Type", "text/html; charset=utf-8"),), body, "", "", ""))
        assert not [finding for finding in reading.findings if finding.code == "unread-page"], path.name
        if reading.kind not in without_posts:
            (post,) = reading.posts
            assert post.title.raw, path.name
            assert len(post.paragraphs) >= 5, path.name
