"""People in stories: who did something on the spot was there; who is only spoken of, or was elsewhere, was not."""

import pytest

from archive.records import DateClaim, Paragraph, Post, Title
from pipelines import refine

EVENT = ("On June 17, 2017, the Assembly held a rally before the clinic.", "2017年6月17日，集会在诊所门前举行。")


def people(*texts, event=EVENT, title=""):
    paragraphs = tuple(Paragraph(n, text) for n, text in enumerate((*event, *texts)))
    published = DateClaim("2017-06-18", "", "attribute")
    read = refine(Post("i", "u", title=Title(title), paragraphs=paragraphs, published=published))
    return {(one.en, one.zh) for one in read.attendees}


def unread(*texts, event=EVENT):
    paragraphs = tuple(Paragraph(n, text) for n, text in enumerate((*event, *texts)))
    read = refine(Post("i", "u", paragraphs=paragraphs, published=DateClaim("2017-06-18", "", "attribute")))
    return " ".join(finding.detail for finding in read.findings if finding.code == "people-unread")


@pytest.mark.parametrize(
    ("texts", "wanted"),
    [
        (("At the rally, Wei Daoming held an umbrella over the candles.", "集会上，魏道明举着伞。"), {("Wei Daoming", "魏道明")}),
        (("At the rally, Xie Xiaozhu brought hot soup, and her husband Lu Daqian cleared the pavement.",
          "集会期间，谢小珠带来了热汤，她的丈夫鲁大千清扫了人行道。"), {("Xie Xiaozhu", "谢小珠"), ("Lu Daqian", "鲁大千")}),
        (("At the rally the guitarist Marco Bellandi sang a ferry song.", "集会上，吉他手马可·贝兰迪唱了一首老歌。"),
         {("Marco Bellandi", "马可·贝兰迪")}),
        (("Those who did not go home were Cen Mobai, Bao Yuanzhong and Yu Xiaoli.",),
         {("Cen Mobai", None), ("Bao Yuanzhong", None), ("Yu Xiaoli", None)}),
        (("作家阎若水当场签名。",), {(None, "阎若水")}),
        (("The rally was chaired by Qiu Manqing.", "集会由仇曼青主持。"), {("Qiu Manqing", "仇曼青")}),
        (("At the rally Wei Daoming held an umbrella.", "魏道明撑着伞站着。"), {("Wei Daoming", "魏道明")}),
        (("Wei Daoming held an umbrella over the candles.", "魏道明撑着伞。"), {("Wei Daoming", "魏道明")}),
        (("Xu Laidi lost two sons. She came on foot from Beishan.", "徐来娣失去了两个儿子。"), {("Xu Laidi", "徐来娣")}),
        (("Mr. Neil Prentice joined us.", "路人尼尔·普伦蒂斯先生加入了我们。"), {("Neil Prentice", "尼尔·普伦蒂斯")}),
    ],
)  # fmt: skip
def test_who_did_something_at_the_event_was_there(texts, wanted):
    assert people(*texts) == wanted


@pytest.mark.parametrize(
    "texts",
    [
        ("Nurse Ba Xiuqin carried his bag.", "护士巴秀琴带着药箱。"),
        ("When he was young, Wei Daoming stood at the rally with a flag.", "年轻时候，魏道明在集会上举着旗。"),
        ("At the first rally Wei Daoming brought chairs.", "魏道明搬来椅子。"),
        ("In Luoping Ran Xiuying stood at the rally.", "在罗坪当地，冉秀英站在集会上。"),
    ],
)  # fmt: skip
def test_of_whom_a_story_alone_tells_nobody_is_taken_but_a_person_is_told(texts):
    assert people(*texts) == set()
    if "the rally" not in texts[0]:
        assert unread(*texts)


def test_news_of_others_gatherings_names_nobody():
    event = ("On June 17, 2017, citizens gathered on the square. A friend called us.",)
    assert people("The student Lam Tsz-kit spoke to the crowd.", event=event) == set()
    portrait = ("Kang Jisheng turned eighty on June 17, 2017. He receives no visitors.",)
    assert people("Pastor Brendan Gough opened the meeting with a psalm.", event=portrait) == set()


@pytest.mark.parametrize(
    "texts",
    [
        ("Bill Hargrove of the dockers' union had sent flowers.", "比尔·哈格罗夫送来了鲜花。"),
        ("Captain Shi Yong told them to go home.", "队长石勇叫他们回家。"),
        ("下次由康小松领读。",),
        ("Next week Cen Yulan will bring the new banner.", "下星期岑玉兰会带来新的横幅。"),
        ("In Paris, Shan Weilun and Claire Aubert stood in front of the Embassy.", "在巴黎，单维伦和克莱尔·奥贝尔在大使馆前站了两个小时。"),
        ("高声朗读了诗，连夜赶来，任何人都可以站着。", "全城的人向大家鞠躬，从桦林坐车来到。"),
        ("Pei Xing slept there in 2011.", "裴行二〇一一年在那里坐过。"),
        ("Cen Mobai sang for us.", "岑墨白已于去年去世。"),
        ("Cen Mobai stood in the first row.", "要求释放岑墨白。"),
        ("Village head Du Jinbao came with the police.", "村长杜金宝带着警察来了。"),
        ("\"Cen Mobai came and sang,\" says the poem.", "诗里说：“岑墨白来了，唱着歌。”"),
    ],
)  # fmt: skip
def test_who_was_elsewhere_or_only_spoken_of_was_not(texts):
    assert people(*texts) == set()


def test_of_a_trial_nobody_is_taken_who_spoke_before_the_court():
    event = ("On July 8, 2017 the court in Luchuan tried the printers.", "2017年7月8日，泸川法院开庭审理印刷工。")
    assert people("Lawyer Bi Ruizhi spoke for an hour.", "律师毕瑞之发言一小时。", event=event) == set()


def test_of_a_memoir_nobody_is_taken():
    event = ("父亲去世已经三年了。2017年4月5日，我又梦见他。",)
    assert people("老师温一鸣带着我们唱歌。", "父亲的朋友郝思远站在门口。", event=event, title="怀念父亲") == set()


def test_a_name_that_two_readings_fit_gets_none():
    listed = people("Participants: Lu Mengfei, Bei Xiaoyan.", "卢梦飞和陆孟飞的信。")
    assert ("Lu Mengfei", None) in listed
