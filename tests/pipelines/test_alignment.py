"""Which paragraph translates which: in every layout, with parts missing, never by force."""

import random
import time

import pytest

from archive.records import Paragraph, Post
from benchmarks import alignment as bench
from pipelines.alignment import pair_paragraphs
from pipelines.evidence import is_named, weigh
from pipelines.glossary import notions_en, notions_zh
from pipelines.number_words import numbers

TEXTS = (*bench.TEXTS, *bench.SENTENCES)
BEILIN = bench.by_pipeline(pair_paragraphs)

# The least F1 in per cent, a little under what is reached: see benchmarks/RESULTS.md.
LEAST = {"clean": 100, "captions": 98, "deletions": 99, "turned": 99, "groups": 99, "blocks": 99, "neighbours": 98}


@pytest.mark.parametrize("scenario", bench.SCENARIOS, ids=lambda scenario: scenario.__name__)
def test_scenarios(scenario):
    reached = bench._percent(*bench.f1(BEILIN, bench.documents(TEXTS, scenario, 60)))
    assert reached >= LEAST[scenario.__name__]


def test_where_nothing_is_missing_it_is_as_good_as_adjacency():
    for n, (en, zh) in enumerate(TEXTS):
        assert BEILIN(bench.clean([(en, zh)], random.Random(n)).paragraphs) == {(0, 1)}
    whole = bench.clean(TEXTS, random.Random(0))
    assert BEILIN(whole.paragraphs) == whole.links


def pairs(*pieces, role="body"):
    paragraphs = tuple(Paragraph(n, text, language, role=role) for n, (language, text) in enumerate(pieces))
    post = pair_paragraphs(Post("id", "http://b.blogspot.com/a", paragraphs=paragraphs))
    return [p.pair for p in post.paragraphs], [p.pair_score for p in post.paragraphs]


def test_conflicting_dates_do_not_part_a_pair():
    found, _ = pairs(
        ("en", "On April 10, 2014, members of the league held a rally at the harbour."),
        ("zh-Hans", "2014年4月12日，公民会会员在海港举行集会。"),
        ("en", "The police came at noon."),
        ("zh-Hans", "中午警察来了。"),
    )
    assert found == [1, 0, 3, 2]


def test_a_neighbour_that_says_something_else_is_no_translation():
    found, _ = pairs(
        ("en", "They handed 312 signatures to the clerk at the door of the town hall in 2012."),
        ("zh-Hans", "夜校的老师教会了1200人写字，没有一个学生忘记，那是2009年。"),
        ("en", "The police came at noon and counted the members."),
        ("zh-Hans", "中午警察来了，清点会员人数。"),
        ("en", "It rained, but the banners stayed up."),
        ("zh-Hans", "下雨了，但横幅一直举着。"),
    )
    assert found == [None, None, 3, 2, 5, 4]


def test_one_that_renders_two():
    texts = (("en", TEXTS[0][0]), ("en", TEXTS[4][0]), ("zh-Hans", TEXTS[0][1] + TEXTS[4][1]), ("en", TEXTS[7][0]), ("zh-Hans", TEXTS[7][1]))  # fmt: skip
    paragraphs = tuple(Paragraph(n, text, language) for n, (language, text) in enumerate(texts))
    read = pair_paragraphs(Post("id", "http://b.blogspot.com/a", paragraphs=paragraphs)).paragraphs
    assert [p.pair for p in read] == [2, None, 0, 4, 3]
    assert [p.rendered_in for p in read] == [None, 2, None, None, None]
    assert [p.pair_score is None for p in read] == [p.pair is None for p in read]
    assert all(0.5 <= p.pair_score <= 1 for p in read if p.pair_score is not None)


def test_blocks_of_the_same_length_are_paired_whole():
    for first in range(0, len(TEXTS) - 7, 3):
        some = TEXTS[first : first + 7]
        found, _ = pairs(*(("en", en) for en, _ in some), *(("zh-Hans", zh) for _, zh in some))
        assert found == [7, 8, 9, 10, 11, 12, 13, 0, 1, 2, 3, 4, 5, 6]


def test_a_partial_translation_is_one():
    found, _ = pairs(
        ("en", TEXTS[8][0] + " " + TEXTS[6][0]), ("zh-Hans", "我们呼吁政府立即释放白若木。"), ("en", TEXTS[1][0]), ("zh-Hans", TEXTS[1][1]),
        ("en", TEXTS[2][0]), ("zh-Hans", TEXTS[2][1]),
    )  # fmt: skip
    assert found == [1, 0, 3, 2, 5, 4]


def test_a_list_known_in_one_language_only_is_paired_with_the_other():
    paragraphs = (
        Paragraph(0, "Participants include Qin Yuehe, Luo Zhifan, Piao Zhuxie, etc.", "en"),
        Paragraph(1, "参加者有秦越河、罗之帆、朴洙燮等。", "zh-Hans", role="attendees"),
    )
    post = pair_paragraphs(Post("id", "http://b.blogspot.com/a", paragraphs=paragraphs))
    assert [p.pair for p in post.paragraphs] == [1, 0]


def test_captions_of_different_pictures_are_no_pair():
    assert pairs(("en", "The sacks of 2011"), ("zh-Hans", "2012年的信封"), role="caption")[0] == [None, None]
    paragraphs = (
        Paragraph(0, "Xu Anlan speaks at the rally", "en", role="caption"),
        Paragraph(1, "公民会呼吁市政府打开大门。", "zh-Hans"),
        Paragraph(2, "门口的旧钟", "zh-Hans", role="caption"),
    )
    post = pair_paragraphs(Post("id", "http://b.blogspot.com/a", paragraphs=paragraphs))
    assert [p.pair for p in post.paragraphs] == [None, None, None]
    assert pairs(("en", "The banner at the gate"), ("zh-Hans", "门口的横幅"), role="caption")[0] == [1, 0]


def test_nothing_to_pair():
    assert pairs(("en", "The kiln is cold."), ("fr", "Le four est froid."))[0] == [None, None]
    assert pairs()[0] == []


def test_names_across_scripts():
    assert is_named("Bai Ruomu", "诗人白若木在狱中")
    assert is_named("Piao Chenyu", "会员朴晨宇发言")  # a surname that dictionaries read «pu»
    assert is_named("Beijing", "他在北京读书")
    assert not is_named("Wen Qi", "诗人白若木在狱中")


NUMBERS = [
    ("On December 10, 2014, twenty-five members", {"12", "10", "2014", "25"}), ("2014年12月10日，二十五名会员", {"12", "10", "2014", "25"}),
    ("二〇一四年十二月十日", {"2014", "12", "10"}), ("1.5万人", {"15000"}), ("15,000 people", {"15000"}), ("一万五千人", {"15000"}),
    ("they may march in seven days", {"7"}), ("the second of one", {"2"}), ("一个", set()), ("５０位", {"50"}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "found"), NUMBERS)
def test_numbers(text, found):
    assert numbers(text) == found


def test_the_glossary_knows_both_scripts():
    english = notions_en("The teachers were released.")
    assert len(english) == 2
    assert english <= notions_zh("老师获释")[0]
    assert english <= notions_zh("老師獲釋")[0]


@pytest.mark.timeout(60)
def test_long_pages_and_long_paragraphs_end():
    began = time.process_time()
    many = [("en" if n % 3 else "zh-Hans", f"{TEXTS[n % 60][0 if n % 3 else 1]} {n}") for n in range(3000)]
    pairs(*many)
    pairs(
        ("en", "A Bb " * 20_000),
        ("zh-Hans", "白若木" * 30_000),
        ("en", "1,1" * 30_000),
        ("en", "Ab"),
        ("zh-Hans", "一" * 90_000),
    )
    weigh(("Bai Ruomu " * 300,), ("白若木" * 900,)).of("Bai Ruomu " * 300, "单若兰" * 900)
    assert time.process_time() - began < 20
