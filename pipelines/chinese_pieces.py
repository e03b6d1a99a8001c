"""One piece of a list in Chinese characters: names that nothing parts, roles before and behind, groups, brackets."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence

from archive.romanisation_tables import DOUBLE_SURNAMES
from pipelines.both_scripts import both_scripts
from pipelines.english_pieces import is_english_name, is_given, read_english
from pipelines.listed import Listed, Piece
from pipelines.name_tables import PHRASE_CHARACTERS, RARE_SURNAMES, SURNAMES
from pipelines.names import is_chinese_name, is_listed_name
from pipelines.roles import ROLE, is_unnamed, may_have_role, role_before, without_role, without_role_behind
from pipelines.scripts import HAN
from pipelines.trades import foreign_behind, name_behind, without_company

_BODY = r"(?:党|黨|会|會|盟|社|团|團|组织|組織|大学|大學|公司|阵线|陣線|联合会)"
_FROM = re.compile(rf"(?:来自|來自)([{HAN}]{{2,14}}?)的(?:{ROLE})?([{HAN}·]{{2,30}})")
_OF_BODY = re.compile(rf"([{HAN}]{{1,12}}?{_BODY})(?:的(?:{ROLE})?|{ROLE})([{HAN}·]{{2,30}})")
_QUOTED_BODY = re.compile(rf"[\"“「『]?([{HAN}]{{2,16}})[\"”」』]的(?:{ROLE})?([{HAN}·]{{2,30}})")  # “山路诗会”的封一苇
_BODY_BEFORE = re.compile(
    rf"([{HAN}]{{2,12}}(?:{_BODY}|[团團]契|俱[乐樂]部|小[组組]|[书書]店|[报報]社))([{HAN}]{{2,4}})"
)
_BODY_AT_END = re.compile(f"{_BODY}$")
# 梅渡维权论坛: no two names
_FORUM = re.compile(both_scripts("(?:论坛|联盟|同盟|协会|学会|工会|中心|网络|小组|俱乐部|团契|读书会)$"))
_TRADE_AT_END = re.compile(both_scripts("[家师员手]$"))
_NO_BODIES = ("开会", "開會", "与会", "與會", "到会", "到會", "参会", "參會", "大会", "大會", "社会", "社會")
_NOTE_BODY = re.compile(rf"[{HAN}]{{1,14}}{_BODY}")
_COUNTED = re.compile(rf"(?<=[{HAN}]{{2}})[两兩二三四五六七八九十\d]{{1,3}}[位人名]$")
_JOINERS = re.compile(r"[和及与與跟同暨並携攜偕]")
_UNNAMED = re.compile(
    r"[\d一二两兩三四五六七八九十百数數几幾余餘多]{1,5}[位名个個](?:[儿兒]子|女[儿兒]|孩子|子女)?|其?(?:[儿兒女]子?"
    r"|[妻夫]子?|家[人属屬]|孩子)$|一[位名个個群些]|[他她]的|其他|其它|[几幾数數多各众眾][位名个個界地]|全体|全體"
    r"|一些|[许許][多]|部分|[\u3400-\u9fff]{2,4}(?:[数數几幾][人名位]|若干人?)$"
)
# "盛五福和他八岁的女儿盛乐乐": what the second is to the first.
_KIN = re.compile(
    r"[他她其][^、,的]{0,4}的?[小大长長幼]?(?:女[儿兒]|[儿兒]子|妻子|丈夫|太太|夫人|[爱愛]人|母[亲親]|父[亲親]|[姐妹哥弟]{2}|[孙孫][女子])(?=.{2})"
)
_LATIN_NAME = r"([A-Za-z][A-Za-zÀ-ɏ'’․. -]{2,60}?)"
_HAN_NAME = rf"([{HAN}·]{{2,10}})"
_PAIR = re.compile(rf"{_LATIN_NAME} ?{_HAN_NAME}|{_HAN_NAME} ?{_LATIN_NAME}")
_MIXED = re.compile(rf"(?<=[{HAN}]) (?=[A-Za-z])")
_LATIN = re.compile("[A-Za-z]")
_HAN = re.compile(f"[{HAN}]")
_AND_LATIN = re.compile(rf" ?[和及与與跟] ?(?=[A-Z])|(?<=[a-z]) ?[和及与與跟] ?(?=[{HAN}]{{2}})")  # "Tomas Berg和耿昭"
_WRITTEN = re.compile(rf"[{HAN}·•・‧-]+")
_LONGEST_UNPARTED = 40
# With these a count or a word of company (`without_company`) ends, and a surname alone (仇氏).
_ENDS_OTHERWISE = frozenset("位人名妹弟妇婦子女氏")
_JOIN_AT_END = frozenset("和及与與")


def read_chinese(bare: str, notes: Sequence[str], raw: str) -> Iterator[Piece]:
    """Yield what a piece without its brackets is; ``notes`` are what stood in them."""
    if _is_name_alone(bare):
        yield _named(bare, bare, notes, _body_of(notes), raw)
        return
    if _LATIN.search(bare) and _AND_LATIN.search(bare):
        for part in _AND_LATIN.split(bare):
            yield from (read_chinese(part, notes, raw) if _HAN.search(part) else (read_english(part, (), part),))
        return
    pair = _PAIR.fullmatch(bare)
    if pair:
        en, zh = (pair[1], pair[2]) if pair[1] else (pair[4], pair[3])
        en = en.strip(" .")
        if is_english_name(en) and is_given(en, zh):
            yield Piece(raw, Listed(en, zh, None, raw))
            return
    if _LATIN.search(bare):
        yield from _mixed(bare)
        return
    bare = without_company(bare)
    affiliation, names = _of_group(_COUNTED.sub("", bare))
    affiliation = affiliation or _body_of(notes)
    people = _unparted(names)
    if len(people) > 1 and names.startswith(people[0] + people[1]) and _BODY_AT_END.search(people[0]):
        affiliation, people = people[0], people[1:]  # 芦河社单琳: of a body, and no two people
    for number, name in enumerate(people):
        unnamed = number and (_UNNAMED.fullmatch(name) or is_unnamed(name.rpartition("的")[2]))
        yield Piece(name) if unnamed else _person(name, notes, affiliation, raw)


def _is_name_alone(bare: str) -> bool:
    """Say whether a piece is a plain name, which no rule below reads otherwise: most pieces are."""
    return bare[-1:] not in _ENDS_OTHERWISE and is_chinese_name(bare) and not may_have_role(bare)


def _body_of(notes: Sequence[str]) -> str | None:
    return next((note for note in notes if _NOTE_BODY.fullmatch(note) and without_role_behind(note) == note), None)


def _mixed(bare: str) -> Iterator[Piece]:
    parts = _MIXED.split(bare)
    if len(parts) == 2 and _TRADE_AT_END.search(parts[0]) and is_english_name(parts[1]):
        yield Piece(bare, Listed(en=parts[1].strip(" ."), raw=bare))
        return
    if len(parts) == 1 or len(parts) > 200:
        yield Piece(bare, kind="note")
        return
    for part in parts:
        yield from read_chinese(part, (), part)


def _of_group(text: str) -> tuple[str | None, str]:
    found = _FROM.fullmatch(text) or _OF_BODY.fullmatch(text) or _QUOTED_BODY.fullmatch(text)
    if found and not found[1].startswith(("本", "我")) and not found[1].endswith(_NO_BODIES):
        return found[1], found[2]
    before = None if _is_person(text) else _BODY_BEFORE.fullmatch(text)  # 教师公会贾书文
    if before and is_chinese_name(before[2]) and not before[1].endswith(_NO_BODIES):
        return before[1], before[2]
    return None, text


def _person(text: str, notes: Sequence[str], affiliation: str | None, raw: str) -> Piece:
    before = role_before(text)
    name = without_role_behind(text[len(before) :])
    titled = len(name) < len(text)
    if behind := foreign_behind(text) or ("" if is_listed_name(name) else name_behind(name)):
        name = without_role_behind(behind.removesuffix("等"))
    if len(name) == 2 and name.endswith("氏"):  # 仇氏夫妇
        return Piece(text, kind="surname")
    if len(name) == 1 or (titled and name in DOUBLE_SURNAMES):
        known = name in SURNAMES or name in RARE_SURNAMES or name in DOUBLE_SURNAMES
        return Piece(text, kind="surname" if titled and known else "note")
    if name.startswith(("从", "從")) and not is_chinese_name(name):
        return Piece(text, kind="note")  # "from Keelung"
    if not 2 <= len(name) <= (16 if "·" in name else 12) or not _WRITTEN.fullmatch(name):
        return Piece(text, kind="unread" if len(name) > 4 else "note")
    return _named(name, text, notes, affiliation, raw)


def _named(name: str, text: str, notes: Sequence[str], affiliation: str | None, raw: str) -> Piece:
    en = next((note for note in notes if is_english_name(note) and is_given(note, name)), None)
    return Piece(text, Listed(en, name, affiliation, raw))


def _unparted(text: str) -> list[str]:
    """Part names that stand joined by a word, or by nothing at all, where there is one way to do it."""
    foreign = "·" in text  # what stands behind the dot may be as long as a name, a word and another name
    if (not foreign and _is_person(text)) or len(text) > _LONGEST_UNPARTED:
        return [text]
    for joiner in _JOINERS.finditer(text):
        left, right = text[: joiner.start()], text[joiner.end() :]
        right = _KIN.sub("", right, count=1)
        rest = _unparted(right) if right and (_is_person(left) or _is_unknown(left, right)) else []
        if rest and all(_is_person(one) or _UNNAMED.match(one) for one in rest):
            return [left, *rest]
        if _is_unknown(right, left):
            return [left, right]
        if _is_person(left) and (_UNNAMED.match(right) or is_unnamed(right.rpartition("的")[2])):
            return [left, right]
    if text[-1:] in _JOIN_AT_END and _is_person(text[:-1]):  # 瞿一宁和, cut off before "two others"
        return [text[:-1]]
    ways = _ways(text) if len(text) > 3 and not foreign and not _FORUM.search(text) else ()
    return list(ways[0]) if len(ways) == 1 else [text]


def _is_person(text: str) -> bool:
    return is_listed_name(without_role(text)) or bool(name_behind(text))


def _is_unknown(text: str, beside: str) -> bool:
    """Say whether a text beside a plain name is one of a surname that no table has: 萨雪菲和梁怀瑾."""
    return len(text) == len(beside) == 3 and is_listed_name(beside) and is_listed_name(text, among_names=True)


def _may_be_one(text: str) -> bool:
    return is_chinese_name(text) and PHRASE_CHARACTERS.isdisjoint(text[1:])


@functools.lru_cache(maxsize=1024)
def _ways(text: str) -> tuple[tuple[str, ...], ...]:
    """Return the ways to part a text into known names, at most two of them."""
    if not text:
        return ((),)
    ways = []
    for length in (2, 3, 4):
        if len(text) >= length and _may_be_one(text[:length]) and without_role_behind(text[:length]) == text[:length]:
            ways += [(text[:length], *rest) for rest in _ways(text[length:])]
    return tuple(ways[:2])
