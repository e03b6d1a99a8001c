"""Who is told in a sentence to have done something on the spot: as its subject, with nothing that takes it elsewhere.

Texts are folded (`pipelines.scripts.plain`), their stops kept as by `pipelines.name_runs.keep_stops`.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Container, Iterator, Sequence

from pipelines.both_scripts import both_scripts
from pipelines.deeds import (
    ANY_VERB_EN,
    AT_HAND_EN,
    AT_HAND_ZH,
    AT_INSTRUMENT_EN,
    CAME_FOR_IT_EN,
    DEED_EN,
    DEED_ZH,
    HANDED_EN,
    HANDED_ZH,
    INVITED_EN,
    INVITED_ZH,
    NO_VERB_ZH,
    PART_EN,
    PART_ZH,
    REPORTED_ZH,
    ROLE_BEHIND_ZH,
    SECOND_EN,
    SECOND_ZH,
    SPEECH_EN,
    SPEECH_ZH,
    TAKEN_OVER_ZH,
    THANKED_EN,
    THANKS_EN,
    TO_SPEAK_EN,
    TO_SPEAK_ZH,
    WAS_EN,
    WAS_ZH,
    WORDS_EN,
    WORDS_ZH,
)
from pipelines.elsewhere import (
    AGAINST_EN,
    AGAINST_ZH,
    ELSEWHERE_EN,
    ELSEWHERE_ZH,
    FAR_EN,
    FAR_ZH,
    LONG_AGO_EN,
    OF_PRISONER_ZH,
    OUT_ZH,
    TO_COME_ZH,
)
from pipelines.mentions import Mention, mentions_en, mentions_zh
from pipelines.roles import ROLE
from pipelines.scripts import HAN, HAS_HAN, HAS_LATIN_WORD

DEED, PART, WORDS, SPEECH = "deed", "part", "words", "speech"  # came or helped; chaired; read, sang, spoke; told
SUBJECT = "subject"  # did something that no table knows
BESIDE = "beside"  # did anything in a sentence that tells of a part somebody had
KINDS = frozenset((DEED, PART, WORDS, SPEECH, SUBJECT, BESIDE))
Told = tuple[Mention, str]

_BEFORE, _BEHIND, _BEHIND_ZH, _CLOSE = 100, 60, 14, 25  # characters around a deed that may take it elsewhere
_SENTENCE_EN = re.compile(r"(?:[^.。!?\n]|\.(?!\s|$|[A-Z])){4,600}")
_SENTENCE_ZH = re.compile(rf"(?:[^.。!?\n]|\.(?!\s|$|[{HAN}])){{4,400}}")
_LINK_EN = re.compile(
    r"(?: (?:of|from) (?:the |our |this )?[A-Za-z'’․ ]{2,50}?)?(?:, (?:and )?| and )"
    r"(?:(?:the|his|her|our|their|an?) (?:[a-z'’-]{2,14},? ){1,3}|(?:poet|writer|lawyer|editor|teacher|student|pastor"
    r"|doctor|artist|painter|singer|journalist|professor|activist|scholar|novelist|worker|farmer|preacher) )?"
)
_LINK_ZH = re.compile(rf"(?:[、和与與及跟]|以及)(?:[他她其]?的?(?:夫人|妻子|丈夫|女儿|女兒|儿子|兒子|{ROLE}))?")
# "His widow, Wen Qi, attended": the comma behind the name ends what says who she is.
_APPOSED_EN = re.compile(r"(?:\b(?:his|her|their|our|the)|['’]s?) (?:[a-z]{3,12} ){0,2}[a-z-]{3,14}, $", re.I)
_NAMED_EN = re.compile(r"\b[a-z]{3,14}, $")  # "Three of his pupils, Wen Qi and Rui An, recalled"
_APPOSED_END = re.compile(",(?= [a-z])")
# From where a clause begins to the name: what belongs to the name, and no verb or preposition that makes it an object.
_LED_EN = re.compile(r"(?:^|[,;:—]|\b(?:and|but|while|then)\b) ?((?:[^\s,;:—]{1,20} ){0,5})$", re.I)
_OPENER_EN = re.compile(
    r" ?(?:After (?:him|her|them|that|this)|(?:In|At|During|On|From|Before|By|Between|After|Outside|Inside|Under"
    r"|Behind)"
    r" (?:the|this|that|our|an?|each|two|three) (?:(?:end|beginning|start|close|opening|middle|front|foot|head|gate"
    r"|steps)"
    r" of (?:the|our|this) )?(?:(?!(?:of|to|with|by|from|for|and|in|at|on) )[a-z]{2,12} ?){1,3}"
    r"|(?:At|By|Towards?|Before|After|Around) (?:noon|dusk|dawn|night|midnight|lunch|dinner|supper|sunset|first|last)"
    r"|Among them|This time|That day) ",
    re.I,
)
_OBJECT_EN = re.compile(
    r"\b(?:of|for|to|with|by|from|about|in|on|at|against|near|into|after|before|under|over|behind|beside|told|asked"
    r"|remember\w*|met|saw|visited|called|named|like|than|without|during|through|is|are|was|were|be|has|have|had"
    r"|which|who"
    r"|whose|whom|that|what|how|when|where|because|if|as|not|nor|or|until|since|between|among|around|towards?|read|sang"
    r"|said)\b",
    re.I,
)
_CITY = re.compile(
    r"(?:Meanwhile,? )?(?:In|From) (?!January|February|March|April|May|June|July|August|September|October|November|Dec)"
    r"([A-Z][a-z]{2,15}(?: [A-Z][a-z]{2,15})?),? "
)
_HAVE_BEEN = re.compile(r", (?:have|has) been\b")  # "The Seven, led by Wan Qi, have been held": no gathering
_PRONOUN = re.compile(r"(?:He|She)\b")
_BY_ZH = re.compile("由[^,;:。]{0,8}$")
_IN_COMPANY_ZH = re.compile(both_scripts("在[^,;:。]{2,20}(?:陪同|带领|率领)下,?"))
_OBJECT_ZH = re.compile("(?:[向给給对對把被让讓替叫问問]|(?<![同身作])[为為])[^,;:、]{0,8}$")
_FROM_HANDS_ZH = re.compile("手[中里裡上]")
_CLAUSE = re.compile("[,;:]")
_OTHER_KINDS = {SPEECH_EN: SPEECH, ANY_VERB_EN: SUBJECT}
_BY_PLACE = operator.attrgetter("start")


def told_deeds(text: str) -> Iterator[Told]:
    """Yield who is told to have been there, and by which kind of deed; of a deed in some city also that city."""
    if HAS_LATIN_WORD(text):
        alone: Mention | None = None  # the one person that the sentence before speaks of
        for sentence in (found.lstrip() for found in _SENTENCE_EN.findall(text)):
            mentions = list(mentions_en(sentence))
            yield from _beside(list(_english(sentence, mentions)))
            yield from _goes_on(sentence, alone)
            alone = mentions[0] if len(mentions) == 1 and not mentions[0].begins else None
    if HAS_HAN(text):
        for sentence in _SENTENCE_ZH.findall(text):
            yield from _beside(list(_chinese(sentence.lstrip())))


def done_by(name: str, text: str) -> set[str]:
    """Return what kinds of deeds a Chinese text tells of a name that is known from elsewhere, wherever it stands."""
    kinds: set[str] = set()
    for sentence in _SENTENCE_ZH.findall(text) if name in text else ():
        at = sentence.find(name)
        while at >= 0:
            mention = Mention(name, at, at, at + len(name), True)
            kinds.update(kind for _, kind in _of_group_zh(sentence, [mention]))
            at = sentence.find(name, at + 1)
    return kinds


def _beside(told: list[Told]) -> Iterator[Told]:
    """Yield what one sentence tells, and who did something there beside somebody who had a part."""
    yield from told
    if any(kind in (PART, WORDS) for _, kind in told):
        yield from ((mention, BESIDE) for mention, kind in told if kind in (DEED, SPEECH, SUBJECT))


def shown_with(caption: str, known: Container[str]) -> list[str]:
    """Return the names that a caption begins with, where one of them is ``known`` and it shows more than a likeness."""
    if AGAINST_EN.search(caption) or ELSEWHERE_EN.search(caption) or ELSEWHERE_ZH.search(caption):
        return []
    found = mentions_zh(caption) if HAS_HAN(caption) else tuple(mentions_en(caption))
    link = _LINK_ZH if HAS_HAN(caption) else _LINK_EN
    first = next(_groups([mention for mention in found if mention.sure], caption, link), [])
    names = [mention.name for mention in first] if first and not first[0].begins else []
    return names if any(name in known for name in names) else []


def _groups(mentions: Sequence[Mention], sentence: str, link: re.Pattern[str]) -> Iterator[list[Mention]]:
    """Yield names that stand in a row, as one group each."""
    group: list[Mention] = []
    for mention in mentions:
        if group and not link.fullmatch(ROLE_BEHIND_ZH.sub("", sentence[group[-1].end : mention.begins], count=1)):
            yield group
            group = []
        group.append(mention)
    if group:
        yield group


def _english(sentence: str, mentions: Sequence[Mention]) -> Iterator[Told]:
    city = _CITY.match(sentence)
    for group in _groups(mentions, sentence, _LINK_EN):
        before, end = sentence[: group[0].begins], group[-1].end
        if (
            _APPOSED_EN.search(sentence, 0, group[-1].begins) or (len(group) > 1 and _NAMED_EN.search(before))
        ) and _APPOSED_END.match(sentence, end):
            end += 1
        if city:
            yield from ((mention, city[1]) for mention in group)
        if WAS_EN.search(before):
            later = sentence[end : end + _BEHIND]
            if not FAR_EN.search(later) and not _HAVE_BEEN.match(later) and not AGAINST_EN.search(before):
                yield from ((mention, PART) for mention in group)
        elif found := _deed_en(sentence, before, end):
            kind, done = found
            later = sentence[done : done + _BEHIND]
            if HANDED_EN.search(sentence, end, done):
                later = AGAINST_EN.sub("", later)
            far = FAR_EN.search(later) or AGAINST_EN.search(later[:_CLOSE])
            if not far and not _was_elsewhere(before[-_BEFORE:], later if kind in (DEED, PART) else ""):
                yield from ((mention, kind) for mention in group)


def _goes_on(sentence: str, person: Mention | None) -> Iterator[Told]:
    """Yield the person of the sentence before, where this one says what he did."""
    found = _PRONOUN.match(sentence) if person else None
    deed = _deed_en(sentence, "", found.end()) if found else None
    if person and deed and not _was_elsewhere("", sentence[deed[1] : deed[1] + _BEHIND]):
        yield person, deed[0]


def _deed_en(sentence: str, before: str, end: int) -> tuple[str, int] | None:
    """Return what kind of deed the names before a place did, and where its words end."""
    thanked = THANKED_EN.match(sentence, end) if THANKS_EN.search(before) else None
    if thanked:
        return DEED, thanked.end()
    if INVITED_EN.search(before) and (invited := TO_SPEAK_EN.match(sentence, end)):
        return WORDS, invited.end()
    if came := CAME_FOR_IT_EN.match(sentence, end) or AT_INSTRUMENT_EN.match(sentence, end):
        return PART, came.end()
    if not _is_subject(before):
        return None
    for wording in (DEED_EN, SPEECH_EN, ANY_VERB_EN):
        if deed := wording.match(sentence, end):
            hand = AT_HAND_EN.search(sentence, deed.end(), deed.end() + _BEHIND)
            kind = _kind(deed[0], WORDS_EN, PART_EN) if wording is DEED_EN else _OTHER_KINDS[wording]
            second = SECOND_EN.match(sentence, deed.end()) if kind not in (PART, WORDS) else None
            if second and (other := _kind(second["deed"], WORDS_EN, PART_EN)) != DEED:
                kind = other
            told_us = kind == SPEECH and hand and hand[0] == "us"  # as officials do
            return PART if hand and not told_us and not FAR_EN.search(sentence) else kind, deed.end()
    return None


def _kind(deed: str, words: re.Pattern[str], part: re.Pattern[str]) -> str:
    return WORDS if words.search(deed) else PART if part.search(deed) else DEED


def _is_subject(before: str) -> bool:
    """Say whether a name behind these words is what its sentence speaks of."""
    opener = _OPENER_EN.match(before)
    led = _LED_EN.search(before[opener.end() :] if opener else before)
    return led is not None and not _OBJECT_EN.search(led[1])


def _was_elsewhere(before: str, later: str) -> bool:
    if AGAINST_EN.search(_CLAUSE.split(before)[-1]):
        return True
    return any(pattern.search(before) for pattern in (FAR_EN, ELSEWHERE_EN)) or any(
        pattern.search(later) for pattern in (ELSEWHERE_EN, LONG_AGO_EN, AGAINST_EN)
    )


def _chinese(sentence: str) -> Iterator[Told]:
    for group in _groups(sorted(mentions_zh(sentence), key=_BY_PLACE), sentence, _LINK_ZH):
        yield from _of_group_zh(sentence, group)


def _of_group_zh(sentence: str, group: Sequence[Mention]) -> Iterator[Told]:
    if group:
        before, end = sentence[: group[0].begins], group[-1].end
        role = ROLE_BEHIND_ZH.match(sentence, end)
        end = role.end() if role else end
        company = _IN_COMPANY_ZH.match(sentence, end)
        end = company.end() if company else end
        if _BY_ZH.search(before) and TAKEN_OVER_ZH.match(sentence, end):
            if not AGAINST_ZH.search(sentence) and not TO_COME_ZH.search(before):
                yield from ((mention, WORDS) for mention in group)
        elif found := _deed_zh(sentence, before, end):
            kind, later = found
            clauses = _CLAUSE.split(before)[-2:]
            around = OF_PRISONER_ZH.sub("", OUT_ZH.sub("", f"{','.join(clauses)}|{later}"))
            second = SECOND_ZH.match(sentence, end) if kind not in (PART, WORDS) else None
            if second and (other := _kind(second["deed"], WORDS_ZH, PART_ZH)) != DEED:
                kind = other
            if kind not in (PART, WORDS) and AT_HAND_ZH.search(_CLAUSE.split(sentence[end:], maxsplit=1)[0]):
                kind = PART
            against = AGAINST_ZH.search(clauses[-1] if HANDED_ZH.search(later) else f"{clauses[-1]}|{later}")
            if not against and not ELSEWHERE_ZH.search(around) and not FAR_ZH.search(around):
                yield from ((mention, kind) for mention in group)


def _deed_zh(sentence: str, before: str, end: int) -> tuple[str, str] | None:
    """Return what kind of deed the names before a place did, and the words that may take it elsewhere."""
    if INVITED_ZH.search(before) and TO_SPEAK_ZH.match(sentence, end):
        return WORDS, ""
    if _OBJECT_ZH.search(before):
        return None
    if WAS_ZH.search(before) or (before.endswith(("从", "從")) and _FROM_HANDS_ZH.match(sentence, end)):
        return PART, ""
    if deed := DEED_ZH.match(sentence, end):
        behind = _CLAUSE.split(sentence[deed.end() : deed.end() + _BEHIND_ZH], maxsplit=1)[0]
        kind = _kind(deed[0], WORDS_ZH, PART_ZH)
        told = "" if REPORTED_ZH.search(deed[0]) else deed[0]
        return kind, told if kind == WORDS else told + behind
    if speech := SPEECH_ZH.match(sentence, end):
        return SPEECH, speech[0]
    clause = _CLAUSE.split(sentence[end : end + _BEHIND], maxsplit=1)[0]
    return (SUBJECT, clause) if clause and not NO_VERB_ZH.match(clause) else None
