"""Names in a row in running text that no known wording opens, told to be who was there by the words around them.

"Beside the tent sat Xian Yifang, Gu Manting and Luo Zhifan": people open lists in more ways than any table of wordings
has. A row counts where its sentence says that its people came or did something on the spot, and nothing before or
behind them says that they were absent, dead, held, asked for, or only written about (`pipelines.presence`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from pipelines.both_scripts import both_scripts
from pipelines.name_runs import Run, keep_stops, names_in
from pipelines.names import is_chinese_name, is_listed_name, is_romanised
from pipelines.not_there import OF_OTHERS
from pipelines.presence import (
    DID_EN,
    DID_ZH,
    HELD_EN,
    HELD_ZH,
    LEADS_ON_EN,
    NOT_THERE_EN,
    NOT_THERE_ZH,
    SPOKE_ZH,
    THANKS_EN,
    THERE_EN,
    THERE_ZH,
    WHO_DID_EN,
    as_stayed,
)
from pipelines.scripts import HAN, HAS_HAN, HAS_LATIN_WORD

_LEAST = 2
_BEFORE, _BEHIND, _BEHIND_ZH = 160, 60, 20  # characters around a row that may say what its people did
_LONGEST = 2000
_MOST = 8  # rows looked at in one sentence, and ends tried of one row

_WORD = r"[A-Z][A-Za-zÀ-ɏ'’ʼ․-]{1,20}"
NAME_EN = rf"{_WORD}(?: (?:{_WORD}|(?:de|van|von|der|al|bin)\b)){{0,4}}(?: ?\([^()]{{1,60}}\))?"
_ROW_EN = re.compile(rf"{NAME_EN}(?:(?: ?[,;、] ?(?:and |& )?| and | & ){NAME_EN}){{1,120}}")
_FIRST_EN = re.compile(r" ?[,;、(&]| and ")
_STOP_EN = re.compile(rf"[。!?;\n]|\.(?=\s|$|[A-Z{HAN}])")
_STOP_ZH = re.compile(r"[。!?;\n]|\.(?=\s|$)")
_PARTED_ZH = re.compile(rf"[{HAN})] ?[、,和及与與跟] ?[{HAN}]")
_MAY_BEGIN_ZH = re.compile(
    r":|[随接][后後着著]|[然最][后後]|[有是为為由]|如下|包括|[者员員友人们們的](?=[^、,]{2,4}[、,和及与與])|,"
    r"|(?<=[日天晚午])"
)
# "Three members of our society, ..., called on the widow of": those who go are there, whatever befell whom they go to.
_MEMBERS_EN = re.compile(r"\b(?:members|delegates|representatives) (?:of|from) [^,.;:]{3,60}, ?", re.I)
_WENT_EN = re.compile(
    r",? \b(?:visited|called (?:on|at)|went to|met with|handed|delivered|presented|submitted)\b", re.I
)
_MEMBERS_ZH = re.compile(
    both_scripts(r"[会社盟党团]的?[一两三四五六七八九十\d]{1,3}[位名个](?:成员|会员|社员|盟员|党员|代表)")
)
_WENT_ZH = re.compile(both_scripts("探访|看望|探望|慰问|走访|拜访|会见|递交|送[上去]|前[往去]"))
_TITLE_END = re.compile("(?:Dr|Mr|Ms|Mrs|Prof|Rev)․ $")
_LONGEST_ROW = 400
# What no name has, nor the role before it.
_NO_ROW_ZH = re.compile(r"[了是这這那你在]|\d[年月日]|[结結]束|[开開]始|期[间間]")
JOINED = re.compile("[、,;和及与與跟 ]")
MORE_ZH = re.compile(r"等[^、,]{0,8}$")


def rows_there(text: str) -> Iterator[Run]:
    """Yield the rows of names in a text, folded as by `pipelines.scripts.plain`, whose people are said to be there."""
    text = as_stayed(text[:_LONGEST])
    if HAS_LATIN_WORD(text):
        yield from _english(text)
    if HAS_HAN(text):
        yield from _chinese(text)


def _english(text: str) -> Iterator[Run]:
    text = keep_stops(text[:_LONGEST])
    for sentence in _STOP_EN.split(text) if _ROW_EN.search(text) else ():
        if of_members := _members_who_went(sentence):
            yield of_members
        for row in islice(_ROW_EN.finditer(sentence), _MOST):
            start = row.start() + words_before(row[0])
            before, behind = sentence[max(0, start - _BEFORE) : start], sentence[row.end() :]
            if _is_there_en(before, behind) and (run := _plainly(sentence[start : row.end()])):
                yield run


def _members_who_went(sentence: str) -> Run | None:
    members = _MEMBERS_EN.search(sentence)
    went = _WENT_EN.search(sentence, members.end(), members.end() + _LONGEST_ROW) if members else None
    if not members or not went or NOT_THERE_EN.search(sentence[max(0, members.start() - _BEFORE) : members.start()]):
        return None
    return _plainly(sentence[members.end() : went.start()])


def words_before(row: str) -> int:
    """Return where the first name of a row begins: words with a capital may stand before it."""
    first = _FIRST_EN.split(row, maxsplit=1)[0].split(" ")
    for skipped in range(len(first) - 1):
        if is_romanised(" ".join(first[skipped:])):
            return sum(len(word) + 1 for word in first[:skipped])
    return 0


def _is_there_en(before: str, behind: str) -> bool:
    before = _TITLE_END.sub("", before)
    if WHO_DID_EN.match(behind):
        before = THANKS_EN.sub("", before)
    if (
        NOT_THERE_EN.search(before.rstrip())
        or OF_OTHERS(before)
        or HELD_EN.search(behind[:_BEHIND].partition(" where ")[0])
    ):
        return False
    return bool(DID_EN.match(behind) or (LEADS_ON_EN.search(before) and THERE_EN.search(before)))


def _plainly(names: str) -> Run | None:
    run = names_in(names)
    known = sum(bool(person.zh) or is_romanised(person.en or "") for person in run.people)
    return run if run.only_names and len(run.people) >= _LEAST and known * 2 >= len(run.people) else None


def _chinese(text: str) -> Iterator[Run]:
    text = text[:_LONGEST]
    for sentence in _STOP_ZH.split(text) if _PARTED_ZH.search(text) else ():
        spans = (*_spans_zh(sentence), *_spans_of_members(sentence))
        runs = [run for start, end in spans if (run := _named(sentence[start:end]))]
        yield from sorted(runs, key=lambda run: -len(run.people))[:1]


def _spans_zh(sentence: str) -> Iterator[tuple[int, int]]:
    """Yield where a row of names that were there may stand."""
    if not _PARTED_ZH.search(sentence):
        return
    deeds = [did.start() for did in islice(DID_ZH.finditer(sentence), _MOST)]
    begins = [0, *(mark.end() for mark in islice(_MAY_BEGIN_ZH.finditer(sentence), 3 * _MOST))]
    for begin in begins:
        before = sentence[max(0, begin - _BEFORE) : begin]
        ends = [end for end in ([*deeds, len(sentence)] if THERE_ZH.search(before) else deeds) if end - begin > 4]
        if (
            not ends
            or not _begins_with_name(sentence[begin : begin + 5])
            or NOT_THERE_ZH.search(before)
            or OF_OTHERS(before)
        ):
            continue
        for end in ends:
            if JOINED.search(sentence, begin, end) and not HELD_ZH.search(sentence[end : end + _BEHIND_ZH]):
                yield begin, end


def _spans_of_members(sentence: str) -> Iterator[tuple[int, int]]:
    """Yield where members are named who went to somebody."""
    members = _MEMBERS_ZH.search(sentence)
    went = _WENT_ZH.search(sentence, members.end(), members.end() + _LONGEST_ROW) if members else None
    if members and went and not NOT_THERE_ZH.search(sentence[max(0, members.start() - _BEFORE) : members.start()]):
        yield members.end(), went.start()


def _begins_with_name(text: str) -> bool:
    text = text.lstrip()
    return "·" in text or any(is_chinese_name(text[:length]) for length in (2, 3)) or len(text) > 2


def _named(text: str) -> Run | None:
    if SPOKE_ZH.search(text) or ("(" not in text and _NO_ROW_ZH.search(text)):
        return None
    run = names_in(MORE_ZH.sub("", text))
    known = all(is_listed_name(person.zh or "") for person in run.people)
    return run if run.only_names and known and is_parted(text, run) and len(run.people) >= _LEAST else None


def is_parted(text: str, run: Run) -> bool:
    """Say whether something stands between the names of a run: "游行结束" is no two people."""
    return len(JOINED.findall(text)) >= len(run.people) - 1
