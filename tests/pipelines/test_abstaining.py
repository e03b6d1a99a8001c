"""What only looks like a name, a date, a place or a source is none: inputs that a review by other eyes found."""

import pytest

from archive.records import DateClaim, Paragraph, Post, Title
from pipelines import refine


def record(*texts, title="", roles=()):
    roles = (*roles, *["body"] * (len(texts) - len(roles)))
    paragraphs = tuple(Paragraph(n, text, role=role) for n, (text, role) in enumerate(zip(texts, roles, strict=True)))
    published = DateClaim("2014-03-05", "", "attribute")
    return refine(Post("i", "u", title=Title(title), paragraphs=paragraphs, published=published))


@pytest.mark.parametrize(
    "last",
    ["谢谢", "祝福", "祝平安", "全文完", "国庆节", "韩国", "武汉", "Hong Kong", "Tai Shan", "Time Line", "Thank You"],
)
def test_a_last_line_that_names_nobody_is_no_byline(last):
    assert record("我们集会。", "人很多。", "天很冷。", last, title="集会").author.byline is None


@pytest.mark.parametrize(
    "title", ["国庆节：抗议集会", "白皮书：论人权", "路透社：消息一则", "公开信：致同胞", "韩国：集会", "集会 / 马年"]
)
def test_what_stands_before_a_colon_is_not_always_an_author(title):
    assert record("我们集会。", title=title).author.byline is None


@pytest.mark.parametrize(
    "caption",
    ["Hong Kong marches on", "Bei Jing cracks down", "Wen Qianyi remains in prison", "Xin Hua reports from the square"],
)
def test_a_caption_that_does_not_show_a_person_makes_no_attendee(caption):
    assert record("We met.", caption, roles=("body", "caption")).attendees == ()


@pytest.mark.parametrize(
    "texts",
    [
        ("The posters here show: Wen Qianyi, Rui Anping, Tu Sanhe.", "海报上的人是温千一、芮安平、涂三禾。"),
        ("We stood for people whose names are Wen Qianyi, Rui Anping.", "一起声援的良心犯有：温千一、芮安平。"),
        ("The members gathered to demand freedom for prisoners, including Wen Qianyi, Rui Anping and Tu Sanhe.",),
        ("Supporters gathered outside the court where the judges were Wen Qianyi and Rui Anping.",),
        ("与会者最关心的人是温千一、芮安平。",),
        ("参加过六四的人有温千一、芮安平。",),
    ],
)  # fmt: skip
def test_people_of_something_else_are_no_attendees(texts):
    assert record(*texts).attendees == ()


def test_who_could_not_come_is_no_attendee():
    people = record("Participants: Rui Anping, Wen Qianyi (who could not come), Tu Sanhe.").attendees
    assert [person.en for person in people] == ["Rui Anping", "Tu Sanhe"]


@pytest.mark.parametrize(
    "line",
    ["【简报】我们今天在广场集会", "【活动预报】3月4日", "(Blog Post)", "来源：网络图片", "Source: our own members"],
)
def test_the_blogs_own_words_are_no_repost(line):
    assert record(line, "我们集会。", "人很多。").repost is None


@pytest.mark.parametrize(
    "text",
    [
        "We met on Sunday and sang.",
        "We read a poem by Wen Qianyi.",
        "They protested in March.",
        "在春节前，我们集会。",
        "地点：待定",
    ],
)
def test_what_is_no_place_is_none(text):
    assert record(text).place is None


def test_a_place_ends_with_its_line():
    assert record("Place: Harbour Square\nTime: 3 pm").place.value == "Harbour Square"


@pytest.mark.parametrize(
    "text",
    [
        "Yesterday once more: a song",
        "昨天的新闻说，去年很冷。",
        "三天前，他被捕了。",
        "农历三月四日，我们相聚。",
        "March 15 people came.",
    ],
)
def test_what_is_no_date_of_the_event_is_none(text):
    assert record(text).event_date is None


@pytest.mark.parametrize("published", ["2014-02-30T00:00:00Z", "0001-01-01", "yesterday"])
def test_an_impossible_instant_of_publication_costs_nothing_else(published):
    post = Post("i", "u", paragraphs=(Paragraph(0, "昨天，我们集会。"),), published=DateClaim(published, "", "feed"))
    assert refine(post).paragraphs[0].language.startswith("zh")


def test_a_bracket_in_the_middle_of_a_title_splits_nothing():
    assert record("x", title="Free Tibet (自由西藏) now").title.en != "Free Tibet ("
