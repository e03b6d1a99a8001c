"""One vocabulary of those who were not there serves every reader of lists: the same words count in each."""

import pytest

from archive.records import Paragraph, Post
from pipelines import refine
from pipelines.not_there import (
    ABOUT_OTHERS_EN,
    ABOUT_OTHERS_ZH,
    CALLS_FOR,
    NAMES_OTHERS,
    STAYED_AWAY_EN,
    STAYED_AWAY_ZH,
)
from pipelines.presence import HELD_EN, NOT_THERE_EN


def people(*texts):
    paragraphs = tuple(Paragraph(n, text) for n, text in enumerate(texts))
    read = refine(Post("id", "http://b.blogspot.com/2016/04/a.html", paragraphs=paragraphs))
    return {attendee.en or attendee.zh for attendee in read.attendees}


@pytest.mark.parametrize("verb", ["arrested", "detained", "jailed", "imprisoned", "sentenced", "killed", "expelled"])
def test_what_was_done_to_people_counts_before_the_verb_and_in_a_lead_of_no_known_form(verb):
    assert STAYED_AWAY_EN.search(f"members who were {verb} for ")
    assert NAMES_OTHERS(f"The {verb} weavers are:")
    assert not people(f"Members who were {verb} for attending the rally are: Song Yaoting, Bai Luoxi.")
    assert not people(f"The {verb} weavers of today are: Song Yaoting, Bai Luoxi.", "今天来的人：宋耀庭、白洛溪。") - {
        "宋耀庭",
        "白洛溪",
    }


@pytest.mark.parametrize("word", ["牺牲", "去世", "遇害", "失踪", "呼吁", "声援", "关心"])
def test_the_dead_and_the_campaigned_for_count_for_both(word):
    assert ABOUT_OTHERS_ZH.search(word)
    assert NAMES_OTHERS(f"今天{word}的朋友有:")


@pytest.mark.parametrize("word", ["未能", "没有", "无法", "不能", "缺席", "拒绝"])
def test_who_stayed_away_counts_for_both(word):
    assert STAYED_AWAY_ZH.search(word)
    assert NAMES_OTHERS(f"今天{word}到的朋友:")


def test_words_that_only_look_like_it():
    assert not NAMES_OTHERS("未来之友今天到场的有")
    assert STAYED_AWAY_EN.search("friends who couldn't ")
    assert NAMES_OTHERS("Today's absentees were:")
    assert not ABOUT_OTHERS_EN.search("We met at the gate. ")


@pytest.mark.parametrize("text", ["who couldn't come", "who were expelled", "who were imprisoned", "the missing"])
def test_running_text_knows_the_same_words(text):
    assert NOT_THERE_EN.search(text)
    assert HELD_EN.search(text)


@pytest.mark.parametrize(
    "text", ["Free Wen Qi", "for the release of Wen Qi", "shouted: Justice for Wen Qi", "释放闻琦", "喊: 營救聞琦"]
)
def test_a_call_for_somebody_lists_nobody(text):
    assert CALLS_FOR.search(text)


@pytest.mark.parametrize("text", ["Freeman Holt", "Wen Qi of the Free Press", "声援他们的记者闻琦"])
def test_no_call(text):
    assert not CALLS_FOR.search(text)
