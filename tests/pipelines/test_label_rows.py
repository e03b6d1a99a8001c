"""Rows behind labels that no table has: who came, but where the label or the other language says otherwise."""

import pytest

from archive.records import Paragraph, Post
from pipelines import refine

REPORT = (
    "On March 4, 2014, we held a rally at the harbour.",
    "2014年3月4日，我们在港口集会。",
    "Members attending today's rally include: Bai Ruomu, Xie Zhu.",
    "今天参加集会的成员有：白若木、谢竹。",
)


def people(*texts):
    paragraphs = tuple(Paragraph(n, text) for n, text in enumerate((*REPORT, *texts)))
    read = refine(Post("id", "http://b.blogspot.com/2014/03/a.html", paragraphs=paragraphs))
    return {(one.en, one.zh) for one in read.attendees if one.basis != "credit"} - {
        ("Bai Ruomu", "白若木"),
        ("Xie Zhu", "谢竹"),
    }


@pytest.mark.parametrize(("english", "chinese"), [
    ("Kites: Cen Mobai, Qiu Manqing.", "放风筝的：岑墨白、仇曼青。"),
    ("Soup and bread: Cen Mobai and Qiu Manqing.", "送汤和面包：岑墨白和仇曼青。"),
    ("From Plum Lane Church: Cen Mobai. From the Weavers: Qiu Manqing.", "梅巷教会：岑墨白。织工会：仇曼青。"),
])  # fmt: skip
def test_whoever_stands_behind_a_label_came(english, chinese):
    assert people(english, chinese) == {("Cen Mobai", "岑墨白"), ("Qiu Manqing", "仇曼青")}


@pytest.mark.parametrize(("english", "chinese"), [
    ("Apologies: Cen Mobai, Qiu Manqing.", "请假：岑墨白、仇曼青。"),
    ("In hiding: Cen Mobai, Qiu Manqing.", "失去联系的：岑墨白、仇曼青。"),
    ("Donors: Cen Mobai, Qiu Manqing.", "捐款人：岑墨白、仇曼青。"),
    ("The Ferry Two: Cen Mobai, Qiu Manqing.", "渡口二人：岑墨白、仇曼青。"),
    ("Portraits of the two: Cen Mobai, Qiu Manqing.", "两位织工的照片：岑墨白、仇曼青。"),
    ("Of the third ward: Cen Mobai, Qiu Manqing.", "被关在第三监区的：岑墨白、仇曼青。"),  # one language says it
])  # fmt: skip
def test_nobody_came_whom_the_label_puts_elsewhere(english, chinese):
    assert people(english, chinese) == set()


def test_a_label_tells_of_nobody_where_no_gathering_is_reported():
    paragraphs = tuple(
        Paragraph(n, text) for n, text in enumerate(["A letter from the mill.", "Weavers: Cen Mobai, Qiu Manqing."])
    )
    assert refine(Post("id", "http://b.blogspot.com/2014/03/a.html", paragraphs=paragraphs)).attendees == ()
