"""What is pasted into a post: whole pages with their ends, and scripts. The post goes on, and nothing is obeyed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.records import Capture
from scraper.platforms.blogger import context, pages
from scraper.platforms.blogger.context import without_pasted_ends
from scraper.platforms.blogger.wholeness import ends_of

URL = "https://b.blogspot.com/2014/03/a.html"
PAGE = """<html><head><title>t</title><script src="https://www.blogger.com/static/v1/widgets/1.js"></script>
<link href="https://www.blogger.com/static/v1/widgets/1.css" rel="stylesheet"></head><body class="item-view">
<div class="date-outer"><div class="post hentry"><h3 class="post-title"><a href="{url}">The kiln</a></h3>
<div class="post-body entry-content" id="post-body-123456"><p>One.</p>{paste}<p>Two.</p></div>
<div class="post-footer"><span class="post-author"><span class="fn">keeper</span></span></div></div></div>
<div class="widget">Archive</div></body></html>{behind}"""


def read(paste="", behind=""):
    body = PAGE.format(url=URL, paste=paste, behind=behind).encode()
    return pages.read(Capture(URL, 200, (("Content-Type", "text/html; charset=utf-8"),), body, "", "", ""))


def assets(reading):
    return [link.url for link in reading.links if link.kind == "asset"]


@pytest.mark.parametrize(
    "paste",
    [
        "</body>",
        "</html>",
        "</BODY ></HTML\n>",
        "</body></html>" * 4,
        "<!DOCTYPE html><html><head><style>p {}</style></head><body class='x'></body></html>",
    ],
)
def test_text_after_a_pasted_end_stands_in_the_post(paste):
    reading = read(paste)
    (post,) = reading.posts
    assert [paragraph.text for paragraph in post.paragraphs] == ["One.", "Two."]
    assert (post.author.account, post.findings, reading.findings) == ("keeper", (), ())
    assert assets(reading) == assets(read())


def test_text_behind_the_pages_own_end_is_in_no_record_and_told():
    reading = read("</html>", behind="<p>Three.</p></html>")
    assert [paragraph.text for paragraph in reading.posts[0].paragraphs] == ["One.", "Two."]
    assert [finding.code for finding in reading.findings] == ["after-the-end"]


@pytest.mark.parametrize(
    "paste",
    [
        '<script src="https://scripts.example/x.js"></script>',
        '<script src="https://www.blogger.com/x.js"></script>',  # of a host that is asked
        '<link rel="stylesheet" href="https://www.blogger.com/x.css">',
        '<link rel="shortcut icon stylesheet" href="/x.css">',
    ],
)
def test_a_script_in_a_body_is_told_and_not_asked_for(paste):
    reading = read(paste)
    assert assets(reading) == assets(read()) != []
    assert [finding.code for finding in reading.posts[0].findings] == ["script-in-body"]
    assert "x." in reading.posts[0].findings[0].detail


def test_a_script_without_an_address_asks_for_nothing():
    assert read("<script>var a;</script><link rel='canonical' href='/a'>").posts[0].findings == ()


@pytest.mark.timeout(20)
def test_many_pasted_ends_end():
    for text in ("<div class='post-body'>" + "post-body </html>" * 60_000, "<div class='post-body'></html>" * 60_000):
        without_pasted_ends(text, ends_of(text))


MARKUP = (
    "<div class='post-body'>", "<div class='x'>", "</div>", "<div class='widget Text'>", "<div class='post-body widget'>",
    " words ", "<div id='blog-pager'>", "widget", "<script>_WidgetManager</script>", "articleBody", "<p class='entry-content'>", "</p>",
)  # fmt: skip


@given(st.lists(st.sampled_from(MARKUP), max_size=14))
@settings(max_examples=400, deadline=None)
def test_a_frame_behind_the_last_body_is_told_as_by_going_through_all(pieces):
    text = "".join(pieces)
    told = context._in_body(text, len(text))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(context, "_last_frame", lambda *_: -1)
        assert context._in_body(text, len(text)) == told
