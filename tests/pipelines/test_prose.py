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


@pytest.mark.parametrize(
    ("texts", "wanted"),
    [
        (("Wei Daoming held an umbrella over the candles.", "魏道明撑着伞。"), {("Wei Daoming", "魏道明")}),
        (("Xie Zhu brought hot soup, and her husband Lu Daqian cleared the pavement.", "解珠带来了热汤，她的丈夫鲁大千清扫了人行道。"),
         {("Xie Zhu", "解珠"), ("Lu Daqian", "鲁大千")}),
        (("Two students, Bo Tianyu and Lian Xue, handed out leaflets.", "学生薄天宇、连雪散发传单。"),
         {("Bo Tianyu", "薄天宇"), ("Lian Xue", "连雪")}),
        (("The guitarist Marco Bellandi sang a ferry song.", "吉他手马可·贝兰迪唱了一首老歌。"), {("Marco Bellandi", "马可·贝兰迪")}),
        (("Xu Laidi lost two sons. She came on foot from Beishan.", "徐来娣失去了两个儿子。"), {("Xu Laidi", "徐来娣")}),
        (("His letter was read by his pupil Fang Zhou.", "信由他的学生方舟宣读。"), {("Fang Zhou", "方舟")}),
        (("Those who did not go home were Cen Mobai, Bao Yuanzhong and Yu Xiaoli.",),
         {("Cen Mobai", None), ("Bao Yuanzhong", None), ("Yu Xiaoli", None)}),
        (("作家阎若水也来签名。",), {(None, "阎若水")}),
        (("We thank Dr. Qiu Manqing, who looked after us all day.", "感谢仇曼青医生。"), {("Qiu Manqing", "仇曼青")}),
    ],
)  # fmt: skip
def test_who_did_something_on_the_spot_was_there(texts, wanted):
    assert people(*texts) == wanted


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
