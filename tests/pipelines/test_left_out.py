"""Nobody is left out of a list in silence: who is named there is read, or a finding names him. All invented."""

import pytest

from archive.records import Paragraph, Post
from pipelines import refine
from pipelines.name_runs import LONGEST

READ = [  # a list that does not begin with a plain name, and is of people alone
    ["Attendees: an old friend, Song Yaoting, Bai Luoxi."],
    ["Attendees: the drummers of Eastport, Song Yaoting, Bai Luoxi."],  # pipelines.told_lists
    ["Weavers on the bridge today included Song Yaoting and Bai Luoxi."],
    ["Participants: 1. the host; 2. Song Yaoting; 3. Bai Luoxi"],
    ["Attendees:", "From the Guild:", "Song Yaoting, Bai Luoxi"],
    ["Attendees", "Song Yaoting, Bai Luoxi"],
    ["与会者：", "Attendees:", "Song Yaoting, Bai Luoxi"],
    ["[heading] Attendees:", "Song Yaoting", "Bai Luoxi"],
    ["Who came: Song Yaoting, Bai Luoxi."],
    ["[caption] From left to right: an old friend, Song Yaoting, Bai Luoxi."],
    ["与会者：贵宾、宋耀庭、白洛溪。"],
    ["与会者：几位老朋友、宋耀庭、白洛溪。"],
    ["参加者有：", "宋耀庭、白洛溪和几位朋友"],
    ["与会者：", "蓝窑会：", "宋耀庭、白洛溪"],
    ["出席名单：宋耀庭、白洛溪"],
    ["[caption] 左起：老朋友、宋耀庭、白洛溪"],
]
FOUR = ("Song Yaoting", "Bai Luoxi", "宋耀庭", "白洛溪")
UNREAD = [  # (paragraphs, code, a name that the finding tells)
    (["Those who came shouted: Free Wen Qi, Song Yaoting, Bai Luoxi!"], "", ""),
    (["Present today were: justice for Wen Qi, Song Yaoting, Bai Luoxi."], "list-unread", "Bai Luoxi"),
    (["今天到场的有：释放闻琦、宋耀庭、白洛溪。"], "list-unread", "白洛溪"),
    (["Members who attended shouted: Free Wen Qi, Song Yaoting, Bai Luoxi!"], "", ""),
    (["Attendees: for the freedom of Wen Qi, Song Yaoting, Bai Luoxi."], "list-unread", "Bai Luoxi"),
    (["今天参加集会的成员高呼：释放闻琦、宋耀庭、白洛溪！"], "list-unread", "宋耀庭"),
    (["与会者：释放闻琦、宋耀庭、白洛溪。"], "list-unread", "宋耀庭"),
    (["Song Yaoting, Bai Luoxi and the drummers of Eastport attended the rally."], "list-unread", "Bai Luoxi"),
    (["宋耀庭、白洛溪和东港的鼓手们参加了集会。"], "list-unread", "宋耀庭"),
    (["The meeting chose as its weavers: Song Yaoting, Bai Luoxi and Wen Qi."], "list-unread", "Wen Qi"),
    (["[quote] Attendees: Song Yaoting, Bai Luoxi."], "list-unread", "Bai Luoxi"),
    (["Attendees: Mr. Song, Mrs. Bai."], "surname-only", "Mrs. Bai"),
    (["与会者：宋先生、白女士。"], "surname-only", "白女士"),
    (["Attendees:", "Wen Qi", "Mr. Song", "Rui Anping"], "surname-only", "Mr. Song"),
    (["Attendees:", "Wen Qi", "and then the drums began.", "Song Yaoting"], "list-unread", "Song Yaoting"),
    (["Attendees:", "Everybody came."], "list-unread", "no names follow"),
    (["与会者："], "list-unread", "no names follow"),
    (["[caption] From left to right: Mr. Song, Wen Qi."], "surname-only", "Mr. Song"),
    (["[caption] From left to right: a portrait of Wen Qi, Song Yaoting, Bai Luoxi."], "names-unread", "Bai Luoxi"),
]


def post(*texts):
    paragraphs = []
    for n, text in enumerate(texts):
        role = next((role for role in ("caption", "quote", "heading") if text.startswith(f"[{role}] ")), "body")
        paragraphs.append(Paragraph(n, text.removeprefix(f"[{role}] "), role=role))
    return refine(Post("id", "http://b.blogspot.com/2016/04/a.html", paragraphs=tuple(paragraphs)))


@pytest.mark.parametrize("texts", READ, ids=lambda texts: texts[0])
def test_a_list_is_read_though_it_begins_with_no_name(texts):
    read = post(*texts)
    assert {attendee.en or attendee.zh for attendee in read.attendees} in ({*FOUR[:2]}, {*FOUR[2:]})
    assert "list-unread" not in {finding.code for finding in read.findings}


@pytest.mark.parametrize(("texts", "code", "told"), UNREAD, ids=lambda value: value[0] if type(value) is list else "")
def test_who_is_named_and_not_read_is_told(texts, code, told):
    read = post(*texts)
    assert not {attendee.en or attendee.zh for attendee in read.attendees} & set(FOUR)
    assert any(told in finding.detail for finding in read.findings if finding.code == code) == bool(code)


def test_the_list_behind_those_of_another_group_is_read_too():
    read = post(
        "Members attending the rally are: Wen Qi. Members of River Party, Rui Anping, also came. "
        "Also attending were: Song Yaoting, Mr. Cao."
    )
    assert {attendee.en for attendee in read.attendees} == {"Wen Qi", "Rui Anping", "Song Yaoting"}
    assert [finding.detail for finding in read.findings] == ["paragraph 0: Mr. Cao"]


def test_more_names_than_are_read_are_told():
    many = [f"{a}{b}{c}" for a in "王李张刘陈杨黄赵吴周" for b in "明哲安平云川" for c in "海山石林雪松江岩波涛"]
    read = post("与会者：" + "、".join(many * 3) + "、宋耀庭。")
    assert len(many * 3) * 4 > LONGEST
    assert "list-unread" in {finding.code for finding in read.findings}


def test_prose_is_no_list():
    for text in (
        "Attendees: everybody who wished, said Song Yaoting, and Bai Luoxi agreed.",
        "与会者：大家都很高兴，宋耀庭说，白洛溪也笑了。",
        "The poets of that age are: Song Yaoting, Bai Luoxi.",
        "宋耀庭没有参加集会。",
    ):
        read = post(text)
        assert (read.attendees, read.findings) == ((), ()), text


ABSENT = [  # lines within a list, and what behind them is of people who were not there
    "Apologies:", "Apologies for absence:", "In prison:", "In prison", "Still missing:", "Could not come:", "We remember:", "Those we miss",
    "Sent greetings:", "Greetings came from:", "Friends of those in prison:", "Candidates:", "Next time:", "请假：", "狱中", "被捕者：", "未到：", "贺信：", "筹备委员会：",
]  # fmt: skip


@pytest.mark.parametrize("line", ABSENT)
def test_who_stands_behind_another_heading_within_a_list_was_not_there(line):
    read = post("Present:", "Song Yaoting", "Bai Luoxi", line, "Wen Qi", "Rui Anping")
    assert {attendee.en or attendee.zh for attendee in read.attendees} == {"Song Yaoting", "Bai Luoxi"}
    assert "list-unread" in {finding.code for finding in read.findings}


@pytest.mark.parametrize(
    "line", ["Apologies: Wen Qi, Rui Anping", "In prison: Wen Qi, Rui Anping", "狱中：闻琦、芮安平"]
)
def test_nor_was_who_stands_in_one_line_with_it(line):
    read = post("Present:", "Song Yaoting", "Bai Luoxi", line)
    assert {attendee.en or attendee.zh for attendee in read.attendees} == {"Song Yaoting", "Bai Luoxi"}
