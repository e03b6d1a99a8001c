"""Which language a paragraph is in: by script, by characters, by the rest of the post, by sentences where it is mixed."""

import json
import subprocess
import sys

import pytest

from archive.records import Paragraph, Post, Title
from pipelines.language import read_language, tag_languages
from pipelines.scripts import simplified_only, traditional_only

ALONE = [
    # Latin words within Chinese stay Chinese
    ("比如FACEBOOK, TWITTER等，海港的人都在看。", "zh"), ("CNN, BBC, VOA, RFA等媒体", "zh-Hans"), ("我们在Facebook上和Twitter上", "zh-Hans"),
    ("从iPhone到iPad的窑", "zh-Hans"), ("请关注WWW.KILN.EXAMPLE，下载PDF版的《KILN HANDBOOK》。", "zh-Hans"), ("见http://blog.example/kiln.html，大家都来", "zh-Hans"),
    ('横幅上写着"Free the Library Six". 大家高呼口号，要求释放六位图书管理员。', "zh-Hans"),
    # names with their characters in brackets do not make English Chinese, or Chinese English
    ("Bai Ruomu (白若木), Piao Chenyu(朴晨宇)", "en"), ("Photography/Reporting: Gao Mingzhe （高明哲）", "en"), ("窑工发言 (Banner)", "zh-Hans"),
    # scripts
    ("도서관은 모두의 것이다.", "ko"), ("大韓民國 헌법", "ko"), ("དཔེ་མཛོད་ཁང་", "bo"), ("كۈتۈپخانا ھەممىنىڭ", "ug"), ("قازاق ٴتىلى", "kk"),
    ("Қазақстан халқы", "kk"), ("Номын сан бол хүн бүрийн өмч.", "mn"), ("ᠨᠣᠮ ᠤᠨ ᠰᠠᠩ", "mn"), ("ห้องสมุดเป็นของทุกคน", "th"),
    ("みんなの窯はみんなのもの", "ja"), ("鲜の每日新闻报道", "zh-Hans"),
    # English in any typography
    ("“It’s cold,” she said – and left.", "en"), ("Lü Zhiqiu", "en"), ("At the gate", "en"), ("OK", "en"),
    ("Merci à tous ceux qui sont venus hier soir devant la bibliothèque.", "fr"),
    # nothing to tell
    ("A", "und"), ("a@b.example", "und"), ("IMG_2034.jpg", "und"), ("１２：３０", "und"), ("……", "und"), ("ⰀⰁⰂ", "und"),
    # a character that Big5 has for another word, and one that GB 2312 has for old texts
    ("他万里无云", "zh-Hans"), ("大家於後山", "zh-Hant"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "language"), ALONE)
def test_alone(text, language):
    assert read_language(text).language == language


MIXED = [
    ("The kiln is cold and nobody came.窑冷了，没有人来。", ("en", "zh-Hans")),
    ("They spoke about corruption.2014年的元旦，我們聲援六位管理員，要求釋放他們。", ("zh-Hant", "en")),
    ("가마는 식었다. 窑冷了，门也关了。", ("zh-Hans", "ko")),
    ("Photography: Gao Mingzhe 摄影:高明哲", ("en", "zh-Hans")),
    ('"Free the Library Six" Rally (释放图书馆六人)', ("zh-Hans", "en")),
    ('"Give Back the Kiln" (归还蓝窑)', ("en", "zh-Hans")),
    ("བོད་ལ་རང་དབང་དགོས། Freedom for Tibet! 西藏要自由！", ("bo", "en", "zh")),
]


@pytest.mark.parametrize(("text", "languages"), MIXED)
def test_mixed_by_sentence(text, languages):
    told = read_language(text)
    assert (told.language, set(told.languages), len(told.languages)) == ("mixed", set(languages), len(languages))


def tagged(*texts, title=""):
    paragraphs = tuple(Paragraph(n, text) for n, text in enumerate(texts))
    return tag_languages(Post("id", "http://b.blogspot.com/a", title=Title(title), paragraphs=paragraphs)).paragraphs


TRADITIONAL = ("我們聲援圖書館的六位管理員。", "警察說，這裡沒有窯。", "他們還在等待答覆。")
SIMPLIFIED = ("我们声援图书馆的六位管理员。", "警察说，这里没有窑。", "他们还在等待答复。")


def test_the_rest_of_the_post_decides_what_no_character_tells():
    (*_, last) = tagged(*TRADITIONAL, "大家好。")
    assert (last.language, last.language_basis, last.confidence) == ("zh-Hant", "document", 0.6)
    (*_, last) = tagged(*SIMPLIFIED, "大家好。")
    assert (last.language, last.language_basis) == ("zh-Hans", "document")


def test_the_title_is_of_the_post():
    assert [p.language for p in tagged("大家好。", title="聲援圖書館")] == ["zh-Hant"]


def test_where_nothing_decides_it_is_just_chinese():
    assert [(p.language, p.language_basis) for p in tagged("大家好。", "北大")] == [("zh", "script")] * 2


def test_a_single_character_loses_against_the_post_and_two_do_not():
    assert [p.language for p in tagged(*TRADITIONAL, "着火了，还没灭")][-1] == "zh-Hans"
    assert [p.language for p in tagged(*TRADITIONAL, "着火")][-1] == "zh-Hant"
    assert [p.language for p in tagged(*SIMPLIFIED, "証明")][-1] == "zh-Hans"


def test_the_languages_of_a_mixed_paragraph_hear_the_post_too():
    (*_, last) = tagged(*TRADITIONAL, "The kiln is cold and nobody came. 大家好，北山大火。")
    assert (last.language, last.languages) == ("mixed", ("en", "zh-Hant"))


def test_short_pieces_follow_the_post_where_it_is_in_another_language():
    lines = ("كۈتۈپخانا ھەممىنىڭ", "ئۇلار كۈتۈپخانا ئالدىدا", "بۇ يەر ھەممىنىڭ ئۆيى", "ماددا")
    assert [p.language for p in tagged(*lines)] == ["ug"] * 4


def test_the_basis_is_said():
    bases = [p.language_basis for p in tagged("도서관은 모두의 것", "我們聲援圖書館", "The kiln is cold.", "12:30")]
    assert bases == ["script", "characters", "words", ""]


def test_the_two_repertoires_do_not_meet():
    assert not simplified_only() & traditional_only()


_SCRIPT = """
import json
from archive.records import Paragraph, Post
from pipelines import refine
texts = json.loads(input())
post = refine(Post("i", "http://b.blogspot.com/a", paragraphs=tuple(Paragraph(n, t) for n, t in enumerate(texts))))
print([(p.language, p.confidence, p.languages, p.language_basis, p.pair, p.pair_score) for p in post.paragraphs])
"""


def test_every_process_says_the_same():
    texts = [text for text, _ in (*ALONE, *MIXED)] + [
        "Die Bibliothek gehört allen, die lesen wollen.", "La biblioteca es de todos los que quieren leer.", "Слова", "کتاب",
    ]  # fmt: skip
    said = {
        subprocess.run(
            [sys.executable, "-c", _SCRIPT], input=json.dumps(texts), capture_output=True, text=True, check=True, env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)}
        ).stdout
        for seed in ("0", "1", "4711")
    }  # fmt: skip
    assert len(said) == 1


WORST = ["a" * 100_000, "A a " * 25_000, "白a" * 50_000, "白 A" * 33_000, "(白" * 50_000, "(a" * 50_000, "a.白。" * 25_000, "www." * 25_000, "@" * 100_000,
         "a@" * 50_000, ". " * 50_000, "白. a. " * 15_000]  # fmt: skip


@pytest.mark.parametrize("text", WORST, ids=lambda text: text[:8])
@pytest.mark.timeout(10)
def test_worst_cases_end(text):
    assert read_language(text).language
