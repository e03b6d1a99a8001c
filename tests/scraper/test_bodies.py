"""The markup of posts' bodies, as captures have it: by itself it says what the record does, or it is not given."""

import dataclasses

import pytest

from scraper.extract import bodies, read
from scraper.platforms.blogger.body import read_body
from tests.scraper.test_corpus import CASES, CORPUS
from tools import golden

_CUT = {"jump-break", "feed-short", "parse_incomplete"}
_DRAWN_IN = {"page-unclosed-item", "page-unclosed-to-the-end"}  # they leave an element open in the first body


def texts(body):
    return [paragraph.text for paragraph in body.paragraphs]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.parent.name}-{case.name}")
def test_every_whole_body_is_given_and_says_what_the_record_says(case):
    capture = golden.capture_of(case)
    posts = {post.url: post for post in read(capture).posts}
    found = {post.url: markup for post, markup in bodies(capture)}
    whole = {
        url
        for url, post in posts.items()
        if (post.paragraphs or post.images) and not _CUT & {finding.code for finding in post.findings}
    }
    assert found.keys() <= posts.keys()
    assert len(whole - found.keys()) == (case.name in _DRAWN_IN)
    for url, markup in found.items():
        assert texts(read_body(markup, capture.target_uri)) == texts(posts[url])


@pytest.mark.parametrize("change", [{"status": 404}, {"status": 302}, {"decoded": False}])
def test_what_is_no_page_of_the_blog_has_no_bodies(change):
    capture = golden.capture_of(CORPUS / "blogger" / "word-paste")
    assert list(bodies(capture))
    assert not list(bodies(dataclasses.replace(capture, **change)))
