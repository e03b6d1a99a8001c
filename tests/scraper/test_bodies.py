"""The markup of posts' bodies, as captures have it: sanitised it says what the record does, or it is not given."""

import dataclasses

import pytest

from scraper import bodies
from scraper.extract import bodies as bodies_in
from scraper.extract import read
from scraper.platforms.blogger.body import read_body
from tests.scraper.test_corpus import CASES, CORPUS
from tools import golden

_CUT = {"jump-break", "feed-short", "parse_incomplete"}
_DRAWN_IN = {"page-unclosed-item", "page-unclosed-to-the-end"}  # they leave an element open in the first body


def texts(body):
    return [paragraph.text for paragraph in body.paragraphs]


def found_in(capture, posts, monkeypatch):
    monkeypatch.setattr(bodies, "capture_of", lambda *_: capture)
    monkeypatch.setattr(bodies.config, "load", lambda _: bodies.config.Config(address="http://blog.example/"))
    held = bodies.Bodies(None)
    return {post.url: held.markup(post)[0] for post in posts}


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.parent.name}-{case.name}")
def test_every_whole_body_is_given_and_says_what_the_record_says(case, monkeypatch):
    capture = golden.capture_of(case)
    posts = [post for post in read(capture).posts if post.paragraphs or post.images]
    held = dict(bodies_in(capture))
    whole = [post for post in posts if not _CUT & {finding.code for finding in post.findings}]
    lost = [one for one in whole if one.url not in held or texts(read_body(held[one.url], one.url)) != texts(one)]
    assert len(lost) == (case.name in _DRAWN_IN)
    found = found_in(capture, posts, monkeypatch)
    assert not [post for post in lost if found[post.url] is not None]
    for post in posts:
        markup = found[post.url]
        assert markup is None or texts(read_body(markup, capture.target_uri)) == texts(post)


@pytest.mark.parametrize("change", [{"status": 404}, {"status": 302}, {"decoded": False}])
def test_what_is_no_page_of_the_blog_has_no_bodies(change):
    capture = golden.capture_of(CORPUS / "blogger" / "word-paste")
    assert list(bodies_in(capture))
    assert not list(bodies_in(dataclasses.replace(capture, **change)))


NUMBERED = (
    '<html><head><title>B</title><meta content="blogger" name="generator"/><meta itemprop="blogId" content="1234567890123"/></head><body><div class="post hentry">'
    "<h3 class='post-title'><a href='http://b.blogspot.com/2014/03/a.html'>T</a></h3>"
    "<div class='post-body entry-content' id='post-body-7007007007'>%s</div><div class='post-footer'>by us</div>"
    "</div><p>beside</p></body></html>"
)


@pytest.mark.parametrize(
    ("body", "is_likely"),
    [
        ("<div>One.<div>Two.</div></div><img src='http://b.example/a.png'>", True),
        ("<div>One.<br>Two.<img src='http://b.example/a.png'>", False),
        ("One.<br>Two.<script>'</div>'</script><img src='http://b.example/a.png'>", False),
    ],
)
def test_a_likely_body_is_taken_where_it_is_the_whole_one_alone(body, is_likely, monkeypatch):
    capture = dataclasses.replace(
        golden.capture_of(CORPUS / "blogger" / "word-paste"),
        target_uri="http://b.blogspot.com/2014/03/a.html",
        body=(NUMBERED % body).encode(),
    )
    (post,) = read(capture).posts
    assert post.id.endswith("post-7007007007")
    is_read = []
    monkeypatch.setattr(bodies, "bodies", lambda found: is_read.append(found) or bodies_in(found))
    (found,) = found_in(capture, [post], monkeypatch).values()
    assert bool(is_read) is not is_likely
    assert found is None or texts(read_body(found, post.url)) == texts(post)
    assert found is None or "beside" not in found
    assert not is_likely or "a.png" in found
