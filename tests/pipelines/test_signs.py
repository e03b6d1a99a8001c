"""What is seen around a name, and what it weighs."""

from importlib.resources import files

import pytest

from pipelines.likelihood import likelihood
from pipelines.named_people import Named, Place, named_people
from pipelines.other_name import Spoken
from pipelines.signs import Report, signs_of
from pipelines.word_signs import chinese_signs, english_signs


def place(text, name):
    return Place(0, text, text.index(name), text.index(name) + len(name))


def english(text, name):
    return set(english_signs(place(text, name)))


def chinese(text, name, *others):
    return set(chinese_signs(place(text, name), others))


def test_a_row_of_names_shares_what_stands_around_it():
    text = "Yesterday our members Wen Qi, Rui An and Bai Ruomu ironed the banner."
    for name in ("Wen Qi", "Rui An", "Bai Ruomu"):
        assert {"en next: iron", "en last: member", "en form: past"} <= english(text, name)
    text = "本会成员文启、芮安和白若木熨平了横幅。"
    names = ("白若木", "文启", "芮安")
    for name in names:
        assert "zh next two: 熨平" in chinese(text, name, *names)


def test_other_names_weigh_nothing():
    signs = english("Wen Qi thanked Lei Gang and Hua Dalong.", "Wen Qi")
    assert {"en next: thank", "en sentence: NAME"} <= signs
    assert not any(word in sign for sign in signs for word in ("lei", "gang", "hua", "dalong"))
    assert not any("雷" in sign for sign in chinese("文启感谢雷刚。", "文启", "雷刚", "文启"))


def test_traditional_and_simplified_text_has_the_same_signs():
    assert chinese("會員文啟發言。", "文啟") == chinese("会员文启发言。", "文启")


@pytest.mark.parametrize(
    ("behind", "form"),
    [("ironed it", "past"), ("came", "past"), ("was there", "be"), ("sings", "s"), ("and", "other"), ("", "end")],
)
def test_the_form_of_the_word_behind(behind, form):
    assert f"en form: {form}" in english(f"Wen Qi {behind}", "Wen Qi")


def test_who_somebody_is_between_commas_is_passed_over():
    assert "en next: iron" in english("Wen Qi, a tailor from the north, ironed the banner.", "Wen Qi")


def test_a_sentence_is_read_only_so_far():
    text = "word " * 1000 + "Wen Qi" + " word" * 1000
    begin, end = place(text, "Wen Qi").sentence
    assert end - begin < 900


def test_people_are_named_once_with_both_names_and_the_known_are_left_out():
    spoken = Spoken(((0, "Wei Daoming and Bai Ruomu met Rosa Belmont."), (1, "魏道明、白若木见了护士罗莎·贝尔蒙特。")))
    names = [one.names for one in named_people(spoken, {"Bai Ruomu", "白若木"})]
    assert names == [("Wei Daoming", "魏道明"), ("Rosa Belmont", "罗莎·贝尔蒙特")]


def test_signs_tell_where_in_the_post_and_beside_whom():
    text = "Wei Daoming ironed the banner of Bai Ruomu."
    one = Named("Wei Daoming", None, (place(text, "Wei Daoming"),))
    report = Report(((0, text),), "Wei Daoming", "2017-06-17", frozenset({"Bai Ruomu"}), frozenset(), listed=True)
    signs = signs_of(one, report)
    assert {"post: in the title", "sentence: with known", "post: with a list", "post: English", "deed: none"} <= signs
    assert "caption" not in signs


@pytest.mark.parametrize(("of", "least"), [("people", 5000), ("gathering", 1000)])
def test_the_tables_of_weights_are_whole(of, least):
    lines = files("pipelines").joinpath(f"{of}_weights.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.rpartition("\t") for line in lines if not line.startswith("#")]
    signs = [sign for sign, _, _ in rows]
    assert len(signs) > least
    assert signs == sorted(set(signs))
    assert all(weight.removeprefix("-").isdigit() and int(weight) for _, _, weight in rows)
    assert "base" in signs


def test_rows_of_names_take_no_time():
    text = "某以及" * 120 + "文启我们大家看见了那位"
    assert chinese(text, "文启", "某", "文启")


def test_another_year_is_one_in_both_languages():
    for text, name in (("In 2009 Wei Daoming sang.", "Wei Daoming"), ("魏道明在2009年为工人唱歌。", "魏道明")):
        here = (place(text, name),)
        one = Named(name, None, here) if text.isascii() else Named(None, name, (), here)
        names = frozenset({name})
        report = Report(((0, text),), "", "2017-06-17", frozenset(), names, listed=True)
        assert "sentence: another year" in signs_of(one, report)


def test_likelihood_grows_with_what_speaks_for_somebody():
    unknown = likelihood(())
    assert 0 < likelihood(("deed: none",)) < unknown < likelihood(("deed: part",)) < 1
