"""Names of the West in Chinese text: where they begin and end is told by the same name in Latin letters."""

import pytest

from pipelines.foreign_names import told_by
from pipelines.other_name import Spoken, other_names


@pytest.mark.parametrize(
    ("western", "text", "name"),
    [
        ("Rosa Belmont", "路过的护士罗莎·贝尔蒙特扶他到树下", "罗莎·贝尔蒙特"),
        ("Ottilie Brandt", "豎琴手奧蒂莉·布蘭特太太彈了一曲", "奧蒂莉·布蘭特"),
        ("Theo Marchetti", "剪辑师西奥·马尔凯蒂先生亲自放映", "西奥·马尔凯蒂"),
        ("Beatrix Holloway", "教授、比阿特丽克斯·霍洛韦博士和敖女士", "比阿特丽克斯·霍洛韦"),
    ],
)
def test_what_stands_around_a_name_is_none_of_it(western, text, name):
    assert list(told_by(western, text)) == [(name, text.index("·"))]


def test_what_is_not_certain_is_not_guessed():
    assert [name for name, _ in told_by("Heinz Vogel", "保安海因茨·福格尔请我们出去")] == [""]


def test_another_name_tells_nothing():
    assert list(told_by("Rosa Belmont", "汉娜·沃尔夫牧师祝祷")) == []
    assert list(told_by("Rosa", "罗莎·贝尔蒙特")) == []


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("Tenzin Lhawang", "丹增拉旺"),
        ("Dolma Yangkey", "卓瑪央吉"),
        ("Dorje Rabten", "多吉饶登"),
        ("Lhakpa Yangdzom", "拉巴央宗"),
    ],
)
def test_tibetan_names_are_found_by_their_parts(english, chinese):
    spoken = Spoken(((0, f"We were joined by {english} of the Snow Terrace."), (1, f"雪台的{chinese}也来了。")))
    assert other_names(english, spoken) == {chinese: 1}


@pytest.mark.parametrize(
    ("english", "chinese", "texts"),
    [
        ("Timo Raskin", "蒂莫", ["Timo Raskin drove the van.", "开车的是蒂莫。"]),
        ("Aldous Fenwick", "芬威克", ["Aldous Fenwick held the lamp.", "提灯的是芬威克先生。"]),
        ("Astrid Folkestad", "阿斯特丽德", ["Astrid Folkestad sang.", "会上,阿斯特丽德唱了一首歌。"]),
    ],
)
def test_one_word_of_a_western_name_may_stand_alone_in_characters(english, chinese, texts):
    spoken = Spoken(tuple(enumerate(texts)))
    assert other_names(english, spoken) == {chinese: 1}
    assert other_names(chinese, spoken) == {english: 0}


@pytest.mark.parametrize(
    "texts",
    [
        ["Timo Raskin and Timo Falk drove.", "开车的是蒂莫。"],  # which of the two
        ["Norlund Branch came.", "来的还有诺伦支部。"],  # a group
        ["Grace Mei came.", "来的还有格蕾丝。"],  # her surname is of characters: so is her name, elsewhere
        ["Lena Harmsworth came.", "来的还有蒂莫。"],
    ],
)
def test_one_word_alone_is_not_guessed(texts):
    spoken = Spoken(tuple(enumerate(texts)))
    assert [found for name in spoken.latin for found in other_names(name, spoken)] == []
