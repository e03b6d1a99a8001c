"""Lists of people in running text: where one begins (`pipelines.lead_ins`) and where it ends, and who is named in it.

All patterns are bounded, and match on text of which punctuation is folded to ASCII (`pipelines.scripts.plain`),
so that each stands for both widths. A list that says who could not come, was arrested for coming, or was invited
is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from pipelines.lead_ins import COME, EVENT, HAS_COME, LEFT_TO_RIGHT, MOST, SAYS_WHO, leads_en, leads_zh
from pipelines.list_ends import STOP_EN, STOP_ZH, are_plain, extent, until_more
from pipelines.listed import Listed
from pipelines.name_runs import LONGEST, NOBODY, Run, keep_stops, names_in
from pipelines.names import is_romanised
from pipelines.not_there import ABOUT_OTHERS_ZH, CALLS_FOR, STAYED_AWAY_ZH
from pipelines.once import once_a_paragraph
from pipelines.scripts import HAN, HAS_LATIN_WORD, has_one_of

_VERB_EN = re.compile(
    r" (?:also |all )?(?:(?:attended|took part in|participated in|joined|came to|were present at)\b"
    rf"[^.;]{{0,60}}?\b(?:{EVENT})\b"
    r"|(?:attended|took part|participated|came|were present|were there)(?: too| as well| today)?(?=[.;]?$))",
    re.I,
)
_HAS_ATTENDED = has_one_of("attended|took part|participated|joined|came|were present|were there")
_OTHERS = re.compile(r"(?:(?:many|some|\w+) )?(?:other|others|other \w+|etc)|(?:all )?members of .{2,60}", re.I)
_OPENING = re.compile(
    r"^(?:On|In|At|Today|Yesterday|This|Then|Later)\b[^,]{0,60},(?: ?\d{4},)? ?|^(?:today|yesterday) "
    r"|^(?:\w+ )?members of [^,]{2,60}, ",
    re.I,
)
_OTHER_GROUP = re.compile(
    r"members of (?:the )?([A-Z][\w' ]{2,60}?), ([^.]{3,300}?)"
    r"(?:,? (?P<verb>(?:also )?(?:came|attended|joined|took part))|(?=\.|$))",
    re.I,
)
_VERB_ZH = re.compile(rf"(?:等\d{{0,4}}人?)?(?:也|都|一起|一同|共同|今天|今日){{0,3}}[来來]?{COME}")
_BODY_ZH = rf"[{HAN}]{{1,12}}?(?:党|黨|会|會|盟|社|团|團|组织|組織|教会|大学)"
_OPENING_ZH = re.compile(
    r"^(?:[^,。、]{0,24}(?:日|天|号|號|上午|下午|晚上?) ?,? ?)?(?:我们|我們|我会|本会)?"
    rf"(?:{_BODY_ZH}的?(?:成员|成員|会员|會員|(?<=的))|(?:成员|成員|会员|會員))?"
)
_OTHER_GROUP_ZH = re.compile(
    rf"(?<![{HAN}])(?:另有|还有|還有|以及|此外"
    rf"|另外)?({_BODY_ZH})的?(?:[两二三四五六七八九十\d]{{1,3}}[位名个個])?(?:成员|成員|会员|會員|社员|社員|盟员"
    rf"|盟員|党员|黨員|教友|队员|隊員|朋友|代表|(?<=的))"
    rf" ?:? ?([{HAN}·、,和及与與 ]{{2,60}}?)(?:(?:也|都|一起|先后){{0,3}}(?:来|來|到|参加|參加|出席|加入)|(?=[。.]|$))"
)
_MOST_LISTS = 4  # in one paragraph


@dataclass(frozen=True)
class Found:
    """A list: what it says, and whether the text ends where its names should begin."""

    run: Run = NOBODY
    goes_on: bool = False


_NOTHING = Found()


def find_english(text: str, lists: int = _MOST_LISTS) -> Found:
    """Return the lists that English lead-ins, or a sentence that says that people attended, give: so many at most."""
    if not HAS_LATIN_WORD(text):
        return _NOTHING
    kept = keep_stops(text)
    return _led(kept, lists) or _found(_attended(kept))


def _found(run: Run) -> Found:
    return _NOTHING if run is NOBODY else Found(run)


def _led(kept: str, lists: int) -> Found | None:
    for lead in leads_en(kept):
        rest = _past_direction(kept[lead.end() :])
        if not rest.strip(" \n"):
            return Found(goes_on=lead[0].endswith(":"))
        run, after = extent(rest, STOP_EN)
        if not CALLS_FOR.match(rest) and _is_list(run, lead[0]):
            groups = list(_other_groups(after, _OTHER_GROUP))
            following = (_led(after, lists - 1) if groups else find_english(after, lists - 1)) if lists > 1 else None
            return Found(_with(run, groups, following))
    return None


def find_chinese(text: str, lists: int = _MOST_LISTS) -> Found:
    """Return the lists that Chinese lead-ins, or a sentence that says that people attended, give: so many at most."""
    if not HAS_COME(text):
        return _NOTHING
    return _led_zh(text, lists) or _found(_attended_zh(text))


def _led_zh(text: str, lists: int) -> Found | None:
    for lead in leads_zh(text):
        rest = _past_direction(text[lead.end() :])
        if not rest.strip(" \n"):
            return Found(goes_on=True)
        run, after = extent(rest, STOP_ZH)
        if not CALLS_FOR.match(rest) and _is_list(run, lead[0]):
            groups = list(_other_groups(after, _OTHER_GROUP_ZH))
            following = (_led_zh(after, lists - 1) if groups else find_chinese(after, lists - 1)) if lists > 1 else None
            return Found(_with(_of_one_group(run), groups, following))
    return None


def only_names(text: str) -> Run:
    """Return what a text says that is names alone, or nothing."""
    run = names_in(until_more(keep_stops(text)))
    return run if run.only_names else NOBODY


def names_going_on(text: str) -> Run:
    """Return what a paragraph says that goes on a list: people alone, or nothing."""
    run = names_in(until_more(keep_stops(text)))
    alone = len(run.surnames) == 1 and not (run.people or run.unread or run.notes)
    return run if run.only_names or alone or (run.only_people and are_plain(run)) else NOBODY


def seen_names(text: str) -> Iterator[Run]:
    """Yield the names behind each lead-in, and before each "attended", whether they are read as a list or not."""
    kept = keep_stops(text)
    english = ((lead, kept, STOP_EN) for lead in leads_en(kept)) if HAS_LATIN_WORD(text) else ()
    chinese = ((lead, text, STOP_ZH) for lead in leads_zh(text)) if HAS_COME(text) else ()
    for lead, whole, stop in (*english, *chinese):
        run, _ = extent(_past_direction(whole[lead.end() :]), stop)
        if len(run.people) + len(run.surnames) > (0 if lead[0].rstrip().endswith(":") else 1):
            yield run
    yield from _attending(kept)
    yield from _attending_zh(text)


def _is_list(run: Run, lead: str) -> bool:
    """Say whether what follows a lead-in is a list: it begins with a name, or is of people alone."""
    if run.begins_with_name or (run.people and SAYS_WHO.search(lead)):
        return True
    if not lead.rstrip().endswith(":"):
        return False
    if len(run.people) > len(run.unread) and not run.notes and any(is_romanised(one.en or "") for one in run.people):
        return True  # those of one word are not read: Mongols and Tibetans have no surname
    return run.only_people and are_plain(run)


def _past_direction(text: str) -> str:
    rest = text[:LONGEST].lstrip(" :")
    direction = LEFT_TO_RIGHT.match(rest)
    return rest[direction.end() :] if direction else rest


def _of_one_group(run: Run) -> Run:
    """Where a group stands before the first name alone, it may be everybody's, or the first one's: nobody gets it."""
    if len(run.people) < 2:
        return run
    first, *rest = run.people
    if not first.affiliation or any(person.affiliation for person in rest) or "(" in first.raw:
        return run
    return replace(run, people=(replace(first, affiliation=None), *rest))


def _with(run: Run, groups: list[Listed], following: Found | None) -> Run:
    """Return a list with those of other groups, and with the list that follows it."""
    then = following.run if following else NOBODY
    known = {person.name for person in groups}
    people = (*run.people, *groups, *(person for person in then.people if person.name not in known))
    return replace(run, people=people, surnames=run.surnames + then.surnames, unread=run.unread + then.unread)


def _other_groups(text: str, pattern: re.Pattern[str]) -> Iterator[Listed]:
    for group in pattern.finditer(text):
        run = names_in(group[2])
        if group.groupdict().get("verb") or run.only_names:
            yield from (replace(person, affiliation=group[1]) for person in run.people)


def _attended(text: str) -> Run:
    """Return the people of whom a sentence says that they attended: two at least, and all of them plainly names."""
    return next((run for run in _attending(text) if all(map(_OTHERS.fullmatch, run.notes))), NOBODY)


@once_a_paragraph
def _attending(text: str) -> tuple[Run, ...]:
    return tuple(islice(_each_attending(text), MOST))


def _each_attending(text: str) -> Iterator[Run]:
    for clause in re.split(r"[.;。\n](?=\s|$)|;", text) if _HAS_ATTENDED(text) else ():
        verb = _VERB_EN.search(clause)
        run = names_in(_OPENING.sub("", clause[: verb.start()].strip())) if verb else NOBODY
        if len(run.people) > 1 and are_plain(run) and run.begins_with_name:
            yield run


def _attended_zh(text: str) -> Run:
    return next((run for run in _attending_zh(text) if run.only_names), NOBODY)


@once_a_paragraph
def _attending_zh(text: str) -> tuple[Run, ...]:
    return tuple(islice(_each_attending_zh(text), MOST))


def _each_attending_zh(text: str) -> Iterator[Run]:
    for sentence in re.split(r"[。;!?\n]", text) if HAS_COME(text) else ():
        verb = _VERB_ZH.search(sentence)
        if not verb or STAYED_AWAY_ZH.search(sentence[: verb.start()]) or ABOUT_OTHERS_ZH.search(sentence):
            continue
        run = names_in(until_more(_OPENING_ZH.sub("", sentence[: verb.start()].strip(" ("), count=1)))
        if len(run.people) + len(run.unread) > 1 and run.begins_with_name:
            yield run
