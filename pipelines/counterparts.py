"""Lists of people that no known wording opens, shown to be such by the same names in the other language.

People open lists in more ways than any table of wordings has: "Weavers on the bridge today included ...". A sentence
that ends in names, and in names alone, is taken for a list where a list in the other language has the same people by
reading; and where neither is opened by a known wording, only if one of both says that they were there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipelines.asked_for import counts_them
from pipelines.away_labels import AWAY_LABEL
from pipelines.doers import calls_doers
from pipelines.lead_ins import is_elsewhere
from pipelines.list_ends import STOP_EN
from pipelines.name_lists import only_names
from pipelines.name_runs import Run, keep_stops
from pipelines.names import is_romanised, reads
from pipelines.not_there import NAMES_OTHERS, is_of_others
from pipelines.scenes import is_ours
from pipelines.scripts import HAN, HAS_HAN, HAS_LATIN_WORD, has_one_of
from pipelines.told_lists import line_of

_LEAST, _SHARE = 2, 0.6  # names that both lists have: so many, and so much of the shorter one
_LEAD_EN = re.compile(r"[^:]{3,160}?(?::|\b(?:are|were|included?|including|includes)\b(?! by\b):?) ?")
_LEAD_ZH = re.compile(r"[^:,、]{2,60}?(?::|如下:?|有:?|[是为為]:?) ?")
_LEADS = (
    (_LEAD_EN.match, HAS_LATIN_WORD, has_one_of(":|are|were|includ")),
    (_LEAD_ZH.match, HAS_HAN, has_one_of(":|如下|有|是|为|為")),
)
# "Members of Lantern Union:" names who was there if the sentence that reports the event names the group.
_OF_GROUP = re.compile(
    r"(?:(?:the )?(?:members|friends|delegates|representatives|participants) (?:of|from)|from) (?:the )?"
    r"(?P<en>[^:,;]{2,60}?) ?: ?"
    r"|(?P<shift>(?:first|second|third|fourth|fifth|sixth|last|morning|noon|afternoon|evening|night|early|late) "
    r"(?:watch|shift|hour|day|night|group|team|turn|vigil)(?: \([^()]{1,30}\))?|(?:day|night|shift|group|team"
    r"|watch) \w{1,8}|第[一二三四五六七八九十]{1,2}[天日晚夜组組班](?:\([^()]{1,16}\))?) ?: ?"
    r"|(?:the )?(?P<bare>[^:,;]{4,60}?) ?: ?"
    rf"|(?P<zh>[{HAN}]{{2,20}}?)的?(?:成员|成員|会员|會員|社员|社員|盟员|盟員|党员|黨員|朋友|代表)? ?: ?",
    re.I,
)
_LONGEST_LINE = 200
_GROUPS = re.compile(rf"[;。\n]|\.(?=\s|$|[A-Z{HAN}])")
_IN_TURN = re.compile(r"\b(?:relay|turns?|hunger|fast\w*|watch|vigil)\b|接力|轮流|輪流|绝食|絕食|禁食|守夜", re.I)
_PRESENT = re.compile(
    r"\b(?:today|tonight|this (?:morning|afternoon|evening)|came|com(?:e|ing)|stood|stand\w*|walk\w*|march\w*|carr\w+"
    r"|took|join\w*|present|help\w*|attend\w*|gather\w*|rall\w+|meeting|spoke|speak\w*|who|those|with us"
    r"|together|(?:bear|carri|climb|hold|play|sing|walk|march|rid|strik|watch|drumm|danc|perform|driv|help)ers)\b"
    r"|今[天日晚]|[当當][天晚]|(?<![寄送发發收看听聽拿传傳念提直])[到来來](?!自|[电電信函])|站|走|参加|參加|出席|集会|集會|游行|遊行|[会會]上|现场|現場|发言|發言|帮忙"
    r"|幫忙|一起|一同|同来|同行|[登持举舉捧扛抬点點敲弹彈唱走站守跑骑騎][^,:、;]{1,3}[者人]",
    re.I,
)


@dataclass(frozen=True)
class _List:
    """Names that may be a list of who was there: ``present`` where its own words say so, ``of_group`` where these are
    the name of a group that gathered.
    """

    run: Run
    present: bool
    of_group: bool = False
    lead: str = ""
    of_groups: bool = False

    @property
    def is_chinese(self) -> bool:
        return not self.run.people[0].en


def find_counterparts(
    texts: Sequence[tuple[int, str]], known: Mapping[int, Run], reports: Callable[[], Iterable[str]] = tuple
) -> tuple[dict[int, Run], dict[int, Run]]:
    """Return (the lists among (index, text) that another list confirms, those that say that they were there and that
    none confirms); ``known`` are those of known wording, ``reports`` the sentences that report the event.
    """
    surely = [_List(run, present=True) for run in known.values() if run.people]
    unknown = [(index, text) for index, text in texts if index not in known and not AWAY_LABEL.match(text)]
    maybe = {index: found for index, text in unknown if (found := next(_lists(text, reports), None))}
    confirmed = {}
    for index, one in maybe.items():
        others = [*surely, *(other for other in maybe.values() if one.present or other.present)]
        if any(_are_the_same(one, other) for other in others):
            confirmed[index] = one.run
    listed = {index for index, run in known.items() if run.people}
    # A line of a group between two that are confirmed, and as others have it in the other language.
    for index, one in maybe.items():
        beside = {index - 1, index + 1} & (confirmed.keys() | listed)
        if (
            beside
            and not counts_them(one.lead)
            and index not in confirmed
            and any(_are_the_same(one, other) for other in maybe.values())
        ):
            confirmed[index] = one.run
    confirmed |= _grouped(unknown, listed | confirmed.keys(), reports)
    # Groups that gathered together, each with its people: they need no second list.
    groups = {index: one for index, one in maybe.items() if one.of_group}
    if len(groups) > 1:
        confirmed |= {index: one.run for index, one in groups.items()}
    confirmed |= {index: one.run for index, one in maybe.items() if one.of_groups}
    # Whoever is called by what he did, where a gathering of the writer's own is reported.
    doing = {index: one.run for index, one in maybe.items() if index not in confirmed and calls_doers(one.lead)}
    if doing and any(map(is_ours, reports())):
        confirmed |= doing
    alone = {index: one.run for index, one in maybe.items() if one.present and index not in confirmed}
    return confirmed, alone


def _grouped(
    unknown: Sequence[tuple[int, str]], listed: Container[int], reports: Callable[[], Iterable[str]]
) -> dict[int, Run]:
    """Return the lines of groups, each with its names, that both languages have alike: right below a list, or right
    below the sentence that reports the event, where that tells of nobody's harm.
    """
    lines = {i: text for i, text in unknown if text.count(":") == 1 and len(text) < _LONGEST_LINE}
    blocks = [block for block in _neighbours(sorted(lines)) if len(block) > 1] if len(lines) > 1 else []
    texts = dict(unknown)
    found: list[tuple[bool, dict[int, Run]]] = []
    confirmed: dict[int, Run] = {}
    in_turn = bool(blocks) and any(map(_IN_TURN.search, reports()))
    for block in blocks:
        runs = {i: _named_group(lines[i]) for i in block}
        if in_turn and all(run.people and _is_shift(lines[i]) for i, run in runs.items()):
            confirmed |= runs
            continue
        above = " ".join(texts.get(block[0] - before, "") for before in (2, 1))
        told = not NAMES_OTHERS(above) and any(one in above for one in reports())
        placed = told or block[0] - 1 in listed
        for chinese in (False, True):
            of_one = {i: run for i, run in runs.items() if run.people and bool(run.people[0].zh) == chinese}
            if len(of_one) > 1:
                found.append((placed, of_one))
    for placed, one in found:
        others = [other for is_placed, other in found if (placed or is_placed) and other is not one]
        if any(_are_the_same(_gathered(one), _gathered(other)) for other in others):
            confirmed |= one
    return confirmed


def _gathered(runs: Mapping[int, Run]) -> _List:
    return _List(Run(tuple(person for run in runs.values() for person in run.people)), present=False)


def _neighbours(indices: Sequence[int]) -> Iterator[list[int]]:
    """Yield the runs of indices that follow one another."""
    block: list[int] = []
    for index in indices:
        if block and index != block[-1] + 1:
            yield block
            block = []
        block.append(index)
    if block:
        yield block


def _is_shift(line: str) -> bool:
    lead = _OF_GROUP.match(line)
    return bool(lead and lead["shift"])


def _named_group(line: str) -> Run:
    """Return the people of a line that is a group or a place, and names."""
    lead = _OF_GROUP.match(line)
    if not lead or is_of_others(lead[0]) or counts_them(lead[0]):
        return Run()
    rest = line[lead.end() :]
    run = only_names(rest)
    if lead["shift"] and not run.people:
        run = line_of(rest)
    return run if all(one.zh or is_romanised(one.en or "") for one in run.people) else Run()


def _lists(text: str, reports: Callable[[], Iterable[str]]) -> Iterator[_List]:
    if groups := _groups(text, reports):
        yield groups
    leads = [(lead_of, letters) for lead_of, letters, has_lead in _LEADS if letters(text) and has_lead(text)]
    for sentence in STOP_EN.split(keep_stops(text)) if leads else ():
        for lead_of, letters in leads:
            lead = lead_of(sentence.strip()) if letters(sentence) else None
            if not lead or is_of_others(lead[0]):
                continue
            if is_elsewhere(lead[0], text):
                continue
            run = only_names(sentence.strip()[lead.end() :])
            known = sum(bool(p.zh) or is_romanised(p.en or "") for p in run.people)
            # Names of the West may be of anything, but among others, of people who did something.
            enough = len(run.people) if not calls_doers(lead[0]) else (len(run.people) + 1) // 2
            if len(run.people) >= _LEAST and known >= enough:
                of_group = _is_of_group(lead[0], reports)
                yield _List(run, of_group or bool(_PRESENT.search(lead[0])), of_group, lead[0])


def _groups(text: str, reports: Callable[[], Iterable[str]]) -> _List | None:
    """Return the people of a text that is nothing but groups with their names, if one of the groups gathered."""
    parts = [part.strip() for part in _GROUPS.split(keep_stops(text)) if part.strip()] if text.count(":") > 1 else []
    leads = [_OF_GROUP.match(part) for part in parts]
    if len(parts) < _LEAST or not all(leads) or any(NAMES_OTHERS(lead[0]) for lead in leads if lead):
        return None
    runs = [only_names(part[lead.end() :]) for part, lead in zip(parts, leads, strict=True) if lead]
    people = tuple(one for run in runs for one in run.people)
    if not all(run.people for run in runs) or not all(one.zh or is_romanised(one.en or "") for one in people):
        return None
    gathered = any(_is_of_group(lead[0], reports) for lead in leads if lead)
    return _List(Run(people), gathered, of_groups=gathered and all(lead["en"] for lead in leads if lead))


def _named(found: re.Match[str]) -> str:
    return found["en"] or found["zh"] or found["bare"] or ""


def _is_of_group(lead: str, reports: Callable[[], Iterable[str]]) -> bool:
    """Say whether a lead-in calls those who follow members of a group that gathered."""
    found = _OF_GROUP.fullmatch(lead)
    if found and found["shift"]:
        return any(map(_IN_TURN.search, reports()))
    return found is not None and any(_named(found) in sentence for sentence in reports())


def _are_the_same(one: _List, two: _List) -> bool:
    """Say whether two lists name the same people in two languages, so far as readings tell."""
    if one.is_chinese == two.is_chinese:
        return False
    english, chinese = (two.run, one.run) if one.is_chinese else (one.run, two.run)
    left = [person.zh for person in chinese.people if person.zh]
    fitting = 0
    for person in english.people:
        found = next((zh for zh in left if reads(person.en or "", zh)), None)
        if found:
            left.remove(found)
            fitting += 1
    return fitting >= max(_LEAST, _SHARE * min(len(english.people), len(chinese.people)))
