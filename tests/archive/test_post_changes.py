"""What changed between two versions of a record, as a person should see it."""

import dataclasses
import re

import pytest

from archive.change_page import page
from archive.change_report import Novelty, Totals, report_of
from archive.judged import GONE, OK, REPLACED, SUSPECT, Judged, Judgement
from archive.post_changes import difference
from archive.records import Attendee, Comment, DateClaim, Paragraph, Post, Provenance, Title

URL = "http://b.blogspot.com/2014/03/a.html"


def post(*paragraphs, **fields):
    made = tuple(Paragraph(n, text, language) for n, (language, text) in enumerate(paragraphs))
    return Post(id="1", url=URL, version=1, paragraphs=made, **fields)


OLD = post(
    ("en", "On March 9 the league met."),
    ("zh-Hans", "三月九日公民会在广场集会。"),
    ("en", "They ask for nothing but their key."),
    ("zh-Hans", "他们只要求归还钥匙。"),
    title=Title("The Key 钥匙"),
    attendees=(Attendee("Piao Chenyu", "朴晨宇"), Attendee("Ju Yanbo", None), Attendee(None, "曾雨桐")),
    event_date=DateClaim("2014-03-09", "March 9", "text"),
    comments=(Comment("1", "a", None, "x"),),
)


def changed(**fields):
    return difference(OLD, dataclasses.replace(OLD, version=2, **fields))


def with_text(number, text):
    new = list(OLD.paragraphs)
    new[number] = dataclasses.replace(new[number], text=text)
    return changed(paragraphs=tuple(new))


def test_c59_one_character_is_found_and_marked():
    found = with_text(1, "三月八日公民会在广场集会。")
    assert [(s.mark, s.text) for s in found.paragraphs[0].segments] == [
        ("", "三月"), ("-", "九"), ("+", "八"), ("", "日公民会在广场集会。"),
    ]  # fmt: skip
    assert found.only == "zh"
    assert found.summary == ("only the Chinese text changed", "1 paragraph altered")


def test_c59_english_is_marked_by_words():
    found = with_text(0, "On March 19 the whole league met.")
    marked = [(s.mark, s.text) for s in found.paragraphs[0].segments if s.mark]
    assert marked == [("-", "9"), ("+", "19"), ("+", " whole")]
    assert found.only == "en"


def test_c59_names_taken_out_put_in_and_altered():
    found = changed(attendees=(Attendee("Piao Chenyu", "朴成宇"), Attendee("Wen Qi", None), Attendee(None, "曾雨桐")))
    assert found.names_out == ("Ju Yanbo",)
    assert found.names_in == ("Wen Qi",)
    assert found.names_altered == ("朴晨宇 → 朴成宇",)
    assert not [name for name in ("Ju Yanbo", "Wen Qi", "朴") if name in " ".join(found.summary)]


def test_a_name_that_gained_its_characters_is_the_same_person():
    found = changed(attendees=(*OLD.attendees[:1], Attendee("Ju Yanbo", "鞠燕波"), *OLD.attendees[2:]))
    assert (found.names_out, found.names_in, found.names_altered) == ((), (), ())


def test_c59_dates_titles_and_comments():
    found = changed(title=Title("The Door 门"), event_date=None, comments=())
    assert [(f.field, f.before, f.after) for f in found.fields] == [
        ("title", "The Key 钥匙", "The Door 门"), ("event_date", "2014-03-09", ""),
    ]  # fmt: skip
    assert found.comments_out == 1
    assert found.only == ""


@pytest.mark.parametrize("gone", [0, 1, 3])
def test_a_paragraph_that_was_removed(gone):
    found = changed(paragraphs=tuple(p for n, p in enumerate(OLD.paragraphs) if n != gone))
    assert [change.kind for change in found.paragraphs] == ["removed"]
    assert found.paragraphs[0].segments[0].text == OLD.paragraphs[gone].text


def test_paragraphs_that_were_added_and_replaced():
    new = (*OLD.paragraphs[:2], Paragraph(2, "Something else entirely, about fog.", "en"), OLD.paragraphs[3])
    found = changed(paragraphs=(*new, Paragraph(4, "再见。", "zh-Hans")))
    assert sorted(change.kind for change in found.paragraphs) == ["added", "added", "removed"]


def test_nothing_changed_says_nothing():
    assert changed().summary == ()


@pytest.mark.timeout(60)
def test_long_posts_are_compared_in_time():
    old = post(*(("en", f"line {n} " * 50) for n in range(1200)))
    new = post(*(("en", f"row {n} " * 50) for n in range(1200)))
    assert difference(old, new).paragraphs
    assert difference(post(("en", "a b " * 20_000)), post(("en", "c d " * 20_000))).paragraphs


def test_another_reader_is_said():
    old = dataclasses.replace(OLD, provenance=Provenance(extractor="1"))
    assert difference(old, dataclasses.replace(OLD, provenance=Provenance(extractor="2"))).reread


# ------------------------------------------------------------------ the report
def row(number, state, kind="", crawl="2"):
    return Judged(f"urn:{number}", crawl, f"b/{number}", f"http://b/{number}", Judgement(state, kind))


def told(*rows, unaccepted=(), before=None, now=None, records=40, altered=0):
    return report_of("2", "full", rows, unaccepted, Totals(before, now, records, altered), (), ())


@pytest.mark.parametrize(
    ("report", "alarms"),
    [
        (told(row(1, OK)), []),
        (told(row(1, SUSPECT, crawl="1")), ["suspect"]),
        (told(row(1, REPLACED, "captcha")), ["replaced"]),
        (told(*(row(n, GONE) for n in range(4))), []),
        (told(*(row(n, GONE) for n in range(5))), ["mass-deletion"]),
        (told(*(row(n, GONE, crawl="1") for n in range(5))), []),
        (told(before=40, now=36), []),
        (told(before=40, now=35), ["feed-fall"]),
        (told(before=400, now=390), []),
        (told(before=40, now=None), []),
        (told(altered=10), ["many-altered"]),
        (told(altered=10, records=500), []),
        (told(unaccepted=(Novelty("script", "x", 1, "u"),)), ["unaccepted"]),
        (told(unaccepted=(Novelty("familiar-frame", "x", 1, "u"),)), []),
    ],
)
def test_c61_c62_alarms(report, alarms):
    assert [alarm.code for alarm in report.alarms] == alarms
    assert report.worrying == bool(alarms)


def test_every_alarm_is_said_in_both_languages():
    links = (Novelty("link-host", f"{n}.example", 1, "u") for n in range(10))
    rows = [row(1, SUSPECT), row(2, REPLACED, "captcha"), *(row(n, GONE) for n in range(3, 9))]
    report = told(*rows, unaccepted=(Novelty("script", "x", 1, "u"), *links), before=40, now=35, altered=10)
    items = page(report, None).partition("<ul>")[2].partition("</ul>")[0].split("<li>")[1:]
    assert len(items) == len(report.alarms) == 7
    assert all(re.search(r"[a-z] [a-z].*[\u4e00-\u9fff]{6}", item) for item in items)


def test_the_page_shows_what_a_page_wrote_and_runs_nothing_of_it():
    evil = Judged(
        "urn:1", "2", "b/1", "http://b/<script>alert(1)</script>", Judgement(SUSPECT, reasons=(("script", "<b>"),))
    )
    new = dataclasses.replace(OLD, version=2, title=Title("<img src=x onerror=alert(1)>"))
    report = report_of("2", "full", [evil], (), Totals(None, None, 1, 0), (), (difference(OLD, new),))
    html = page(report, None)
    assert "<script" not in html
    assert "<img" not in html
    assert "&lt;script&gt;" in html
