"""Whose gathering a post reports: the writer's own, in whatever words, or somebody else's."""

import pytest

from archive.records import DateClaim, Paragraph, Post, Title
from pipelines import refine
from pipelines.own_gatherings import LIKELY_OWN, how_own, signs_of_post

DAY = DateClaim("2014-03-02", "March 2, 2014", "text-en")


def post(title, *texts, published="2014-03-04", day=DAY):
    return Post(
        "i",
        "http://b.blogspot.com/2014/03/a.html",
        title=Title(title),
        paragraphs=tuple(Paragraph(n, text, role="body") for n, text in enumerate(texts)),
        published=DateClaim(published, "", "attribute"),
        event_date=day,
    )


def own(title, *texts, day=DAY):
    given = post(title, *texts, day=day)
    return how_own(given, (day.value or "") if day else "", list(enumerate(texts)), listed=False)


LEAFLETS = (
    "Leaflets at the Fair 博览会上发传单",
    "On March 2, 2014, it rained, and still three hundred leaflets were gone by noon. Our banner stood before the hall.",
    "2014年3月2日下着雨，三百份传单到中午就发完了。我们的横幅立在大厅前。",
    "Wei Daoming brought the thermos, and Ran Xiuying held the umbrella over the table.",
    "魏道明带来了热水瓶，冉秀英给桌子撑伞。",
)


def test_a_report_in_words_that_no_rule_has_is_likely_the_writers_own():
    assert LIKELY_OWN <= own(*LEAFLETS) < 1


def test_who_did_something_there_was_there():
    assert {one.en for one in refine(post(*LEAFLETS, day=None)).attendees} == {"Wei Daoming", "Ran Xiuying"}


@pytest.mark.parametrize(
    "texts",
    [
        ("A Ferry Sank in Luoping 罗坪沉船", "On March 2, 2014, a ferry sank near Luoping.", "2014年3月2日，罗坪附近一艘渡船沉没。"),
        ("The Trial of a Printer 印刷工受审", "On March 2, 2014, the court of Luoping sentenced the printer.",
         "2014年3月2日，罗坪法院判处印刷工。"),
        ("Essay: On Silence 论沉默", "Silence is older than March 2, 2014.", "沉默比2014年3月2日更古老。"),
    ],
)  # fmt: skip
def test_news_and_essays_are_not(texts):
    assert own(*texts) < LIKELY_OWN


@pytest.mark.parametrize("said", ["None of us could go.", "我们没有人能去。"])
def test_who_says_that_he_was_not_there_reports_nothing_of_his_own(said):
    assert own(*LEAFLETS, said) == 0


def test_without_a_day_nothing_is_weighed():
    assert own(*LEAFLETS, day=None) == 0


def test_lists_and_rules_come_first():
    given = post(*LEAFLETS)
    assert how_own(given, "2014-03-02", [], listed=True) == 1
    assert own("Rally 集会", "On March 2, 2014, our members held a rally before the consulate.") == 1


def test_signs_tell_the_words_of_title_and_text_and_when_it_was_published():
    signs = signs_of_post(post(*LEAFLETS), "2014-03-02", list(enumerate(LEAFLETS[1:])))
    assert {
        "title: 传单",
        "en: banner",
        "en: our banner",
        "zh: 传单",
        "says: our",
        "says: 我们",
        "captions: 0",
    } <= signs
    assert "published: 2 days later" in signs
    assert not any("daoming" in sign.lower() for sign in signs)
