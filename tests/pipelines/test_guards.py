"""Words that are looked for before a pattern is tried: none of them may hide what the pattern finds."""

import itertools
import re
from re import _compiler, _parser  # type: ignore[attr-defined]

import pytest
from pypinyin import Style, lazy_pinyin
from pypinyin.constants import PHRASES_DICT

from archive import romanisation
from pipelines import (
    calendar_words,
    captions,
    counterparts,
    deeds,
    events,
    evidence,
    headcounts,
    language,
    lead_ins,
    mentions,
    name_lists,
    name_runs,
    name_series,
    number_words,
    parts_played,
    presence,
    roles,
    scenes,
    told_lists,
)
from pipelines.alternatives import InEither, by_first_character
from pipelines.both_scripts import both_scripts
from pipelines.name_tables import RARE_SURNAMES, SURNAMES
from pipelines.not_there import AWAY_ZH, BARRED_EN, DEAD_ZH, SUFFERED_EN
from pipelines.scripts import HAS_DIGIT, HAS_HAN, HAS_LATIN, HAS_LATIN_WORD, has_one_of, script_of
from tests import worst

LEADS_EN = zip((*lead_ins._LEADS_EN, lead_ins._AT_EVENT), lead_ins._MAY_LEAD_EN, strict=True)
OF_BOTH = [found for module in worst.modules() for found in vars(module).values() if isinstance(found, InEither)]
GUARDED = [  # a pattern, and the tests that stand before it: all must let its matches pass
    *LEADS_EN,
    *((pattern, [lead_ins.HAS_COME]) for pattern in (lead_ins._LEAD_ZH, lead_ins._LEAD_BACK_ZH)),
    *((pattern, [lead_ins.HAS_COME]) for pattern in (lead_ins._LEAD_BARE_ZH, name_lists._VERB_ZH)),
    (name_lists._VERB_EN, [name_lists._HAS_ATTENDED]),
    (lead_ins.LEFT_TO_RIGHT, [lead_ins.HAS_DIRECTION]),
    (captions._CREDIT, [captions._HAS_CREDIT, captions._HAS_TASK]),
    (captions._REPORTER, [captions._HAS_CREDIT, captions._HAS_TASK]),
    (headcounts._COUNT_EN, [headcounts._HAS_CAME_EN, headcounts._HAS_PEOPLE_EN]),
    (headcounts._COUNT_ZH, [headcounts._HAS_CAME_ZH]),
    (counterparts._LEAD_EN, [counterparts._LEADS[0][2]]),
    (counterparts._LEAD_ZH, [counterparts._LEADS[1][2]]),
    (events._ORDINAL, [events._HAS_ORDINAL]),
    (calendar_words._ENGLISH, [HAS_DIGIT]),
    (calendar_words._DAY_FIRST, [HAS_DIGIT]),
    (name_runs._KEPT_STOP, [lambda text: "." in text]),
    (name_runs.BRACKET, [lambda text: "(" in text]),
    (parts_played._LABEL, [lambda text: ":" in text, parts_played._HAS_OFFICE, parts_played._may_tell]),
    (parts_played._BY, [parts_played._HAS_BY, parts_played._may_tell]),
    (parts_played._BY_ZH, [lambda text: "由" in text, parts_played._HAS_BY_ZH, parts_played._may_tell]),
    (parts_played._PART_ZH, [parts_played._HAS_PART_ZH, parts_played._may_tell]),
    (parts_played._SPEAKS, [parts_played._HAS_SPOKEN, parts_played._may_tell]),
    (told_lists._LEAD_EN, [told_lists._HAS_LEAD_EN]),
    (told_lists._LEAD_ZH, [told_lists._HAS_LEAD_ZH]),
    (language._NO_LANGUAGE, [language._HAS_ADDRESS]),
    (number_words._DIGITS, [HAS_DIGIT]),
    (number_words._HAN_NUMBER, [lambda text: not text.isascii()]),
    (deeds._IN_COURT, [deeds._HAS_COURT]),
    *((pattern, [HAS_LATIN_WORD]) for pattern in (deeds.DEED_EN, deeds.SPEECH_EN, scenes._AWAY_EN)),
    *((pattern, [HAS_HAN]) for pattern in (deeds.DEED_ZH, deeds.SPEECH_ZH, scenes._AWAY_ZH, name_series._PARTED_ZH)),
    (mentions.FOREIGN, [lambda text: "·" in text]),
    (name_runs._FAMILY, [name_runs._HAS_FAMILY]),
    (presence._STAYED_EN, [presence._HAS_NOT]),
    (presence._STAYED_ZH, [lambda text: not text.isascii()]),
    (name_runs._DUTY, [name_runs._HAS_DUTY]),
    (name_runs._AS_WHOM, [name_runs._HAS_DUTY]),
    (name_runs._BULLET, [lambda text: not text[:1].isalpha()]),
    *((pattern, [scenes._MAY_HAVE_DATE]) for pattern in (*calendar_words._CHINESE, scenes._YEAR)),
    *((pattern, [scenes._MAY_HAVE_DATE]) for pattern in (calendar_words._ENGLISH, calendar_words._DAY_FIRST)),
    *((pattern, [lead_ins._may_lead]) for pattern in (*lead_ins._LEADS_EN, lead_ins._AT_EVENT)),
    *((both.english, [HAS_LATIN]) for both in OF_BOTH),
    *((both.chinese, [lambda text: not text.isascii()]) for both in OF_BOTH),
]  # fmt: skip
ODD = str.maketrans("isk", "\u0131\u017f\u212a")  # letters that re.I takes for these


def matches(pattern):
    """Yield texts that a pattern finds: each of its branches, in the letters that it takes for its own."""
    flags = pattern.flags & (re.I | re.S | re.M | re.X)
    tree = _parser.parse(pattern.pattern, flags)
    written = {worst._sample(tree, pick, least) for pick, least in itertools.product(range(60), range(3))}
    for text in sorted(written):
        for form in (text, text.upper(), text.title(), text.translate(ODD), text.upper().replace("I", "\u0130")):
            # What stands around it may be asked for, too.
            yield from (
                whole for whole in (form, f"{form} left", f"全体{form}", f"有 {form} A") if pattern.search(whole)
            )


@pytest.mark.parametrize(("pattern", "tests"), GUARDED, ids=[str(n) for n in range(len(GUARDED))])
def test_no_guard_hides_a_match(pattern, tests):
    found = list(matches(pattern))
    assert found, pattern.pattern
    for text in found:
        assert all(test(text) for test in tests), text


def test_roles_are_found_as_their_patterns_find_them():
    behind, before = list(matches(roles._BEHIND)), list(matches(roles._BEFORE))
    assert behind and before
    for text in (*behind, *before, *(f"{text}白若木" for text in behind)):
        found = roles._BEFORE.match(text)
        assert roles.role_before(text) == (found[0] if found else "")
        assert roles.without_role_behind(text) == roles._BEHIND.sub("", text)
        assert roles.without_role(text) == roles._BEHIND.sub("", roles._BEFORE.sub("", text, count=1))


def test_a_name_is_spelled_with_its_surname_first_or_last():
    for chinese in ("林白", "欧阳若木", "仇宽", "洙燮", "曾今子", "盛雅各"):
        found = romanisation.spellings(chinese)
        assert found
        assert [spelling for spelling in found if not romanisation.may_read(spelling, chinese)] == []


# Tables that are sorted by first character, and the alternatives as they stand in the table.
SORTED = [
    ("被|[发發]来|发言|(?<!前)来|[^,]好|(?:未|没有?)到|x+", False),
    ("dead|died|kin|(?<!un)sure|i[sn]|(?:free|held)ly", True),
    (both_scripts(presence._DID_ZH), False),
    (both_scripts(presence._THEN_ZH), False),
    (rf"{SUFFERED_EN}|{BARRED_EN}", True),
    (rf"{AWAY_ZH}|{DEAD_ZH}", False),
    (mentions._BEGINNING, False),
]


@pytest.mark.parametrize(("table", "any_case"), SORTED)
def test_a_sorted_table_finds_what_the_table_finds(table, any_case):
    flags = re.I if any_case else 0
    plain, quick = re.compile(table, flags), re.compile(by_first_character(table, any_case=any_case), flags)
    texts = [
        f"{before}{text}{behind}"
        for text in matches(plain)
        for before, behind in (("", ""), ("前未", "来言"), ("un", "x"))
    ]
    assert texts
    for text in (*texts, *(text[1:] for text in texts)):
        one, other = plain.search(text), quick.search(text)
        assert (one is None) == (other is None), text
        assert one is None or one.start() == other.start(), text


def test_a_sorted_table_passes_over_what_none_of_it_begins_with():
    ours = [presence.NOT_THERE_ZH, presence.THERE_ZH, presence.HELD_ZH, presence.SPOKE_ZH, presence.ELSEWHERE]
    for pattern in ours:
        assert _compiler._get_charset_prefix(_parser.parse(pattern.pattern), pattern.flags), pattern.pattern
    assert roles._BEFORE.match("会长 白若木")


def test_scripts_are_weighed_as_each_character_would_be():
    characters = [chr(code) for code in range(0x20000) if not 0xD800 <= code < 0xE000]
    assert {script_of(c) for c in characters if language._HANI.match(c)} == {"Hani"}
    assert [c for c in characters if script_of(c) == "Kana" and not language._HAS_KANA(c)] == []
    assert [c for c in map(chr, language._NO_LETTERS) if script_of(c)] == []


def test_no_name_is_passed_over_for_its_first_character():
    assert not [c for c in SURNAMES | RARE_SURNAMES if c not in mentions.FIRST and mentions._may_be_name(f"{c}耀庭")]


def test_every_reading_of_the_dictionary_may_be_read():
    characters = (chr(code) for first, last in ((0x3400, 0xA000), (0xF900, 0xFB00)) for code in range(first, last))
    readings = {evidence._folded(reading) for character in characters for reading in lazy_pinyin(character)} - {""}
    readings |= {evidence._folded(r) for ways in PHRASES_DICT.values() for way in ways for r in way} - {""}
    assert [reading for reading in readings if not evidence._MAY_BE_READ.fullmatch(reading)] == []


def test_a_reading_with_its_tones_is_folded_as_one_without():
    characters = [chr(code) for first, last in ((0x3400, 0xA000), (0xF900, 0xFB00)) for code in range(first, last)]
    for text in (*characters, *PHRASES_DICT):
        tones, none = lazy_pinyin(text, style=Style.TONE), lazy_pinyin(text)
        assert [*map(evidence._folded, tones)] == [*map(evidence._folded, none)], text


def test_a_guard_sees_letters_as_patterns_do():
    taken = [letter for letter in map(chr, range(0x110000)) if re.match("[a-z]", letter, re.I)]
    assert len(taken) == 2 * 26 + 4
    for ascii_letter in "abcdefghijklmnopqrstuvwxyz":
        pattern, has = re.compile(ascii_letter, re.I), has_one_of(ascii_letter)
        assert [letter for letter in taken if pattern.match(letter) and not has(letter)] == []


def test_p54_a_month_in_letters_that_only_patterns_take_for_its_own_is_none():
    assert list(calendar_words.mentions_en("On Apr\u0131l 5, 2016, on Augu\u017ft 6, 2016")) == []
