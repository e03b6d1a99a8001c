"""One piece of a list in Latin letters: the name without honorific and role, its Chinese and its group in brackets."""

from __future__ import annotations

import re
from collections.abc import Sequence

from archive.romanisation import letters, syllables, tibetan_parts
from archive.romanisation_tables import KOREAN_GIVEN
from pipelines.both_scripts import both_scripts
from pipelines.listed import Listed, Piece
from pipelines.name_tables import NO_NAMES
from pipelines.names import (
    is_chinese_name,
    is_foreign_name,
    is_listed_name,
    is_romanised,
    reads,
    shares_surname,
    slips,
    surname_words,
)
from pipelines.roles import without_role
from pipelines.scripts import HAN

_TITLE = re.compile(
    r"(?:(?:the|our|his|her|their|former|rotating|honorary|vice|deputy|general|executive|acting|founding|guest"
    r"|youth|press|assistant|chief|managing|organi[sz]ing|branch|regional|district|local|student|publicity|membership"
    r"|legal|finance|first|second|senior|junior|(?:[a-z]{3,9}|\d{1,3})-year-old|little|elder|younger|eldest|youngest"
    r")[ -])*"
    r"(?:(?:Dr|Mr|Ms|Mrs|Miss|Master|Prof|Professor|Rev|Reverend|Pastor|Rabbi|Congress(?:man|woman)|Senator|Council{1,2}or|Ambassador|Deacon|Bishop|Elder|Sister|Brother|Father|Attorney|Lawyer|Poet|Writer|Artist|Scholar|Comrade"
    r"|Chair(?:man|woman|person|men|s)?|Presidents?|Directors?|Secretary|Treasurer|Speaker|Founders?|Host|Members?|Teachers?"
    r"|Spokes(?:man|woman|person)|Organi[sz]ers?|Coordinator|wife|husband|son|daughter|mother|father|brother|sister"
    r"|grand(?:mother|father|son|daughter)|aunt(?:ie)?|uncle|niece|nephew|cousin|widow(?:er)?|fianc[eé]e?|partner"
    r"|friends?|colleagues?|activists?|volunteers?)\b[․.]? ?)+(?:General\b ?)?",
    re.I,
)
# Of these one may be a given name or a surname: they are titles before a whole name alone.
_TRADE = re.compile(
    r"^(?:(?:the|our|former|veteran|independent|young|retired|exiled) ){0,3}(?:Aunt(?:ie|y)?|Uncle|Grand(?:ma|pa|mother"
    r"|father)|Granny|Old|Geshe|Lama|Rinpoche|Imam|Venerable"
    r"|Ven․?|Fr․?"
    r"|Hon․?|Honou?rable|Sir|Lady|Lord|Baroness|Baron|Dame|Madame?|Canon|Archbishop|Monsignor|Editor|Journalist"
    r"|Painter|Novelist|Student|Engineer"
    r"|Nurse|Doctor|Historian|Photographer|Translator|Interpreter|Pianist|Violinist|Musician|Composer|Film-?maker"
    r"|Researcher|Solicitor|Barrister|Counsel|Delegate|Representative|Rep․?|MP|MEP|Deputy|Minister|Mayor|Moderator"
    r"|Abbot|Monk|Nun|Preacher|Minister|Steward|Guest|Witness|Auditor|Mesdames|Messrs․?)[ -](?=[A-Z][^ ]{1,20} [A-Z])"
)
_OFFICE = re.compile(
    r"chair|president|secretary|director|treasurer|speaker|founder|member|host|organi|coordin|spokes", re.I
)
_ROLE = re.compile(
    r"(?:\w+ ){0,2}(?:chair|president|secretary|director|treasurer|founder|member|host|speaker|organi[sz]er|poet|lawyer"
    r"|writer|left|right|cent(?:er|re)|middle|first|second|third|wife|husband)",
    re.I,
)
_BODY = re.compile(
    r"\b(?:Union|League|Guild|Party|Committee|Association|Church|University|College|Alliance|Coalition|Council"
    r"|Foundation"
    r"|Society|Cent(?:er|re)|Federation|Front|Network|Group|Watch|International|Institute|School|Team"
    r"|Organi[sz]ation)\b"
)
_OF = re.compile(
    r"(.{4,60}?) (?:of|from|representing)(?: the)? "
    r"((?:(?! (?:was|were|is|had|has|could|did|refused) |\. [A-Z]).){2,60})"
)
_FROM = re.compile(r"^(?:of|from|representing) (?:the )?", re.I)
# "...; from the south bank Wen Qi"
_PLACE_BEFORE = re.compile(r"^from (?:the )?(?:[\w'’]{2,14} ){1,3}(?=[A-Z][\w'’]{1,14} [A-Z][\w'’]{1,14}$)")
_TRAILING = re.compile(
    r" (?:rall(?:y|ies)|protests?|meetings?|march(?:es)?|events?|vigils?|demonstrations?|gatherings?|attended|etc|et al"
    r"|today|here|(?:also )?(?:came|joined(?: us| in)?|took part)(?: too| as well| along)?"
    r"|at the .{0,60}|in the .{0,60}|in front of .{0,60}|and others)$",
    re.I,
)
_NAME = re.compile(r"[A-Za-zÀ-ɏ][A-Za-zÀ-ɏ'’ʼ․.-]*(?: [A-Za-zÀ-ɏ][A-Za-zÀ-ɏ'’ʼ․.-]*){0,4}")
_POSSESSIVE = re.compile(r"['’ʼ]s\b|s['’ʼ](?= |$)")
_PARTICLES = frozenset(("de", "van", "von", "der", "al", "bin", "da", "la", "di", "du"))
_PREFIXED = re.compile(r"(?:al|el|ul|d|l)[-'’ʼ][A-ZÀ-Þ][a-zà-ɏ]{1,20}")  # Ahmed al-Rashid, Jeanne d'Arcy
_NO_NAMES_EN = frozenset(
    """
    members member and the of others other etc more people friends rally march meeting from who which with for by at
    in on to all some many everyone old new free young great little united open two three four five six seven eight
    nine ten dozens library square street avenue hall consulate embassy university college school union league guild
    party committee association church alliance coalition council foundation society center centre federation front
    government city province county state china tibet taiwan york washington america canada harbour harbor north
    south east west today yesterday monday tuesday wednesday thursday friday saturday sunday january february march
    july august september october november december chinese tibetan uyghur students teachers workers god not no our
    their his her was were is are be photo photos picture pictures portrait release freedom democracy rights human
    news times daily radio post residents farmers petitioners tenants villagers house lane secretary treasurer
    union fellowship office director editor manager
    chairman chairwoman chairperson laoshi xiansheng nushi taitai
    """.split()  # noqa: SIM905
)
_LOWER_WORDS = frozenset("she he can men me long are an a or ran hang fan tie die pin pan tan ban".split())  # noqa: SIM905
_PLACES = frozenset(("park", "hill"))
_HONG_KONG = re.compile(r"\bhong kong$", re.I)
_SHORTEST_TIBETAN = 4  # characters
_GIVEN_HYPHENATED = re.compile(r"[A-Z][a-z]+-[A-Za-z][a-z]+")
_KOREAN_SYLLABLES, _GIVEN_AND_SURNAME = 3, 2  # words
_KOREAN = frozenset(spelling for options in KOREAN_GIVEN.values() for spelling in options)
_ROLE_ZH = re.compile(
    both_scripts(
        ".{0,4}(?:主席|会长|秘书长?|理事长?|博士|教授|先生|女士|律师|主任|党|会|盟|社|团|大学|省|市|县|国|记者|老师|诗人|作家)"
    )
)


def read_english(bare: str, notes: Sequence[str], raw: str) -> Piece:
    """Return what a piece without its brackets is; ``notes`` are what stood in them."""
    bare = _PLACE_BEFORE.sub("", bare, count=1)
    title = _TITLE.match(bare)
    rest = bare[title.end() :] if title else bare
    rest = _TRADE.sub("", rest, count=1)
    rest = _TRAILING.sub("", rest).strip(" \"'“”")
    name, affiliation = _of_group(rest)
    if title and rest.startswith("of "):
        name, affiliation = _last_words(rest) if _OFFICE.search(title[0]) else "", None
    if not is_english_name(name):
        return _no_name(bare, rest, bool(title))
    given = (without_role(note) for note in notes)
    zh = next((note for note in given if is_given(name, note)), None)
    groups = (_FROM.sub("", note) for note in notes if _BODY.search(note) and not _ROLE.match(note))
    affiliation = affiliation or next(groups, None)
    return Piece(raw, Listed(name.replace("․", "."), zh, affiliation, raw))


def is_english_name(text: str) -> bool:
    """Say whether a text in Latin letters is a person's name: pinyin in any case, or capitals that are no word."""
    words = text.split()
    if (
        not _NAME.fullmatch(text)
        or len(text) < 4
        or _POSSESSIVE.search(text)
        or (any(word.lower() in _NO_NAMES_EN for word in words) and not _is_korean(words))
    ):
        return False
    if _HONG_KONG.search(text) or (text.isupper() and len(words) > 2 and not is_romanised(text)):
        return False
    if words[-1].lower() in _PLACES and not is_romanised(" ".join(words[:-1])):
        return False
    if len(words) == 1:
        return is_romanised(text) and any(c.isupper() for c in text[1:]) and not text.isupper()
    if is_romanised(text) and not (text.islower() and _LOWER_WORDS.intersection(words)):
        return True
    return (
        (words[0][0].isupper() or _begins_small(words))
        and (words[-1][0].isupper() or _PREFIXED.fullmatch(words[-1]) is not None or _is_turned(words))
        and all(map(_may_be_part, words))
    )


def is_given(en: str, zh: str) -> bool:
    """Say whether a Chinese text beside an English name is the same person's: by reading, or as plainly a name."""
    if not re.fullmatch(rf"[{HAN}·]{{2,10}}", zh) or zh in NO_NAMES:
        return False
    if _ROLE_ZH.fullmatch(zh) and not (is_chinese_name(zh) and reads(en, zh)):  # 施保国 is no country
        return False
    if is_foreign_name(zh) or reads(en, zh) or slips(en, zh) <= 2:
        return True
    is_tibetan = len(zh) >= _SHORTEST_TIBETAN and not tibetan_parts().isdisjoint(map(letters, en.split()))
    if is_tibetan or shares_surname(en, zh):
        return is_listed_name(zh, among_names=True)
    return is_chinese_name(zh) and len(zh) > 2


def _is_korean(words: Sequence[str]) -> bool:
    """Say whether words are the syllables of a Korean name: "Young Sook Tae", "In sook Pyo"."""
    known = (word.lower() in _KOREAN or word.lower() in surname_words() for word in words)
    return len(words) == _KOREAN_SYLLABLES and words[0][0].isupper() and words[-1][0].isupper() and all(known)


def _is_turned(words: Sequence[str]) -> bool:
    """Say whether a given name of two syllables stands before a surname in small letters: "Jin-ok piao"."""
    return len(words) == _GIVEN_AND_SURNAME and "-" in words[0] and letters(words[1]) in surname_words()


def _begins_small(words: Sequence[str]) -> bool:
    """Say whether the first word of a name alone slipped into small letters: "geun chun Pak", "chung Suk-yin"."""
    if not words[-1][0].isupper():
        return False
    if len(words) == _GIVEN_AND_SURNAME:
        return words[0] in surname_words() and bool(_GIVEN_HYPHENATED.fullmatch(words[1]))
    return len(words) == _KOREAN_SYLLABLES and letters(words[-1]) in surname_words() and _KOREAN.issuperset(words[:2])


def _may_be_part(word: str) -> bool:
    if word[0].isupper():
        return True
    return word in _PARTICLES or word in _KOREAN or bool(_PREFIXED.fullmatch(word)) or bool(syllables(word))


def _of_group(text: str) -> tuple[str, str | None]:
    match = _OF.fullmatch(text)
    if match and is_english_name(match[1]):
        return match[1], match[2] if match[2][0].isupper() else None
    return text, None


def _last_words(text: str) -> str:
    """Return the name at the end of "of the Guild Song Yaoting"; "" where there is none."""
    words = text.split()
    ends = (words[-count:] for count in (3, 2) if len(words) > count + 1)
    return next((" ".join(end) for end in ends if is_romanised(" ".join(end)) and end[0][0].isupper()), "")


def _no_name(bare: str, rest: str, titled: bool) -> Piece:
    bare = bare.replace("․", ".")
    alone = rest.isalpha() and rest[0].isupper() and rest.lower() not in _NO_NAMES_EN
    if alone and rest.lower() in tibetan_parts():
        return Piece(bare, Listed(en=rest, raw=bare))
    if alone and (titled or syllables(rest) == 1):
        return Piece(bare, kind="surname")
    return Piece(bare, kind="unread" if alone else "note")
