"""Captions of one picture in two languages that begin with the same people show them, whatever they do there."""

import pytest

from pipelines.caption_pairs import begun_alike, with_begun_alike
from pipelines.listed import Listed
from pipelines.name_runs import Run


def shown(english, chinese):
    runs = begun_alike([(3, english), (4, chinese)])
    return [(one.en, two.zh) for one, two in zip(runs[3].people, runs[4].people, strict=True)] if runs else []


@pytest.mark.parametrize(
    ("english", "chinese", "people"),
    [
        ("Hsieh Ch'un-mei beats the drum", "謝春梅擊鼓走在隊伍最前面", [("Hsieh Ch'un-mei", "謝春梅")]),
        ("Barrister Ngai Wing-sum thanks the drivers", "魏詠心大律師感謝司機", [("Ngai Wing-sum", "魏詠心")]),
        ("Szeto Kin and Wen Qi hold the banner", "司徒健與溫奇拉起橫額", [("Szeto Kin", "司徒健"), ("Wen Qi", "溫奇")]),
        ("Wen Qi (left) peeling oranges", "温奇在剥橘子", [("Wen Qi", "温奇")]),
    ],
)
def test_who_does_something_is_shown(english, chinese, people):
    assert shown(english, chinese) == people


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("Wen Qi, who died in the fire", "温奇，在大火中丧生"),
        ("Wen Qi died in the fire", "温奇在大火中身亡"),
        ("Wen Qi's mother peels oranges", "温奇的母亲在剥橘子"),
        ("Wen Qi plays chess before his arrest", "被捕前的温奇下棋"),
        ("Wen Qi peels oranges, 1997", "温奇在剥橘子，1997年"),
        ("Wen Qi waits in prison", "温奇在等待"),
        ("Portrait: Wen Qi smiles", "温奇微笑"),
        ("Wen Qi peels oranges", "芮安在剥橘子"),
        ("The harbour shines", "海港闪耀"),
        ("Wen Qi needs a doctor", "温奇需要医生"),
    ],
)
def test_the_dead_the_imprisoned_and_others_are_not(english, chinese):
    assert shown(english, chinese) == []


def test_captions_of_two_pictures_tell_nothing_of_each_other():
    assert begun_alike([(3, "Wen Qi peels oranges"), (5, "温奇在剥橘子")]) == {}


def test_a_name_that_was_cut_gives_way_and_more_people_stay():
    cut, whole = Run((Listed(zh="温奇剥"),)), Run((Listed(en="Wen Qi"), Listed(en="Rui An")))
    rows = with_begun_alike({3: whole, 4: cut}, [(3, "Wen Qi peels oranges"), (4, "温奇剥着橘子")])
    assert (rows[3], rows[4].names) == (whole, ("温奇",))
