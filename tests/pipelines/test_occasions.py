"""What kind of event, where, whose words: read where the text says it, and not where it only looks so."""

import pytest

from archive.records import DateClaim, Paragraph, Post, Title
from pipelines import refine


def post(*texts, title="", published="2016-04-03"):
    paragraphs = tuple(Paragraph(n, text) for n, text in enumerate(texts))
    return refine(
        Post("i", "u", title=Title(title), paragraphs=paragraphs, published=DateClaim(published, "", "attribute"))
    )


@pytest.mark.parametrize(
    ("title", "text", "kind", "words"),
    [
        ('"Give Back the Kiln" Rally （归还蓝窑）', "Words.", "rally", "Rally"),
        ("窑冷了", "蓝窑教师会昨天举行游行，抗议关闭夜校。", "march", "游行"),
        ("The Kiln", "On March 30, 2016, the guild stood at the gate.", None, None),
        ("The Kiln", "While the congress is in session, the guild met.", None, None),
        ("In Memory of Tu Sanhe", "The guild held a rally at the gate.", "memorial", "In Memory of"),
        ("烛光守夜：窑旁的一夜", "窑冷了。", "vigil", "烛光"),
        ("The Kiln", "It was closed in March. In March 2016 it opened.", None, None),
        ("窑", "教师们签名領取了书本。", None, None),
    ],
)
def test_kind_of_event(title, text, kind, words):
    stated = post(text, title=title).event_kind
    assert (stated and stated.value, stated and stated.raw) == (kind, words)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("On April 2, 2016, the guild held a rally in front of the harbour court.", "in front of the harbour court"),
        ("2016年4月2日，蓝窑教师会在海湾法院门前举行集会。", "海湾法院门前"),
        ("地点：码头小学礼堂", "码头小学礼堂"),
        ("Place: Harbour School, second floor.", "Harbour School, second floor"),
        ("地点：码头小学 Place: Harbour School", "码头小学"),
        ("一个名字写在一张纸上，另一个写在墙上。", None),
        ("The guild will not give up before the court has spoken its word.", None),
    ],
)
def test_place(text, place):
    stated = post(text).place
    assert (stated and stated.value) == place


@pytest.mark.parametrize(
    ("lines", "source"),
    [
        (("来源：海湾电台", "窑冷了。"), "海湾电台"),
        (("(海湾日报) 窑冷了", "教师们回家了。"), "海湾日报"),
        (("The kiln is cold.", "The teachers went home.", "Source: The Harbour Times"), "The Harbour Times"),
        (("by Harbour News", "The kiln is cold."), "Harbour News"),
        (("By Gwen Tallow", "The kiln is cold."), None),
        (("窑冷的来源：没有人付煤钱，也没有人问过为什么，更没有人记得上一次是什么时候点的火，老人们也都说不清楚了，只有墙上的灰还记得那一天的热。",), None),
        (("The source of the river is cold.",), None),
    ],
)  # fmt: skip
def test_repost(lines, source):
    repost = post(*lines).repost
    assert (repost and repost.source) == source


def test_people_and_dates_of_a_repost_are_not_ours():
    record = post(
        "(The Harbour Times) April 1, 2016",
        "On April 1, 2016, the hall was opened. Participants include: Wen Qi, Rui Anping.",
    )
    assert record.repost.source == "The Harbour Times"
    assert record.event_date is None and record.attendees == ()


@pytest.mark.parametrize(
    ("texts", "day", "raw"),
    [
        (("Three days ago the guild came.",), "2016-03-31", "Three days ago"),
        (("两天前，教师会来了。",), "2016-04-01", "两天前"),
        (("A few days ago the guild came.",), None, None),
        (("On March 30, 2016, the guild met in memory of Tu Sanhe, who died on March 9.",), "2016-03-30", "March 30, 2016"),
        (("2016年3月30日，教师会悼念涂三禾。他于3月9日去世。",), "2016-03-30", "2016年3月30日"),
        (("（海峡之音电台3月28日报道）石场四人的家属本周再次被拒绝探监。",), None, None),
        (("Strait Radio reported on March 28 that the families were turned away.",), None, None),
        (("第一次，3月6日，门关着。", "第二次，3月20日，门开了。"), None, None),
        (("Sunday, April 3, 2016", "The guild met on April 2, 2016."), "2016-04-02", "April 2, 2016"),
        (("Sunday, April 3, 2016", "The guild met."), "2016-04-03", "April 3, 2016"),
    ],
)  # fmt: skip
def test_event_date(texts, day, raw):
    claim = post(*texts).event_date
    assert (claim and claim.value, claim and claim.raw) == (day, raw)


def test_a_month_in_chinese_numerals_is_whole():
    """十一月 was once read as January behind a year in numerals."""
    assert post("二〇一五年十一月二十九日，我们走了一天。", published="2015-12-02").event_date.value == "2015-11-29"
