"""The forms that posts of the blog take, a case each: titles, dates, people, languages, pairs. All invented."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.records import Author, DateClaim, Paragraph, Post, Title
from pipelines import refine
from pipelines.assignment import assign
from pipelines.calendar_words import header_date
from pipelines.language import read_language
from pipelines.name_lists import find_chinese, find_english
from pipelines.names import is_chinese_name, likeness, reads
from pipelines.scripts import plain


def post(*texts, title="", published="2016-04-03T21:00:00+08:00", roles=None):
    roles = roles or ["body"] * len(texts)
    paragraphs = tuple(Paragraph(n, text, role=role) for n, (text, role) in enumerate(zip(texts, roles, strict=True)))
    claim = DateClaim(published, published, "feed") if published else None
    return refine(
        Post("id", "http://b.blogspot.com/2016/04/a.html", title=Title(title), published=claim, paragraphs=paragraphs)
    )


TITLES = [
    ('"Give Back the Kiln" Rally （归还蓝窑）', '"Give Back the Kiln" Rally', "归还蓝窑", None),
    ('"Give Back the Kiln" Rally (归还蓝窑)', '"Give Back the Kiln" Rally', "归还蓝窑", None),
    ('"Give Back the Kiln" Rally 归还蓝窑集会', '"Give Back the Kiln" Rally', "归还蓝窑集会", None),
    ("Sing for Tu Sanhe (码头聚会：为涂三禾歌唱)", "Sing for Tu Sanhe", "码头聚会：为涂三禾歌唱", None),
    ("从GDP谈起", None, "从GDP谈起", None),
    ("Kiln Day Notes", "Kiln Day Notes", None, None),
    ("白洛溪: 论夜校", None, "论夜校", "白洛溪"),
    ("白洛溪：论夜校", None, "论夜校", "白洛溪"),
    ("葛天雷——论夜校", None, "论夜校", "葛天雷"),
    ("葛天雷—— 论夜校", None, "论夜校", "葛天雷"),
    ("论夜校/葛天雷", None, "论夜校", "葛天雷"),
    ("论夜校／闻琦", None, "论夜校", "闻琦"),
    ("活动预告：4月9日，星期六", None, "活动预告：4月9日，星期六", None),
    ("通知：窑开了", None, "通知：窑开了", None),
    (
        "God Keep the Kiln: Observe the Day 天佑蓝窑：庆祝春日",
        "God Keep the Kiln: Observe the Day",
        "天佑蓝窑：庆祝春日",
        None,
    ),
    ('12th Year of t"he Kiln', '12th Year of t"he Kiln', None, None),
    ("", None, None, None),
    ("白若木:从PX项目看海港", None, "从PX项目看海港", "白若木"),
]


@pytest.mark.parametrize(("raw", "en", "zh", "byline"), TITLES)
def test_titles(raw, en, zh, byline):
    read = post("窑。", title=raw)
    assert (read.title.raw, read.title.en, read.title.zh, read.author.byline) == (raw, en, zh, byline)


EVENTS = [
    ("On March 30, 2016, the teachers met.", "2016-03-30"),
    ("On Mar 30, a few teachers met.", "2016-03-30"),
    ("While the harbour council was sitting, on March 30, 2016, they met.", "2016-03-30"),
    ("2016年3月30日, 蓝窑教师会集会。", "2016-03-30"),
    ("２０１６年３月３０日，蓝窑教师会集会。", "2016-03-30"),
    ("二〇一六年三月三十日，蓝窑教师会集会。", "2016-03-30"),
    ("2016年的清明4月2日，他们集会。", "2016-04-02"),
    ("蓝窑教师会在2016年3月30日在北门集会。", "2016-03-30"),
    ("3月30号，他们集会。", "2016-03-30"),
    ("30日3月16年 宋耀庭", "2016-03-30"),
    ("３月３０日１６年 宋耀庭", "2016-03-30"),
    ("昨天，他们集会。", "2016-04-02"),
    ("三天前，他们集会。", "2016-03-31"),
    ("最近他们集会。", None),
    ("On June 1, 2010, the board gave the prize.", None),
    ("5年2个月的刑期。", None),
    ("rotating chair for May 2016", None),
    ("57周年，1987年运动。", None),
    ("第一次，3月6日；第二次，3月20日。", None),
    ("They may 30 times ask.", None),
    ("2016年3月30日星期一，他们集会。", None),  # it was a Wednesday
]


@pytest.mark.parametrize(("text", "day"), EVENTS)
def test_events(text, day):
    claim = post(text).event_date
    assert (claim.value if claim else None) == day


def test_a_notice_points_forward_and_its_title_may_say_when():
    assert post("地点：北门", title="活动预告：4月9日，星期六").event_date == DateClaim(
        "2016-04-09", "4月9日，星期六", "title"
    )


def test_the_year_turns():
    assert post("On December 30, they met.", published="2016-01-02T08:00:00+08:00").event_date.value == "2015-12-30"


def test_languages_that_disagree_are_both_kept():
    read = post("On March 30, 2016, they met.", "2016年3月29日，他们集会。")
    assert (read.event_date.value, read.event_date.basis) == ("2016-03-30", "text-en")
    assert [finding.code for finding in read.findings] == ["event-date-disagree"]


HEADERS = [
    ("2013年9月17日星期二", date(2013, 9, 17)),
    ("2012年12月11日 星期二", date(2012, 12, 11)),
    ("Wednesday, March 5, 2014", date(2014, 3, 5)),
    ("Wednesday, 9 March 2022", date(2022, 3, 9)),
    ("domenica, agosto 29, 2004", date(2004, 8, 29)),
    ("jueves, 8 de julio de 2010", date(2010, 7, 8)),
    ("samedi 27 avril 2013", date(2013, 4, 27)),
    ("Samstag, 5. Oktober 2013", date(2013, 10, 5)),
    ("2018-01-18", date(2018, 1, 18)),
    ("2012/05/01", date(2012, 5, 1)),
    ("06 December 2016", date(2016, 12, 6)),
    ("2013年9月17日星期三", None),
    ("Monday, March 5, 2014", None),
    ("5/6/2014", None),
    ("09:15", None),
    ("", None),
]


@pytest.mark.parametrize(("text", "day"), HEADERS)
def test_headers(text, day):
    assert header_date(text) == day


ENGLISH_LISTS = [
    (
        'Members of "Blue Kiln Guild" attending today\'s march include: Song Yaoting, Bai Luoxi,Ge Tianlei and Wen Qi.',
        "Song Yaoting|Bai Luoxi|Ge Tianlei|Wen Qi",
    ),
    (
        'Members of "Blue Kiln Guild" attending this rally are: Song Yaoting; Bai Luoxi、Ge Tianlei.',
        "Song Yaoting|Bai Luoxi|Ge Tianlei",
    ),
    ("These members include: Dr. Song Yaoting, Ms. Bai Luoxi, and Wen Qi。", "Song Yaoting|Bai Luoxi|Wen Qi"),
    ("Members at rally (from left to right): Song Yaoting, Bai Luoxi", "Song Yaoting|Bai Luoxi"),
    ("members at rally: (from left to right) Song Yaoting, Bai Luoxi", "Song Yaoting|Bai Luoxi"),
    (
        'Members of "Guild" attending today\'s rally include: Song Yaoting, wen qi and Lü Zhiqiu march',
        "Song Yaoting|wen qi|Lü Zhiqiu",
    ),
    ("Three members spoke about the kiln.", ""),
    ("The kiln is cold: nobody lit it, nobody may.", ""),
]


@pytest.mark.parametrize(("text", "names"), ENGLISH_LISTS)
def test_english_lists(text, names):
    assert "|".join(listed.name for listed in find_english(plain(text)).run.people) == names


CHINESE_LISTS = [
    ("今天参加集会的北门公民会成员有:宋耀庭,白洛溪,葛天雷。", "宋耀庭|白洛溪|葛天雷"),
    ("参加今天集会的成员有：宋耀庭、白洛溪；葛天雷和闻琦。", "宋耀庭|白洛溪|葛天雷|闻琦"),
    ("参加者：宋耀庭 白洛溪", "宋耀庭|白洛溪"),
    ("参加者有宋耀庭，白洛溪等20余人。", "宋耀庭|白洛溪"),
    ("出席的有：宋耀庭先生，白洛溪女士，葛天雷（秘书）。", "宋耀庭|白洛溪|葛天雷"),
    ("參加今天集會的成員有：宋耀庭，端木蓉青。", "宋耀庭|端木蓉青"),
    ("窑冷了，谁也不许点火。", ""),
]


@pytest.mark.parametrize(("text", "names"), CHINESE_LISTS)
def test_chinese_lists(text, names):
    assert "|".join(listed.name for listed in find_chinese(plain(text)).run.people) == names


def people(read):
    return {(a.en, a.zh, a.match, a.basis) for a in read.attendees}


def test_lists_are_joined_by_reading_in_any_order():
    read = post(
        "Members of Guild attending today's rally include: Piao Chenyu, Cui Changzhu, Shan Ruolan, Zeng Yutong, Kim Xieyuan.",
        "今天参加集会的成员有：曾雨桐，单若兰，朴晨宇，崔长洙，金燮原。",
    )
    assert people(read) == {
        (en, zh, "reading", "list")
        for en, zh in (
            ("Piao Chenyu", "朴晨宇"),
            ("Cui Changzhu", "崔长洙"),
            ("Shan Ruolan", "单若兰"),
            ("Zeng Yutong", "曾雨桐"),
            ("Kim Xieyuan", "金燮原"),
        )
    }
    assert [p.role for p in read.paragraphs] == ["attendees", "attendees"]


def test_what_has_no_counterpart_stays_alone_and_is_said():
    read = post(
        "Members of Guild attending today's rally include: Song Yaoting, Wen Qi.",
        "今天参加集会的成员有：宋耀庭，白洛溪，葛天雷。",
    )
    assert people(read) == {
        ("Song Yaoting", "宋耀庭", "reading", "list"),
        ("Wen Qi", None, None, "list"),
        (None, "白洛溪", None, "list"),
        (None, "葛天雷", None, "list"),
    }
    assert "attendees-unjoined" in {finding.code for finding in read.findings}


def test_one_spelling_two_people():
    read = post(
        "Members of Guild attending today's rally include: Wen Qi, Wen Qi.", "今天参加集会的成员有：闻琦，温岐。"
    )
    assert {zh for _, zh, _, _ in people(read)} == {"闻琦", "温岐"}


def test_pairs_given_in_brackets():
    read = post("Bai Ruomu (白若木), Piao Chenyu(朴晨宇) and Dr. Gao Mingzhe （高明哲） attended today's meeting.")
    assert people(read) == {
        ("Bai Ruomu", "白若木", "given", "list"),
        ("Piao Chenyu", "朴晨宇", "given", "list"),
        ("Gao Mingzhe", "高明哲", "given", "list"),
    }


def test_another_body_in_the_list_keeps_its_people_apart():
    read = post(
        "Members of Guild attending this rally are: Song Yaoting, Bai Luoxi. Two members of River Party, Wen Qi and Rui Anping, came too."
    )
    assert {(a.en, a.affiliation) for a in read.attendees} == {
        ("Song Yaoting", None),
        ("Bai Luoxi", None),
        ("Wen Qi", "River Party"),
        ("Rui Anping", "River Party"),
    }


@pytest.mark.parametrize(
    ("caption", "names"),
    [("Teachers at the kiln (from left to right): Wen Qi, Rui Anping", {"Wen Qi", "Rui Anping"}), ("Xu Anlan speaks out at the rally", {"Xu Anlan"}),
     ("许安岚在集会上发言", {"许安岚"}), ("Tu Sanhe, whose kiln was burnt", set()), ("Tu Sanhe", set()), ("Old Library", set())],
)  # fmt: skip
def test_captions(caption, names):
    assert {a.en or a.zh for a in post(caption, roles=["caption"]).attendees if a.basis == "caption"} == names


@pytest.mark.parametrize(
    "text", ["Photography/Reporting: Gao Mingzhe (高明哲)", "摄影/报道：高明哲", "Photography: Gao Mingzhe"]
)
def test_credits_are_no_list(text):
    (found,) = post(text).attendees
    assert (found.basis, bool({found.en, found.zh} & {"Gao Mingzhe", "高明哲"})) == ("credit", True)


LANGUAGES = [
    ("The kiln is cold.", "en"), ("窑冷了，门也关了。", "zh-Hans"), ("我們聲援圖書館的六位管理員。", "zh-Hant"), ("도서관은 모두의 것이다.", "ko"),
    ("དཔེ་མཛོད་ཁང་", "bo"), ("كۈتۈپخانا ھەممىنىڭ", "ug"), ("比如FACEBOOK, TWITTER等，海港的人都在看。", "zh"), ("我用GMAIL写信给他们", "zh-Hans"),
    ("The kiln is cold and nobody came.窑冷了，没有人来。", "mixed"), ("Song Yaoting, Bai Luoxi", "en"), ("12:30", "und"), ("", "und"), ("———", "und"),
    ("Die Bibliothek gehört allen, die lesen wollen, und auch denen, die es noch lernen.", "de"),
    ("La bibliothèque appartient à tous ceux qui veulent lire et à ceux qui apprennent.", "fr"), ("http://blog.example/kiln.html", "und"),
    ("丰年祭，我們聲援六位管理員與圖書館。", "zh-Hant"), ("東京の図書館はみんなのものです。", "ja"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "language"), LANGUAGES)
def test_languages(text, language):
    assert read_language(text).language == language


def test_a_piece_that_does_not_decide_takes_the_posts_script():
    assert [p.language for p in post("我們聲援圖書館。", "大家好。").paragraphs] == ["zh-Hant", "zh-Hant"]


E = (
    "On March 4, 2016, they stood before the kiln.",
    "The kiln is cold and nobody may light it.",
    "They ask for nothing but their key.",
)
Z = ("2016年3月4日，他们站在窑前。", "窑冷了，谁也不许点火。", "他们只要求归还钥匙。")
PAIRS = [
    ([E[0], Z[0], E[1], Z[1], E[2], Z[2]], [1, 0, 3, 2, 5, 4]),
    ([Z[0], E[0], Z[1], E[1]], [1, 0, 3, 2]),
    ([*E, *Z], [3, 4, 5, 0, 1, 2]),
    ([*Z, *E], [3, 4, 5, 0, 1, 2]),
    ([E[0], E[2], Z[2]], [None, 2, 1]),
    ([E[0], Z[0], Z[2]], [1, 0, None]),
    ([E[0], E[1]], [None, None]),
    ([Z[0]], [None]),
]


@pytest.mark.parametrize(("texts", "expected"), PAIRS)
def test_pairs(texts, expected):
    assert [p.pair for p in post(*texts).paragraphs] == expected


@pytest.mark.parametrize(
    ("name", "verdict"),
    [
        ("白若木", True),
        ("闻琦", True),
        ("端木蓉青", True),
        ("朴晨宇", True),
        ("通知", False),
        ("活动预告", False),
        ("Bai", False),
        ("窑", False),
    ],
)
def test_what_is_a_name(name, verdict):
    assert is_chinese_name(name) is verdict


@pytest.mark.parametrize(
    ("romanised", "chinese"),
    [
        ("Piao Chenyu", "朴晨宇"),
        ("Chenyu Piao", "朴晨宇"),
        ("Shan Ruolan", "单若兰"),
        ("Lv Zhiqiu", "吕知秋"),
        ("Lü Zhiqiu", "吕知秋"),
        ("Kim Xieyuan", "金燮原"),
        ("Duanmu Rongqing", "端木蓉青"),
    ],
)
def test_readings(romanised, chinese):
    assert reads(romanised, chinese)


def test_a_slip_of_the_pen_is_still_near():
    assert likeness("Piao Chenyv", "朴晨宇") > 0.8 > 0.5 > likeness("Wen Qi", "朴晨宇")


@given(st.lists(st.lists(st.floats(0, 1), min_size=4, max_size=4), min_size=1, max_size=4))
@settings(max_examples=60, deadline=None)
def test_assignment_is_never_worse_than_taking_rows_in_turn(scores):
    chosen = assign(scores, 0.0)
    assert len(set(chosen.values())) == len(chosen) == len(scores)
    assert sum(scores[i][j] for i, j in chosen.items()) >= sum(scores[i][i] for i in range(len(scores))) - 1e-9


@given(st.text(max_size=200), st.text(max_size=60))
@settings(max_examples=150, deadline=None)
def test_p53_no_text_breaks_the_steps(text, title):
    read = post(text, text[::-1], title=title)
    assert read.title.raw == title
    assert [p.text for p in read.paragraphs] == [text, text[::-1]]
    assert refine(read).paragraphs == read.paragraphs or read.author != Author()


WORST = ["a" * 100_000, "," * 100_000, "Members of " * 9_000, "(" * 100_000, "参加" * 50_000, "1" * 100_000, "年" * 100_000, "A a " * 25_000,
         "from left to right" * 5_000, "members of A, " * 7_000, "白" * 100_000, "March " * 16_000, "http://" * 14_000, " " * 100_000]  # fmt: skip


@pytest.mark.parametrize("text", WORST, ids=lambda text: text[:12])
@pytest.mark.timeout(20)
def test_p52_worst_cases_end(text):
    assert [p.text for p in post(text, title=text).paragraphs] == [text]
