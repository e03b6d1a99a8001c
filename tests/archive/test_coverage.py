"""Coverage: every gap is listed with its reason, and what is no gap is not."""

import dataclasses
import json

from archive.coverage import Evidence, reconcile
from archive.notes import Failure, Note
from archive.records import Count, Link
from archive.report import read_report, write_report

POST = "http://b.example/2014/03/a.html"
OTHER = "http://b.example/2014/03/b.html"


def note(url, kind="item", status=200, truncated=None, moved_to=None):
    return Note(url.partition("//")[2], url, kind, status, "sha256:X", truncated, moved_to)


WHOLE = Evidence(
    crawl="20260102T030405Z",
    links=[
        ("feed", Link(POST, "post")),
        ("sitemap", Link(POST, "post")),
        ("links", Link("http://i.example/k.png", "image")),
    ],
    notes=[note(POST), note("http://i.example/k.png", "asset")],
    counts=[("feed", Count("posts", "blog", 1)), ("archive", Count("posts", "2014", 1))],
    failures=[],
    comments={"b.example/2014/03/a.html": 0},
)


def changed(**values):
    return reconcile(dataclasses.replace(WHOLE, **values))


def reasons(report):
    return [(gap.kind, gap.reason) for gap in report.missing]


def test_all_there_is_complete():
    report = reconcile(WHOLE)
    assert (report.complete, report.percent, report.missing) == (True, 100.0, ())


def test_a_post_that_one_witness_names_is_missing():
    report = changed(links=[*WHOLE.links, ("archive", Link(OTHER, "post"))])
    assert reasons(report) == [("post", "not asked for")]
    assert (report.complete, report.missing[0].witnesses) == (False, ("archive",))
    assert report.percent == 66.6


def test_a_rescued_post_whose_text_is_held_is_not_said_to_be_lost():
    nothing_of_it = changed(notes=[], visit="rescue", comments={})
    assert ("post", "no copy of it came") in reasons(nothing_of_it)
    report = changed(notes=[], visit="rescue")
    assert ("post", "its text is held, and its page is not: no copy of it came") in reasons(report)
    assert [(tally.captured, tally.text) for tally in (report.tallies[0], nothing_of_it.tallies[0])] == [(0, 1), (0, 0)]
    assert any("the text is held" in sentence for sentence in report.explained)
    assert not any("the text is held" in sentence for sentence in nothing_of_it.explained)


def test_an_error_page_is_not_the_post():
    assert reasons(changed(notes=[note(POST, "error-page", 404), *WHOLE.notes[1:]])) == [
        ("post", "the server answered 404")
    ]
    (gap,) = reasons(changed(notes=[note(POST, "removed"), *WHOLE.notes[1:]]))
    assert gap == ("post", "the answer is not the post but was read as: removed")


def test_a_truncated_answer_is_a_gap():
    report = changed(notes=[note(POST, truncated="disconnect"), *WHOLE.notes[1:]])
    assert reasons(report) == [("post", "the answer was cut short (disconnect)")]


def test_a_redirect_is_followed_to_what_it_leads_to():
    moved = note(POST, "unknown", 301, moved_to="b.example/2014/03/b.html")
    report = changed(notes=[moved, note(OTHER), *WHOLE.notes[1:]])
    assert report.complete


def test_what_a_rule_leaves_out_is_listed_and_no_gap():
    failure = Failure("i.example/k.png", "http://i.example/k.png", "image", "scope", "i.example is outside the scope")
    report = changed(notes=WHOLE.notes[:1], failures=[failure])
    assert report.complete
    assert [gap.reason for gap in report.left_out] == ["i.example is outside the scope"]


def test_a_post_the_robots_keep_from_us_is_a_gap():
    failure = Failure("b.example/2014/03/a.html", POST, "post", "robots", "robots.txt asks not to fetch it")
    assert reasons(changed(notes=WHOLE.notes[1:], failures=[failure])) == [("post", "robots.txt asks not to fetch it")]


def test_more_posts_counted_than_named_is_a_gap():
    report = changed(counts=[("feed", Count("posts", "blog", 3))])
    assert reasons(report) == [("post", "the feed counts 3 posts, and all witnesses together name 1")]


def test_missing_comments_and_records_are_gaps():
    counts = [*WHOLE.counts, ("feed", Count("comments", "b.example/2014/03/a.html", 4))]
    assert reasons(changed(counts=counts)) == [("comment", "the blog counts 4 comments here, the record has 0")]
    assert reasons(changed(comments={})) == [("record", "captured, and no record could be read from it")]


def test_a_feed_that_failed_is_a_gap_and_one_that_is_off_is_not():
    feed = "http://b.example/feeds/posts/default"
    assert reasons(changed(notes=[*WHOLE.notes, note(feed, "unknown", 503)])) == [
        ("witness", "the server answered 503")
    ]
    assert changed(notes=[*WHOLE.notes, note(feed, "unknown", 404)]).complete


def test_a_stopped_crawl_is_not_complete():
    report = changed(finished=False)
    assert not report.complete
    assert "run the same command again" in report.explained[-1]


def test_the_month_that_is_short_is_named():
    counts = [("links", Count("posts", "2014-03", 3)), ("links", Count("posts", "2014-04", 0))]
    (gap,) = changed(counts=counts).missing
    assert gap.reason == (
        "the archive counts 3 posts, and all witnesses together name 1 "
        "(the archive counts more than are named in 2014-03: 3, named 1)"
    )


def test_s99_a_report_from_before_second_visits_is_read(layout):
    write_report(layout, reconcile(WHOLE), None)
    path = layout.reports / WHOLE.crawl / "coverage.json"
    plain = json.loads(path.read_bytes())
    for name in ("visit", "finished", "changes"):
        del plain[name]
    path.write_text(json.dumps(plain))
    report = read_report(layout)
    assert (report.visit, report.finished, report.changes) == ("full", True, ())
