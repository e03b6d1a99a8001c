"""What is done to a post is bounded: patterns are linear, odd characters are told, any text ends (cases P52 to P54, P56)."""

import json
import re
import subprocess
import sys
import time
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import pipelines
from archive.codec import dump
from archive.records import DateClaim, Paragraph, Post, Title
from pipelines import keeping, refine
from pipelines.alignment import pair_paragraphs
from pipelines.calendar_words import header_date, mentions_en, mentions_zh
from pipelines.characters import odd_in
from pipelines.language import read_language
from pipelines.name_lists import find_chinese, find_english
from pipelines.scripts import bare, plain
from tests import worst

long = pytest.mark.long


def post(*texts, title=""):
    claim = DateClaim("2016-04-03T21:00:00+08:00", "x", "feed")
    paragraphs = tuple(Paragraph(n, text) for n, text in enumerate(texts))
    return Post(
        "id", "http://b.blogspot.com/2016/04/a.html", title=Title(title), published=claim, paragraphs=paragraphs
    )


def cpu(act):
    begin = time.process_time()
    act()
    return time.process_time() - begin


# ---------------------------------------------------------------------- P52: patterns
OURS = worst.patterns()
SMALL = {22: 1000, 600: 12, 10_000: 3}  # characters, and how many of the slowest go on
LARGE = 100_000
GUIDE, GENEROUS = 0.05, 40  # seconds for 100,000 characters, and how much more a slow machine may take


def slowest(ours):
    """Return the three (use, shape) that take longest on small strings."""
    ways = [(use, shape) for shape in worst.bad_for(ours, 1) for use in sorted(ours.uses)]
    for size, kept in SMALL.items():  # the smallest first: some patterns would take years for the others
        tried = []
        for use, shape in ways:
            text = worst.text_of(shape, size)
            tried.append((worst.seconds(ours, use, text), use, shape))
            assert tried[-1][0] < 0.2 or worst.seconds(ours, use, text) < 0.2, (ours.where, size, use, shape)
        ways = [(use, shape) for _, use, shape in sorted(tried, reverse=True)[:kept]]
    return ways


def is_linear(ours, use, shape):
    quarter, whole = (worst.seconds(ours, use, worst.text_of(shape, size)) for size in (LARGE // 4, LARGE))
    # Four times as large a text is not to take nine times as long.
    return whole < GUIDE * GENEROUS and whole < max(GUIDE, 9 * quarter)


@pytest.mark.parametrize("ours", OURS, ids=[ours.where for ours in OURS])
def test_p52_every_pattern_is_linear(ours):
    for use, shape in slowest(ours):
        # Another process may have had the core.
        assert any(is_linear(ours, use, shape) for _ in range(3)), (ours.where, use, shape)


def test_p52_all_patterns_are_found():
    assert len(OURS) > 120
    assert {"archive.store._VERSION", "pipelines.occasions._ENGLISH"} <= {ours.where for ours in OURS}


@pytest.mark.parametrize(("pattern", "use"), [(r"\s*x", "search"), (r"(a+)+b", "search")])
def test_p52_what_is_worse_than_linear_is_seen(pattern, use):
    with pytest.raises(AssertionError):
        test_p52_every_pattern_is_linear(worst.Ours("bad", re.compile(pattern, re.S), frozenset((use,))))


GROWN = {
    "dates-zh": "2016年3月4日 ", "dates-en": "March 4, 2016 ", "names-zh": "白若木、", "names-en": "Bai Ruomu, ", "pairs": "Bai Ruomu (白若木), ",
    "attended": "members of A: attending are ", "numbers": "12,3 ", "mixed": "Bаi ", "place": "held in front of the ", "zh-place": "在广场前 ",
}  # fmt: skip


@pytest.mark.parametrize("unit", GROWN.values(), ids=GROWN)
def test_p52_the_steps_grow_as_the_text_does(unit):
    def taken(size):
        text = (unit * (size // len(unit) + 1))[:size]
        return cpu(lambda: refine(post(f"参加者：{text}", f"Attendees: {text}", title=text)))

    taken(1000)
    for _ in range(3):
        one, four = taken(25_000), taken(100_000)
        if four < max(12 * one, 0.25):
            return
    pytest.fail(f"{one:.2f} s and {four:.2f} s")


def test_p52_too_many_names_are_kept_and_not_joined():
    chinese = "参加者：" + "、".join(f"白若{chr(0x4E00 + n)}" for n in range(900))
    english = "Attendees: " + ", ".join(f"Bai Ruo{chr(97 + n % 26)}{chr(97 + n // 26 % 26)}o" for n in range(450))
    read = refine(post(english, chinese))
    (told,) = [finding.detail for finding in read.findings if finding.code == "parse-incomplete"]
    one, two = map(int, re.findall(r"\d+", told))
    assert (one > 440, two > 880, len(read.attendees)) == (True, True, one + two)


def test_p52_too_many_paragraphs_are_kept_and_not_paired():
    read = refine(post(*["On a day they met at the kiln.", "他们在窑边见面。", "和"] * 1000))
    assert len(read.paragraphs) == 3000
    assert {paragraph.pair for paragraph in read.paragraphs} == {None}
    assert [f.detail for f in read.findings if f.code == "parse-incomplete"] == ["3000 paragraphs are too many: left out is pair_paragraphs"]  # fmt: skip
    assert pipelines._MOST_PARAGRAPHS[pair_paragraphs] >= 2000


def test_a_step_that_fails_leaves_the_post_as_it_was_read(monkeypatch):
    def fails(_):
        raise ZeroDivisionError

    monkeypatch.setattr(keeping, "refine", fails)
    read = keeping._refined(post("窑冷了。"))
    assert (read.paragraphs[0].text, read.findings[0].code) == ("窑冷了。", "parse-incomplete")


# ---------------------------------------------------------------------- P53: odd characters
NAMES = {  # how a name of a list is written -> (code points told, names found)
    "白\u200b若木": ("U+200B", "白若木"), "\u202e白若木\u202c": ("U+202C", "白若木"), "白\u2066若木\u2069": ("U+2066", "白若木"), "白\ufeff若\u00ad木": ("U+00AD", "白若木"),
    "白\u0301若木": ("U+0301", None), "白\ud800若木": ("U+D800", None), "白\ue000若木": ("U+E000", None), "白\x07若木": ("U+0007", None), "白\0若木": ("U+0000", None),
}  # fmt: skip


@pytest.mark.parametrize("written", NAMES, ids=ascii)
def test_p53_a_name_stays_as_it_stands_and_is_told_and_found_all_the_same(written):
    points, found = NAMES[written]
    text = f"参加者：涂三禾、{written}、闻琦。"
    read = refine(post("Words.", text, title=f"T {written}"))
    assert (read.paragraphs[1].text, read.title.raw) == (text, f"T {written}")
    told = {f.detail.partition(":")[0]: f.detail for f in read.findings if f.code == "odd-characters"}
    assert set(told) == {"title", "paragraph 1"}
    assert all(points in detail for detail in told.values())
    names = [attendee.zh for attendee in read.attendees]
    assert {"涂三禾", "闻琦"} <= set(names)
    assert found is None or found in names
    json.loads(dump(read).encode("utf-8"))  # valid UTF-8 whatever is in it


def test_p53_letters_of_another_alphabet_are_told_and_matched():
    text = "Attendees: Tu Sanhe, B\u0430i Ruomu, Wen Qi."
    read = refine(post(text, "参加者：涂三禾、白若木、闻琦。"))
    assert read.paragraphs[0].text == text
    assert [f.detail for f in read.findings if f.code == "odd-characters"] == ["paragraph 0: letters of two alphabets in 'B\u0430i' (U+0430)"]  # fmt: skip
    assert ("Bai Ruomu", "白若木") in [(attendee.en, attendee.zh) for attendee in read.attendees]
    assert odd_in("the \u0430\u0441\u0435 was") == ["looks like Latin and is not: '\u0430\u0441\u0435' (U+0430, U+0435, U+0441)"]  # fmt: skip


@pytest.mark.parametrize(
    "text", ["参加者：涂三禾，白若木；闻琦", "参加者：涂三禾、白若木、闻琦", "参加者：涂三禾，　白若木，　闻琦"]
)
def test_p53_full_width_separators_separate_and_are_not_odd(text):
    read = refine(post(text))
    assert [attendee.zh for attendee in read.attendees] == ["涂三禾", "白若木", "闻琦"]
    assert read.findings == ()
    assert read.paragraphs[0].text == text


@pytest.mark.parametrize(
    "text",
    [
        "Lü Zhiqiu — café, naïve",
        "e\u0301te\u0301",
        "བོད་ཡིག",
        "ئۇيغۇرچە",
        "Русский текст",
        "１２３：",
        "한국어",
        "a\tb\nc",
        "日本語が",
    ],
)
def test_p53_ordinary_writing_is_not_odd(text):
    assert odd_in(text) == []


@given(st.text(max_size=40))
@settings(max_examples=300, deadline=None, derandomize=True, database=None)
def test_p53_the_copies_for_matching_are_stable(text):
    assert len(plain(text)) == len(text)
    assert bare(bare(text)) == bare(text) or not text.isprintable()
    assert len(odd_in(text)) <= 12


# ---------------------------------------------------------------------- P54: languages
SAMPLES = ["", " ", "a", "白", "1", "\u202e", "\ud800", "a" * 1_000_000, "白" * 1_000_000, "xqz vlo " * 125_000, "bonjour à tous " * 60_000, "words 白若木 " * 80_000,
           "한국어 བོད་ Русский ئۇ 日本語 words", "été naïf façade où être", "\U0001f600" * 1000, "é" * 200_000, "http://" * 100_000]  # fmt: skip
SPEAKING = "import json, sys; from pipelines.language import read_language; print(json.dumps([(told.language, told.confidence) for told in map(read_language, json.load(sys.stdin))]))"


def test_p54_the_language_is_the_same_in_every_process_whatever_the_text():
    texts = [text[:20_000] for text in SAMPLES]  # how long they may take is judged below
    said = [
        subprocess.run([sys.executable, "-c", SPEAKING], input=json.dumps(texts), capture_output=True, text=True, check=True, timeout=60, env={"PYTHONHASHSEED": seed}).stdout
        for seed in ("1", "2")
    ]  # fmt: skip
    assert said[0] == said[1]
    here = [[told.language, told.confidence] for told in map(read_language, reversed(texts))][
        ::-1
    ]  # in another order, too
    assert json.loads(said[0]) == here
    assert all(0 <= confidence <= 1 for _, confidence in here)
    assert (here[0], here[2][0], here[3][0]) == (["und", 0.0], "und", "zh")


@pytest.mark.parametrize("text", SAMPLES, ids=range(len(SAMPLES)))
def test_p54_the_language_is_told_in_bounded_time(text):
    assert min(cpu(lambda: read_language.__wrapped__(text)) for _ in range(2)) < 3


# ---------------------------------------------------------------------- P56: anything at all
PIECES = ["参加者：", "出席的有", "Attendees: ", "members of ", "from left to right", "Bai Ruomu", "白若木", "(白若木)", "、", ", ", "; ", " and ", "等", "100人", "。", ".", "(", ")", "（", "·", "Dr. ",
          "2016年", "3月", "4日", "二〇一六年", "十", "March ", "4th", ", 2016", "2016-03-04", "星期五", "昨天", "三天前", "9" * 30, "0月0日", "13月32日", "\u200b", "\u202e", "\ud800", "\0", "１", "　", "\n", "held in front of ", "在", "广场前", "来源：", "(The News)", "摄影：", "Photos by "]  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=12).map("".join)


@pytest.mark.parametrize("examples", [200, pytest.param(20_000, marks=long)])
@pytest.mark.timeout(900)
def test_p56_no_text_breaks_lists_dates_or_steps(examples):
    @settings(max_examples=examples, deadline=None, derandomize=True, database=None)
    @given(TEXTS, TEXTS, TEXTS)
    def tried(one, two, title):
        for text in map(plain, (one, two, title)):
            assert isinstance(
                [
                    *find_english(text).run.people,
                    *find_chinese(text).run.people,
                    *mentions_zh(text),
                    *mentions_en(text),
                ],
                list,
            )
            header_date(text)
        given = post(one, two, title=title)
        read = refine(given)
        assert [p.text for p in read.paragraphs] == [one, two]
        assert read.title.raw == title
        assert refine(replace(given)) == read
        json.loads(dump(read).encode("utf-8"))

    tried()
