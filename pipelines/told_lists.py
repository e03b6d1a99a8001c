"""Lists whose lead-in says by its words that people were there, and whose pieces say more of each than a name.

"Among us that evening were the poet Qie Ning; two sisters, Kuai Xiangjun and Kuai Xiangling; ...": whoever is named in
a piece is listed, with what stands around the name left aside. A piece that names nobody adds to the one before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipelines.away_labels import AWAY_LABEL
from pipelines.both_scripts import both_scripts, words_in_both
from pipelines.chinese_pieces import read_chinese
from pipelines.english_pieces import read_english
from pipelines.lead_ins import is_elsewhere
from pipelines.list_ends import STOP_EN
from pipelines.listed import Listed
from pipelines.name_runs import (
    BRACKET,
    STOPS,
    Run,
    keep_stops,
    names_in,
    notes_of,
    with_closed_brackets,
    without_days,
    without_family,
)
from pipelines.name_series import MORE_ZH, NAME_EN
from pipelines.names import is_listed_name, is_plainly_spelled
from pipelines.not_there import CALLS_FOR, NAMES_OTHERS, OF_OTHERS
from pipelines.presence import (
    ABSENT,
    DID_ZH,
    HELD_EN,
    HELD_ZH,
    NOT_THERE_EN,
    NOT_THERE_ZH,
    THERE_EN,
    THERE_ZH,
    as_stayed,
    is_about_others,
)
from pipelines.roles import ROLE, without_role_behind
from pipelines.scripts import HAN, HAS_HAN, HAS_LATIN_WORD, has_one_of
from pipelines.trades import foreign_behind, name_behind, without_company

_LEAST = 2
_LONGEST = 3000
_LONGEST_CELL, _LONGEST_LEAD = 40, 100
_LEAD_EN = re.compile(
    r"[^:]{2,160}?(?::|\b(?:are|were|came|(?:sat|stood)(?= [A-Z])|included?|includes|including|consisted of|made up of"
    r"|(?:\w{2,12}ed|led|given|read|sung|brought|lit) by)\b(?!(?:[^:,;.]|, ?\d{4}){1,60}:):?) ?"
)
_LEAD_ZH = re.compile(both_scripts(r"[^:、]{2,60}?(?:如下:?|:|—{1,2}(?=[^—]*$)|,?有:?|[的者人员友宾们][是为]:?)"))
# "Helping with the exhibition:", "Carrying the banner today:".
_DOING_EN = re.compile(
    r"(?:also |and |still )?(?:help|light|carry|hold|hand|giv|distribut|collect|sing|read|speak|play|march"
    r"|walk|sit|pray"
    r"|kneel|chant|shout|drum|keep|steward|interpret|translat|cook|bak|pour|rais|lead|clean|danc|perform|lift|organi[sz]"
    r"|represent|staff|mann|accompany|fast|lay|sweep|dous|serving (?:tea|soup|food|coffee|dinner|lunch)|stand"
    r"|serving (?=at|as))(?:ing)?\b(?! (?:sentence|time))[^:.;]{0,60}: ?",
    re.I,
)
# "Thanks to all who came:": the thanks are for being there.
_THANKS_FOR_IT = re.compile(
    r"\b(?:thanks|thank you|we thank|grateful)\b(?: (?:go|to|again|so|much|very|all|those|everybody|everyone"
    r"|of|you|our|the"
    r"|friends|members|guests)\b){0,6}(?= (?:who|that) (?:also |all )?(?:came|stood|joined|attended|took part"
    r"|walked|marched|showed up"
    r"|turned (?:up|out)|were (?:there|here|with us)|was (?:there|here|with us)|braved))"
    r"|\bthanks for (?:coming|joining us|being there)\b",
    re.I,
)
_HAS_LEAD_EN = has_one_of(":|are|were|came|sat|stood|includ|consisted of|made up of|d by|t by|n by|g by")
_WE_WERE = re.compile(
    r"\bwe\b[^:.;]{0,80} (?:were|stood|came|walked|marched|sat|gathered|rallied|met)\b[^:.;]{0,60}: ?$", re.I
)
_HAS_THANKS = has_one_of("thank|grateful")
_HAS_LEAD_ZH = has_one_of(words_in_both(":|如下|有|是|为|—"))
_CAME_ZH = re.compile(
    both_scripts(
        "(?:等[^、,]{0,6})?[也都还亦一起同]{0,3}(?:参加|出席|加入|参与|来到|赶到|前来|到场|在场)了?[^、,:]{0,16}$"
    )
)
_PARTS_EN = re.compile(r" ?[,;、] ?(?:and |& )?| and | as well as ")
_PARTS_ZH = re.compile(both_scripts(rf" ?[、,;] ?(?:以及|还有|和|及|有(?=[{HAN}]))?|以及|还有"))
_NAMED_EN = re.compile(rf"{NAME_EN}(?= (?:of|from|on|in|at|who|also|with|taking)\b|$)")
# What may stand before a name in its piece: "the retired miner", "our Tibetan friend", "the printer's widow".
_WHO_EN = re.compile(r"(?:(?:the|our|an?|his|her|their|two|three|and|also)\b ?)?(?:[A-Z]?[a-z'’-]{2,20} ){0,4}")
_NO_WHO_EN = re.compile(
    r"\b(?:that|told|said|after|for|to|of|about|from|by|with|asked|had|has|have|in|at|on|near|against|into|who|is"
    r"|was|not"
    r"|met|saw|visited|thanked|received|handed|gave|heard|called)\b",
    re.I,
)
_WHO_ZH = re.compile(rf"[{HAN}]{{0,8}}{ROLE}(?P<name>[{HAN}]{{2,4}})")
_AND_ZH = re.compile("[和及与與跟]")
_OF_PHRASES = re.compile(
    "[担擔领領奖獎译譯责責陪递遞访訪望慰奏到上下去出进進走站坐手为為向从從不大小有无無前后後里裡外]"
)
_FROM_ZH = re.compile("[从從自].{1,8}[来來]")
_NUMBER = re.compile(r"\W{0,3}(?:\d{1,3}[.)、:]?)? ?")
_GROUP_LINE = re.compile(r"(?P<group>[^:,;、]{2,40}): ?(?P<names>[^:]{4,400})")
_IN_TURN = re.compile(
    r"(?:day|night|shift|hour|turn|watch) \w{1,8}|第[一二三四五六七八九十\d]{1,2}[天日晚夜班]", re.I
)  # labels of whoever had his turn, of one person often
_GOES_ON = re.compile(both_scripts(r"(?:以及|还有|另有)|(?:as well as|and|also|together with)\b"), re.I)


def told_lists(text: str) -> Iterator[Run]:
    """Yield the lists of a text, folded as by `pipelines.scripts.plain`, that its own lead-ins open."""
    text = as_stayed(text[:_LONGEST])
    if HAS_LATIN_WORD(text) and _HAS_LEAD_EN(text):
        for sentence in STOP_EN.split(keep_stops(text)):
            lead = _LEAD_EN.match(sentence.lstrip())
            if lead and _says_there(lead[0]) and not OF_OTHERS(lead[0]) and not is_elsewhere(lead[0], text):
                rest = sentence.lstrip()[lead.end() :]
                yield from _list(people_en(rest), alone=names_in(rest).only_names)
    if HAS_HAN(text) and _HAS_LEAD_ZH(text):
        for sentence in STOPS.split(text):
            lead = _LEAD_ZH.match(sentence.lstrip())
            if lead and THERE_ZH.search(lead[0]) and not NOT_THERE_ZH.search(lead[0]) and not OF_OTHERS(lead[0]):
                yield from _list(people_zh(sentence.lstrip()[lead.end() :]))
            elif came := _CAME_ZH.search(sentence):
                yield from _list(_all_named(sentence[: came.start()]))


def _says_there(lead: str) -> bool:
    """Say whether an English lead-in says that those behind it were there."""
    if not THERE_EN.search(lead) and not _DOING_EN.fullmatch(lead) and not _WE_WERE.search(lead):
        return False
    kept = _THANKS_FOR_IT.sub("", lead) if _HAS_THANKS(lead) else lead
    return not NOT_THERE_EN.search(kept.rstrip(": "))


def opens_list(text: str) -> bool:
    """Say whether a text, folded as by `pipelines.scripts.plain`, is nothing but a lead-in whose names follow."""
    lead = text.strip() if len(text) <= _LONGEST_LEAD and text.rstrip().endswith(":") else ""
    there = THERE_ZH if HAS_HAN(lead) else THERE_EN
    return bool(lead and there.search(lead) and not is_about_others(lead[:-1]) and not STOPS.search(lead))


def _all_named(text: str) -> Sequence[Listed]:
    """Return the people of a text before "also came", if each of its pieces names one and none is elsewhere."""
    text = text.strip()
    parts = [part for part in _PARTS_ZH.split(text) if part.strip()]
    if NOT_THERE_ZH.search(text) or len(parts) < _LEAST or not all(people_zh(part) for part in parts):
        return ()
    people = people_zh(text)
    return people if all(is_listed_name(one.zh or "") for one in people) else ()


def going_on(text: str) -> Run:
    """Return whom a paragraph lists that goes on a list which the one before it broke off with a comma."""
    found = _GOES_ON.match(text)
    rest = text[found.end() :] if found else text
    rest = (rest.partition(":")[2] or rest).rstrip(" .。")
    return next(_list(people_zh(rest) if HAS_HAN(rest) else people_en(keep_stops(rest))), Run())


def line_of(text: str) -> Run:
    """Return the one person of a line in a list with a name a line: a name, and behind it a word on them."""
    text = _NUMBER.sub("", text, count=1)
    if group := _GROUP_LINE.fullmatch(text):
        return _line_of_group(group["group"], group["names"].rstrip(" .。"))
    if len(text) > 80 or ABSENT(text) or STOPS.search(text.rstrip(" .。")):
        return Run()
    people = people_zh(text) if HAS_HAN(text) else people_en(keep_stops(text))
    return Run(tuple(people)) if people and text.startswith(people[0].name[:2]) else Run()


def _line_of_group(group: str, names: str) -> Run:
    """Return the people of a group's line in a list: names alone, or a list by itself."""
    if is_about_others(group) or AWAY_LABEL.match(f"{group}:") or NAMES_OTHERS(group):
        return Run()
    alone = names_in(names)
    people = alone.people if alone.only_names else people_zh(names) if HAS_HAN(names) else people_en(keep_stops(names))
    people = [replace(one, affiliation=one.affiliation or group) for one in people]
    each = len(people) == len([part for part in _PARTS_ZH.split(names) if part.strip()]) >= _LEAST
    if alone.only_names or each or (people and _IN_TURN.fullmatch(group)):
        return Run(tuple(people))
    return next(_list(people), Run())


def may_stand_between(text: str) -> bool:
    """Say whether a paragraph may be a cell between two that name somebody: short, and no sentence."""
    return len(text) <= _LONGEST_CELL and not STOPS.search(text) and ":" not in text and not is_about_others(text)


def _list(people: Sequence[Listed], *, alone: bool = False) -> Iterator[Run]:
    """Yield the list, if it is one: two people at least, and half of them plainly names; of names ``alone`` one."""
    sure = sum(is_listed_name(one.zh or "") or is_plainly_spelled(one.en or "") for one in people)
    if len(people) >= _LEAST and (sure * 2 >= len(people) or (alone and sure)):
        yield Run(tuple(people), begins_with_name=True)


def people_en(text: str) -> list[Listed]:
    """Return whom the pieces of an English list name."""
    parts = [part.strip() for part in _PARTS_EN.split(with_closed_brackets(without_family(text))) if part.strip()]
    if not parts or HELD_EN.search(parts[-1]) or any(map(CALLS_FOR.search, parts)):
        return []
    return [one for part in parts if not ABSENT(part) and (one := _person_en(part))]


def _person_en(part: str) -> Listed | None:
    notes = notes_of(part)
    bare = " ".join(BRACKET.sub(" ", part).split())
    if HAS_HAN(bare):
        pair = names_in(part)
        return pair.people[0] if pair.only_names and len(pair.people) == 1 else None
    piece = read_english(bare, notes, part)
    if piece.person:
        return piece.person
    for found in _NAMED_EN.finditer(bare):
        before = bare[: found.start()]
        named = read_english(found[0], (), part).person
        if named and _WHO_EN.fullmatch(before) and not _NO_WHO_EN.search(before):
            return replace(named, affiliation=None)
    return None


def people_zh(text: str) -> list[Listed]:
    """Return whom the pieces of a Chinese list name."""
    parts = [part.strip() for part in _PARTS_ZH.split(with_closed_brackets(without_days(text))) if part.strip()]
    if not parts or HELD_ZH.search(parts[-1]) or any(map(CALLS_FOR.search, parts)):
        return []
    return [one for part in parts if not ABSENT(part) for one in _persons_zh(part)]


def _persons_zh(part: str) -> list[Listed]:
    notes = notes_of(part)
    bare = without_company(MORE_ZH.sub("", BRACKET.sub("", part).strip(" 。.!")))
    if _FROM_ZH.fullmatch(bare):
        return []
    if foreign := foreign_behind(bare):
        return [Listed(zh=foreign, raw=part)]
    ends = [side.rpartition("的")[2] for side in _AND_ZH.split(bare)]
    if len(ends) > 1 and all(map(is_listed_name, ends)):  # "of the Poets A and of the Society B"
        return [Listed(zh=name, raw=part) for name in ends]
    of = bare.rpartition("的")[2]
    for text in dict.fromkeys((of, bare)):
        read = [piece.person for piece in read_chinese(text, notes, part) if piece.person]
        if read and all(is_listed_name(person.zh or "") for person in read):
            return read
    sides = [side.rpartition("的")[2] for side in _AND_ZH.split(bare)]
    named = [_last_name(side) for side in sides]
    # "and a student": who is not named stands beside who is.
    return [Listed(zh=name, raw=part) for name in named if name] if named[0] or all(named[1:]) else []


def _is_phrase(text: str) -> bool:
    """Say whether four characters are words and no name: 走到桥上, 文琦领奖."""
    return len(text) == 4 and bool(_OF_PHRASES.search(text) or DID_ZH.match(text, 2))


def _last_name(text: str) -> str:
    """Return the name at the end of "神学生盛雅各"; "" where there is none."""
    text = without_role_behind(MORE_ZH.sub("", text))
    if found := _WHO_ZH.fullmatch(text):
        text = found["name"]
    if 2 <= len(text) <= 4 and is_listed_name(text, among_names=True) and not _is_phrase(text):
        return text
    return name_behind(text)
