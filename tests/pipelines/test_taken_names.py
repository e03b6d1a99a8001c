"""Chinese names that people of the West took, joined with theirs."""

import pytest

from pipelines.joining import join_names
from pipelines.other_name import Spoken, other_names
from pipelines.taken_names import sounds_taken

TAKEN = [
    ("Barrett Cole", "柯百瑞"),
    ("Louise Brandt", "白露易"),
    ("Samuel Brandt", "白山姆"),
    ("Jessie Lambert", "兰洁西"),
    ("Walter Kinsey", "金華德"),
    ("Wally Denham", "邓华礼"),
    ("Nora Steinfeld", "斯诺拉"),
]


@pytest.mark.parametrize(("english", "chinese"), TAKEN)
def test_a_taken_name_begins_and_sounds_like_his_own(english, chinese):
    assert sounds_taken(english, chinese) >= 0.6
    assert max(sounds_taken(english, other) for name, other in TAKEN if name.split()[1] != english.split()[1]) < 0.6


def test_a_list_joins_each_with_his_own():
    english, chinese = map(list, zip(*TAKEN, strict=True))
    assert join_names(english, chinese[::-1]).pairs == {i: len(TAKEN) - 1 - i for i in range(len(TAKEN))}


def test_whoever_may_be_two_is_joined_with_neither():
    assert join_names(["Nora Steinfeld", "Nora Stane"], ["斯诺拉", "林白若"]).pairs == {}


def test_running_text_tells_the_name_that_somebody_took():
    spoken = Spoken(((0, "Anita Cole looked after our feet."), (1, "柯安妮医生为我们治水泡。")))
    assert other_names("Anita Cole", spoken) == {"柯安妮": 1}
    assert other_names("柯安妮", spoken) == {"Anita Cole": 0}


@pytest.mark.parametrize(("english", "chinese"), [("Chai Jinxuan", "柴敬轩"), ("Miao Jinghua", "缪金华")])
def test_the_nasal_that_the_south_does_not_hear_keeps_nobody_apart(english, chinese):
    spoken = Spoken(((0, f"{english} read the letter."), (1, f"{chinese}朗读了信。")))
    assert other_names(english, spoken) == {chinese: 1}
    assert join_names([english], [chinese]).pairs == {0: 0}


@pytest.mark.parametrize(
    ("english", "chinese"),
    [(["Bai Ruomu", "Xie Zhu", "Tim Hale", "Cen Mobai"], ["白若木", "谢竹", "岑墨白", "何天明"]),
     (["Bai Ruomu", "Lena Harmsworth", "Xie Zhu"], ["白若木", "谢竹", "李娜"])],
)  # fmt: skip
def test_one_likeness_alone_out_of_place_joins_nobody(english, chinese):
    named = {english[i]: chinese[j] for i, j in join_names(english, chinese).pairs.items()}
    assert {"Tim Hale", "Lena Harmsworth"}.isdisjoint(named)


def test_a_cut_out_of_a_longer_name_is_nobodys():
    spoken = Spoken(((0, "Lena Harmsworth sang for us."), (1, "花丽娜为大家唱歌。"), (2, "欧阳丽娜也来了。")))
    assert "丽娜" not in other_names("Lena Harmsworth", spoken)
