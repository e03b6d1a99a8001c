"""Rows stand or fall together, where what opens them says that their people were there."""

import pytest

from tests.pipelines.test_likely_there import beside


def test_the_others_of_a_row_were_there():
    texts = ("Kneading the dough were Bai Ruomu, Xie Zhu, Cen Mobai and Hollin Marsh.",)
    assert {one[0] for one in beside(*texts)} == {"Hollin Marsh"}


@pytest.mark.parametrize(
    "texts",
    [
        ("Last year's speakers were Bai Ruomu, Xie Zhu and Qiu Manqing.", "去年的讲者是白若木、谢竹和仇曼青。"),
        ("The authors of the new book are Bai Ruomu, Xie Zhu and Qiu Manqing.", "新书的作者有白若木、谢竹和仇曼青。"),
        ("The signers are Bai Ruomu, Xie Zhu and Qiu Manqing.", "联署人有白若木、谢竹和仇曼青。"),
        ("The winners of the 2015 prize were Bai Ruomu, Xie Zhu and Qiu Manqing.",),
        ("The founders of our society in 1999 are Bai Ruomu, Xie Zhu and Qiu Manqing.",),
        ("Elected were Bai Ruomu, Xie Zhu and, in her absence, Qiu Manqing.",),
    ],
)
def test_a_row_that_tells_of_others_brings_nobody_in(texts):
    assert beside(*texts) == set()
