"""Merging: each part from its best witness, in whatever order they came; disagreements kept."""

import dataclasses
import itertools

import pytest

from archive.codec import from_plain, to_plain
from archive.records import Author, CaptureRef, Comment, DateClaim, Finding, Image, Paragraph, Post, Provenance, Title
from pipelines.dates import date_publication
from pipelines.merge import merge

URL = "http://b.blogspot.com/2014/03/a.html"
TAG = "tag:blogger.com,1999:blog-1.post-2"


def ref(name):
    return Provenance((CaptureRef(name, "w", 1, name, "d", "t"),))


ITEM = Post(TAG, URL, title=Title("Kiln"), published=DateClaim("2014-03-05T22:00:00+08:00", "22:00", "attribute"), labels=("one",),
            paragraphs=(Paragraph(0, "The kiln."),), images=(Image("i"),), comments=(Comment("7", "a", "2014-03-06T00:00:00Z", "x"),),
            provenance=ref("item"))  # fmt: skip
FEED = Post(TAG, URL, title=Title("Kiln"), author=Author("keeper"), published=DateClaim("2014-03-05T22:00:00.005+08:00", "x", "feed"),
            updated="2014-04-01T00:00:00+08:00", labels=("two", "one"), paragraphs=(Paragraph(0, "The  kiln."),), provenance=ref("feed"))  # fmt: skip
ARCHIVE = Post(URL, URL, title=Title("Kiln"), published=DateClaim(None, "2014年3月5日", "date-header"), paragraphs=(Paragraph(0, "The"),),
               findings=(Finding("jump-break", "cut"),), provenance=ref("archive"))  # fmt: skip
COMMENTS = Post(TAG, URL, comments=(Comment("7", "a", "2014-03-06T08:00:00+08:00", "x", None), Comment("8", "b", "2014-03-07T00:00:00Z", "y", "7")),
                provenance=ref("comments"))  # fmt: skip
ALL = (("archive", ARCHIVE), ("feed", FEED), ("item", ITEM), ("comments-feed", COMMENTS))


def test_each_part_comes_from_its_best_witness():
    made = merge(ALL)
    assert (made.id, made.paragraphs, made.images) == (TAG, ITEM.paragraphs, ITEM.images)
    assert made.published == FEED.published
    assert (made.updated, made.author.account, made.labels) == (FEED.updated, "keeper", ("one", "two"))
    assert [(c.id, c.parent) for c in made.comments] == [("7", None), ("8", "7")]
    assert [capture.target_uri for capture in made.provenance.captures] == ["item", "feed", "archive", "comments"]
    assert made.findings == ()


def test_order_does_not_matter():
    assert {merge(order) for order in itertools.permutations(ALL)} == {merge(ALL)}


@pytest.mark.parametrize(("change", "code"), [
    ({"title": Title("Another")}, "title-disagree"),
    ({"paragraphs": (Paragraph(0, "The kilns."),)}, "body-disagree"),
    ({"published": DateClaim("2014-03-06T22:00:00+08:00", "x", "feed")}, "published-disagree"),
    ({"published": DateClaim("2014-05-05T22:00:00+08:00", "x", "feed")}, "permalink-month"),
])  # fmt: skip
def test_disagreements_are_kept(change, code):
    made = merge((("item", ITEM), ("feed", dataclasses.replace(FEED, **change))))
    assert code in {finding.code for finding in made.findings}


def test_all_that_is_said_of_the_publication_is_kept_with_its_basis_and_offset():
    page = DateClaim("2014-03-05T22:00:00+08:00", "22:00", "attribute")
    header = DateClaim(None, "2014年3月5日星期三", "date-header")
    feed = DateClaim("2014-03-05T22:00:00.005+08:00", "2014-03-05T22:00:00.005+08:00", "feed")
    utc = DateClaim("2014-03-05T14:00:00.005Z", "2014-03-05T14:00:00.005Z", "export")
    readings = [
        ("item", dataclasses.replace(ITEM, published=page, published_claims=(page, header))),
        ("archive", dataclasses.replace(ARCHIVE, published=header, published_claims=(header,))),
        ("feed", dataclasses.replace(FEED, published=feed)),
        ("export", dataclasses.replace(FEED, published=utc)),
    ]
    month = DateClaim("2014-03", "/2014/03/", "permalink")
    claims = (feed, page, utc, dataclasses.replace(header, value="2014-03-05"), month)
    for order in itertools.permutations(readings):
        made = date_publication(merge(order))
        assert (made.published, made.published_claims) == (feed, claims)
    alone = date_publication(merge([("archive", readings[1][1])]))
    assert (alone.published, alone.published_claims) == (claims[3], claims[3:])


def test_a_record_of_an_older_beilin_has_no_claims_and_is_read():
    plain = to_plain(ITEM)
    del plain["published_claims"]
    assert from_plain(Post, plain) == ITEM


def test_an_export_stands_beside_the_page_as_a_feed_does():
    utc = DateClaim("2014-03-05T14:00:00.005Z", "x", "export")
    export = dataclasses.replace(
        FEED, published=utc, labels=("three",), comments=(Comment("9", "c", "2014-03-08T00:00:00Z", "z"),)
    )
    made = merge((("item", ITEM), ("export", export)))
    assert (made.published, made.labels, made.paragraphs) == (ITEM.published, ("one", "three"), ITEM.paragraphs)
    assert [comment.id for comment in made.comments] == ["7", "9"]
    assert made.findings == ()
    later = dataclasses.replace(export, published=dataclasses.replace(utc, value="2014-03-05T14:00:01Z"))
    assert {finding.code for finding in merge((("item", ITEM), ("export", later))).findings} == {"published-disagree"}
    assert merge((("archive", ARCHIVE), ("export", export))).paragraphs == FEED.paragraphs


def test_without_an_item_page_a_full_feed_speaks_and_a_cut_list_says_so():
    assert merge((("archive", ARCHIVE), ("feed", FEED))).paragraphs == FEED.paragraphs
    assert [finding.code for finding in merge((("archive", ARCHIVE),)).findings] == ["jump-break"]


def test_a_short_feed_gives_way_to_a_list():
    short = dataclasses.replace(FEED, paragraphs=(), findings=(Finding("feed-short", "s"),))
    whole = dataclasses.replace(ARCHIVE, findings=())
    assert merge((("feed", short), ("archive", whole))).paragraphs == ARCHIVE.paragraphs


def test_nothing_is_no_post():
    with pytest.raises(ValueError, match="at least one reading"):
        merge(())
