"""Rows of those for whom people gather, beside a list of those who came: nobody of them was there."""

import pytest

from archive.records import Paragraph, Post
from pipelines import refine
from pipelines.asked_for import is_row_of_those_asked_for
from pipelines.captions import credited
from pipelines.joining import join_names

LIST = (
    "Members attending today's rally include: Bai Ruomu, Xie Zhu, Luan Songtao.",
    "今天参加集会的成员有：白若木、谢竹、栾松涛。",
)
CAME = {"Bai Ruomu", "Xie Zhu", "Luan Songtao"}


def people(*texts, role="body"):
    paragraphs = [Paragraph(n, text, role=role) for n, text in enumerate(texts)]
    paragraphs += [Paragraph(len(texts) + n, text) for n, text in enumerate(LIST)]
    post = Post("id", "http://b.blogspot.com/2014/03/a.html", paragraphs=tuple(paragraphs))
    return {one.en or one.zh for one in refine(post).attendees}


@pytest.mark.parametrize("texts", [
    (
        "On March 4, 2014, we rallied to demand the release of the Willow Lane Three, who were taken away last autumn.",
        "2014年3月4日，我们集会，要求释放去年秋天被抓走的柳巷三人。",
        "The Willow Lane Three are: Chang Yonghe, Mi Xiaojun and Chu Tianxing.",
        "柳巷三人是：苌永河、糜小军、褚天行。",
    ),
    (
        "On March 4, 2014, we held a rally at the consulate.",
        "2014年3月4日，我们在领事馆前集会。",
        "Lawyers whose whereabouts are unknown include: Chang Yonghe, Mi Xiaojun and Chu Tianxing.",
        "下落不明的律师有：苌永河、糜小军、褚天行。",
    ),
    (
        "On March 4, 2014, we met at the library and wrote cards.",
        "2014年3月4日，我们在图书馆聚会写贺卡。",
        "Cards were written to Chang Yonghe, Mi Xiaojun and to the wife of Gu Nan, Ms. Chu Tianxing.",
        "收卡人有苌永河、糜小军，以及顾南的夫人褚天行女士。",
    ),
    (
        "On March 4, 2014, we held a rally at the consulate. We demand:",
        "• Release Chang Yonghe, Mi Xiaojun, Chu Tianxing and all prisoners of conscience;",
        "2014年3月4日，我们在领事馆前集会。我们要求：",
        "•释放苌永河、糜小军、褚天行和所有良心犯；",
    ),
])  # fmt: skip
def test_those_for_whom_people_gather_are_not_there(texts):
    assert people(*texts) == CAME


def test_portraits_show_nobody_who_came_and_name_no_photographer():
    shown = (
        "Portraits of the three: Chang Yonghe, Mi Xiaojun and Chu Tianxing",
        "三位织工的照片：苌永河、糜小军、褚天行",
    )
    assert people(*shown, role="caption") == CAME
    assert credited("三位织工的照片:苌永河") == []
    assert [one.zh for one in credited("照片:白若木")] == ["白若木"]


def test_who_holds_a_portrait_came():
    held = ("On March 4, 2014, we held a rally at the consulate.", "2014年3月4日，我们在领事馆前集会。",
            "Holding the portrait of the late Mr. Chao Yong: Cen Mobai.", "捧晁永先生遗像的是：岑墨白。")  # fmt: skip
    assert people(*held) == CAME | {"Cen Mobai"}


def test_a_row_is_of_those_asked_for_by_their_number_alone():
    texts = ["We demand the release of the Willow Lane Three."]
    assert is_row_of_those_asked_for("The Willow Lane Three are: Wen Qi, ", texts)
    assert not is_row_of_those_asked_for("The Willow Lane Four are: Wen Qi, ", texts)


def test_a_slip_is_joined_in_any_order_where_nobody_else_has_the_surname():
    english = ["Zhai Xuewen", "Ning Suhua", "Ren Tianzhu", "Ge Xiaonan"]
    assert join_names(english, ["任天柱", "翟秀文", "宁树华", "葛晓楠"]).pairs == {0: 1, 1: 2, 2: 0, 3: 3}
    assert 1 not in join_names(english, ["任天柱", "翟秀文", "宁树华", "葛晓楠", "宁一"]).pairs


def test_whose_uncle_speaks_is_told_of_and_not_there():
    texts = (
        "On March 4, 2014, we held a gathering for the Quarry Four. Mr. Ge Yaozong, uncle of Yuan Shijie, told about the case.",
        "2014年3月4日，我们举办声援石场四人聚会，元世杰的舅舅葛耀宗先生介绍了案情。",
    )
    assert people(*texts) - CAME <= {"Ge Yaozong"}
